"""The frame around every page of one event in the console: its title, where it stands, its tabs.

A part of the room brings its own blueprint with addresses `/console/events/<slug>/…` and, from its wiring:

    manage_frame.adopt(app, bp)
        Registers the blueprint: whose its things are, which duties count, breadcrumbs.
    manage_frame.tab(app, "people", lazy_gettext("People"), "manage_people.people", Permission.EVENT_PEOPLE, 60)
        A tab, seen by who holds the permission for the event. Overview 10, programme 20, places 30, texts 40,
        registration 50; then people 60, needs 70, desk 80, afterwards 90.

and in its views:

    event = manage_frame.event_or_404(slug)
    manage_frame.render(event, "events/manage/people.html", tab="people", …)
    manage_frame.note("event.approved", event, registration=…)

Its templates extend `events/manage/frame.html` and fill the blocks `name` (what the page is called, its h1) and `page`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, abort, current_app, g, request, url_for
from flask_babel import gettext, lazy_gettext

from engage.activities.domain.kinds import ActivityState
from engage.activities.domain.shown import picked
from engage.core.clock import utcnow
from engage.db.session import db
from engage.events import messages, places, queries
from engage.events.domain.kinds import Phase
from engage.events.domain.phases import Availability
from engage.events.editing.settings import ChangedMeanwhile
from engage.events.models import Event
from engage.web import console, desk, permissions, trail
from engage.web.desk.crumbs import Crumb
from engage.web.desk.forms import Sent, is_count
from engage.web.permissions import Permission, may, may_somewhere

_KEY = "engage-event-tabs"
PHASES = {
    Phase.DRAFT: lazy_gettext("Draft"),
    Phase.ANNOUNCED: lazy_gettext("Announced"),
    Phase.OPEN: lazy_gettext("Registration open"),
    Phase.FULL: lazy_gettext("Full"),
    Phase.CLOSED: lazy_gettext("Registration closed"),
    Phase.RUNNING: lazy_gettext("Takes place now"),
    Phase.OVER: lazy_gettext("Over"),
    Phase.CANCELLED: lazy_gettext("Cancelled"),
}
PHASE_TAGS = {Phase.OPEN: "success", Phase.FULL: "warning", Phase.CANCELLED: "error", Phase.RUNNING: "note"}


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    label: Any
    """A lazy translation."""
    endpoint: str
    """Of a page that takes `slug` alone."""
    permission: Permission
    order: int = 50


def tab(app: Flask, name: str, label: Any, endpoint: str, permission: Permission, order: int = 50) -> None:
    """Add a tab to the pages of every event."""
    app.extensions.setdefault(_KEY, []).append(Tab(name, label, endpoint, permission, order))


def adopt(app: Flask, blueprint: Blueprint) -> None:
    """Register a blueprint of pages of events: whose they are, which duties count there, what lies above them."""
    app.register_blueprint(blueprint)
    permissions.belongs(app, blueprint.name, hubs_behind)
    permissions.duties_on(app, blueprint.name, thing)
    desk.trail(app, blueprint.name, above)


def hubs_behind(label: Permission, args: Mapping[str, Any]) -> frozenset[int] | None:
    """The hubs behind the event that an address names."""
    if "slug" not in args:
        return None
    return queries.hubs_behind(db.session(), queries.by_slug(db.session(), args["slug"]), label)


def thing(args: Mapping[str, Any]) -> tuple[str, int] | None:
    """What duties are given on."""
    found = queries.by_slug(db.session(), args["slug"]) if "slug" in args else None
    return ("event", found.id) if found else None


def event_or_404(slug: str) -> Event:
    """The event at an address of the console; removed ones are not found."""
    found = queries.by_slug(db.session(), slug)
    if found is None or found.activity.state is ActivityState.REMOVED:
        abort(404)
    return found


def title_of(event: Event) -> str:
    """In the language of the console where there is one."""
    return picked(event.activity.title, g.get("interface", "en"))[0] or gettext("Without a title")


def availability_of(event: Event, now: datetime) -> Availability:
    """Where an event stands, and how many places are left."""
    return places.availability(db.session(), event, now=now)


def phase_words(known: Availability) -> str:
    """Where an event stands; of a full one, whether its waiting list still takes people."""
    if known.phase is Phase.FULL and known.waiting_free != 0:
        return gettext("Full, with a waiting list")
    return str(PHASES[known.phase])


def overtaken(event: Event, sent: Sent) -> bool:
    """Whether somebody else has changed the event since a form was opened; what was typed stays, to be compared.

    The form says in `seen` which revision it showed (`seen` of events/manage/parts.html).
    """
    seen = sent.get("seen")
    if not is_count(seen) or int(seen) == event.revision:
        return False
    sent.refuse("", messages.refused(ChangedMeanwhile()))
    return True


def note(action: str, event: Event, **details: Any) -> None:
    """Say in the trail what who asks has done with an event; in the transaction of the deed."""
    hub = event.activity.hub_id
    trail.note(db.session(), action, "event", event.id, now=utcnow(), hub_id=hub, event=event.slug, **details)


def render(event: Event, template: str, *, tab: str = "", **values: Any) -> str:
    """A page of one event.

    :param tab: the name of the tab that the page belongs to
    """
    known = availability_of(event, utcnow())
    return console.render(
        template,
        event=event,
        event_title=title_of(event),
        tabs=[(str(each.label), url_for(each.endpoint, slug=event.slug), _current(each, tab)) for each in _tabs(event)],
        phase=phase_words(known) if not event.template else gettext("Template"),
        phase_tag=PHASE_TAGS.get(known.phase, ""),
        availability=known,
        **values,
    )


def _tabs(event: Event) -> list[Tab]:
    known: Sequence[Tab] = current_app.extensions.get(_KEY, ())
    made_from = {"overview", "programme", "places", "texts", "registration"}
    return [
        each
        for each in sorted(known, key=lambda each: each.order)
        if may(each.permission) and (not event.template or each.name in made_from)
    ]


def _current(each: Tab, wanted: str) -> str:
    if each.endpoint == request.endpoint:
        return "page"
    return "true" if each.name == wanted else ""


def above(endpoint: str, arguments: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Crumb]:
    """The list of events, and the event."""
    if endpoint == "manage_events.events":
        return []
    if not may_somewhere(Permission.EVENT_SEE):
        return []  # somebody with a duty on this event alone
    crumbs: list[Crumb] = [(gettext("Events"), url_for("manage_events.events"))]
    event: Event | None = values.get("event")
    if event is None and "slug" in arguments:
        event = queries.by_slug(db.session(), arguments["slug"])
    if event is not None and endpoint != "manage_events.event":
        crumbs.append((title_of(event), url_for("manage_events.event", slug=event.slug)))
    return crumbs
