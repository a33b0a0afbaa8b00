"""What things are called here, and what `${name}` in the file means.

XLSForm allows one name in several groups; here every item has a name of its own.
"""

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engage.instruments.domain.definition import ItemType
from engage.instruments.readers.xlsform.kinds import What
from engage.instruments.readers.xlsform.tree import Group, Matrix, Row

REFERENCE = re.compile(r"\$\{\s*([^{}]*?)\s*\}")


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

    def of(self, thing: Row | Matrix | Group) -> str:
        return self.names[id(thing)]

    @property
    def all_keys(self) -> frozenset[str]:
        """The keys, and the names of groups that have a stand-in."""
        groups = (group for same in self.groups.values() for group in same)
        return self.keys | {self.of(group) for group in groups if id(group) in self.stand_ins}

    def is_note(self, name: str, group: Group) -> bool:
        row = _nearest(self.by_name.get(name, ()), group)
        return row is not None and row.kind.type is ItemType.NOTE

    def resolve(self, name: str, group: Group) -> tuple[str, Row | Group | None]:
        """The name here of what `${name}` means inside a group, and the thing itself when it is left out.

        :raises Unresolved: when nothing has the name, or several things equally near
        """
        if rows := self.by_name.get(name):
            row = _nearest(rows, group)
            if row is None:
                raise Unresolved("ambiguous_reference", f"${{{name}}} could mean {len(rows)} items of that name.")
            if is_kept(row):
                return self.of(row), None
            self.stand_ins.add(id(row))
            return self.of(row), row
        if groups := self.groups.get(name):
            self.stand_ins.add(id(groups[0]))
            return self.of(groups[0]), groups[0]
        raise Unresolved("unknown_reference", f"${{{name}}} names nothing in this form.")


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
        names[id(thing)] = _free(thing.name if used[thing.name] == 1 else _in_group(thing), taken)
    for row_id, matrix in in_matrix.items():
        row = next(row for row in matrix.rows if id(row) == row_id)
        names[row_id] = f"{names[id(matrix)]}/{row.name}"
    headings: dict[int, str] = {}
    for group in (thing for thing in root.walk() if isinstance(thing, Group)):
        names[id(group)] = _free(group.name, taken)
        headings[id(group)] = _free(f"{group.name}_heading", taken)
    renamed = {names[id(thing)]: thing.name for thing in things if names[id(thing)] != thing.name}
    return Names(names, _keys(things, names), _by_name(things), _groups(root), headings, renamed)


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
