"""Who registered: how many now, the list, and files."""

from collections.abc import Callable, Mapping, Sequence

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, selectinload

from engage.core.clock import utcnow
from engage.db.session import db
from engage.events import places, queries_people, queries_places
from engage.events.domain import filters as narrowing
from engage.events.domain import statistics_of
from engage.events.domain.filters import ENDED, HELD, LIVE, NONE, YES, Filters
from engage.events.domain.kinds import AttendeeRole, RegistrationStatus
from engage.events.domain.parties import read_traits
from engage.events.domain.statistics_of import Figures, Group
from engage.events.models import Event, Quota, Site
from engage.events.models_people import Attendee, Registration
from engage.events.views import manage_people_charts as charts
from engage.events.views.manage_frame import event_or_404, title_of
from engage.events.views.manage_people_blueprint import (
    CHANNELS,
    ROLES,
    STATUSES,
    bp,
    ids_of,
    limit_name,
    render,
    site_names,
    sites_seen,
)
from engage.web import desk
from engage.web.console import country_name
from engage.web.desk import ToDo, listing
from engage.web.desk.listing import Column, Filter, Page, Table
from engage.web.permissions import Permission, permission

EVERY = 20
"""Seconds between two looks of the page that shows what is now."""


@bp.get("/<slug>/people")
@permission(Permission.EVENT_SEE)
def live(slug: str) -> ResponseReturnValue:
    """How many registered, wait, cancelled and came: numbers alone."""
    event, session, now = event_or_404(slug), db.session(), utcnow()
    sites = sites_seen(event, Permission.EVENT_SEE)
    groups = queries_people.groups(session, event.id, ids_of(sites))
    names = site_names(event)
    quotas = queries_people.quotas(session, event.id)
    by_site = statistics_of.by(groups, lambda group: [str(group.site_id)])
    return render(
        event,
        "events/manage/people_live.html",
        "live",
        now=now,
        every=EVERY,
        all_sites=len(sites) == len(event.sites),
        figures=statistics_of.figures(groups),
        free=places.availability(session, event, now=now),
        sites=[(names[site.id], by_site.get(str(site.id), Figures()), site) for site in sites],
        countries=_countries(groups),
        quotas=quota_rows(event, quotas, groups),
        charts=charts,
    )


def _countries(groups: Sequence[Group]) -> list[tuple[str, Figures]]:
    found = statistics_of.by(groups, lambda group: [group.country])
    if set(found) <= {""}:
        return []
    return [(country_name(code) if code else gettext("Not said"), figures) for code, figures in found.items()]


def quota_rows(event: Event, quotas: Sequence[Quota], groups: Sequence[Group]) -> list[tuple[Quota, Figures]]:
    """Citizens of each quota, at the sites that are seen."""
    rules = {rule.id: rule for rule in queries_places.rules(db.session(), event.id).limits.quotas}
    return [
        (
            quota,
            statistics_of.figures(
                group
                for group in groups
                if group.role is AttendeeRole.CITIZEN
                and rules[quota.id].counts(group.site_id, read_traits(group.traits))
            ),
        )
        for quota in quotas
        if quota.id in rules
    ]


# -- the list


@bp.get("/<slug>/people/list")
@permission(Permission.EVENT_PEOPLE)
def people(slug: str) -> ResponseReturnValue:
    event, session, now = event_or_404(slug), db.session(), utcnow()
    sites = sites_seen(event)
    page = read_list(event, request.args)
    waiting = any(row.status is RegistrationStatus.WAITING for row in page.rows)
    shown = narrowing.read({**page.chosen, "q": page.asked})
    return render(
        event,
        "events/manage/people.html",
        "list",
        page=page,
        sites=site_names(event),
        seen=sites,
        filters=shown.said,
        standings=places.standings(session, event.id, now=now) if waiting else {},
        decides=any(row.status in (RegistrationStatus.APPLIED, RegistrationStatus.WAITING) for row in page.rows),
        limit_name=limit_name,
    )


def read_list(event: Event, arguments: Mapping[str, str]) -> Page:
    sites = ids_of(sites_seen(event))
    statement = queries_people.registrations(event.id, sites).options(selectinload(Registration.attendees))
    return listing.read(db.session(), statement, _table(event), arguments)


def _table(event: Event) -> Table:
    first = select(Attendee.name).where(Attendee.registration_id == Registration.id, Attendee.position == 0)
    return Table(
        columns=(
            Column("name", gettext("Who"), sort=first.scalar_subquery(), kind="head"),
            Column("status", gettext("State"), sort=Registration.status),
            Column("site", gettext("Site"), sort=Registration.site_id),
            Column("number", gettext("Number"), sort=Registration.number, kind="number", descending=True),
            Column("made", gettext("Registered"), sort=Registration.created_at, descending=True),
        ),
        tie=Registration.id,
        default="-number",
        filters=_filters(event),
        search=(queries_people.searched(),),
        size=50,
    )


def _filters(event: Event) -> list[Filter]:
    of = queries_people.quotas(db.session(), event.id)
    names = site_names(event)
    seen = sites_seen(event)
    groups = [(HELD, gettext("With a place or an offer")), (LIVE, gettext("Not ended")), (ENDED, gettext("Ended"))]
    statuses = [*groups, *((status.value, label) for status, label in STATUSES.items())]
    choices: list[tuple[str, str, Sequence[tuple[str, object]]]] = [
        ("status", gettext("State"), statuses),
        ("site", gettext("Site"), [(str(site.id), names[site.id]) for site in seen] if len(seen) > 1 else []),
        ("country", gettext("Country"), _country_options(event, seen)),
        ("quota", gettext("Quota"), [(str(quota.id), quota.name) for quota in of]),
        ("role", gettext("Somebody comes as"), [(role.value, label) for role, label in ROLES.items()]),
        ("channel", gettext("Registered"), [(channel.value, label) for channel, label in CHANNELS.items()]),
        ("double", gettext("Doubles"), [(YES, gettext("Looks like somebody else"))]),
        ("unconfirmed", gettext("Mail address"), [(YES, gettext("Not confirmed yet"))]),
        ("address", gettext("To be called"), [(NONE, gettext("Without a mail address"))]),
        ("came", gettext("Came"), [(YES, gettext("Yes")), ("no", gettext("No"))]),
    ]
    return [Filter(key, label, options, _where(key, of)) for key, label, options in choices if options]


def _where(key: str, of: Sequence[Quota]) -> Callable[[str], ColumnElement[bool]]:
    return lambda value: queries_people.condition(key, value, of)


def _country_options(event: Event, seen: Sequence[Site]) -> list[tuple[str, object]]:
    codes = queries_people.countries(db.session(), event.id, ids_of(seen))
    if not any(codes):
        return []
    named = sorted(((code, country_name(code)) for code in codes if code), key=lambda pair: pair[1])
    return [*named, (NONE, gettext("Not said"))]


def filter_words(event: Event, filters: Filters) -> list[str]:
    """Filters in words: "State: Waits"."""
    said = [f"“{filters.q}”"] if filters.q else []
    for each in _filters(event):
        label = dict(each.options).get(filters.said.get(each.key, ""))
        if label is not None:
            said.append(f"{each.label}: {label}")
    return said


# -- the start page


def waiting(session: Session) -> list[ToDo]:
    """Registrations that wait for a yes, and doubles that wait for a decision."""
    found = []
    for event, applied, doubles in queries_people.undecided(session, desk.reach(Permission.EVENT_PEOPLE), utcnow()):
        title = title_of(event)
        if applied:
            text = ngettext(
                "%(event)s: %(num)s registration waits for your yes or no.",
                "%(event)s: %(num)s registrations wait for your yes or no.",
                applied,
                event=title,
            )
            address = url_for("manage_people.people", slug=event.slug, status=RegistrationStatus.APPLIED.value)
            found.append(ToDo(text, address, gettext("Decide")))
        if doubles:
            text = ngettext(
                "%(event)s: %(num)s registration looks like a double.",
                "%(event)s: %(num)s registrations look like doubles.",
                doubles,
                event=title,
            )
            found.append(ToDo(text, url_for("manage_people.doubles", slug=event.slug), gettext("Decide")))
    return found
