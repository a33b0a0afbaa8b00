"""The first choice of what is hidden: small counts, and beside a lone one the cheapest other."""

from collections.abc import Callable, Collection

from engage.statistics.disclosure.figures import BASE, TOTAL, Shape, Shown, roughly
from engage.statistics.disclosure.tables import MINIMUM, NONE, Study, Table

MOST_ROUNDS = 50
_UNSAID = (Shown.FEW, Shown.HIDDEN, Shown.NOTHING)


def cover(study: Study, withheld: Collection[tuple[str, str]] = ()) -> Shape:
    """Counts below 10 as "few", groups with a base below 10 left out, and in each row and column of a table never a
    single hidden count. What this overlooks the audit finds.

    :param withheld: groups of which nothing new is said: group variable and value
    """
    shape = Shape(study, step=roughly(study.total))
    if shape.step:
        shape.shown[TOTAL] = Shown.COUNT
    for table in study.tables:
        for value in table.groups:
            _begin(shape, table, value)
            if (table.group, value) in withheld:
                leave_out(shape, table, value)
    for table in study.tables:
        settle(shape, table)
    return shape


def settle(shape: Shape, table: Table) -> None:
    """Hide until no hidden count stands alone in its row or column."""
    for _ in range(MOST_ROUNDS):
        lines = [*_columns(shape, table), *_rows(shape, table)]
        lone = [line for line in lines if sum(shape.shown.get(place) in _UNSAID for place in line) == 1]
        changed = [_hide_cheapest(shape, table, line) for line in lone]
        if not any(changed):
            break
    for value in table.groups:
        rebase(shape, table, value)


def rebase(shape: Shape, table: Table, value: str) -> None:
    """Where all counts of one answer a person are shown their sum is the base; else it is rounded by itself."""
    place = (table.name, BASE, value)
    if table.multiple or shape.shown.get(place) not in (Shown.SUM, Shown.COUNT):
        return
    whole = all(shape.of(table, code, value) in (Shown.COUNT, Shown.ZERO) for code in table.codes)
    shape.shown[place] = Shown.SUM if whole else Shown.COUNT


def leave_out(shape: Shape, table: Table, value: str) -> None:
    """Show nothing of one group."""
    for code in table.codes:
        shape.shown.pop((table.name, code, value), None)
    shape.shown[table.name, BASE, value] = Shown.NOTHING


def _begin(shape: Shape, table: Table, value: str) -> None:
    base = table.bases[value]
    shape.shown[table.name, BASE, value] = Shown.COUNT if base >= MINIMUM else Shown.FEW
    if base < MINIMUM:
        return
    for code in table.codes:
        if (code, value) in table.impossible:
            shown = Shown.ZERO
        else:
            shown = Shown.COUNT if table.counts[code, value] >= MINIMUM else Shown.FEW
        shape.shown[table.name, code, value] = shown


def _columns(shape: Shape, table: Table) -> list[list[tuple[str, str, str]]]:
    if table.multiple:
        return []
    return [
        [(table.name, code, value) for code in table.possible(value)]
        for value in table.groups
        if shape.of(table, BASE, value) is Shown.COUNT
    ]


def _rows(shape: Shape, table: Table) -> list[list[tuple[str, str, str]]]:
    """Of groups that everybody is in: there the counts of an answer add up to that of everybody."""
    if not table.group or NONE in shape.study.groups.get(table.group, (NONE,)):
        return []
    return [
        [(table.name, code, value) for value in table.groups if (code, value) not in table.impossible]
        for code in table.codes
    ]


def _hide_cheapest(shape: Shape, table: Table, line: list[tuple[str, str, str]]) -> bool:
    cost: Callable[[tuple[str, str, str]], int] = lambda place: table.counts[place[1], place[2]]  # noqa: E731
    shown = [place for place in line if shape.shown.get(place) is Shown.COUNT]
    if not shown:
        return False
    shape.shown[min(shown, key=cost)] = Shown.HIDDEN
    return True
