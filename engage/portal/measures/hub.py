"""Metrics of a hub's public page and of its register of activities."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities import queries as activities
from engage.activities.domain.kinds import ActivityKind, ActivityState, Count
from engage.activities.domain.shown import local_day
from engage.events.models import Event
from engage.events.models_people import Attendee
from engage.maturity.measuring import Counted, Figures
from engage.portal.measures import scope
from engage.portal.measures.scope import Span, share
from engage.surveys.models import FieldworkCount, Response, Survey
from engage.web.permissions import Permission

if TYPE_CHECKING:
    from engage.activities.models import Activity
    from engage.hubs.models import Hub


def public_page(session: Session, hub: "Hub", since: date, until: date) -> Figures:  # noqa: ARG001 -- a `Measure`
    """M21: the public page: languages in which it says what the hub does, and how long ago it was changed."""
    if not hub.languages:
        return Figures({})
    there = tuple(tag for tag, text in hub.about.items() if text) if hub.published_at is not None else ()
    official = [tag for tag in hub.languages if scope.serves(tag, there)]
    changed = local_day(hub.updated_at, hub.time_zone) if hub.updated_at is not None else None
    row = Counted(
        title=hub.name,
        day=changed,
        counts=bool(there),
        endpoint="hubs_manage.hub",
        arguments={"hub": hub.slug},
        label=Permission.HUB_SEE,
        hubs=frozenset({hub.id}),
    )
    days = max(0, (until - changed).days) if there and changed is not None else None
    return Figures({"official_share": share(len(official), len(hub.languages)), "days": days}, [row])


def register(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M25: register completeness, of activities that ended: what for, about what, with whom, when, with how many
    people, and what came of it. What it cost is not recorded here."""
    own = scope.with_parts(session, hub.id)
    span = Span(since, until)
    found = [each for each in _over(session, own, span) if each.state is ActivityState.ANNOUNCED]
    if not found:
        return Figures({})
    events = session.scalars(select(Event).where(Event.activity_id.in_([each.id for each in found]))).unique().all()
    counted, results = _with_people(session, found, events), _with_results(found, events)
    whole = [each for each in found if _described(each) and each.id in counted and each.id in results]
    return Figures(
        {"activities": len(found), "share": share(len(whole), len(found))},
        [_row(each, counts=each in whole) for each in found],
    )


def _over(session: Session, own: Collection[int], span: Span) -> "Sequence[Activity]":
    """Newest first."""
    found = session.scalars(activities.within(own)).unique()
    over = (each for each in found if span.holds(each.ends_on or each.starts_on))
    return sorted(over, key=lambda each: (each.ends_on or each.starts_on or span.since, each.id), reverse=True)


def _described(each: "Activity") -> bool:
    said = each.title, each.summary, each.mission_areas, each.audience or each.groups, each.languages, each.starts_on
    return all(said)


def _with_people(session: Session, found: "Collection[Activity]", events: Sequence[Event]) -> frozenset[int]:
    """Those of which it is known how many people took part."""
    declared = (each.id for each in found if Count.PARTICIPANTS in each.counts)
    of_surveys = select(Survey.activity_id).where(
        Survey.activity_id.in_([each.id for each in found]),
        select(Response.id).where(Response.survey_id == Survey.id).exists()
        | select(FieldworkCount.survey_id).where(FieldworkCount.survey_id == Survey.id).exists(),
    )
    there = scope.took_part([each.id for each in events]).with_only_columns(
        Attendee.event_id, maintain_column_froms=True
    )
    counted = set(session.scalars(there.distinct()))
    of_events = (each.activity_id for each in events if each.id in counted or each.report.get("figures"))
    return frozenset((*declared, *session.scalars(of_surveys), *of_events))


def _with_results(found: "Collection[Activity]", events: Sequence[Event]) -> frozenset[int]:
    """Those of which one can read what came of it. Of surveys nothing is asked: their results are not public yet."""
    reported = {each.activity_id for each in events if each.report_published_at is not None}
    return frozenset(
        each.id
        for each in found
        if each.kind is ActivityKind.SURVEY or each.id in reported or (each.declared and (each.document or each.link))
    )


def _row(each: "Activity", *, counts: bool) -> Counted:
    return Counted(
        title=each.title,
        day=each.starts_on,
        counts=counts,
        endpoint="activities.activity",
        arguments={"activity_id": each.id},
        label=Permission.ACTIVITY_SEE,
        hubs=frozenset({each.hub_id}),
    )
