"""The report of an event, in a structure that all reports share: who came, what was said, what follows.

Figures that the public sees are protected: counts below ten are all shown alike, others are rounded to fives, and where
what is hidden could be worked out from what stands beside it, more is hidden (`docs/how-to/after-an-event.md`). Teams
see exact figures inside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

SMALLEST = 10
"""Counts below it are shown as "fewer than 10", whatever they are."""
STEP = 5
_HALF = STEP // 2
MOST_ENTRIES = 30
"""Statements, and things that follow."""
DIMENSIONS = ("site", "country", "role")


@dataclass(frozen=True, slots=True)
class Protected:
    """A count as the public sees it."""

    about: int | None
    """Rounded; None: it is not shown."""

    @property
    def hidden(self) -> bool:
        return self.about is None


def rounded(count: int) -> Protected:
    """Fewer than ten are not shown; else to the nearest five."""
    return Protected(None) if count < SMALLEST else Protected((count + _HALF) // STEP * STEP)


def protected(groups: Mapping[str, int], total: int) -> Mapping[str, Protected] | None:
    """Groups that add up to a total, so that nobody can work out what is hidden; None where nothing can be shown.

    Empty groups are left out: that nobody came from a country is no secret about anybody. A hidden group must be
    able to be anything from 1 to 9 for a reader who knows how this works: so never one alone, and never several
    that leave less than nine for each while the others have one. What is hidden besides is chosen by a bound that
    doubles, and not as "the smallest that is left": whoever knows that would know too much of the others.
    """
    there = {name: count for name, count in groups.items() if count > 0}
    if total < SMALLEST:
        return None
    bound = SMALLEST
    while True:
        shown = {name: Protected(None) if count < bound else rounded(count) for name, count in there.items()}
        if all(each.hidden for each in shown.values()):
            return None
        if _keeps_secret(shown, total, bound):
            return shown
        bound *= 2


def _keeps_secret(shown: Mapping[str, Protected], total: int, bound: int) -> bool:
    """Whether each hidden group may still be anything from 1 to 9: beside the others that are hidden (each from 1 to
    below the bound) and what is left of the total."""
    others = sum(each.hidden for each in shown.values()) - 1
    known = [each.about for each in shown.values() if each.about is not None]
    least = (rounded(total).about or 0) - _HALF - sum(about + _HALF for about in known)
    most = (rounded(total).about or 0) + _HALF - sum(max(bound, about - _HALF) for about in known)
    if others < 0:
        return True
    return others > 0 and least - others * (bound - 1) <= 1 and most - others >= SMALLEST - 1


@dataclass(frozen=True, slots=True)
class Figures:
    """Who came, as it was published. Dimension -> code of the group -> rounded, or None for hidden."""

    registered: int | None
    came: int | None
    counted: bool = True
    """Whether anybody was checked in at all."""
    tables: Mapping[str, Mapping[str, int | None]] = field(default_factory=dict)


def figures(registered: int, came: Mapping[str, Mapping[str, int]], total: int) -> Figures:
    """:param came: by dimension and group, each adding up to `total`"""
    found = {dimension: protected(groups, total) for dimension, groups in came.items()}
    tables = {
        dimension: {name: each.about for name, each in groups.items()}
        for dimension, groups in found.items()
        if groups is not None and len(groups) > 1
    }
    return Figures(rounded(registered).about, rounded(total).about, counted=total > 0, tables=tables)


@dataclass(frozen=True, slots=True)
class Follow:
    """Something that follows: what is a text of the event, `report:follow:<number>`."""

    number: int
    who: str
    by: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a report holds besides its texts."""

    statements: tuple[int, ...] = ()
    """Numbers of what people said: texts `report:said:<number>`."""
    follows: tuple[Follow, ...] = ()
    figures: Figures | None = None
    """As published; None before."""

    def next_number(self) -> int:
        used = (*self.statements, *(each.number for each in self.follows))
        return max(used, default=0) + 1

    def places(self) -> tuple[str, ...]:
        """The texts it is made of, in the order in which a page shows them."""
        said = tuple(said_place(number) for number in self.statements)
        return (HEARD, *said, FOLLOWS, *(follow_place(each.number) for each in self.follows))

    def published(self, found: Figures) -> "Report":
        return replace(self, figures=found)


HEARD, FOLLOWS = "report:heard", "report:follows"


def said_place(number: int) -> str:
    return f"report:said:{number}"


def follow_place(number: int) -> str:
    return f"report:follow:{number}"


def stored(report: Report) -> dict[str, Any]:
    """As `Event.report` keeps it."""
    found = report.figures
    return {
        "statements": list(report.statements),
        "follows": [
            {"number": each.number, "who": each.who, "by": each.by.isoformat() if each.by else ""}
            for each in report.follows
        ],
        "figures": None
        if found is None
        else {
            "registered": found.registered,
            "came": found.came,
            "counted": found.counted,
            "tables": {name: dict(groups) for name, groups in found.tables.items()},
        },
    }


def read(kept: Mapping[str, Any]) -> Report:
    """What `stored` wrote; an empty report from nothing."""
    found = kept.get("figures")
    return Report(
        statements=tuple(kept.get("statements", ())),
        follows=tuple(
            Follow(each["number"], each["who"], date.fromisoformat(each["by"]) if each["by"] else None)
            for each in kept.get("follows", ())
        ),
        figures=Figures(found["registered"], found["came"], found["counted"], found["tables"]) if found else None,
    )


def in_order(table: Mapping[str, int | None]) -> Sequence[tuple[str, int | None]]:
    """Groups, the largest first; hidden ones last, by name, so that their order says nothing."""
    return sorted(table.items(), key=lambda each: (each[1] is None, -(each[1] or 0), each[0]))
