"""Publishing results: what, in which words, a look at it, and the editions that there were."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.i18n.locales import endonym
from engage.results import service
from engage.results.domain.plan import MOST_CROSSINGS, fitting
from engage.results.published import Issue, Issues
from engage.results.publishing import figures, keeping, working
from engage.results.publishing.naming import names_of_filters
from engage.results.reporting import items
from engage.results.views import publishing_forms as forms
from engage.results.views import publishing_words as words
from engage.results.views.public_reading import Document, Here, served
from engage.results.views.public_results import preview as public_preview
from engage.results.views.team_pages import Page, blueprint, page_of
from engage.results.weighting import keeping as weightings
from engage.surveys.models import Survey
from engage.web.desk import require_token
from engage.web.desk.forms import Sent
from engage.web.permissions import Permission, actor, permission

bp = blueprint("result_publishing", __name__)


def _page(slug: str) -> Page:
    """What is published is of all responses: it is for those who may see them all."""
    found = page_of(slug, Permission.RESULTS_PUBLISH)
    if found.seen is not None:
        abort(404)
    return found


@bp.get("/surveys/<slug>/publishing")
@permission(Permission.RESULTS_PUBLISH)
def page(slug: str) -> ResponseReturnValue:
    return _overview(_page(slug))


def _overview(here: Page, *, problem: str = "", number: int = 0) -> str:
    session, survey = db.session(), here.survey
    row = keeping.page(session, survey)
    made = keeping.made_of(row)
    published = figures.read(made["figures"]) if "figures" in made else None
    editions = list(reversed(keeping.editions(session, survey.id)))
    return here.render(
        "results/manage/publishing.html",
        row=row,
        plan=fitting(keeping.plan_of(row), here.instrument),
        published=published,
        told=words.hidden(published, here) if published else [],
        audit=made.get("audit", {}),
        refused=words.refused(made["refused"], here) if "refused" in made else None,
        job=working.under_way(session, survey),
        editions=editions,
        current=next((each for each in editions if each.withdrawn_on is None), None),
        languages=[(tag, endonym(tag)) for tag in here.instrument.languages],
        texts_missing=words.missing(row, here),
        problem=problem,
        taking=number,
    )


# -- the plan


@bp.get("/surveys/<slug>/publishing/plan")
@permission(Permission.RESULTS_PUBLISH)
def plan(slug: str) -> ResponseReturnValue:
    here, sent = _page(slug), Sent(request.args)
    forms.fill(sent, keeping.page(db.session(), here.survey))
    return _form_page(here, sent)


@bp.post("/surveys/<slug>/publishing/plan")
@permission(Permission.RESULTS_PUBLISH)
def change(slug: str) -> ResponseReturnValue:
    require_token()
    here, sent = _page(slug), Sent(request.form)
    wanted = forms.typed(here, sent, _waves(here.survey), weightings.weightings(db.session(), here.survey.id))
    said = forms.texts(here, sent)
    if sent.wrong:
        return _form_page(here, sent), 422
    try:
        keeping.save(db.session(), here.survey, wanted, said, revision=_revision(sent))
    except keeping.ChangedMeanwhile:
        db.session.rollback()
        here = _page(slug)
        sent.refuse("", gettext("Somebody changed it since you opened this page. What you typed is still here."))
        row = keeping.page(db.session(), here.survey)
        sent.text["_revision"] = str(row.revision if row else 0)
        return _form_page(here, sent), 409
    here.note("results.plan-changed")
    db.session.commit()
    flash(gettext("The plan is kept. Have the figures made, then look at them."))
    return redirect(url_for(".page", slug=slug), code=303)


def _revision(sent: Sent) -> int:
    said = sent.get("_revision")
    return int(said) if said.isdecimal() and len(said) < 10 else -1


def _waves(survey: Survey) -> list[Survey]:
    """The surveys before this one that have results published, the last one first."""
    found: list[Survey] = []
    session, before = db.session(), survey.earlier_id
    while before is not None and before not in {each.id for each in found}:
        earlier = session.get(Survey, before)
        if earlier is None:
            break
        found.append(earlier)
        before = earlier.earlier_id
    return [each for each in found if keeping.current(session, each)]


def _form_page(here: Page, sent: Sent) -> str:
    session = db.session()
    used = [n for n in range(MOST_CROSSINGS) if sent.get(f"rows-{n}") or sent.get(f"columns-{n}")]
    shown = min((used[-1] + 1 if used else 0) + forms.MORE, MOST_CROSSINGS)
    choice = [{"value": "", "label": gettext("None")}]
    weights = [each for each in weightings.weightings(session, here.survey.id) if "margins" in (each.found or {})]
    return here.render(
        "results/manage/publishing_plan.html",
        form=sent,
        questions=forms.questions(here),
        rows=choice + [{"value": each["value"], "label": each["label"]} for each in forms.questions(here)],
        columns=choice + forms.groups(here),
        crossings=range(shown),
        filters=forms.filters(here),
        weightings=choice + [{"value": str(each.id), "label": each.name} for each in weights],
        waves=[{"value": str(each.id), "label": _title(each)} for each in _waves(here.survey)],
        places=forms.places(here, sent),
    )


def _title(survey: Survey) -> str:
    edition = keeping.current(db.session(), survey)
    title = figures.read(edition.figures).title if edition else {}
    return f"{next(iter(title.values()), survey.slug)} ({survey.slug})"


# -- made, looked at, published, taken back


@bp.post("/surveys/<slug>/publishing/make")
@permission(Permission.RESULTS_PUBLISH)
def make(slug: str) -> ResponseReturnValue:
    require_token()
    here = _page(slug)
    if keeping.page(db.session(), here.survey) is None:
        abort(409)
    working.ask(db.session(), here.survey, names_of_filters(), by=actor().id, now=utcnow())
    here.note("results.figures-asked-for")
    db.session.commit()
    flash(gettext("The figures are being made. That takes a minute or two: you can go on with something else."))
    return redirect(url_for(".page", slug=slug), code=303)


@bp.get("/surveys/<slug>/publishing/preview/<lang:lang>")
@permission(Permission.RESULTS_PUBLISH)
def preview(slug: str, lang: str) -> ResponseReturnValue:
    """The public page, from the protected figures that wait."""
    here = _page(slug)
    row = keeping.page(db.session(), here.survey)
    made = keeping.made_of(row)
    if row is None or "figures" not in made:
        abort(404)
    published = figures.read(made["figures"])
    document = Document(published, dict(row.texts), made["figures"])
    if lang not in served(document):
        abort(404)
    issue = Issue(0, made["after"] + 1, utcnow(), None, "")
    code = request.args.get("group", "")
    asked = Here(Issues(here.survey, (issue,)), issue, document, lang, items.group(published, code) if code else None)
    return public_preview(asked, url_for(".preview", slug=slug, lang=lang))


@bp.post("/surveys/<slug>/publishing/publish")
@permission(Permission.RESULTS_PUBLISH)
def publish(slug: str) -> ResponseReturnValue:
    require_token()
    here, sent = _page(slug), Sent(request.form)
    if not service.enough(db.session(), here.survey):
        abort(404)
    try:
        edition = keeping.freeze(db.session(), here.survey, revision=_revision(sent), now=utcnow(), by=actor().name)
    except Refusal:
        db.session.rollback()
        problem = gettext("The plan changed since these figures were made, or somebody published. Look again.")
        return _overview(_page(slug), problem=problem), 409
    here.note("results.published", edition=edition.number)
    number = edition.number
    db.session.commit()
    flash(gettext("Edition %(number)s is published. Everybody can see it.", number=number))
    return redirect(url_for(".page", slug=slug), code=303)


@bp.post("/surveys/<slug>/publishing/<int:number>/take-back")
@permission(Permission.RESULTS_PUBLISH)
def take_back(slug: str, number: int) -> ResponseReturnValue:
    require_token()
    here, sent = _page(slug), Sent(request.form)
    reason = sent.read_text("reason", most=500, needed=gettext("Say why: the public page tells it."))
    if sent.wrong:
        return _overview(here, problem=sent.errors["reason"], number=number), 422
    try:
        keeping.take_back(db.session(), here.survey, number, reason=reason, now=utcnow())
    except keeping.NoSuchEdition:
        db.session.rollback()
        return _overview(_page(slug), problem=gettext("This edition was taken back already.")), 409
    here.note("results.taken-back", edition=number, reason=reason)
    db.session.commit()
    flash(gettext("Edition %(number)s is taken back. Its page says so, and why.", number=number))
    return redirect(url_for(".page", slug=slug), code=303)
