"""Metrics of dialogues and of what came of events."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityKind
from engage.activities.domain.shown import local_day
from engage.events.models import Event
from engage.events.models_people import Draw
from engage.maturity.measuring import Figures
from engage.portal.measures import scope
from engage.portal.measures.scope import Span, share

if TYPE_CHECKING:
    from engage.hubs.models import Hub

DIALOGUES = frozenset({ActivityKind.DIALOGUE, ActivityKind.INCEPTION_DIALOGUE, ActivityKind.WORKSHOP})
"""Kinds of events in which views are exchanged."""
IN_TIME = timedelta(days=90)


def held(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M06: dialogues held."""
    own = scope.with_parts(session, hub.id)
    found = [each for each in scope.held(session, own, Span(since, until)) if each.activity.kind in DIALOGUES]
    if not found:
        return Figures({})
    public = [each for each in found if published(each, until) is not None]
    long = [each for each in public if scope.first_day(each) < scope.last_day(each)]
    drawn = _drawn(session, [each.id for each in public])
    return Figures(
        {
            "dialogues": len(found),
            "with_report": len(public),
            "single": len(public) - len(long),
            "multi_session": len(long),
            "sortition": len(drawn),
        },
        [scope.row_of_event(each, counts=each in public) for each in found],
    )


def published(event: Event, until: date) -> date | None:
    """The day on which its report became public; None while it is not, or was not yet on a day."""
    if event.report_published_at is None:
        return None
    day = local_day(event.report_published_at, event.time_zone)
    return day if day <= until else None


def _drawn(session: Session, ids: Collection[int]) -> frozenset[int]:
    return frozenset(session.scalars(select(Draw.event_id).where(Draw.event_id.in_(ids))))


def timely(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M09: timely results. An event whose 90 days are not over counts once it has a report."""
    own = scope.with_parts(session, hub.id)
    due, in_time = [], []
    for event in scope.held(session, own, Span(since, until)):
        day, last = published(event, until), scope.last_day(event)
        if day is None and last + IN_TIME > until:
            continue
        due.append(event)
        if day is not None and day <= last + IN_TIME:
            in_time.append(event)
    if not due:
        return Figures({})
    return Figures(
        {"due": len(due), "timely": len(in_time), "share": share(len(in_time), len(due))},
        [scope.row_of_event(each, counts=each in in_time) for each in due],
    )
