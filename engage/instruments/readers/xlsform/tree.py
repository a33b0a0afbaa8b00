"""The survey sheet as a tree: groups, and the rows in them."""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from engage.instruments.domain.definition import ItemType
from engage.instruments.readers.workbook import Unreadable
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.columns import Record
from engage.instruments.readers.xlsform.kinds import Kind, What, kind_of
from engage.instruments.readers.xlsform.own import OTHER, YES
from engage.instruments.readers.xlsform.parameters import check_parameters

RESERVED = "meta"
"""XForms keeps facts about a response under this name."""
MAX_GROUPS = 30
"""Groups inside one another."""
_NAME = re.compile(r"^[^\W\d][\w.\-]*$")
_COMMON_TYPES = (
    *("text", "integer", "decimal", "range", "date", "time", "dateTime", "select_one", "select_multiple", "rank"),
    *("acknowledge", "note", "calculate", "hidden", "begin_group", "end_group", "begin_repeat", "end_repeat"),
)


@dataclass(eq=False, slots=True)
class Row:
    """A row that is asked, shown, calculated, or left out."""

    record: Record
    kind: Kind
    name: str
    parent: "Group"

    @property
    def code(self) -> str:
        """What it is called inside the item it is a part of."""
        return self.record["engage::name"] or self.name

    @property
    def is_part(self) -> bool:
        """Whether it asks what "other" means, in a file written here."""
        return self.record["engage::type"] == OTHER


@dataclass(eq=False, slots=True)
class Matrix:
    """Rows with the same options, asked together. `title` is the row or group that names them."""

    title: Record
    kind: Kind
    name: str
    rows: tuple[Row, ...]
    parent: "Group"


@dataclass(eq=False, slots=True)
class Group:
    record: Record | None
    """The `begin` row; None for the whole form."""
    name: str = ""
    repeat: bool = False
    parent: "Group | None" = None
    end: Record | None = None
    """The row that closes it."""
    children: list["Row | Matrix | Group"] = field(default_factory=list)

    @property
    def path(self) -> tuple["Group", ...]:
        """The groups from the outermost to this one, without the form itself."""
        return (*self.parent.path, self) if self.parent else ()

    @property
    def repeats(self) -> bool:
        """Whether something in it, or it itself, repeats."""
        return self.repeat or any(isinstance(thing, Group) and thing.repeat for thing in self.walk())

    def walk(self) -> Iterator["Row | Matrix | Group"]:
        """Everything inside, in order; a matrix before its rows."""
        for child in self.children:
            yield child
            if isinstance(child, Group):
                yield from child.walk()
            elif isinstance(child, Matrix):
                yield from child.rows


def tree_of(records: Iterable[Record], collector: Collector) -> Group:
    """The form. Unbalanced groups, missing types and names are errors; the rest is read all the same."""
    root = Group(None)
    group = root
    for record in records:
        if record["disabled"].lower() in YES:
            collector.note("row_disabled", "The row is disabled and left out.", record.where("disabled"))
        elif not record["type"]:
            _without_type(record, collector)
        else:
            group = _take(record, kind_of(record["type"]), group, collector)
    while group.parent and group.record:
        message = f"The group “{group.name}” is never closed. Add a row end_group."
        collector.error("unbalanced_group", message, group.record.where("type"))
        group = group.parent
    return root


def _without_type(record: Record, collector: Collector) -> None:
    if record["name"] or record.texts:
        collector.error("missing_type", "The row has no type.", record.where("type"))
    else:
        collector.note("row_without_type", "The row has no type, name or label. It is left out.", record.where())


def _take(record: Record, kind: Kind, group: Group, collector: Collector) -> Group:
    """Put the row where it belongs; the group that is open afterwards."""
    match kind.what:
        case What.UNKNOWN:
            _unknown(record, collector)
        case What.BEGIN_GROUP | What.BEGIN_REPEAT:
            if len(group.path) >= MAX_GROUPS:
                message = f"Groups stand inside one another more than {MAX_GROUPS} deep."
                raise Unreadable("groups_too_deep", message, record.where("type"))
            inner = Group(record, _name(record, kind, collector), kind.what is What.BEGIN_REPEAT, group)
            _check_unique(inner.name, record, group, collector)
            group.children.append(inner)
            return inner
        case What.END_GROUP | What.END_REPEAT:
            return _close(record, kind, group, collector)
        case What.METADATA:
            name = record["name"] or kind.word
            if kind.word == "audit" and name != "audit":
                message = "An audit has no other name than audit: leave the name empty."
                collector.error("audit_name", message, record.where("name"))
            check_parameters(record, kind, collector)
            group.children.append(Row(record, kind, name, group))
        case _:
            check_parameters(record, kind, collector)
            kind = Kind(What.ITEM, ItemType.CALCULATION) if _is_silent(record, kind) else kind
            row = Row(record, kind, _name(record, kind, collector), group)
            _check_unique(row.name, record, group, collector)
            group.children.append(row)
    return group


def _is_silent(record: Record, kind: Kind) -> bool:
    """A question that is calculated and has nothing to show is a calculation."""
    shown = kind.what is What.ITEM and kind.type not in (ItemType.NOTE, ItemType.CALCULATION)
    return shown and bool(record["calculation"]) and not record.texts.keys() & {"label", "hint", "guidance_hint"}


def _unknown(record: Record, collector: Collector) -> None:
    word = record["type"].split()[0]
    near = difflib.get_close_matches(word.lower(), _COMMON_TYPES, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    collector.error("unknown_type", f"Nothing is known of the type “{record['type']}”.{hint}", record.where("type"))


def _close(record: Record, kind: Kind, group: Group, collector: Collector) -> Group:
    if group.parent is None:
        collector.error("unbalanced_group", "No group is open here that could be closed.", record.where("type"))
        return group
    if group.repeat is not (kind.what is What.END_REPEAT):
        begun = "begin_repeat" if group.repeat else "begin_group"
        message = f"“{group.name}” was opened with {begun} and is closed with {record['type']}."
        collector.error("unbalanced_group", message, record.where("type"))
    group.end = record
    return group.parent


def _name(record: Record, kind: Kind, collector: Collector) -> str:
    """The name, checked. A note may have none; a stand-in is made so that the rest can be checked."""
    name = record["name"]
    if not name:
        if kind.type is not ItemType.NOTE and kind.what is not What.LEFT_OUT and not kind.word.startswith("start"):
            collector.error("missing_name", "The row has no name.", record.where("name"))
        return f"row_{record.number}"
    if not _NAME.match(name):
        message = f"The name “{name}” is not allowed. Begin with a letter; use letters, digits, _, - and . only."
        collector.error("invalid_name", message, record.where("name"))
    if name == RESERVED:
        message = f"The name “{name}” is taken by the facts about a response. Choose another."
        collector.error("reserved_name", message, record.where("name"))
    return name


def _check_unique(name: str, record: Record, group: Group, collector: Collector) -> None:
    if any(not isinstance(child, Matrix) and child.name == name for child in group.children):
        message = f"The name “{name}” is used twice in the same group."
        collector.error("duplicate_name", message, record.where("name"))


def leave_out_without_lists(root: Group, has_list: Callable[[str], bool]) -> None:
    """Questions whose options cannot be had become what is left out.

    :param has_list: whether a file of that name is there
    """
    for row in (thing for thing in root.walk() if isinstance(thing, Row)):
        if row.kind.from_file and not has_list(row.kind.list_name):
            feature = f"options in the file {row.kind.list_name}, which does not lie beside the form"
            row.kind = replace(row.kind, what=What.LEFT_OUT, feature=feature)
        elif row.kind.what is What.ITEM and searches(row.record):
            row.kind = replace(row.kind, what=What.LEFT_OUT, feature="options by search()")


def searches(record: Record) -> bool:
    """Whether a select takes its options from a file by the old function search()."""
    return "search(" in record["appearance"].lower().replace(" ", "")


def searched_and_shared(root: Group) -> frozenset[str]:
    """Lists that one question uses with search() and another as they stand, which cannot be both."""
    rows = [thing for thing in root.walk() if isinstance(thing, Row) and thing.kind.list_name]
    searched = {row.kind.list_name for row in rows if searches(row.record)}
    return frozenset(searched & {row.kind.list_name for row in rows if not searches(row.record)})
