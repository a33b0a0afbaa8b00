"""Facts of an assessment: what the platform has counted, what was declared, and what has to be explained."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from engage.activities.domain.shown import picked
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.maturity import forms_evidence, words_evidence
from engage.maturity.domain.kinds import AssessmentKind, Stage
from engage.maturity.domain.model import Metric
from engage.maturity.evidence import explaining, facts
from engage.maturity.evidence.facts import WrongFigures
from engage.maturity.evidence.shown import shown_facts
from engage.maturity.measuring import Counted, measures
from engage.maturity.messages import refused
from engage.maturity.models import Assessment
from engage.maturity.standing import Standing, standing
from engage.maturity.views import manage_frame
from engage.maturity.views.evidence_parts import changes, inside, language, said_in
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, may_for, permission

bp = Blueprint("manage_facts", __name__, template_folder="../templates", url_prefix="/console/assessments")
MOST_ROWS = 500


@bp.get("/<int:number>/facts")
@permission(Permission.MATURITY_SEE)
def facts_page(number: int) -> ResponseReturnValue:
    found = manage_frame.assessment_or_404(number)
    _, said = said_in(found)
    shown = shown_facts(db.session(), found, language(), inside=inside(found))
    now_known = standing(db.session(), found) if tests_are_shown(found) else None
    return _page(
        found,
        "maturity/manage/facts.html",
        facts=shown,
        countable=measures(current_app),
        measured_at=max((each.measured_at for each in shown if each.measured_at), default=None),
        tests=_tests(now_known, said) if now_known else {},
        wanted=_wanted(found, now_known, said) if now_known else [],
        changes=changes(found),
    )


def tests_are_shown(found: Assessment) -> bool:
    """While people rate nobody sees what facts would allow; in a first look nobody rates but who looks."""
    return found.kind is AssessmentKind.FIRST_LOOK or found.stage in (Stage.CONSENSUS, Stage.SIGNED)


def _tests(known: Standing, said: Mapping[str, str]) -> Mapping[str, list[dict[str, Any]]]:
    """By metric, what it is a test of and how that came out."""
    found: dict[str, list[dict[str, Any]]] = {}
    for indicator, results in known.tests.items():
        for (metric, level), outcome in results.items():
            found.setdefault(metric, []).append(
                {
                    "indicator": indicator,
                    "title": said[f"{indicator}:title"],
                    "level": level,
                    "test": said[f"{indicator}:test:{metric}:{level}"],
                    "outcome": outcome,
                }
            )
    return found


def _wanted(found: Assessment, known: Standing, said: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "wanted": each,
            "title": said[f"{each.indicator}:title"],
            "level": said[f"level:{each.level}:name"],
            "test": said[f"{each.indicator}:test:{each.metric}:{each.level}"],
            "name": said[f"metric:{each.metric}:name"],
        }
        for each in explaining.wanted(db.session(), found, known)
    ]


@bp.post("/<int:number>/facts/measure")
@permission(Permission.MATURITY_EDIT)
def measure(number: int) -> ResponseReturnValue:
    """Count again what the platform can count."""
    found = manage_frame.assessment_or_404(number)
    require_token()
    try:
        count = facts.measure(db.session(), found, measures(current_app), now=utcnow())
    except Refusal as refusal:
        return _refused(number, refusal)
    manage_frame.note("assessment.measured", found, metrics=count)
    db.session.commit()
    flash(
        ngettext("%(num)s metric is counted.", "%(num)s metrics are counted.", count)
        if count
        else gettext("There is nothing that could be counted in this period.")
    )
    return redirect(url_for(".facts_page", number=number), code=303)


@bp.get("/<int:number>/facts/<metric>")
@permission(Permission.MATURITY_SEE)
def counted(number: int, metric: str) -> ResponseReturnValue:
    """What a metric is, and what was looked at to count it."""
    found = manage_frame.assessment_or_404(number)
    wanted = _metric_or_404(found, metric)
    known = measures(current_app)
    there = facts.rows(db.session(), found, wanted.id, known, now=utcnow())
    return _page(
        found,
        "maturity/manage/facts_counted.html",
        fact=shown_facts(db.session(), found, language(), [wanted.id], inside=inside(found))[0],
        countable=wanted.id in known,
        rows=[_row(each) for each in there[:MOST_ROWS]],
        more=max(0, len(there) - MOST_ROWS),
        counts=sum(each.counts for each in there),
        changes=changes(found),
    )


def _row(each: Counted) -> dict[str, Any]:
    title = each.title if isinstance(each.title, str) else picked(each.title, language())[0]
    open_to = bool(each.endpoint) and may_for(each.label, each.hubs)
    return {
        "title": title or gettext("Without a title"),
        "day": each.day,
        "counts": each.counts,
        "address": url_for(each.endpoint, **each.arguments) if open_to else "",
    }


# -- by hand


@bp.get("/<int:number>/facts/<metric>/declare")
@permission(Permission.MATURITY_EDIT)
def declare(number: int, metric: str) -> ResponseReturnValue:
    found = manage_frame.assessment_or_404(number)
    wanted = _metric_or_404(found, metric)
    return _form(found, wanted, forms_evidence.filled_facts(facts.of(db.session(), found.id).get(wanted.id)))


@bp.post("/<int:number>/facts/<metric>/declare")
@permission(Permission.MATURITY_EDIT)
def keep(number: int, metric: str) -> ResponseReturnValue:
    found, sent = manage_frame.assessment_or_404(number), Sent(request.form)
    require_token()
    wanted = _metric_or_404(found, metric)
    given, note = forms_evidence.read_facts(sent, _open_figures(found, wanted))
    if sent.wrong:
        return _form(found, wanted, sent), 422
    try:
        facts.declare(db.session(), found, wanted, given, note, now=utcnow())
    except WrongFigures as wrong:
        db.session.rollback()
        forms_evidence.refuse_figures(sent, wanted, wrong.found)
        return _form(manage_frame.assessment_or_404(number), wanted, sent), 409
    except Refusal as refusal:
        return _refused(number, refusal)
    manage_frame.note("assessment.fact-declared", found, metric=wanted.id)
    db.session.commit()
    flash(gettext("It is kept as declared by hand."))
    return redirect(url_for(".facts_page", number=number), code=303)


def _open_figures(found: Assessment, metric: Metric) -> list[Any]:
    """Those that the platform has not counted."""
    fact = facts.of(db.session(), found.id).get(metric.id)
    known = facts.computed(fact) if fact else {}
    return [each for each in metric.figures if each.name not in known]


def _form(found: Assessment, metric: Metric, filled: Filled) -> str:
    _, said = said_in(found)
    return _page(
        found,
        "maturity/manage/facts_declare.html",
        filled=filled,
        fact=shown_facts(db.session(), found, language(), [metric.id], inside=inside(found))[0],
        figures=[
            (
                f"{forms_evidence.FIGURE}{each.name}",
                said[f"metric:{metric.id}:figure:{each.name}"],
                str(forms_evidence.UNITS[each.unit]),
            )
            for each in _open_figures(found, metric)
        ],
        changes=changes(found),
    )


# -- explaining


@bp.get("/<int:number>/facts/explain/<indicator>/<metric>/<int:level>")
@permission(Permission.MATURITY_EDIT)
def explain(number: int, indicator: str, metric: str, level: int) -> ResponseReturnValue:
    """Why a test is not passed although its level is claimed."""
    found = manage_frame.assessment_or_404(number)
    known = _known_or_404(found)
    wanted = next(
        (each for each in _wanted_here(found, known) if each["wanted"].key == (indicator, metric, level)), None
    )
    if wanted is None:
        return redirect(url_for(".facts_page", number=number), code=303)
    return _explain(found, wanted, Filled({"text": wanted["wanted"].text}))


@bp.post("/<int:number>/facts/explain/<indicator>/<metric>/<int:level>")
@permission(Permission.MATURITY_EDIT)
def keep_explanation(number: int, indicator: str, metric: str, level: int) -> ResponseReturnValue:
    found, sent = manage_frame.assessment_or_404(number), Sent(request.form)
    require_token()
    known = _known_or_404(found)
    text = forms_evidence.read_explanation(sent)
    wanted = next(
        (each for each in _wanted_here(found, known) if each["wanted"].key == (indicator, metric, level)), None
    )
    if sent.wrong and wanted is not None:
        return _explain(found, wanted, sent), 422
    try:
        explaining.explain(db.session(), found, known, (indicator, metric, level), text)
    except Refusal as refusal:
        return _refused(number, refusal)
    manage_frame.note("assessment.explained", found, indicator=indicator, metric=metric)
    db.session.commit()
    flash(gettext("The explanation is kept. It stands in the report."))
    return redirect(url_for(".facts_page", number=number), code=303)


def _known_or_404(found: Assessment) -> Standing:
    if not tests_are_shown(found):
        abort(404)
    return standing(db.session(), found)


def _wanted_here(found: Assessment, known: Standing) -> list[dict[str, Any]]:
    return _wanted(found, known, said_in(found)[1])


def _explain(found: Assessment, wanted: Mapping[str, Any], filled: Filled) -> str:
    fact = shown_facts(db.session(), found, language(), [wanted["wanted"].metric], inside=inside(found))[0]
    return _page(
        found,
        "maturity/manage/facts_explain.html",
        filled=filled,
        fact=fact,
        changes=changes(found),
        **wanted,
    )


# -- parts of pages


def _metric_or_404(found: Assessment, metric: str) -> Metric:
    model, _ = said_in(found)
    wanted = next((each for each in model.metrics if each.id == metric), None)
    if wanted is None:
        abort(404)
    return wanted


def _refused(number: int, refusal: Refusal) -> ResponseReturnValue:
    db.session.rollback()
    flash(refused(refusal), "error")
    return redirect(url_for(".facts_page", number=number), code=303)


def _page(found: Assessment, template: str, **values: Any) -> str:
    return manage_frame.render(found, template, tab="facts", evidence_words=words_evidence, **values)
