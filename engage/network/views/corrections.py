"""Corrections: the list with those taken back, making one, taking one back."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.hubs.domain.texts import named
from engage.network import queries, words
from engage.network.domain.figures import BY_KEY, FIGURES
from engage.network.forms import read_correction
from engage.network.models import FigureCorrection
from engage.network.reporting import keeping, making
from engage.network.views import frame
from engage.network.views.frame import bp
from engage.web import trail
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, permission


@bp.get("/corrections", endpoint="corrections")
@permission(Permission.FIGURES)
def list_corrections() -> ResponseReturnValue:
    """All of them, those taken back too: what a figure was made of can be followed."""
    sight, names = frame.sight(), _names()
    found = [
        (each, making.change(each, sight), names.get(each.hub_id, ""))
        for each in queries.corrections(db.session(), standing=False)
        if each.figure in BY_KEY
    ]
    return frame.render("network/corrections.html", tab="corrections", corrections=found, titles=words.TITLES)


def _names() -> dict[int, str]:
    language = frame.teller().language
    return {each.id: named(each.name, each.names, each.languages, language).text for each in frame.hubs()}


@bp.get("/corrections/new")
@permission(Permission.FIGURES_KEEP)
def correction_new() -> ResponseReturnValue:
    return _form(Filled({"figure": request.args.get("figure", ""), "month": f"{frame.today():%Y-%m}"}))


@bp.post("/corrections/new")
@permission(Permission.FIGURES_KEEP)
def correction_add() -> ResponseReturnValue:
    require_token()
    session, sent = db.session(), Sent(request.form)
    hubs = {each.slug: each.id for each in frame.hubs()}
    typed = read_correction(sent, [each.key for each in FIGURES if each.corrected], hubs, frame.today())
    if typed is None:
        return _form(sent), 422
    now, hub_id = utcnow(), hubs[typed.hub]
    made = keeping.correct(session, typed.figure, hub_id, typed.month, typed.change, typed.reason, now=now)
    said: dict[str, Any] = {"figure": made.figure, "month": f"{made.month:%Y-%m}"}
    trail.note(session, "network.figure-corrected", "network_correction", made.id, now=now, hub_id=hub_id, **said)
    session.commit()
    flash(gettext("The figure is corrected. Reports that were made before stay as they are."))
    return redirect(url_for("network.corrections"), code=303)


def _form(filled: Filled) -> str:
    names = _names()
    return frame.render(
        "network/correction_new.html",
        tab="corrections",
        filled=filled,
        figures=[{"value": each.key, "label": str(words.TITLES[each.key])} for each in FIGURES if each.corrected],
        hubs=[{"value": each.slug, "label": names[each.id]} for each in frame.hubs()],
    )


@bp.post("/corrections/<int:number>/take-back")
@permission(Permission.FIGURES_KEEP)
def correction_take_back(number: int) -> ResponseReturnValue:
    require_token()
    session, found, now = db.session(), db.session().get(FigureCorrection, number), utcnow()
    if found is None:
        abort(404)
    if keeping.take_back(found, now=now):
        trail.note(
            session, "network.correction-taken-back", "network_correction", found.id, now=now, hub_id=found.hub_id
        )
        session.commit()
    flash(gettext("The correction is taken back. It stays listed."))
    return redirect(url_for("network.corrections"), code=303)
