"""The release check: ask for it, sign it."""

from dataclasses import dataclass

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.i18n.gates import LOWEST
from engage.i18n.locales import endonym
from engage.instruments.document import from_document
from engage.instruments.domain.translations import offered
from engage.instruments.models import InstrumentVersion
from engage.surveys import queries, releasing
from engage.surveys.domain.release import AlreadySigned, ChangedMeanwhile, CheckState, SamePerson, digest, state_of
from engage.surveys.forms import CheckForm, SignForm
from engage.surveys.models import Survey
from engage.surveys.models_before_field import ReleaseCheck
from engage.surveys.views.manage_blueprint import account, bp, note, person_id, survey_or_404, title_of
from engage.web.console import render
from engage.web.permissions import Permission, permission


@dataclass(frozen=True, slots=True)
class Shown:
    """A check as its page shows it."""

    check: ReleaseCheck
    state: CheckState
    languages: tuple[tuple[str, str], ...]
    """Tag and name of those that were checked."""
    own: bool
    """Asked for by who looks at it: somebody else has to sign."""


def checks_of(survey: Survey, version: InstrumentVersion) -> list[Shown]:
    """The checks of a survey, the newest first, measured against what would be published."""
    now = digest(version.document)
    return [
        Shown(
            each,
            state_of(signed=each.signed_at is not None, checked=each.digest, now=now),
            tuple((tag, endonym(tag)) for tag in each.languages),
            each.asked_by_id == person_id(),
        )
        for each in queries.checks(db.session(), survey.id)
    ]


@bp.get("/surveys/<slug>/check")
@permission(Permission.SURVEY_EDIT)
def ask_check(slug: str) -> ResponseReturnValue:
    found = survey_or_404(slug)
    return _ask_page(found, _form(found))


@bp.post("/surveys/<slug>/check")
@permission(Permission.SURVEY_EDIT)
def asked_check(slug: str) -> ResponseReturnValue:
    found = survey_or_404(slug)
    form = _form(found)
    if not form.validate():
        return _ask_page(found, form), 422
    releasing.ask(db.session(), found, form.evidence(), by_id=person_id(), by=account(), now=utcnow())
    note("survey.check-asked", found)
    db.session.commit()
    flash(gettext("The release check is asked for. Give this page to the person who signs it."))
    return redirect(url_for("manage.publishing", slug=slug), code=303)


def _form(survey: Survey) -> CheckForm:
    version = queries.newest_version(db.session(), survey.instrument_id)
    if version is None:
        abort(404)
    form = CheckForm()
    form.languages.choices = [(tag, endonym(tag)) for tag in _offered(survey, version)]
    return form


def _offered(survey: Survey, version: InstrumentVersion) -> tuple[str, ...]:
    return offered(from_document(version.document), LOWEST[survey.text_gate])


def _ask_page(survey: Survey, form: CheckForm) -> str:
    findings = queries.findings(db.session(), survey.id)
    unresolved = sum(each.state == "open" for each in findings)
    return render(
        "manage/check.html", survey=survey, title=title_of(survey), form=form, said=len(findings), unresolved=unresolved
    )


@bp.get("/surveys/<slug>/check/<int:check_id>")
@permission(Permission.SURVEY_SEE)
def check(slug: str, check_id: int) -> ResponseReturnValue:
    found = survey_or_404(slug)
    return _check_page(found, _check(found, check_id), SignForm())


@bp.post("/surveys/<slug>/check/<int:check_id>")
@permission(Permission.SURVEY_FIELD)
def sign_check(slug: str, check_id: int) -> ResponseReturnValue:
    found = survey_or_404(slug)
    wanted, form = _check(found, check_id), SignForm()
    if not form.validate():
        return _check_page(found, wanted, form), 422
    try:
        releasing.sign(
            db.session(),
            found,
            wanted.check,
            by_id=person_id(),
            by=account(),
            name=str(form.name.data).strip(),
            role=str(form.role.data).strip(),
            now=utcnow(),
        )
    except (SamePerson, AlreadySigned, ChangedMeanwhile) as refusal:
        db.session.rollback()
        found = survey_or_404(slug)
        return _check_page(found, _check(found, check_id), form, _sentence(refusal)), 409
    note("survey.check-signed", found, check=check_id)
    db.session.commit()
    flash(gettext("The release check is signed."))
    return redirect(url_for("manage.publishing", slug=slug), code=303)


def _check(survey: Survey, check_id: int) -> Shown:
    version = queries.newest_version(db.session(), survey.instrument_id)
    if version is None:
        abort(404)
    found = next((each for each in checks_of(survey, version) if each.check.id == check_id), None)
    if found is None:
        abort(404)
    return found


def _check_page(survey: Survey, shown: Shown, form: SignForm, refusal: str = "") -> str:
    findings = queries.findings(db.session(), survey.id)
    checked = {tag for tag, _ in shown.languages}
    return render(
        "manage/sign.html",
        missing=[endonym(tag) for tag in _offered(survey, shown.check.version) if tag not in checked],
        survey=survey,
        title=title_of(survey),
        shown=shown,
        form=form,
        refusal=refusal,
        said=len(findings),
        unresolved=sum(each.state == "open" for each in findings),
    )


def _sentence(refusal: Refusal) -> str:
    match refusal:
        case SamePerson():
            return gettext("You asked for this check. A second person has to sign it.")
        case AlreadySigned():
            return gettext("This check is signed already.")
    return gettext("The questionnaire changed after this check was asked for. Ask for a new one.")
