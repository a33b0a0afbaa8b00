"""The cover picture of an activity, with the words for those who do not see it."""

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.activities import messages, service
from engage.activities.domain.describing import Problem
from engage.activities.models import Activity
from engage.activities.service import NotRight
from engage.activities.views.manage_blueprint import activity_or_404, bp, title_of
from engage.core.clock import utcnow
from engage.db.session import db
from engage.hubs import images
from engage.hubs.images import ImageRefused
from engage.i18n.locales import direction, endonym
from engage.web import trail
from engage.web.console import render
from engage.web.desk import require_token
from engage.web.permissions import Permission, permission


@bp.get("/activities/<int:activity_id>/cover")
@permission(Permission.ACTIVITY_EDIT)
def cover(activity_id: int) -> ResponseReturnValue:
    found = activity_or_404(activity_id)
    return _page(found, found.cover_text, [])


@bp.post("/activities/<int:activity_id>/cover")
@permission(Permission.ACTIVITY_EDIT)
def set_cover(activity_id: int) -> ResponseReturnValue:
    """A new picture, new words for the one there is, or none any more."""
    found = activity_or_404(activity_id)
    require_token()
    now, file = utcnow(), request.files.get("picture")
    texts = {tag: request.form.get(f"alt-{tag}", "").strip() for tag in _languages(found)}
    try:
        if request.form.get("_action") == "remove":
            service.remove_cover(db.session(), found, now=now)
        elif file is not None and file.filename:
            service.set_cover(db.session(), found, file.stream.read(), texts, now=now)
        elif found.cover:
            service.describe_cover(db.session(), found, texts, now=now)
        else:
            return _page(found, texts, [], picture_error=gettext("Choose a picture.")), 422
    except NotRight as refusal:
        db.session.rollback()
        return _page(activity_or_404(activity_id), texts, refusal.problems), 422
    except ImageRefused as refusal:
        db.session.rollback()
        error = messages.image_refused(refusal.code)
        return _page(activity_or_404(activity_id), texts, [], picture_error=error), 422
    trail.note(db.session(), "activity.pictured", "activity", found.id, now=now, hub_id=found.hub_id)
    db.session.commit()
    flash(gettext("The cover picture is saved.") if found.cover else gettext("The cover picture is taken away."))
    return redirect(url_for("activities.activity", activity_id=found.id), code=303)


def _languages(found: Activity) -> list[str]:
    return found.languages or list(found.title)


def _page(found: Activity, texts: dict[str, str], problems: Sequence[Problem], picture_error: str = "") -> str:
    return render(
        "activities/manage/cover.html",
        activity=found,
        title=title_of(found),
        picture=images.shown(db.session(), found.cover),
        texts=texts,
        languages=[(tag, endonym(tag), direction(tag)) for tag in _languages(found)],
        errors={name: messages.wrong(name, what) for name, what in problems},
        picture_error=picture_error,
    )
