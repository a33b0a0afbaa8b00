"""Metrics of people who took part in events: counts alone, never who."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from engage.events.domain.kinds import Ask, Asked, AttendeeRole, Mode, NeedState
from engage.events.models import Event, EventText, Quota, Site
from engage.events.models_people import Attendee, Need, Registration
from engage.instruments.domain.definition import DECLINED, Item
from engage.maturity.measuring import Counted, Figures
from engage.portal.measures import scope
from engage.portal.measures.scope import Span, share

if TYPE_CHECKING:
    from engage.hubs.models import Hub

FIVE = 5
ORGANISATION, NONE = "organisation", "none"
"""The standard item of surveys that asks for it, and the answer of who belongs to none."""


def non_organised(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M08: non-organised participants, of events and of surveys that ask."""
    own = scope.with_parts(session, hub.id)
    span = Span(since, until)
    events = scope.held(session, own, span)
    ids = [each.id for each in events]
    of_events = _of_events(session, ids)
    of_surveys, rows = _of_surveys(session, own, span)
    asked = sum(sum(each) for each in of_events.values()) + sum(each[0] for each in of_surveys)
    alone = sum(each[0] for each in of_events.values()) + sum(each[1] for each in of_surveys)
    kept = set(session.scalars(select(Quota.event_id).where(Quota.event_id.in_(ids))))
    chosen = [each for each in events if each.mode is Mode.DRAW or each.id in kept]
    if not asked and not chosen:
        return Figures({})
    return Figures(
        {
            "asked": asked,
            "non_organised": alone,
            "share": share(alone, asked),
            "drawn_or_quota": len(chosen),
        },
        [*(scope.row_of_event(each, counts=each.id in of_events) for each in events), *rows],
    )


def _of_events(session: Session, ids: Sequence[int]) -> Mapping[int, tuple[int, int]]:
    """By event: how many citizens come for themselves, and for an organisation."""
    counted = (
        scope.took_part(ids)
        .with_only_columns(
            Attendee.event_id,
            func.sum(case((Attendee.organised.is_(False), 1), else_=0)),
            func.sum(case((Attendee.organised.is_(True), 1), else_=0)),
            maintain_column_froms=True,
        )
        .where(Attendee.organised.is_not(None), Attendee.role == AttendeeRole.CITIZEN)
        .group_by(Attendee.event_id)
    )
    return {row[0]: (int(row[1]), int(row[2])) for row in session.execute(counted)}


def _of_surveys(session: Session, own: frozenset[int], span: Span) -> tuple[list[tuple[int, int]], list[Counted]]:
    """(who answered, who belongs to none) of each survey that asks it in the standard way."""
    found = [each for each in scope.fielded(session, own, span) if each.activity.hub_id in own]
    numbers, rows = [], []
    for survey, instrument in scope.instruments(session, found).items():
        item = next((each for each in instrument.items if _asks(each)), None)
        given = scope.answers_to(session, survey, item.name, span.since, span.until) if item else {}
        said = [(set(_codes(answer)), number) for answer, number in given.items()]
        known = [(codes, number) for codes, number in said if codes and DECLINED not in codes]
        if known:
            numbers.append((sum(n for _, n in known), sum(n for codes, n in known if codes == {NONE})))
            row = next(each for each in found if each.id == survey)
            rows.append(scope.row_of_survey(row, row.activity.starts_on))
    return numbers, rows


def _asks(item: Item) -> bool:
    return item.concept == ORGANISATION and any(option.code == NONE for option in item.options)


def _codes(answer: str) -> list[str]:
    """Of an answer as JSON writes it: one code, or a list of them."""
    try:
        found = json.loads(answer)
    except ValueError:
        return [answer]
    return [str(each) for each in found] if isinstance(found, list) else [str(found)]


def transnational(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M13: events with people of this hub and of at least one other. Whose somebody is, they said themselves; else the
    hub of the site where they were counts."""
    own = scope.with_parts(session, hub.id)
    above = _above(hub)
    counted = _by_hub(session, own, Span(since, until))
    ours = {event: sum(n for at, n in each.items() if at in own) for event, each in counted.items()}
    both = {event for event, each in counted.items() if ours[event] and set(each) - own - above}
    events = session.scalars(select(Event).where(Event.id.in_(ours)).order_by(Event.starts_at.desc())).unique().all()
    if not events:
        return Figures({})
    return Figures(
        {"events": len(both), "with_five": sum(ours[event] >= FIVE for event in both)},
        [scope.row_of_event(each, counts=each.id in both) for each in events],
    )


def _above(hub: "Hub") -> frozenset[int]:
    """The hubs of which this one is a part: none of them is another hub."""
    found, at = set(), hub.parent
    while at is not None and at.id not in found:
        found.add(at.id)
        at = at.parent
    return frozenset(found)


def _by_hub(session: Session, own: frozenset[int], span: Span) -> Mapping[int, Counter[int]]:
    """Citizens by hub of the events that were held and that people of ours took part in."""
    with_ours = select(Attendee.event_id).where(Attendee.hub_id.in_(own)).distinct()
    with_site = select(Site.event_id).where(Site.hub_id.in_(own)).distinct()
    statement = select(Event).where(or_(Event.id.in_(with_ours), Event.id.in_(with_site)), Event.template.is_(False))
    there = [each for each in session.scalars(statement).unique() if scope.was_held(each, span)]
    at = func.coalesce(Attendee.hub_id, Site.hub_id)
    counted = (
        scope.took_part([each.id for each in there])
        .join(Site, Site.id == Registration.site_id)
        .with_only_columns(Attendee.event_id, at, func.count(), maintain_column_froms=True)
        .where(Attendee.role == AttendeeRole.CITIZEN)
        .group_by(Attendee.event_id, at)
    )
    found: dict[int, Counter[int]] = {}
    for event, hub_id, number in session.execute(counted):
        found.setdefault(event, Counter())[hub_id] += number
    return found


def access(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M15: access provisions stated, and stated needs answered before the event began."""
    own = scope.with_parts(session, hub.id)
    events = scope.held(session, own, Span(since, until))
    if not events:
        return Figures({})
    ids = [each.id for each in events]
    said = set(
        session.scalars(select(EventText.event_id).where(EventText.event_id.in_(ids), EventText.place == _PLACE))
    )
    stated = [each for each in events if each.id in said and _asks_needs(each)]
    in_time = and_(Need.state != NeedState.ASKED, Need.answered_at <= Event.starts_at)
    counted = (
        select(func.count(), func.coalesce(func.sum(case((in_time, 1), else_=0)), 0))
        .select_from(Need)
        .join(Attendee, Attendee.id == Need.attendee_id)
        .join(Event, Event.id == Attendee.event_id)
        .where(Attendee.event_id.in_(ids))
    )
    needs, answered = session.execute(counted).one()
    return Figures(
        {
            "events": len(events),
            "provisions_share": share(len(stated), len(events)),
            "needs": needs,
            "answered_share": share(int(answered), needs),
        },
        [scope.row_of_event(each, counts=each in stated) for each in events],
    )


_PLACE = "practical"


def _asks_needs(event: Event) -> bool:
    return bool(event.asks.get(Ask.ACCESS.value, Asked.NO.value) != Asked.NO.value)
