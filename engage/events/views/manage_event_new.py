"""A new event, in two short steps: what it is; when and where."""

from collections.abc import Sequence

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.activities import words
from engage.activities.domain.kinds import EVENTS, ActivityKind
from engage.core import zones
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import messages
from engage.events.domain.kinds import SiteKind
from engage.events.editing import making
from engage.events.forms_event import FIRST_STEP, read_begun, read_what
from engage.events.views.manage_event_blueprint import bp
from engage.events.views.manage_events import hub_name
from engage.events.views.manage_frame import note
from engage.hubs import queries as hub_queries
from engage.hubs.models import Hub
from engage.i18n.locales import PUBLIC_LANGUAGES, endonym
from engage.web import desk
from engage.web.console import render
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent, options
from engage.web.permissions import Permission, permission, reach


@bp.get("/new")
@permission(Permission.EVENT_EDIT)
def new() -> ResponseReturnValue:
    hub = first_hub(own_hubs())
    language = next((tag for tag in (hub.languages if hub else ()) if tag in PUBLIC_LANGUAGES), "en")
    return _first(Filled({"kind": ActivityKind.DIALOGUE.value, "language": language, "hub": hub.slug if hub else ""}))


@bp.post("/new")
@permission(Permission.EVENT_EDIT)
def begin() -> ResponseReturnValue:
    """Both steps come here; the second carries what the first said."""
    require_token()
    sent, hubs = Sent(request.form), {hub.slug: hub for hub in own_hubs()}
    if not hubs:
        abort(404)
    if sent.get("_action") == "back":
        return _first(sent)
    what = read_what(sent, hubs)
    if sent.wrong:
        return _first(sent), 422
    hub = hubs[what.hub]
    if sent.get("step") != "2":
        kept = {name: sent.get(name) for name in FIRST_STEP}
        online = what.kind is ActivityKind.WEBINAR
        where = SiteKind.ONLINE if online else SiteKind.ROOM
        site = gettext("Online room") if online else ""
        return _second(Filled(kept | {"time_zone": hub.time_zone, "where": where.value, "site": site}), hub)
    begun = read_begun(sent, what)
    if begun is None:
        return _second(sent, hub), 422
    try:
        made = making.begin(db.session(), begun, hub, now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        name = "language_more" if refusal.code == "not_a_language" else "title"
        sent.refuse(name, messages.refused(refusal))
        return _first(sent), 422
    note("event.added", made)
    db.session.commit()
    return redirect(url_for("manage_events.event", slug=made.slug), code=303)


def own_hubs() -> Sequence[Hub]:
    """The hubs for which who asks makes events."""
    seen = reach(Permission.EVENT_EDIT)
    return [hub for hub in hub_queries.every(db.session()) if seen is None or hub.id in seen]


def first_hub(hubs: Sequence[Hub]) -> Hub | None:
    """The hub chosen in the header, else the first that is no part of another."""
    chosen = desk.current_hub()
    ids = {hub.id for hub in hubs}
    first = next((hub for hub in hubs if hub.parent_id not in ids), None)
    return next((hub for hub in hubs if chosen is not None and hub.id == chosen.id), first)


def _first(filled: Filled) -> str:
    return render(
        "events/manage/new.html",
        filled=filled,
        kinds=options(EVENTS, words.KINDS.__getitem__),
        hubs=[{"value": hub.slug, "label": hub_name(hub)} for hub in own_hubs()],
        languages=[{"value": tag, "label": endonym(tag), "lang": tag} for tag in PUBLIC_LANGUAGES],
    )


def _second(filled: Filled, hub: Hub) -> str:
    return render("events/manage/new_when.html", filled=filled, kept=FIRST_STEP, hub=hub_name(hub), zones=zones.names())
