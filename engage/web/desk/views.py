"""What the frame itself answers: the start page, the search, choosing a hub, taking something back."""

from flask import Blueprint, Flask, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from engage.core.clock import utcnow
from engage.db.session import db
from engage.web import links
from engage.web.console import render, use_language
from engage.web.desk import hubs, navigation, searching, start, undoing
from engage.web.desk.token import require_token
from engage.web.permissions import Permission, permission

bp = Blueprint("desk", __name__, url_prefix="/console")
bp.before_request(use_language)


def install(app: Flask) -> None:
    """The start page keeps the name that links to it have always used."""
    app.register_blueprint(bp)
    app.add_url_rule("/console/", "manage.home", home, methods=["GET"])


@permission(Permission.SIGNED_IN)
def home() -> ResponseReturnValue:
    """Where signing in leads: what waits, what goes on, what one can do."""
    session = db.session()
    use_language()
    return render(
        "web/desk/home.html",
        name=current_user.name,
        guide=start.unfinished_guide(session),
        waiting=start.waiting(session),
        running=start.going_on(session),
        steps=start.steps(),
        has_part=bool(navigation.offered()),
    )


@bp.get("/search")
@permission(Permission.SIGNED_IN)
def search() -> ResponseReturnValue:
    asked = searching.clean(request.args.get("q", ""))
    return render("web/desk/search.html", asked=asked, found=searching.everywhere(db.session(), asked))


def _back() -> Response:
    """To the page on which the button stood."""
    target = request.form.get("next", "")
    return redirect(target if links.is_local(target) else url_for("manage.home"), code=303)


@bp.post("/hub")
@permission(Permission.SIGNED_IN)
def choose_hub() -> ResponseReturnValue:
    require_token()
    asked = request.form.get("hub", "")
    hubs.choose(int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None)
    return _back()


@bp.post("/undo")
@permission(Permission.SIGNED_IN)
def undo() -> ResponseReturnValue:
    require_token()
    try:
        told = undoing.take_back(db.session(), request.form.get("undo", ""), now=utcnow())
    except undoing.CannotUndo as refused:
        db.session.rollback()
        flash(str(refused), "error")
        return _back()
    if told is None:
        flash(gettext("That cannot be taken back any more."), "error")
    else:
        db.session.commit()
        flash(told)
    return _back()
