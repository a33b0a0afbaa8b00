"""Lists that expressions look up: `instance('towns')/root/item[…]`, `pulldata('towns', …)`."""

from collections.abc import Mapping
from dataclasses import dataclass

from engage.instruments.readers.xlsform.choices import Choices
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.expressions import Expressions, Lookup
from engage.instruments.readers.xlsform.files import Files, Table, UnreadableList
from engage.instruments.readers.xlsform.kinds import What
from engage.instruments.readers.xlsform.tree import Group, Row

LAST_SAVED = "__last-saved"


@dataclass(frozen=True, slots=True)
class Tables:
    choices: Choices
    files: Files
    collector: Collector

    def of(self, root: Group, expressions: Expressions) -> dict[str, tuple[Mapping[str, str], ...]]:
        """The lists that expressions name: from the sheet choices, or from a file beside the form."""
        declared = self._declared(root)
        tables: dict[str, tuple[Mapping[str, str], ...]] = {}
        for name, lookup in expressions.tables.items():
            table = None if lookup.from_file or name in declared else self.choices.table(name)
            if table is None:
                table = self._from_file(name, declared.get(name), lookup)
            if table is not None:
                tables[name] = table
        return tables

    def _declared(self, root: Group) -> dict[str, tuple[str, ...]]:
        """Names of lists in files -> the endings of the file, as the rows of the form say."""
        found: dict[str, tuple[str, ...]] = {}
        for row in (thing for thing in root.walk() if isinstance(thing, Row)):
            name, where = row.name, row.record.where("type")
            if row.kind.what is What.LIST:
                found[name] = (f".{row.kind.list_name}",)
            elif row.kind.from_file:
                stem, dot, ending = row.kind.list_name.rpartition(".")
                name, found[stem] = stem, (dot + ending.lower(),)
            else:
                continue
            if name in self.choices.lists or name == LAST_SAVED:
                message = f"The list “{name}” is taken from a file here, and stands for something else elsewhere."
                self.collector.error("list_twice", message, where)
        return found

    def _from_file(self, name: str, endings: tuple[str, ...] | None, lookup: Lookup) -> Table | None:
        where = lookup.record.where(lookup.column)
        try:
            table = self.files.named(name, endings) if endings else self.files.named(name)
        except UnreadableList as error:
            self.collector.error("unreadable_list", f"The file of the list “{name}” cannot be read: {error}.", where)
            return None
        if table is not None:
            return table
        if endings or lookup.from_file:
            file = name + (endings[0] if endings else ".csv")
            message = f"The expression looks something up in the file {file}, which does not lie beside the form."
            self.collector.error("missing_file", message, where)
        else:
            message = f"The expression looks up the list “{name}”, which is not in the sheet choices."
            self.collector.error("unknown_list", message, where)
        return None
