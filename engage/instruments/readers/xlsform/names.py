"""What things are called here, and what `${name}` in the file means.

XLSForm allows one name in several groups; here every item has a name of its own.
"""

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engage.instruments.domain.definition import ItemType
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.columns import Record
from engage.instruments.readers.xlsform.kinds import What
from engage.instruments.readers.xlsform.tree import Group, Matrix, Row

REFERENCE = re.compile(r"\$\{\s*([^{}]*?)\s*\}")
ROOT = "data"
"""What the whole form is called in an XForm, where the settings do not say otherwise."""
_NOT_KEPT = frozenset({"instanceID", "instanceName"})


class Unresolved(Exception):
    """`${name}` means nothing, or more than one thing."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True)
class Names:
    """Names and keys of a form. `stand_ins` gathers what is referred to though it is left out."""

    names: Mapping[int, str]
    """id of a row, matrix or group -> its name here."""
    keys: frozenset[str]
    """Every key under which an answer may be kept."""
    by_name: Mapping[str, tuple[Row, ...]]
    groups: Mapping[str, tuple[Group, ...]]
    headings: Mapping[int, str]
    """id of a group -> name of the note that shows its label."""
    renamed: Mapping[str, str]
    """Name here -> name in the file."""
    stand_ins: set[int] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    """Keys inside an item that expressions name: `topics/other`, `when/from`."""

    def of(self, thing: Row | Matrix | Group) -> str:
        return self.names[id(thing)]

    @property
    def all_keys(self) -> frozenset[str]:
        """The keys, the names of what repeats, and those of groups that have a stand-in."""
        groups = (group for same in self.groups.values() for group in same)
        named = {self.of(group) for group in groups if group.repeat or id(group) in self.stand_ins}
        return self.keys | self.parts | named

    @property
    def repeated(self) -> dict[str, str]:
        """Key of what is asked in every entry of a list -> name of the list, which is its own."""
        found: dict[str, str] = {}
        for repeat in (group for same in self.groups.values() for group in same if group.repeat):
            name = self.of(repeat)
            inside = [self.of(thing) for thing in repeat.walk() if not isinstance(thing, Group)]
            within = tuple(f"{thing}/" for thing in inside)
            keys = [key for key in self.keys | self.parts if key.startswith(within)] if within else []
            found |= dict.fromkeys((*inside, *keys), name)
            found[name] = name
        return found

    def row(self, name: str, group: Group) -> Row | None:
        """The row that `${name}` means, if it means one."""
        return _nearest(self.by_name.get(name, ()), group)

    def is_note(self, name: str, group: Group) -> bool:
        row = self.row(name, group)
        return row is not None and row.kind.type is ItemType.NOTE

    def resolve(self, name: str, group: Group) -> tuple[str, Row | Group | None]:
        """The name here of what `${name}` means inside a group, and the thing itself when it is left out.

        :raises Unresolved: when nothing has the name, or several things equally near
        """
        rows, groups = self.by_name.get(name, ()), self.groups.get(name, ())
        if len(rows) + len(groups) > 1:
            count = len(rows) + len(groups)
            raise Unresolved("ambiguous_reference", f"${{{name}}} could mean {count} things of that name.")
        if rows:
            return self._of_row(rows[0])
        if groups:
            return self._of_group(groups[0])
        if "/" in name:
            return self._part(name, group), None
        if name in _NOT_KEPT:
            raise Unresolved("instance_id", f"{name} is not kept here: a response has no mark that could be shown.")
        raise Unresolved("unknown_reference", f"${{{name}}} names nothing in this form.")

    def _of_row(self, row: Row) -> tuple[str, Row | None]:
        if is_kept(row):
            return self.of(row), None
        self.stand_ins.add(id(row))
        return self.of(row), row

    def _of_group(self, group: Group) -> tuple[str, Group | None]:
        if group.repeat:
            return self.of(group), None
        if group.children and isinstance(group.children[0], Matrix):
            self.parts.add(self.of(group.children[0]))
            return self.of(group.children[0]), None
        self.stand_ins.add(id(group))
        return self.of(group), group

    def _part(self, name: str, group: Group) -> str:
        """A key inside an item, as only files written here name it."""
        head, _, tail = name.partition("/")
        found, left_out = self.resolve(head, group)
        if left_out:
            raise Unresolved("unknown_reference", f"${{{name}}} names nothing in this form.")
        self.parts.add(f"{found}/{tail}")
        return f"{found}/{tail}"


def find_stand_ins(root: Group, names: Names) -> None:
    """Look through every cell for references, so that what is left out but named gets its stand-in."""
    things = [root, *root.walk()]
    for thing in things:
        record = thing.title if isinstance(thing, Matrix) else thing.record
        if record is None:
            continue
        group = thing if isinstance(thing, Group) else thing.parent
        cells = [*record.values.values(), *(text for texts in record.texts.values() for text in texts.values())]
        for name in (match for cell in cells if "${" in cell for match in REFERENCE.findall(cell)):
            with contextlib.suppress(Unresolved):  # said where the cell is read
                names.resolve(name, group)


def is_kept(row: Row) -> bool:
    return row.kind.what is What.ITEM


def names_of(root: Group) -> Names:
    """Names for the whole form. Items keep theirs where it is the only one, else they are `group/name`."""
    things = [thing for thing in root.walk() if not isinstance(thing, Group)]
    in_matrix = {id(row): thing for thing in things if isinstance(thing, Matrix) for row in thing.rows}
    asked = [thing for thing in things if id(thing) not in in_matrix]
    used: dict[str, int] = {}
    for thing in asked:
        used[thing.name] = used.get(thing.name, 0) + 1
    names: dict[int, str] = {}
    taken: set[str] = set()
    for thing in asked:
        own = _record(thing)["engage::name"]
        names[id(thing)] = own or _free(thing.name if used[thing.name] == 1 else _in_group(thing), taken)
        taken.add(names[id(thing)])
    for matrix in (thing for thing in things if isinstance(thing, Matrix)):
        names |= {id(row): f"{names[id(matrix)]}/{row.code}" for row in matrix.rows}
    headings: dict[int, str] = {}
    for group in (thing for thing in root.walk() if isinstance(thing, Group)):
        own = group.record["engage::name"] if group.record else ""
        names[id(group)] = own or _free(group.name, taken)
        taken.add(names[id(group)])
        headings[id(group)] = _free(f"{group.name}_heading", taken)
    called = [*things, *(thing for thing in root.walk() if isinstance(thing, Group) and thing.repeat)]
    renamed = {names[id(thing)]: thing.name for thing in called if names[id(thing)] != thing.name}
    return Names(names, _keys(things, names), _by_name(things), _groups(root), headings, renamed)


def check_repeats(root: Group, form: str, collector: Collector) -> None:
    """Names of repeats are unique in the whole form, and none is the form's own.

    :param form: the name that the settings give the form, may be empty
    """
    seen: dict[str, Group] = {}
    for group in (thing for thing in root.walk() if isinstance(thing, Group) and thing.repeat and thing.record):
        where = group.record.where("name") if group.record else None
        if where is None:
            continue
        if group.name == (form or ROOT):
            message = f"“{group.name}” is the name of the whole form. Give the repeat another."
            collector.error("reserved_name", message, where)
        if group.name in seen and seen[group.name].parent is not group.parent:
            message = f"The repeat “{group.name}” is there twice. Names of repeats are unique in the whole form."
            collector.error("duplicate_name", message, where)
        seen.setdefault(group.name, group)


def _record(thing: Row | Matrix) -> Record:
    return thing.title if isinstance(thing, Matrix) else thing.record


def _in_group(thing: Row | Matrix) -> str:
    return f"{thing.parent.name}/{thing.name}" if thing.parent.name else thing.name


def _free(name: str, taken: set[str]) -> str:
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name}_{number}"
    taken.add(candidate)
    return candidate


def _keys(things: list[Row | Matrix], names: Mapping[int, str]) -> frozenset[str]:
    def keys() -> Iterator[str]:
        for thing in things:
            if isinstance(thing, Row) and thing.kind.type is not ItemType.NOTE:
                yield names[id(thing)]
                if thing.kind.or_other:
                    yield f"{names[id(thing)]}/other"

    return frozenset(keys())


def _by_name(things: list[Row | Matrix]) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for thing in things:
        if isinstance(thing, Row):
            found.setdefault(thing.name, []).append(thing)
    return {name: tuple(rows) for name, rows in found.items()}


def _groups(root: Group) -> dict[str, tuple[Group, ...]]:
    found: dict[str, list[Group]] = {}
    for thing in root.walk():
        if isinstance(thing, Group):
            found.setdefault(thing.name, []).append(thing)
    return {name: tuple(groups) for name, groups in found.items()}


def _nearest(rows: tuple[Row, ...], group: Group) -> Row | None:
    """The only one, else the only one inside the innermost group around the reference that has one."""
    if len(rows) <= 1:
        return rows[0] if rows else None
    for around in reversed(group.path):
        inside = [row for row in rows if around in row.parent.path]
        if inside:
            return inside[0] if len(inside) == 1 else None
    return None
