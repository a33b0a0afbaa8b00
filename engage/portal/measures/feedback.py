"""What people said after events."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.events.models import Event
from engage.maturity.measuring import Counted, Figures
from engage.portal.measures import scope
from engage.portal.measures.scope import Span, share
from engage.surveys import queries
from engage.surveys.models import Response, Survey
from engage.web.permissions import Permission

if TYPE_CHECKING:
    from engage.hubs.models import Hub

SHOWN_FROM = 20
"""Answers from which a rating is shown."""
ITEM = "overall"
_WORTH = {"very_good": 5, "good": 4, "neither": 3, "bad": 2, "very_bad": 1}
"""How the event was as a whole (engage/portal/feedback/questions.yaml)."""


def ratings(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M12: participant ratings. Of what is asked, "as a whole" goes from 1 to 5; the others are declared by hand."""
    own = scope.with_parts(session, hub.id)
    events = scope.held(session, own, Span(since, until))
    if not events:
        return Figures({})
    asked = [each for each in events if each.feedback]
    surveys = surveys_of(session, asked)
    given = answers(session, surveys)
    came = _came(session, asked)
    worth = _worth(session, [each for each in surveys if given.get(each.id, 0) >= each.shown_from])
    rated = worth.total()
    mean = sum(value * number for value, number in worth.items()) / rated if rated >= SHOWN_FROM else None
    return Figures(
        {
            "answers": sum(given.values()) if surveys else None,
            "asked_share": share(len(asked), len(events)),
            "response": _at_most_all(share(sum(given.values()), came)) if surveys else None,
            "overall": None if mean is None else round(mean, 2),
            "overall_answers": rated if mean is not None else None,
        },
        [*(scope.row_of_event(each, counts=each in asked) for each in events), *map(_row, surveys)],
    )


def surveys_of(session: Session, events: Sequence[Event]) -> Sequence[Survey]:
    """Those that ask for feedback on events; several events may share one."""
    slugs = sorted({each.feedback for each in events})
    if not slugs:
        return ()
    return session.scalars(select(Survey).where(Survey.slug.in_(slugs)).order_by(Survey.id.desc())).unique().all()


def answers(session: Session, surveys: Sequence[Survey]) -> dict[int, int]:
    """How many there are, by survey."""
    ids = [each.id for each in surveys]
    asked = Response.survey_id.in_(ids), queries.in_use()
    counted = select(Response.survey_id, func.count()).where(*asked).group_by(Response.survey_id)
    return {row[0]: row[1] for row in session.execute(counted)}


def _came(session: Session, events: Sequence[Event]) -> int:
    """Who came to events, as far as it is still known; what was published of them, where people were deleted."""
    ids = [each.id for each in events]
    by_event = scope.took_part(ids).subquery()
    counted = select(by_event.c.event_id, func.count()).group_by(by_event.c.event_id)
    known = {row[0]: row[1] for row in session.execute(counted)} if ids else {}
    return sum(known.get(each.id) or _published(each) for each in events)


def _published(event: Event) -> int:
    figures = event.report.get("figures") or {}
    return int(figures.get("came") or 0)


def _worth(session: Session, surveys: Sequence[Survey]) -> Counter[int]:
    found: Counter[int] = Counter()
    for survey in surveys:
        for code, number in scope.answers_to(session, survey.id, ITEM, date.min, date.max).items():
            if code in _WORTH:
                found[_WORTH[code]] += number
    return found


def _at_most_all(rate: float | None) -> float | None:
    """Somebody who was not checked in may answer too."""
    return None if rate is None else min(rate, 100.0)


def _row(survey: Survey) -> Counted:
    return Counted(
        title=survey.activity.title,
        day=survey.activity.starts_on,
        endpoint="results.page",
        arguments={"slug": survey.slug},
        label=Permission.RESULTS_SEE,
        hubs=frozenset({survey.activity.hub_id}),
    )
