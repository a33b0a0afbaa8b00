"""Metrics of what citizens brought: questions that were answered, topics that were taken up."""

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.maturity.measuring import Counted, Figures
from engage.outcomes.domain.kinds import PUBLIC_TOPICS, TopicKind, TopicState
from engage.outcomes.models_topics import Topic
from engage.portal.measures import scope
from engage.portal.measures.scope import Span
from engage.web.permissions import Permission

if TYPE_CHECKING:
    from engage.hubs.models import Hub

_FRIDAY = 4


def answer_time(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M22: working days from a question to its answer, of questions that were answered in the period."""
    span = Span(since, until)
    asked = [each for each in _topics(session, hub, TopicKind.QUESTION) if each.proposed_on <= until]
    found = [each for each in asked if span.holds(each.answered_on)]
    waiting = [each for each in asked if each.state in PUBLIC_TOPICS and each.answered_on is None]
    if not found:
        return Figures({})
    days = [working_days(each.proposed_on, each.answered_on) for each in found if each.answered_on]
    rows = [*(_row(each, each.answered_on) for each in found), *(_row(each, None, counts=False) for each in waiting)]
    return Figures({"median_days": float(median(days))}, rows)


def working_days(asked: date, answered: date) -> int:
    """Mondays to Fridays after one day, up to another: 0 for an answer on the same day. Holidays are not known here."""
    between = (asked + timedelta(days=number) for number in range(1, (answered - asked).days + 1))
    return sum(day.weekday() <= _FRIDAY for day in between)


def brought(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M24: topics that citizens proposed in the period, and what became of them. What a person has looked at and not
    shown is no topic; a list is published where a hub or a part of it shows some of them."""
    span = Span(since, until)
    found = [
        each
        for each in _topics(session, hub, TopicKind.TOPIC)
        if span.holds(each.proposed_on) and each.state is not TopicState.NOT_SHOWN
    ]
    if not found:
        return Figures({})
    public = [each for each in found if each.state in PUBLIC_TOPICS]
    taken_up = [each for each in public if each.state is TopicState.TAKEN_UP or each.activity_id or each.outcome_id]
    return Figures(
        {"proposed": len(found), "published": len({each.hub_id for each in public}), "taken_up": len(taken_up)},
        [_row(each, each.proposed_on, counts=each in taken_up) for each in public],
    )


def _topics(session: Session, hub: "Hub", kind: TopicKind) -> Sequence[Topic]:
    own = scope.with_parts(session, hub.id)
    asked = select(Topic).where(Topic.hub_id.in_(own), Topic.kind == kind)
    return session.scalars(asked.order_by(Topic.proposed_on.desc(), Topic.id)).all()


def _row(each: Topic, day: date | None, *, counts: bool = True) -> Counted:
    return Counted(
        title=each.title,
        day=day,
        counts=counts,
        endpoint="manage_topics.topic",
        arguments={"number": each.id},
        label=Permission.TOPICS,
        hubs=frozenset({each.hub_id}),
    )
