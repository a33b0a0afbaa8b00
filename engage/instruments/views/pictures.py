"""Pictures of an instrument: which it names, which are missing, and how they get there. And the pictures themselves."""

import re
from collections.abc import Callable
from functools import partial

from flask import Blueprint, Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.instruments import pictures
from engage.instruments.pictures import PictureRefused, PictureTooLarge
from engage.instruments.views import surroundings
from engage.instruments.views.blueprint import bp
from engage.instruments.views.translating_work import require_token
from engage.web.console import render
from engage.web.permissions import Permission, permission
from engage.web.pictures import served

_KEY = "engage-instrument-pictures"
MOST_AT_ONCE = 50
public = Blueprint("pictures", __name__)


def install(app: Flask, changed: Callable[[int], None]) -> None:
    """`changed` is told the instrument whose pages look different now, in the transaction that changed it."""
    app.extensions.setdefault(_KEY, []).append(changed)


@bp.get("/pictures")
@permission(Permission.SURVEY_EDIT)
def list_pictures(instrument_id: int) -> ResponseReturnValue:
    return _page(instrument_id, [])


@bp.post("/pictures")
@permission(Permission.SURVEY_EDIT)
def upload_pictures(instrument_id: int) -> ResponseReturnValue:
    """Several files under their own names, or one under the name that the form says. What fits is kept."""
    surroundings.of(instrument_id)
    require_token()
    files = [file for file in request.files.getlist("file")[:MOST_AT_ONCE] if file.filename]
    wanted = request.form.get("name", "")
    problems = [] if files else [gettext("Choose a picture.")]
    kept = 0
    for file in files:
        own = re.split(r"[/\\]", file.filename or "")[-1]
        try:
            pictures.store_picture(db.session(), instrument_id, wanted or own, file.stream.read(), utcnow())
            kept += 1
        except PictureRefused as refusal:
            problems.append(_sentence(refusal, own))
    if kept:
        for look_different in current_app.extensions[_KEY]:
            look_different(instrument_id)
        db.session.commit()
    if problems:
        return _page(instrument_id, problems), 422
    return redirect(url_for("instruments.list_pictures", instrument_id=instrument_id), code=303)


def _sentence(refusal: PictureRefused, name: str) -> str:
    if isinstance(refusal, PictureTooLarge):
        return gettext(
            "%(name)s is too large. A picture may have at most 4 megabytes and 40 million pixels.", name=name
        )
    return gettext("%(name)s is no picture that we can show. Take a JPEG, PNG, WebP or GIF.", name=name)


def _page(instrument_id: int, problems: list[str]) -> str:
    around = surroundings.of(instrument_id)
    rows = pictures.listed(db.session(), instrument_id)
    if rows is None:
        abort(404)
    return render(
        "instruments/pictures.html",
        instrument_id=instrument_id,
        around=around,
        rows=rows,
        missing=sum(row.picture is None for row in rows),
        problems=problems,
    )


@public.get("/pictures/<name>")
@permission(Permission.PUBLIC)
def picture(name: str) -> ResponseReturnValue:
    return served(name, partial(pictures.content_of, db.session()))
