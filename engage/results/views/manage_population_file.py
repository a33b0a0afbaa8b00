"""Populations from a file: first what it says and what is wrong with it by line, then they are kept."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.db.session import db
from engage.results.domain import population_file
from engage.results.domain.population_file import ReadFile
from engage.results.views import population_forms as forms
from engage.results.views.manage_populations import bp, choices, country_of, page_at, shown, source_of
from engage.results.views.team_pages import Page
from engage.results.weighting import keeping
from engage.web.desk import require_token
from engage.web.desk.forms import Sent
from engage.web.permissions import Permission, permission


@bp.get("/surveys/<slug>/populations/file")
@permission(Permission.RESULTS_DECIDE)
def upload(slug: str) -> ResponseReturnValue:
    return _upload_page(page_at(slug), Sent(request.args))


@bp.post("/surveys/<slug>/populations/file")
@permission(Permission.RESULTS_DECIDE)
def take(slug: str) -> ResponseReturnValue:
    """First what the file says, then, when that was looked at, it is kept."""
    require_token()
    page, sent = page_at(slug), Sent(request.form)
    text = request.form.get("text", "")
    if "file" in request.files and request.files["file"].filename:
        said = forms.file_text(request.files["file"])
        if said is None:
            sent.refuse("file", gettext("This is no CSV file, or it is larger than 1 MB. Save the table as CSV first."))
        text = said or ""
    elif not text.strip():
        sent.refuse("file", gettext("Choose a file, or paste the table below."))
    source = source_of(sent)
    country = country_of(page, sent)
    if sent.wrong:
        return _upload_page(page, sent, text=text), 422
    names = {each["value"]: each["label"] for each in choices(page)}
    found = population_file.read(text, list(page.items.values()), names=names, country=country)
    if foreign := _foreign(page, found):
        sent.refuse("file", foreign)
    good = found.good and not foreign
    if not good or sent.get("_action") != "keep":
        return _upload_page(page, sent, text=text, found=found), 200 if good else 422
    try:
        keeping.keep(
            db.session(), page.survey, found.populations, source, replace=sent.get("replace") == "yes", seen=page.seen
        )
    except keeping.NameTaken as taken:
        db.session.rollback()
        sent.refuse("replace", gettext("There is a population called %(name)s already.", name=", ".join(taken.names)))
        return _upload_page(page_at(slug), sent, text=text, found=found), 409
    page.note("results.populations-kept", names=[each.name for each in found.populations])
    db.session.commit()
    flash(forms.kept(len(found.populations)))
    return redirect(url_for("result_populations.index", slug=slug), code=303)


def _upload_page(page: Page, sent: Sent, *, text: str = "", found: ReadFile | None = None) -> str:
    there = {each.name for each in keeping.populations(db.session(), page.survey.id)}
    return page.render(
        "results/manage/population_file.html",
        form=sent,
        text=text,
        found=found,
        read=[shown(page, each) for each in found.populations] if found else [],
        taken=[each.name for each in found.populations if each.name in there] if found else [],
        findings=forms.sentences(found.findings, of_file=True) if found else [],
        countries=page.countries(),
        items=choices(page),
    )


def _foreign(page: Page, found: ReadFile) -> str:
    if page.seen is None or all(each.country in page.seen for each in found.populations):
        return ""
    return gettext("There is a country in it whose responses you do not see.")
