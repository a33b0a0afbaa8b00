"""How the fieldwork goes: starts, completions, and where people stop.

Made of counters alone, which know a section, a language and a day but no respondent.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class Outcome(StrEnum):
    """What became of one start."""

    SUBMITTED = "submitted"
    LEFT = "left"
    """The draft expired."""
    OPEN = "open"
    """Still under way: the draft can be continued."""
    DELETED = "deleted"
    """Stopped, and what was written deleted."""


Count = tuple[date, str, str | None, Outcome | str, int]
"""Day, language, last section seen (None: none yet), outcome, number."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Starts and what became of them, for a day, a language or all."""

    submitted: int = 0
    left: int = 0
    open: int = 0
    deleted: int = 0

    @property
    def starts(self) -> int:
        return self.submitted + self.left + self.open + self.deleted

    @property
    def completion_rate(self) -> float | None:
        """Submitted by started, in [0, 1]; who is still under way counts as not submitted yet."""
        return self.submitted / self.starts if self.starts else None


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """Who came to a section and went no further. `section` None is the time before the first section."""

    section: str | None
    reached: int
    """Came to it or passed it; a section that routing leaves out counts as passed."""
    stopped: int
    """Left or deleted there."""
    open: int

    @property
    def drop_off(self) -> float | None:
        """Stopped by reached, in [0, 1]."""
        return self.stopped / self.reached if self.reached else None


@dataclass(frozen=True, slots=True)
class Fieldwork:
    total: Progress = field(default_factory=Progress)
    days: tuple[tuple[date, Progress], ...] = ()
    """Every day from the first to the last, those without a start too."""
    languages: tuple[tuple[str, Progress], ...] = ()
    """The most used first."""
    sections: tuple[SectionProgress, ...] = ()
    unplaced: int = 0
    """Ended in a section that this version does not have."""


def fieldwork(counts: Iterable[Count], sections: Sequence[str]) -> Fieldwork:
    """Starts, completions and drop-off from counters.

    :param sections: the sections in order, named as the counters name them
    :raises ValueError: when an outcome is none of `Outcome`
    """
    rows = [(day, language, section, Outcome(outcome), n) for day, language, section, outcome, n in counts if n]
    total = _progress((outcome, n) for _, _, _, outcome, n in rows)
    languages = [
        (language, _progress((outcome, n) for _, spoken, _, outcome, n in rows if spoken == language))
        for language in sorted({language for _, language, _, _, _ in rows})
    ]
    ends: Counter[tuple[str | None, Outcome]] = Counter()
    for _, _, section, outcome, n in rows:
        ends[section, outcome] += n
    return Fieldwork(
        total=total,
        days=_days(rows),
        languages=tuple(sorted(languages, key=lambda each: -each[1].starts)),
        sections=_sections(ends, sections, total),
        unplaced=sum(
            n
            for (section, outcome), n in ends.items()
            if section is not None and section not in sections and outcome is not Outcome.SUBMITTED
        ),
    )


def _progress(outcomes: Iterable[tuple[Outcome, int]]) -> Progress:
    totals: Counter[str] = Counter()
    for outcome, n in outcomes:
        totals[outcome.value] += n
    return Progress(**totals)


def _days(rows: Sequence[tuple[date, str, str | None, Outcome, int]]) -> tuple[tuple[date, Progress], ...]:
    by_day: dict[date, list[tuple[Outcome, int]]] = {}
    for day, _, _, outcome, n in rows:
        by_day.setdefault(day, []).append((outcome, n))
    if not by_day:
        return ()
    first, last = min(by_day), max(by_day)
    span = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple((day, _progress(by_day.get(day, ()))) for day in span)


def _sections(
    ends: Counter[tuple[str | None, Outcome]], sections: Sequence[str], total: Progress
) -> tuple[SectionProgress, ...]:
    """Walk the sections in order; whoever ended in one has reached it and goes no further."""
    places = {section for section, _ in ends if section in sections or section is None}
    known = sum(n for (section, outcome), n in ends.items() if section in places and outcome is not Outcome.SUBMITTED)
    reached = total.submitted + known
    found = []
    for section in (None, *sections):
        stopped = ends[section, Outcome.LEFT] + ends[section, Outcome.DELETED]
        under_way = ends[section, Outcome.OPEN]
        found.append(SectionProgress(section, reached, stopped, under_way))
        reached -= stopped + under_way
    return tuple(found)
