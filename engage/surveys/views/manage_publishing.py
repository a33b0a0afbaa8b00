"""Putting a survey into the field: what publishing changes, on which check; pause, close, settings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from engage.activities.queries import owners
from engage.core.clock import utcnow
from engage.db.session import db
from engage.instruments.document import from_document
from engage.surveys import fielding, queries
from engage.surveys.domain.release import ChangedMeanwhile, CheckNeeded
from engage.surveys.domain.status import SurveyStatus
from engage.surveys.forms import SettingsForm
from engage.surveys.models import Survey
from engage.surveys.views.manage_blueprint import TokenForm, account, bp, note, require_token, survey_or_404, title_of
from engage.surveys.views.manage_changes import described
from engage.surveys.views.manage_overview import warnings_of
from engage.surveys.views.manage_release import checks_of
from engage.web.console import render
from engage.web.desk import CannotUndo, offer_undo
from engage.web.desk.moments import clock
from engage.web.permissions import Permission, permission

STATUS = "survey.status"
"""What is undone: pausing and opening."""


@bp.get("/surveys/<slug>/publish")
@permission(Permission.SURVEY_EDIT)
def publishing(slug: str) -> ResponseReturnValue:
    """What publishing the newest version would change, and what it goes into the field on."""
    return _publish_page(survey_or_404(slug))


def _publish_page(found: Survey, *, error: str = "", reason: str = "", without: bool = False) -> str:
    session = db.session()
    version = queries.newest_version(session, found.instrument_id)
    if version is None:
        abort(404)
    instrument = from_document(version.document)
    return render(
        "manage/publish.html",
        survey=found,
        title=title_of(found),
        version=version,
        instrument=instrument,
        changes=described(fielding.pending_changes(session, found), instrument),
        warnings=warnings_of(instrument, found),
        in_the_field=version.id == found.version_id,
        known=version.id in queries.publications(session, found.id),
        checks=checks_of(found, version),
        signed=queries.signed_check(session, found.id, version),
        error=error,
        reason=reason,
        without=without,
    )


@bp.post("/surveys/<slug>/publish")
@permission(Permission.SURVEY_FIELD)
def publish(slug: str) -> ResponseReturnValue:
    found = survey_or_404(slug)
    require_token()
    if not _is_sure():
        return _publish_page(found)
    without = request.form.get("without_check") == "yes"
    reason = request.form.get("reason", "").strip()
    if without and not reason:
        error = gettext("Say why there is no release check.")
        return _publish_page(found, error=error, without=True), 422
    try:
        version = fielding.publish(
            db.session(),
            found,
            now=utcnow(),
            by=account(),
            without_check=reason if without else "",
            seen=_seen(),
        )
    except CheckNeeded:
        db.session.rollback()
        error = gettext("This version has no signed release check. Ask for one, or say why you publish without it.")
        return _publish_page(survey_or_404(slug), error=error, reason=reason), 422
    except ChangedMeanwhile:
        db.session.rollback()
        error = gettext("Somebody changed the questionnaire since you opened this page. Look at the changes again.")
        return _publish_page(survey_or_404(slug), error=error, reason=reason, without=without), 409
    note("survey.published", found, version=version.number, without_check=without)
    flash(gettext("Version %(number)s is published. The survey is open.", number=version.number))
    db.session.commit()
    return redirect(url_for("manage.survey", slug=slug), code=303)


def _seen() -> tuple[int, int] | None:
    """Number and revision of the version the page showed."""
    number, _, revision = request.form.get("seen", "").partition(".")
    return (int(number), int(revision)) if number.isdecimal() and revision.isdecimal() else None


@bp.post("/surveys/<slug>/status")
@permission(Permission.SURVEY_FIELD)
def status(slug: str) -> ResponseReturnValue:
    found = survey_or_404(slug)
    wanted = request.form.get("status", "")
    if not TokenForm().validate() or wanted not in {SurveyStatus.OPEN, SurveyStatus.PAUSED, SurveyStatus.CLOSED}:
        abort(400)
    if wanted == SurveyStatus.CLOSED and not _is_sure():
        return _ask(found, wanted)
    before = found.status
    try:
        fielding.set_status(db.session(), found, SurveyStatus(wanted), now=utcnow())
    except fielding.NothingToPublish:
        db.session.rollback()
        flash(gettext("Publish a version first."), "error")
        return redirect(url_for("manage.survey", slug=slug), code=303)
    note(_deed(wanted), found)
    db.session.commit()
    words = {
        "open": gettext("The survey is open."),
        "paused": gettext("The survey is paused. Drafts are kept."),
        "closed": gettext("The survey is closed."),
    }
    if wanted == SurveyStatus.CLOSED:
        flash(words[wanted])
    else:
        kept = {"survey": slug, "before": before.value, "after": wanted}
        offer_undo(words[wanted], STATUS, kept, hubs=owners(db.session(), found.activity_id))
    return redirect(url_for("manage.survey", slug=slug), code=303)


def _deed(status: str) -> str:
    """As the trail calls it."""
    return "survey.opened" if status == SurveyStatus.OPEN else f"survey.{status}"


def as_it_was(session: Session, kept: Mapping[str, Any], now: datetime) -> str:
    """Pausing or opening taken back, unless something else was said since."""
    found = queries.by_slug(session, kept["survey"])
    if found is None or found.status != kept["after"]:
        raise CannotUndo(gettext("The survey is in another state by now. Nothing was changed."))
    fielding.set_status(session, found, SurveyStatus(kept["before"]), now=now)
    note(_deed(kept["before"]), found, undone=True)
    return gettext("The survey is as it was before.")


def _is_sure() -> bool:
    """Whether the question before the deed was answered: in the dialog, or on the page that stands in for it."""
    return request.form.get("_sure") == "yes"


def _ask(found: Survey, deed: str) -> str:
    """The question as a page, for browsers without scripts."""
    number = fielding.newest_number(db.session(), found)
    return render("manage/confirm.html", survey=found, title=title_of(found), deed=deed, number=number)


@bp.get("/surveys/<slug>/settings")
@permission(Permission.SURVEY_FIELD)
def settings(slug: str) -> ResponseReturnValue:
    found = survey_or_404(slug)
    return render(
        "manage/settings.html", survey=found, title=title_of(found), form=SettingsForm.of(found), clock=clock()
    )


@bp.post("/surveys/<slug>/settings")
@permission(Permission.SURVEY_FIELD)
def change_settings(slug: str) -> ResponseReturnValue:
    found = survey_or_404(slug)
    form = SettingsForm(data={"keep_until": found.keep_until})
    if not form.validate():
        return render("manage/settings.html", survey=found, title=title_of(found), form=form, clock=clock()), 422
    fielding.change_settings(db.session(), found, **form.settings())
    note("survey.settings-changed", found)
    db.session.commit()
    flash(gettext("The settings are saved."))
    return redirect(url_for("manage.survey", slug=slug), code=303)
