"""Filling a survey with synthetic responses."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.instruments.document import from_document
from engage.instruments.domain.editions import national
from engage.surveys import answering, fielding
from engage.surveys.domain.simulation import Habits, SimulatedResponse, simulate
from engage.surveys.models import Survey

Watch = Callable[[Iterable[Any], int], Iterable[Any]]
BATCH = 1000


def fill(
    session: Session,
    survey: Survey,
    *,
    responses: int,
    seed: int,
    days: int,
    today: date,
    country: str = "",
    habits: Habits | None = None,
    watch: Watch = lambda things, _: things,
) -> tuple[int, int]:
    """Add responses, and the people who stopped midway to the counters; how many of each.

    :param country: whose national edition they answer; the common one without
    :raises NothingToPublish: when the survey has no version
    :raises CannotSimulate: when no made-up answer satisfies an item that must be answered
    """
    version = fielding.answered_version(session, survey, now=utcnow())
    instrument = national(from_document(version.document), country)
    submitted: list[dict[str, Any]] = []
    endings: Counter[tuple[date, str, str, str]] = Counter()
    stored = 0
    made = simulate(instrument, responses=responses, seed=seed, today=today, days=days, habits=habits)
    for one in watch(made, responses):
        endings[(one.day, one.language, one.left_at or "", "left" if one.left_at else "submitted")] += 1
        if one.left_at is None:
            submitted.append(_row(one, version.id, country))
        if len(submitted) >= BATCH:
            stored += fielding.add_responses(session, survey, submitted)
            submitted = []
    stored += fielding.add_responses(session, survey, submitted)
    for (day, language, section, outcome), number in endings.items():
        answering.count(session, survey.id, day=day, language=language, section=section, outcome=outcome, number=number)
    return stored, sum(number for key, number in endings.items() if key[3] == "left")


def _row(one: SimulatedResponse, version_id: int, country: str) -> dict[str, Any]:
    return {
        "version_id": version_id,
        "country": country,
        "language": one.language,
        "channel": "simulation",
        "day": one.day,
        "seconds": one.seconds,
        "answers": one.answers,
        "weight": None,
    }
