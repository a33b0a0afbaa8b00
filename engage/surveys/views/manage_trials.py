"""Before the field: test links by language, and what testers said."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import direction, endonym
from engage.instruments.document import from_document
from engage.instruments.domain.definition import Instrument
from engage.instruments.rendering.texts import plain
from engage.surveys import queries, trials
from engage.surveys.models import Survey
from engage.surveys.models_before_field import FindingState, TrialFinding
from engage.surveys.views.manage_blueprint import account, bp, note, require_token, survey_or_404, title_of
from engage.web.console import render
from engage.web.permissions import Permission, permission


@bp.get("/surveys/<slug>/trial")
@permission(Permission.SURVEY_SEE)
def trial(slug: str) -> ResponseReturnValue:
    return _page(survey_or_404(slug))


def _page(survey: Survey, *, error: str = "", wrong: int = 0) -> str:
    version = queries.newest_version(db.session(), survey.instrument_id)
    if version is None:
        abort(404)
    instrument = from_document(version.document)
    links = {link.language: link for link in queries.trial_links(db.session(), survey.id)}
    every = queries.findings(db.session(), survey.id)
    asked = {name: request.args.get(name, "") for name in ("state", "language", "version", "item")}
    return render(
        "manage/trial.html",
        survey=survey,
        title=title_of(survey),
        version=version,
        languages=[
            {"tag": tag, "name": endonym(tag), "dir": direction(tag), "link": links.get(tag)}
            for tag in instrument.languages
        ],
        findings=[_row(finding, instrument) for finding in every if _wanted(finding, asked)],
        total=len(every),
        unresolved=sum(each.state is FindingState.OPEN for each in every),
        asked=asked,
        choices={
            "language": [(tag, endonym(tag)) for tag in sorted({each.language for each in every})],
            "version": [(str(number), str(number)) for number in sorted({each.version for each in every})],
            "item": [
                (name, _question(instrument, name)) for name in sorted({each.item for each in every if each.item})
            ],
        },
        error=error,
        wrong=wrong,
    )


def _wanted(finding: TrialFinding, asked: dict[str, str]) -> bool:
    return all(not value or str(getattr(finding, name)) == value for name, value in asked.items())


def _row(finding: TrialFinding, instrument: Instrument) -> dict[str, Any]:
    return {
        "finding": finding,
        "question": _question(instrument, finding.item),
        "language": endonym(finding.language),
        "dir": direction(finding.language),
    }


def _question(instrument: Instrument, name: str) -> str:
    if not name:
        return gettext("The survey as a whole")
    item = instrument.item(name)
    return f"{plain(item.label.source)} ({name})" if item and item.label.source else name


@bp.post("/surveys/<slug>/trial")
@permission(Permission.SURVEY_EDIT)
def change_links(slug: str) -> ResponseReturnValue:
    """Make a link for a language anew, or revoke it."""
    found = survey_or_404(slug)
    require_token()
    language = request.form.get("language", "")
    version = queries.newest_version(db.session(), found.instrument_id)
    if version is None or language not in from_document(version.document).languages:
        abort(400)
    if request.form.get("_action") == "revoke":
        for link in queries.trial_links(db.session(), found.id):
            if link.language == language:
                trials.revoke(db.session(), link, now=utcnow())
        note("survey.test-link-revoked", found, language=language)
        flash(gettext("The test link is revoked. Nobody can open it any more."))
    else:
        trials.make_link(db.session(), found, language, by=account(), now=utcnow())
        note("survey.test-link-made", found, language=language)
        flash(gettext("The test link works. Give it to the people who try the survey."))
    db.session.commit()
    return redirect(url_for("manage.trial", slug=slug), code=303)


@bp.post("/surveys/<slug>/trial/<int:finding_id>")
@permission(Permission.SURVEY_EDIT)
def settle(slug: str, finding_id: int) -> ResponseReturnValue:
    """Close a comment with what became of it, or open it again."""
    found = survey_or_404(slug)
    require_token()
    finding = db.session().get(TrialFinding, finding_id)
    if finding is None or finding.survey_id != found.id:
        abort(404)
    if request.form.get("_action") == "reopen":
        trials.reopen(db.session(), finding)
    else:
        try:
            trials.close(db.session(), finding, answer=request.form.get("answer", ""), by=account(), now=utcnow())
        except trials.AnswerMissing:
            db.session.rollback()
            error = gettext("Say what became of this comment.")
            return _page(survey_or_404(slug), error=error, wrong=finding_id), 422
    db.session.commit()
    return redirect(url_for("manage.trial", slug=slug, _anchor=f"finding-{finding_id}"), code=303)
