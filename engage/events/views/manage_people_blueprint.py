"""What the pages of people share: the blueprint, whose people somebody sees, and words."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, g, request, url_for
from flask_babel import gettext, lazy_gettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import queries, queries_people
from engage.events.domain import filters as narrowing
from engage.events.domain.filters import Filters
from engage.events.domain.kinds import AttendeeRole, Channel, InvitationKind, Mode, RegistrationStatus
from engage.events.domain.places import Limit, LimitKind
from engage.events.models import Event, Site
from engage.events.models_people import Registration
from engage.events.views import manage_frame
from engage.events.views import manage_people_messages as messages
from engage.web import permissions, trail
from engage.web.console import country_name, use_language
from engage.web.permissions import Permission, may

bp = Blueprint("manage_people", __name__, template_folder="../templates", url_prefix="/console/events")
bp.before_request(use_language)

STATUSES = {
    RegistrationStatus.APPLIED: lazy_gettext("Applied"),
    RegistrationStatus.CONFIRMED: lazy_gettext("Has a place"),
    RegistrationStatus.WAITING: lazy_gettext("Waits"),
    RegistrationStatus.OFFERED: lazy_gettext("Place offered"),
    RegistrationStatus.CANCELLED: lazy_gettext("Cancelled"),
    RegistrationStatus.DECLINED: lazy_gettext("Offer declined"),
    RegistrationStatus.EXPIRED: lazy_gettext("Deadline passed"),
    RegistrationStatus.REFUSED: lazy_gettext("Refused"),
}
STATUS_TAGS = {
    RegistrationStatus.CONFIRMED: "success",
    RegistrationStatus.OFFERED: "success",
    RegistrationStatus.WAITING: "warning",
    RegistrationStatus.APPLIED: "note",
}
ROLES = {
    AttendeeRole.CITIZEN: lazy_gettext("Citizen"),
    AttendeeRole.COMPANION: lazy_gettext("Companion or carer"),
    AttendeeRole.STAFF: lazy_gettext("Team"),
    AttendeeRole.INTERPRETER: lazy_gettext("Interpreter"),
    AttendeeRole.SPEAKER: lazy_gettext("Speaker"),
    AttendeeRole.PRESS: lazy_gettext("Press"),
}
CHANNELS = {
    Channel.WEB: lazy_gettext("By themselves, on the web"),
    Channel.PHONE: lazy_gettext("By telephone"),
    Channel.PAPER: lazy_gettext("On paper"),
    Channel.DESK: lazy_gettext("Walked in"),
}
INVITATIONS = {
    InvitationKind.SINGLE: lazy_gettext("One person"),
    InvitationKind.LIST: lazy_gettext("Of a list"),
    InvitationKind.CODE: lazy_gettext("Code for many"),
}


def sites_seen(event: Event, label: Permission = Permission.EVENT_PEOPLE) -> Sequence[Site]:
    """The sites whose people who asks sees."""
    return queries.sites_seen(db.session(), event, permissions.reach(label))


def sees_all(event: Event) -> bool:
    """Whether who asks sees everybody: what is bound to no site (invitations) is for them."""
    return may(Permission.EVENT_PEOPLE) and len(sites_seen(event)) == len(event.sites)


def ids_of(sites: Sequence[Site]) -> list[int]:
    return [site.id for site in sites]


def site_names(event: Event) -> dict[int, str]:
    """By id, in the language of the console where there is one."""
    texts = queries.texts(db.session(), event)
    found = {}
    for site in event.sites:
        text = texts.get(f"site:{site.id}:name")
        found[site.id] = (text.pick(g.interface)[0] if text else "") or site.address or str(site.id)
    return found


def registration_or_404(event: Event, number: int) -> Registration:
    """One at a site that is seen; others are not found."""
    found = queries_people.one(db.session(), event.id, number, ids_of(sites_seen(event)))
    if found is None:
        abort(404)
    return found


def asked(given: Mapping[str, str] | None = None) -> Filters:
    """The filters of the address, or of a form."""
    return narrowing.read(request.args if given is None else given)


def note(action: str, event: Event, registration: Registration, **details: Any) -> None:
    """Say in the trail what was done with a registration: by number, never by name."""
    trail.note(
        db.session(),
        action,
        "registration",
        registration.id,
        now=utcnow(),
        hub_id=event.activity.hub_id,
        event=event.slug,
        number=registration.number,
        **details,
    )


def limit_name(limit: Limit, name: str, sites: Mapping[int, str]) -> str:
    """A limit in words: "the places of the site Oslo"."""
    at = sites.get(limit.of, "") if isinstance(limit.of, int) else ""
    match limit.kind:
        case LimitKind.EVENT:
            return gettext("the places of the event")
        case LimitKind.ROLE:
            return gettext("the places for the role “%(role)s”", role=str(ROLES[AttendeeRole(str(limit.of))]))
        case LimitKind.SITE:
            return gettext("the places of the site “%(site)s”", site=at)
        case LimitKind.ROOM:
            return gettext("the room of the site “%(site)s”", site=at)
        case LimitKind.QUOTA:
            return gettext("the most of the quota “%(quota)s”", quota=name)
        case LimitKind.KEPT:
            return gettext("places that are kept for groups")
        case LimitKind.KEPT_AT_SITE:
            return gettext("places that are kept for groups at the site “%(site)s”", site=at)
        case LimitKind.KEPT_IN_QUOTA:
            return gettext("places of the quota “%(quota)s” that are kept for groups", quota=name)


def page_links(event: Event) -> list[tuple[str, str, str]]:
    """The pages of people: name, label and address, those that who asks may see."""
    links = [("live", gettext("Now"), url_for("manage_people.live", slug=event.slug))]
    if may(Permission.EVENT_PEOPLE):
        links += [
            ("list", gettext("List"), url_for("manage_people.people", slug=event.slug)),
            ("doubles", gettext("Doubles"), url_for("manage_people.doubles", slug=event.slug)),
            ("mail", gettext("Write"), url_for("manage_people.mail", slug=event.slug)),
        ]
    if sees_all(event):
        links.append(("invitations", gettext("Invitations"), url_for("manage_people.invitations", slug=event.slug)))
    if event.mode is Mode.DRAW and may(Permission.EVENT_EDIT):
        links.append(("draw", gettext("Draw"), url_for("manage_people.draw", slug=event.slug)))
    return [*links, ("statistics", gettext("Statistics"), url_for("manage_people.statistics", slug=event.slug))]


def render(event: Event, template: str, part: str, **values: Any) -> str:
    """A page of people, among its fellows."""
    return manage_frame.render(
        event,
        template,
        tab="people",
        pages=[(label, address, name == part) for name, label, address in page_links(event)],
        statuses=STATUSES,
        status_tags=STATUS_TAGS,
        roles=ROLES,
        channels=CHANNELS,
        country_name=country_name,
        **values,
    )


def refused(refusal: Refusal) -> str:
    return messages.sentence(refusal)
