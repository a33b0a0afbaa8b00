"""The draw: say where the seed comes from, look whether it can be done, draw once."""

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db import engine as database
from engage.db.session import db
from engage.events.domain.kinds import Mode
from engage.events.models import Event
from engage.events.people import drawing
from engage.events.views import manage_frame
from engage.events.views.manage_frame import event_or_404
from engage.events.views.manage_people_blueprint import bp, refused, render
from engage.web.desk import require_token
from engage.web.permissions import Permission, actor, permission

MOST_SOURCE = 300


@bp.get("/<slug>/people/draw")
@permission(Permission.EVENT_EDIT)
def draw(slug: str) -> ResponseReturnValue:
    return _page(event_or_404(slug))


def _page(event: Event, *, problem: tuple[str, str] | None = None) -> str:
    session, now = db.session(), utcnow()
    state = drawing.state(session, event, now=now)
    waiting = not state.drawn and event.mode is Mode.DRAW and state.applied > 0
    return render(
        event,
        "events/manage/people_draw.html",
        "draw",
        state=state,
        is_draw=event.mode is Mode.DRAW,
        announced=state.draw is not None and not state.drawn,
        preview=drawing.preview(session, event, now=now, language=g.interface) if waiting else None,
        problem=problem,
        typed=request.form,
    )


@bp.post("/<slug>/people/draw/announce")
@permission(Permission.EVENT_EDIT)
def announce_draw(slug: str) -> ResponseReturnValue:
    event, session = event_or_404(slug), db.session()
    require_token()
    source = " ".join(request.form.get("source", "").split())[:MOST_SOURCE]
    if len(source) < 10:
        problem = gettext("Say where everybody can look the seed up, and of which day: a few words at least.")
        return _page(event, problem=("source", problem)), 422
    try:
        drawing.announce(session, event, source, by=actor().name, now=utcnow())
    except Refusal as refusal:
        session.rollback()
        return _page(event_or_404(slug), problem=("source", refused(refusal))), 409
    manage_frame.note("event.draw-announced", event, source=source)
    session.commit()
    flash(gettext("Everybody can read now where the seed will come from."))
    return redirect(url_for("manage_people.draw", slug=slug), code=303)


@bp.post("/<slug>/people/draw")
@permission(Permission.EVENT_EDIT)
def draw_now(slug: str) -> ResponseReturnValue:
    """Reckoned without a lock, carried out in one transaction."""
    database.intend(database.Intent.READS_FIRST)
    event, session, now = event_or_404(slug), db.session(), utcnow()
    require_token()
    language, by = g.interface, actor().name
    seed = " ".join(request.form.get("seed", "").split())
    if request.form.get("sure") != "yes":
        return _page(event, problem=("sure", gettext("Tick that the seed is the one of the announced source."))), 422
    try:
        found = drawing.reckon(session, event, seed, now=now, language=language)
        database.begin_writing(session)
        drawn = drawing.carry_out(session, event_or_404(slug), found, by=by, now=utcnow(), language=language)
    except Refusal as refusal:
        session.rollback()
        return _page(event_or_404(slug), problem=("seed", refused(refusal))), 409
    manage_frame.note("event.drawn", event, seed=drawn.seed, number=len(drawn.report["selected"]))
    session.commit()
    flash(gettext("The places are drawn, and everybody is told."))
    return redirect(url_for("manage_people.draw", slug=slug), code=303)
