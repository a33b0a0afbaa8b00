"""A new questionnaire from nothing: its title and language, and then the editor."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.i18n.locales import PUBLIC_LANGUAGES, endonym
from engage.surveys import fielding
from engage.surveys.views import hub_choice
from engage.surveys.views.manage_blueprint import bp, note, require_token
from engage.web.console import render
from engage.web.permissions import Permission, permission

LONGEST_TITLE = 200


@bp.get("/surveys/write")
@permission(Permission.SURVEY_EDIT)
def write() -> ResponseReturnValue:
    return _page("", "en", "")


def _page(
    title: str, language: str, tag: str, *, title_error: str = "", tag_error: str = "", hub_error: str = ""
) -> str:
    return render(
        "manage/write.html",
        title=title,
        language=language,
        tag=tag,
        title_error=title_error,
        tag_error=tag_error,
        hub=request.form.get("hub") or hub_choice.first(),
        hubs=hub_choice.options(),
        hub_error=hub_error,
        languages=[{"value": each, "label": endonym(each), "lang": each} for each in PUBLIC_LANGUAGES],
    )


@bp.post("/surveys/write")
@permission(Permission.SURVEY_EDIT)
def begin() -> ResponseReturnValue:
    require_token()
    title = request.form.get("title", "").strip()
    language, tag = request.form.get("language", ""), request.form.get("tag", "").strip()
    if not title or len(title) > LONGEST_TITLE:
        error = gettext("Write a title. You can change it later.") if not title else gettext("Write a shorter title.")
        return _page(title, language, tag, title_error=error), 422
    hub = hub_choice.chosen()
    if hub is None:
        return _page(title, language, tag, hub_error=gettext("Choose the hub that asks.")), 422
    try:
        survey = fielding.new_survey(db.session(), title, tag or language, hub, None, now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        if refusal.code != "not_a_language":
            return _page(title, language, tag, title_error=gettext("Write another title.")), 409
        error = gettext("Write a language tag, for example en, nb or de-AT.")
        return _page(title, language, tag, tag_error=error), 422
    note("survey.added", survey)
    db.session.commit()
    return redirect(url_for("instruments.edit", instrument_id=survey.instrument_id), code=303)
