"""The sheet choices: each list once, however many items offer it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engage.instruments.domain.definition import Instrument, Option
from engage.instruments.readers.xlsform.choices import COLUMN
from engage.instruments.readers.xlsform.columns import parse_header
from engage.instruments.readers.xlsform.own import IN_LISTS
from engage.instruments.writers.xlsform.naming import Naming
from engage.instruments.writers.xlsform.sheet import Cells, Draft, Findings, Languages


@dataclass(slots=True)
class Choices:
    languages: Languages
    naming: Naming
    findings: Findings
    sheet: Draft = field(default_factory=lambda: Draft("choices", {"list_name": None, "name": None}))
    names: dict[tuple[Option, ...], str] = field(default_factory=dict)
    doubled: bool = False
    """Whether a list offers one code several times."""
    _listed: list[tuple[tuple[Option, ...], str]] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def list_for(self, item_name: str, options: tuple[Option, ...]) -> str:
        """The name of the list with these options, written when it is new."""
        for known, name in self._listed:
            if known is options or known == options:
                return name
        name = self._free(self.naming.keys.get(item_name, "list"))
        self._listed.append((options, name))
        self.doubled = self.doubled or len({option.code for option in options}) < len(options)
        for option in options:
            self.sheet.add({"list_name": name, "name": option.code, **self._option(option)})
        return name

    def _free(self, wanted: str) -> str:
        name, number = wanted, 1
        while name in self._taken:
            number += 1
            name = f"{wanted}_{number}"
        self._taken.add(name)
        return name

    def _option(self, option: Option) -> Cells:
        label = self.languages.cells("label", option.label)
        cells: Cells = {header: self.naming.text(text) for header, text in label.items()}
        cells |= self.languages.pictures(option.image)
        for flag in ("exclusive", "other", "fixed"):
            cells[f"{IN_LISTS}{flag}"] = "yes" if getattr(option, flag) else ""
        cells[f"{IN_LISTS}common"] = option.common or ""
        cells[f"{IN_LISTS}relevance"] = self.naming.text(option.relevance)
        for header, text in option.attributes.items():
            if parse_header(header).known or not COLUMN.match(header):
                message = f"The attribute “{header}” of options is the name of a column that means something else."
                self.findings.add("attribute_left_out", message)
            else:
                cells[header] = text
        return cells

    def table(self, name: str, rows: tuple[Mapping[str, str], ...]) -> bool:
        """Write a table as a list, where it has the form of one; its name is its own."""
        if name in self._taken or not rows or not all(_is_option(row) for row in rows):
            return False
        self._taken.add(name)
        source = self.languages.tags[0]
        for row in rows:
            further = {key: text for key, text in row.items() if key not in ("name", "label", "itextId")}
            label = {self.languages.header("label", source): row["label"]}
            self.sheet.add({"list_name": name, "name": row["name"], **label, **further})
        return True


def _is_option(row: Mapping[str, str]) -> bool:
    """Whether a row of a table is what reading an option makes of it."""
    further = row.keys() - {"name", "label", "itextId"}
    return (
        bool(row.get("name") and row.get("label"))
        and row["label"] == row.get("itextId")
        and all(COLUMN.match(key) and not parse_header(key).known and row[key] for key in further)
    )


def looked_up(instrument: Instrument, sources: list[str]) -> set[str]:
    """Names of tables that expressions look up with instance(), so that reading finds them again."""
    return {name for name in instrument.tables for source in sources if f"instance('{name}')" in source}
