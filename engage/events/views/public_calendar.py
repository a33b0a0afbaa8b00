"""Calendar files for everybody: to add an event or a session, or to subscribe to all of them or to a hub's."""

import hashlib

from flask import abort, current_app, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.events import calendars, queries_public
from engage.events.calendars import About, File, Words
from engage.events.models import ProgrammeSession
from engage.events.views.public_blueprint import bp, found
from engage.hubs import queries as hubs
from engage.hubs.domain.texts import named
from engage.web import languages
from engage.web.links import absolute
from engage.web.newest import newest
from engage.web.permissions import Permission, permission

FOR_A_WHILE = "public, max-age=900"
"""Programs that subscribe ask again and again; most get 304."""
MOST = 64


@bp.get("/<lang:lang>/events.ics")
@permission(Permission.PUBLIC)
def feed(lang: str) -> ResponseReturnValue:
    """All events of the network."""
    return _feed(lang, None)


@bp.get("/<lang:lang>/hubs/<slug>/events.ics")
@permission(Permission.PUBLIC)
def hub_feed(lang: str, slug: str) -> ResponseReturnValue:
    """Those of a hub and its parts."""
    return _feed(lang, slug)


def _feed(lang: str, slug: str | None) -> ResponseReturnValue:
    session, now = db.session(), utcnow()
    hub = hubs.published(session, slug) if slug else None
    if slug and hub is None:
        abort(404)
    own = hub.languages if hub else []
    interface = languages.interface_for(current_app, lang, own[0] if own else None)
    events = queries_public.in_calendars(session, now - calendars.KEPT, hub.id if hub else None)
    if lang not in {
        *languages.offered(current_app),
        *own,
        *(tag for each in events for tag in each.activity.languages),
    }:
        lang = interface
    with force_locale(interface.replace("-", "_")):
        name = Words(gettext("Events of the Cancer Mission Hubs"), interface)
    path = f"/{lang}/events"
    if hub:
        said = named(hub.name, hub.names, own, lang)
        name, path = Words(said.text, said.language), f"/{lang}/hubs/{hub.slug}"
    about = About(name, absolute(path), absolute(f"{path}/events.ics" if hub else f"{path}.ics"))
    key = (slug, lang, about, tuple((each.id, each.revision, each.sequence, each.activity.state) for each in events))

    def make() -> File:
        return calendars.feed(session, events, lang, interface, about, base=absolute(""))

    made: File = newest("calendars", MOST).get(key, make)
    return _sent(made, f"events-{slug}" if slug else "events", inline=True)


@bp.get("/<lang:lang>/events/<slug>.ics")
@permission(Permission.PUBLIC)
def calendar(lang: str, slug: str) -> ResponseReturnValue:
    event = found(slug)
    interface = languages.interface_for(current_app, lang, event.source_language)
    return _sent(calendars.of_one(db.session(), event, lang, interface, base=absolute("")), slug)


@bp.get("/<lang:lang>/events/<slug>/sessions/<int:number>.ics")
@permission(Permission.PUBLIC)
def session_calendar(lang: str, slug: str, number: int) -> ResponseReturnValue:
    event, session = found(slug), db.session()
    part = session.get(ProgrammeSession, number)
    if part is None or part.event_id != event.id:
        abort(404)
    interface = languages.interface_for(current_app, lang, event.source_language)
    made = calendars.of_one_session(session, event, part, lang, interface, base=absolute(""))
    return _sent(made, f"{slug}-{number}")


def _sent(file: File, name: str, *, inline: bool = False) -> ResponseReturnValue:
    """The file, or 304 for who has this one already."""
    response = make_response(file.content)
    response.headers["Content-Type"] = file.media_type
    response.headers.set("Content-Disposition", "inline" if inline else "attachment", filename=f"{name}.ics")
    response.headers["Cache-Control"] = FOR_A_WHILE
    response.set_etag(hashlib.sha256(file.content).hexdigest()[:32])
    return response.make_conditional(request)
