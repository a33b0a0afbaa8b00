"""Events for everybody: the page of one, and its files."""

from flask import abort, make_response, request
from flask.typing import ResponseReturnValue

from engage.core.clock import utcnow
from engage.db.session import db
from engage.events import queries_public as queries
from engage.events.domain.kinds import Mode
from engage.events.models import Event
from engage.events.showing import rendering, times
from engage.events.views.public_blueprint import bp, found
from engage.web import languages
from engage.web.permissions import Permission, permission

FOR_A_MINUTE = "public, max-age=60"


@bp.get("/events/<slug>")
@permission(Permission.PUBLIC)
def bare(slug: str) -> ResponseReturnValue:
    return in_a_language("events.event", found(slug))


def in_a_language(endpoint: str, event: Event, **kept: str) -> ResponseReturnValue:
    """The same address in the language of the event that suits the visitor."""
    available = queries.languages_of(event)
    return languages.redirect_to_language(endpoint, available, available[0], slug=event.slug, **kept)


@bp.get("/<lang:lang>/events/<slug>")
@permission(Permission.PUBLIC)
def event(lang: str, slug: str) -> ResponseReturnValue:
    shown = found(slug)
    zone = times.known(request.args.get("zone"))
    if lang not in queries.languages_of(shown):
        return in_a_language("events.event", shown, **({"zone": zone} if zone else {}))
    response = make_response(rendering.event_page(db.session(), shown, lang, utcnow(), zone=zone))
    response.headers["Cache-Control"] = FOR_A_MINUTE
    return response


@bp.get("/<lang:lang>/events/<slug>/draw")
@permission(Permission.PUBLIC)
def draw(lang: str, slug: str) -> ResponseReturnValue:
    """How places are drawn, and how they were."""
    shown = found(slug)
    if shown.mode is not Mode.DRAW:
        abort(404)
    if lang not in queries.languages_of(shown):
        return in_a_language("events.draw", shown)
    response = make_response(rendering.draw_page(db.session(), shown, lang, utcnow()))
    response.headers["Cache-Control"] = FOR_A_MINUTE
    return response


@bp.get("/events/<slug>/materials/<int:number>")
@permission(Permission.PUBLIC)
def material(slug: str, number: int) -> ResponseReturnValue:
    """A file for everybody: saved, never run here."""
    wanted = queries.public_material(db.session(), found(slug), number)
    if wanted is None or wanted.content is None:
        abort(404)
    response = make_response(wanted.content)
    response.headers["Content-Type"] = wanted.media_type or "application/octet-stream"
    response.headers.set("Content-Disposition", "attachment", filename=wanted.file_name or str(number))
    response.headers["Cache-Control"] = FOR_A_MINUTE
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
