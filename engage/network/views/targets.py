"""Targets: the list with how far each has come, setting one, changing and removing it."""

from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import CONSOLE_LANGUAGES
from engage.i18n.named import language_name
from engage.network import queries, words
from engage.network.domain.figures import BY_KEY, FIGURES, Unit
from engage.network.forms import read_target, stored_target
from engage.network.models import NetworkTarget
from engage.network.reporting import keeping, making
from engage.network.reporting.aims import AT_MOST
from engage.network.reporting.telling import way_words
from engage.network.views import frame
from engage.network.views.frame import bp
from engage.web import trail
from engage.web.desk import offer_undo, require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, permission

REMOVED = "network.target-removed"


@bp.get("/targets", endpoint="targets")
@permission(Permission.FIGURES)
def list_targets() -> ResponseReturnValue:
    session, sight = db.session(), frame.sight()
    found = [(each, making.target(session, each, sight)) for each in queries.targets(session) if each.figure in BY_KEY]
    return frame.render(
        "network/targets.html",
        tab="targets",
        targets=found,
        titles=words.TITLES,
        figures=BY_KEY,
        at_most=AT_MOST,
        way=way_words,
    )


def target_or_404(number: int) -> NetworkTarget:
    found = db.session().get(NetworkTarget, number)
    if found is None:
        abort(404)
    return found


def figure_options() -> list[dict[str, Any]]:
    """Figures under their headings."""
    found: dict[str, list[dict[str, str]]] = {}
    for each in FIGURES:
        found.setdefault(each.topic, []).append({"value": each.key, "label": str(words.TITLES[each.key])})
    return [
        {"label": str(words.TOPICS[BY_KEY[options[0]["value"]].topic]), "options": options}
        for options in found.values()
    ]


@bp.get("/targets/new")
@permission(Permission.FIGURES_KEEP)
def target_new() -> ResponseReturnValue:
    today = frame.today()
    return _form(None, Filled({"figure": request.args.get("figure", ""), "by": f"{today.year}-12-31"}))


@bp.post("/targets/new")
@permission(Permission.FIGURES_KEEP)
def target_add() -> ResponseReturnValue:
    require_token()
    session, sent = db.session(), Sent(request.form)
    typed = read_target(sent, BY_KEY)
    if typed is None:
        return _form(None, sent), 422
    made = keeping.add_target(session, typed.figure, typed.value, typed.by, typed.label, now=utcnow())
    trail.note(session, "network.target-set", "network_target", made.id, now=utcnow(), figure=made.figure)
    session.commit()
    flash(gettext("The target is set. It stands as a line in the charts of its figure."))
    return redirect(url_for("network.targets"), code=303)


@bp.get("/targets/<int:number>")
@permission(Permission.FIGURES_KEEP)
def target(number: int) -> ResponseReturnValue:
    found = target_or_404(number)
    return _form(found, stored_target(found))


@bp.post("/targets/<int:number>")
@permission(Permission.FIGURES_KEEP)
def target_change(number: int) -> ResponseReturnValue:
    """What somebody else changed meanwhile is not overwritten unseen."""
    require_token()
    session, sent, found = db.session(), Sent(request.form), target_or_404(number)
    typed = read_target(sent, BY_KEY)
    if typed is None:
        return _form(found, sent, seen=sent.get("seen")), 422
    if sent.get("seen") != state_of(found):
        sent.refuse("", gettext("Somebody has changed this target meanwhile. Look at it again, then save."))
        return _form(found, sent), 409
    keeping.change_target(found, typed.figure, typed.value, typed.by, typed.label)
    trail.note(session, "network.target-changed", "network_target", found.id, now=utcnow(), figure=found.figure)
    session.commit()
    flash(gettext("It is saved."))
    return redirect(url_for("network.targets"), code=303)


def state_of(found: NetworkTarget) -> str:
    """Stands for what a form was filled with."""
    said = (found.figure, found.value, found.by.isoformat(), sorted(found.label.items()))
    return sha256(repr(said).encode()).hexdigest()[:16]


def _form(found: NetworkTarget | None, filled: Filled, *, seen: str = "") -> str:
    return frame.render(
        "network/target.html",
        tab="targets",
        target=found,
        filled=filled,
        seen=seen or (state_of(found) if found else ""),
        figures=figure_options(),
        tongues=[(tag, language_name(tag, frame.teller().language)) for tag in CONSOLE_LANGUAGES],
        shares=[str(words.TITLES[each.key]) for each in FIGURES if each.unit is Unit.SHARE],
    )


@bp.post("/targets/<int:number>/remove")
@permission(Permission.FIGURES_KEEP)
def target_remove(number: int) -> ResponseReturnValue:
    require_token()
    session, found = db.session(), target_or_404(number)
    kept = {"figure": found.figure, "value": found.value, "by": found.by.isoformat(), "label": dict(found.label)}
    trail.note(session, "network.target-removed", "network_target", found.id, now=utcnow(), figure=found.figure)
    session.delete(found)
    session.commit()
    offer_undo(gettext("The target is removed."), REMOVED, kept)
    return redirect(url_for("network.targets"), code=303)


def bring_back(session: Session, kept: Mapping[str, Any], now: datetime) -> str:
    """The target as it was; undoing twice makes one."""
    by = date.fromisoformat(kept["by"])
    there = [
        each
        for each in queries.targets(session, kept["figure"])
        if (each.value, each.by, each.label) == (kept["value"], by, kept["label"])
    ]
    if not there:
        made = keeping.add_target(session, kept["figure"], kept["value"], by, kept["label"], now=now)
        trail.note(session, "network.target-set", "network_target", made.id, now=now, figure=made.figure)
    return gettext("The target is back.")
