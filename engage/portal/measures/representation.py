"""Metric of who took part, against the population."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlalchemy.orm import Session

from engage.events.models import Event
from engage.events.models_people import Attendee
from engage.maturity.measuring import Counted, Figures
from engage.portal.measures import scope
from engage.portal.measures.scope import Span, share
from engage.results.monitoring.figures import against
from engage.results.weighting import keeping
from engage.statistics.gaps import distance
from engage.surveys.models import Survey

if TYPE_CHECKING:
    from engage.hubs.models import Hub

FIFTY = 50
"""Participants from which a gap says something."""


def gap(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M04: representation gap D, of surveys that have a population to be compared with."""
    own = scope.with_parts(session, hub.id)
    found = _distances(session, own, Span(since, until))
    events = _large_events(session, own, Span(since, until))
    if not found and not events:
        return Figures({})
    before = _distances(session, own, Span(since - (until - since) - timedelta(days=1), since - timedelta(days=1)))
    known = [each for each in found.values() if each is not None]
    largest, earlier = _largest(found), _largest(before)
    return Figures(
        {
            "computed": len(known),
            "share": share(len(known), len(found) + len(events)),
            "largest": largest,
            "fall": None if largest is None or earlier is None else round(earlier - largest, 2),
        },
        [*_rows(found), *(scope.row_of_event(each, counts=False) for each in events)],
    )


def _distances(session: Session, own: Collection[int], span: Span) -> Mapping[Survey, float | None]:
    """The gap of each survey with fifty answers or more: the largest of its populations; None where there is none."""
    surveys = [each for each in scope.fielded(session, own, span) if each.activity.hub_id in own]
    answers = scope.answered(session, surveys, own, span.until)
    return {each: _distance(session, each) for each in surveys if answers[each.id] >= FIFTY}


def _distance(session: Session, survey: Survey) -> float | None:
    populations = keeping.populations(session, survey.id)
    if not populations:
        return None
    found = against(session, survey, populations)
    known = [distance(each.gaps) for each in found if each.gaps[0].base >= FIFTY]
    return max((each for each in known if each is not None), default=None)


def _largest(found: Mapping[Survey, float | None]) -> float | None:
    known = [each for each in found.values() if each is not None]
    return round(max(known), 2) if known else None


def _rows(found: Mapping[Survey, float | None]) -> list[Counted]:
    return [
        scope.row_of_survey(each, each.activity.starts_on, counts=apart is not None) for each, apart in found.items()
    ]


def _large_events(session: Session, own: Collection[int], span: Span) -> list[Event]:
    """Events that fifty people came to: they cannot be compared with a population here."""
    events = scope.held(session, own, span)
    counted = (
        scope.took_part([each.id for each in events])
        .with_only_columns(Attendee.event_id, func.count(), maintain_column_froms=True)
        .group_by(Attendee.event_id)
    )
    came = {row[0]: row[1] for row in session.execute(counted)}
    return [each for each in events if came.get(each.id, 0) >= FIFTY]
