"""What a team sets about an event: when it is, where, which hubs, whom to ask, how long it is kept."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.activities.models import ActivityHub
from engage.core.refusal import Refusal
from engage.events.domain import quota_names
from engage.events.domain.kinds import Mode, SiteKind
from engage.events.editing import wording
from engage.events.models import Event, EventMove, ProgrammeSession, Quota, Site
from engage.events.models_people import Registration
from engage.i18n.gates import TextGate


class ChangedMeanwhile(Refusal):
    """Somebody else has changed it since the page was opened."""

    code = "changed_meanwhile"


class SiteInUse(Refusal):
    """People are registered for a site; it cannot go."""

    code = "site_in_use"


class LastSite(Refusal):
    """An event has one site at least."""

    code = "last_site"


class EndsFirst(Refusal):
    code = "ends_first"


# -- when


@dataclass(frozen=True, slots=True)
class When:
    starts_at: datetime
    ends_at: datetime
    time_zone: str


def set_when(session: Session, event: Event, when: When, *, now: datetime) -> bool:
    """Set when an event is. Its programme and the days on which people are asked whether they come move along.

    :returns: whether anything changed
    :raises EndsFirst: when it would end before it begins
    """
    if when.ends_at <= when.starts_at:
        raise EndsFirst
    if when == When(event.starts_at, event.ends_at, event.time_zone):
        return False
    by = when.starts_at - event.starts_at
    for slot in session.scalars(select(ProgrammeSession).where(ProgrammeSession.event_id == event.id)):
        if by:
            slot.starts_at, slot.ends_at, slot.sequence = slot.starts_at + by, slot.ends_at + by, slot.sequence + 1
    for name in ("reconfirm_from", "reconfirm_by"):
        if (moment := getattr(event, name)) is not None:
            setattr(event, name, moment + by)
    for site in event.sites:
        if site.time_zone == event.time_zone:
            site.time_zone = when.time_zone
    event.starts_at, event.ends_at, event.time_zone = when.starts_at, when.ends_at, when.time_zone
    wording.calendar_changed(event)
    wording.in_step(session, event, now=now)
    return True


def keep_move(session: Session, event: Event, before: When, *, now: datetime) -> None:
    """Keep when it would have been; its page shows that."""
    session.add(
        EventMove(
            event_id=event.id,
            starts_at=before.starts_at,
            ends_at=before.ends_at,
            time_zone=before.time_zone,
            moved_at=now,
        )
    )
    session.flush()


def when_of(event: Event) -> When:
    return When(event.starts_at, event.ends_at, event.time_zone)


# -- settings


@dataclass(frozen=True, slots=True)
class Settings:
    contact_name: str
    contact_phone: str
    contact_email: str
    reminder_days: tuple[int, ...]
    reconfirm_from: datetime | None
    reconfirm_by: datetime | None
    keep_until: date | None
    needs_keep_until: date | None


def set_settings(session: Session, event: Event, given: Settings, *, now: datetime) -> None:
    event.contact_name, event.contact_phone = given.contact_name, given.contact_phone
    event.contact_email = given.contact_email
    event.reminder_days = sorted(set(given.reminder_days), reverse=True)
    event.reconfirm_from, event.reconfirm_by = given.reconfirm_from, given.reconfirm_by
    event.keep_until, event.needs_keep_until = given.keep_until, given.needs_keep_until
    wording.in_step(session, event, now=now)


@dataclass(frozen=True, slots=True)
class Taking:
    """How people register."""

    mode: Mode
    opens_at: datetime | None
    closes_at: datetime | None
    roles: tuple[str, ...]
    max_party: int
    confirm_hours: int
    offer_hours: int
    adult_age: int
    asks: dict[str, str]
    each_person: tuple[str, ...]


def set_taking(session: Session, event: Event, given: Taking, *, now: datetime) -> None:
    event.mode = given.mode
    event.registration_opens_at, event.registration_closes_at = given.opens_at, given.closes_at
    event.roles, event.max_party = list(given.roles), given.max_party
    event.confirm_hours, event.offer_hours = given.confirm_hours, given.offer_hours
    event.adult_age, event.asks = given.adult_age, dict(given.asks)
    event.each_person = list(given.each_person)
    wording.in_step(session, event, now=now)


def set_gate(session: Session, event: Event, gate: TextGate, *, now: datetime) -> None:
    """Say which translations may be shown; the languages that are open are judged anew."""
    anew = gate is not event.text_gate
    event.text_gate = gate
    wording.in_step(session, event, now=now, anew=anew)


def set_owners(session: Session, event: Event, lead: int, beside: Collection[int], *, now: datetime) -> None:
    """Say which hubs hold an event: who leads it, and who has the same rights beside."""
    activity = event.activity
    activity.hub_id = lead
    wanted = set(beside) - {lead}
    activity.owners = [each for each in activity.owners if each.hub_id in wanted]
    there = {each.hub_id for each in activity.owners}
    activity.owners += [ActivityHub(hub_id=hub) for hub in sorted(wanted - there)]
    session.flush()
    session.expire(activity, ["hub"])
    wording.in_step(session, event, now=now)


# -- sites


@dataclass(frozen=True, slots=True)
class Place:
    """What is said of a site, besides how many fit."""

    hub_id: int
    name: str
    kind: SiteKind
    address: str
    join_link: str
    time_zone: str
    languages: tuple[str, ...]


def save_site(session: Session, event: Event, site: Site | None, given: Place, *, now: datetime) -> Site:
    """A new site, or another word on one that is there. Calendars are told when its name or address changes."""
    before = (site.address, wording.sources(session, event).get(f"site:{site.id}:name")) if site else None
    if site is None:
        site = Site(event_id=event.id, position=len(event.sites), hub_id=given.hub_id, time_zone=given.time_zone)
        session.add(site)
    site.hub_id, site.kind, site.address = given.hub_id, given.kind, given.address
    site.join_link, site.time_zone = given.join_link, given.time_zone
    site.languages = list(given.languages)
    session.flush()
    wording.say(session, event, {f"site:{site.id}:name": given.name})
    if before != (given.address, given.name):
        wording.calendar_changed(event)
    session.refresh(event, ["sites"])
    wording.in_step(session, event, now=now)
    return site


def remove_site(session: Session, event: Event, site: Site, *, now: datetime) -> None:
    """:raises SiteInUse: when somebody is or was registered for it
    :raises LastSite: when it is the only one
    """
    if len(event.sites) == 1:
        raise LastSite
    if session.scalar(select(func.count()).select_from(Registration).where(Registration.site_id == site.id)):
        raise SiteInUse
    wording.drop(session, event, f"site:{site.id}")
    for quota_id in session.scalars(select(Quota.id).where(Quota.site_id == site.id)):
        wording.drop(session, event, f"{quota_names.STEM}:{quota_id}")  # the quota itself goes with its site
    event.sites.remove(site)
    session.flush()
    wording.calendar_changed(event)
    wording.in_step(session, event, now=now)


def order_sites(session: Session, event: Event, site: Site, step: int, *, now: datetime) -> None:
    """One place up (-1) or down (1)."""
    sites = list(event.sites)
    at = sites.index(site)
    sites.insert(max(0, at + step), sites.pop(at))
    for position, each in enumerate(sites):
        each.position = position
    session.flush()
    session.expire(event, ["sites"])
    wording.in_step(session, event, now=now)
