"""Outcomes as a table: one row a recommendation. The columns are in `docs/reference/outcomes.md`."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from engage.core.spreadsheets import guarded
from engage.outcomes.showing.listing import with_state
from engage.outcomes.showing.shown import ShownOutcome, ShownRecommendation

COLUMNS = (
    "outcome",
    "address",
    "hub",
    "language",
    "title",
    "heard",
    "mission_areas",
    "sectors",
    "published_on",
    "updated_on",
    "number",
    "recommendation",
    "addressed_to",
    "handed_on",
    "state",
    "overdue",
    "answer_due_on",
    "answered_on",
    "days_to_answer",
    "answer",
    "reason",
    "decision",
    "decided_by",
    "decided_on",
    "citizens_role",
    "to_be_done_by",
    "done",
    "done_on",
)
Row = list[str | int]


def to_csv(found: Sequence[ShownOutcome], state: str, address: Callable[[str], str]) -> bytes:
    """UTF-8 with a byte order mark, commas, CRLF; no cell begins like a formula.

    :param state: leaves out recommendations that stand elsewhere; empty for all
    :param address: of an outcome, by its place in addresses
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for outcome in found:
        for row in _rows(with_state(outcome, state), address(outcome.slug)):
            writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return ("\ufeff" + out.getvalue()).encode("utf-8", errors="replace")


def _rows(outcome: ShownOutcome, address: str) -> Iterator[Row]:
    about: Row = [
        outcome.slug,
        address,
        outcome.hub.text,
        outcome.title.language,
        outcome.title.text,
        outcome.heard.text,
        " ".join(outcome.areas),
        " ".join(outcome.sectors),
        _day(outcome.published_on),
        _day(outcome.updated_on),
    ]
    for each in outcome.recommendations:
        yield [*about, *_recommendation(each)]


def _recommendation(asked: ShownRecommendation) -> Row:
    clock = asked.clock
    return [
        asked.number,
        asked.text.text,
        asked.addressed_to.text,
        _day(clock.handed_on),
        asked.state.value,
        int(clock.overdue),
        _day(clock.due),
        _day(asked.answered_on),
        "" if clock.days is None else clock.days,
        asked.answer.text,
        asked.reason.text,
        asked.decision.text,
        asked.decided_by.text,
        _day(asked.decided_on),
        asked.role.value if asked.role else "",
        _day(asked.due_on),
        asked.done.text,
        _day(asked.done_on),
    ]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
