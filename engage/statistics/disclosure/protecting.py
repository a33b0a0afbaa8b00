"""Hiding until the proof holds."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial

from engage.statistics.disclosure.auditing import Audit, Leak, audit
from engage.statistics.disclosure.covering import cover, leave_out, rebase
from engage.statistics.disclosure.figures import BASE, TOTAL, Earlier, Place, Shape, Shown
from engage.statistics.disclosure.tables import NONE, Study, Table

MOST_ROUNDS = 60
Told = Callable[[str, int], None]
"""What is being done, and how much is hidden so far."""


@dataclass(frozen=True, slots=True)
class Protected:
    """What is shown, with its proof; or with what still leaks when nothing more can be hidden."""

    shape: Shape
    audit: Audit


def protect(
    study: Study,
    earlier: Sequence[Earlier] = (),
    *,
    withheld: Collection[tuple[str, str]] = (),
    told: Told = lambda stage, hidden: None,  # noqa: ARG005 -- the names say what comes
) -> Protected:
    """Choose what is hidden, and prove it.

    First question by question, which is fast and finds most; then with all relations of everything published.

    :param withheld: groups of which nothing new is said: group variable and value
    :raises TooWide: when so much is crossed that the proof would take too long
    """
    shape = cover(study, withheld)
    for question in dict.fromkeys(table.question for table in study.tables):
        names = [table.name for table in study.tables if table.question == question]
        _settle(shape, partial(audit, shape, tables=names))
        told("tables", _hidden(shape))
    found = _settle(shape, partial(audit, shape, earlier), lambda: told("together", _hidden(shape)))
    return Protected(shape, found)


def _settle(shape: Shape, look: Callable[..., Audit], told: Callable[[], None] = lambda: None) -> Audit:
    """Look and hide in turn. Hiding proves nothing wrong that was proven before, so only what leaked is looked at again
    before the whole is.
    """
    found = look()
    for _ in range(MOST_ROUNDS):
        told()
        if found.ok or not _repair(shape, found.leaks):
            break
        leaked = {leak.place for leak in found.leaks}
        found = look(only=leaked)
        if found.ok:
            found = look()
    return found


def _hidden(shape: Shape) -> int:
    return sum(shown is Shown.HIDDEN for shown in shape.shown.values())


def _repair(shape: Shape, leaks: Sequence[Leak]) -> bool:
    """Hide of what narrows each leak the figure that is missed least; one deed may mend several."""
    tables = {table.name: table for table in shape.study.tables}
    done: set[Place] = set()
    for leak in leaks:
        if done.intersection(leak.reasons):
            continue
        open_ = [place for place in leak.reasons if shape.shown.get(place) is Shown.COUNT]
        if open_:
            place = min(open_, key=lambda each: (_cost(shape, tables, each), each))
            _hide(shape, tables, place)
            done.add(place)
        elif group := _group_of(shape, tables, leak):
            leave_out(shape, tables[group[0]], group[2])
            done.add(group)
    return bool(done)


def _cost(shape: Shape, tables: dict[str, Table], place: Place) -> float:
    """How many people's answers nobody sees when this is hidden. Without a base there are no percentages."""
    if place == TOTAL:
        return shape.study.total / 50
    table = tables[place[0]]
    if place[1] == BASE:
        return 1.5 * table.bases[place[2]]
    everybody = 3 if place[2] == NONE else 1
    return everybody * table.counts[place[1], place[2]]


def _hide(shape: Shape, tables: dict[str, Table], place: Place) -> None:
    if place == TOTAL:
        shape.step *= 2
        if shape.step > shape.study.total:
            shape.step = 0
            shape.shown[TOTAL] = Shown.NOTHING
        return
    shape.shown[place] = Shown.HIDDEN
    if place[1] != BASE:
        rebase(shape, tables[place[0]], place[2])


def _group_of(shape: Shape, tables: dict[str, Table], leak: Leak) -> Place | None:
    """A group of the table that can still be left out as a whole."""
    for name, _, value in (leak.place, *leak.reasons):
        table = tables.get(name)
        if table and shape.of(table, BASE, value) not in (Shown.NOTHING, Shown.FEW):
            return name, BASE, value
    return None
