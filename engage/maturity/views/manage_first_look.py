"""A first look: one page a question, saved at each answer; then where the hub stands, and three things to do next."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.maturity import messages, queries, wording, words_console_first_look
from engage.maturity.domain.kinds import AssessmentKind, Stage
from engage.maturity.domain.model import Indicator
from engage.maturity.domain.rounds import RoundPlan
from engage.maturity.forms_rounds import months_before
from engage.maturity.models import AssessedLevel, Assessment
from engage.maturity.rounds import first_look, making
from engage.maturity.views import manage_frame
from engage.maturity.views.manage_first_look_result import shown
from engage.maturity.views.manage_round_new import (
    MONTHS,
    first_hub,
    hub_options,
    language_of,
    model_in_use,
    opening_day,
    own_hubs,
)
from engage.web.console import render
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, permission

bp = Blueprint("manage_first_look", __name__, template_folder="../templates", url_prefix="/console/assessments")
CANNOT_SAY = "cannot-say"
REASON = 2_000


# -- a new one


@bp.get("/first-look")
@permission(Permission.MATURITY_EDIT)
def new() -> ResponseReturnValue:
    hub = first_hub(own_hubs())
    if hub is None:
        abort(404)
    title = gettext("First look %(year)s", year=format_date(utcnow(), "yyyy", rebase=False))
    return _new_page(Filled({"hub": hub.slug, "title": title}))


@bp.post("/first-look")
@permission(Permission.MATURITY_EDIT)
def begin() -> ResponseReturnValue:
    require_token()
    session, sent, hubs = db.session(), Sent(request.form), {hub.slug: hub for hub in own_hubs()}
    if not hubs:
        abort(404)
    slug = sent.read_one("hub", hubs) if len(hubs) > 1 else next(iter(hubs))
    title = sent.read_text("title", needed=gettext("Write a title."))
    if sent.wrong:
        return _new_page(sent), 422
    hub = hubs[slug]
    today = opening_day(hub)
    try:
        model = model_in_use()
        plan = RoundPlan(
            title=title,
            period_from=months_before(today, wording.model_of(model).period_months or MONTHS),
            period_until=today,
            rating_until=None,
            workshop_on=None,
            working_language=language_of(hub),
            pay="",
        )
        made = making.begin(session, hub, model, AssessmentKind.FIRST_LOOK, plan, now=utcnow())
    except Refusal as refusal:
        session.rollback()
        sent.refuse("", messages.refused(refusal))
        return _new_page(sent), 409
    manage_frame.note("assessment.added", made, kind=made.kind.value)
    session.commit()
    return redirect(url_for(".question", number=made.id, indicator=first_look.asked(made)[0].id), code=303)


def _new_page(filled: Filled) -> str:
    return render("maturity/manage/first_look_new.html", filled=filled, hubs=hub_options(own_hubs()))


# -- the questions


@bp.get("/<int:number>/first-look")
@permission(Permission.MATURITY_SEE)
def questions(number: int) -> ResponseReturnValue:
    """All questions, with what was said so far."""
    found = _first_look_or_404(number)
    levels = queries.levels(db.session(), found.id)
    asked = first_look.asked(found)
    return manage_frame.render(
        found,
        "maturity/manage/first_look.html",
        tab="overview",
        asked=asked,
        levels=levels,
        said=sum(1 for each in asked if each.id in levels),
        following=next((each for each in asked if each.id not in levels), None),
        words=wording.words(db.session(), found.model, g.interface),
        open=found.stage is Stage.PREPARING,
    )


@bp.get("/<int:number>/first-look/<indicator>")
@permission(Permission.MATURITY_EDIT)
def question(number: int, indicator: str) -> ResponseReturnValue:
    found = _first_look_or_404(number)
    asked = _asked_or_404(found, indicator)
    if found.stage is not Stage.PREPARING:
        return redirect(url_for(".result", number=number), code=303)
    return _question(found, asked, _stored(queries.levels(db.session(), found.id).get(asked.id)))


@bp.post("/<int:number>/first-look/<indicator>")
@permission(Permission.MATURITY_EDIT)
def answer(number: int, indicator: str) -> ResponseReturnValue:
    """Keep the answer, then on to the next question, back, or to the list."""
    found, sent = _first_look_or_404(number), Sent(request.form)
    require_token()
    asked, model = _asked_or_404(found, indicator), wording.model_of(found.model)
    action = sent.get("_action")
    given = _read(sent, asked, [each.id for each in model.evidence_classes])
    leaving = action in ("back", "list") and not sent.get("level")
    if given is None and not leaving:
        return _question(found, asked, sent), 422
    if given is not None:
        try:
            first_look.give(db.session(), found, asked, given)
        except Refusal as refusal:
            db.session.rollback()
            flash(messages.refused(refusal), "error")
            return redirect(url_for("manage_assessments.assessment", number=number), code=303)
        db.session.commit()
    return redirect(_onward(found, asked, action), code=303)


def _read(sent: Sent, asked: Indicator, classes: list[str]) -> first_look.Given | None:
    levels = [str(at) for at in range(len(asked.levels))]
    level = sent.get("level")
    if not level:
        sent.refuse("level", gettext("Choose the one that fits best, or say that you cannot tell."))
    elif level != CANNOT_SAY:
        sent.read_one("level", levels)
    if level != CANNOT_SAY and sent.get("evidence") not in classes:
        sent.refuse("evidence", gettext("Say what there is to show for it."))
    reason = sent.read_text("reason", most=REASON)
    if sent.wrong:
        return None
    if level == CANNOT_SAY:
        return first_look.Given(None, "", reason)
    return first_look.Given(int(level), sent.get("evidence"), reason)


def _stored(row: AssessedLevel | None) -> Filled:
    if row is None:
        return Filled()
    level = CANNOT_SAY if row.level is None else str(row.level)
    return Filled({"level": level, "evidence": row.evidence_class, "reason": row.reason})


def _question(found: Assessment, asked: Indicator, filled: Filled) -> str:
    every = first_look.asked(found)
    words = wording.words(db.session(), found.model, g.interface)
    place = next(at for at, each in enumerate(every) if each.id == asked.id)
    return manage_frame.render(
        found,
        "maturity/manage/first_look_question.html",
        filled=filled,
        indicator=asked,
        words=words,
        place=place + 1,
        all=len(every),
        levels=_levels(asked, words),
        evidence=words_console_first_look.evidence(wording.model_of(found.model), words),
    )


def _levels(asked: Indicator, words: Mapping[str, str]) -> list[dict[str, Any]]:
    """In plain words where the model has them."""
    plain = "plain:" if asked.plain_levels else ""
    shown: list[dict[str, Any]] = [
        {"value": str(at), "label": words[f"{asked.id}:{plain}{at}"]} for at in range(len(asked.levels))
    ]
    return [*shown, {"divider": gettext("or")}, {"value": CANNOT_SAY, "label": gettext("We cannot tell")}]


def _onward(found: Assessment, asked: Indicator, action: str) -> str:
    every = first_look.asked(found)
    place = next(at for at, each in enumerate(every) if each.id == asked.id)
    place += -1 if action == "back" else 1
    if action == "list" or not 0 <= place < len(every):
        return url_for(".questions", number=found.id)
    return url_for(".question", number=found.id, indicator=every[place].id)


def _asked_or_404(found: Assessment, indicator: str) -> Indicator:
    asked = next((each for each in first_look.asked(found) if each.id == indicator), None)
    if asked is None:
        abort(404)
    return asked


def _first_look_or_404(number: int) -> Assessment:
    found = manage_frame.assessment_or_404(number)
    if found.kind is not AssessmentKind.FIRST_LOOK:
        abort(404)
    return found


# -- what came of it


@bp.post("/<int:number>/first-look/finish")
@permission(Permission.MATURITY_EDIT)
def finish(number: int) -> ResponseReturnValue:
    found = _first_look_or_404(number)
    require_token()
    try:
        first_look.finish(db.session(), found, now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        flash(messages.refused(refusal), "error")
        return redirect(url_for(".questions", number=number), code=303)
    manage_frame.note("assessment.first-look-finished", found)
    db.session.commit()
    return redirect(url_for(".result", number=number), code=303)


@bp.post("/<int:number>/first-look/again")
@permission(Permission.MATURITY_EDIT)
def again(number: int) -> ResponseReturnValue:
    """Change answers of a finished first look."""
    found = _first_look_or_404(number)
    require_token()
    try:
        first_look.take_up_again(db.session(), found)
    except Refusal as refusal:
        db.session.rollback()
        flash(messages.refused(refusal), "error")
        return redirect(url_for(".result", number=number), code=303)
    manage_frame.note("assessment.first-look-again", found)
    db.session.commit()
    return redirect(url_for(".questions", number=number), code=303)


@bp.get("/<int:number>/first-look/result")
@permission(Permission.MATURITY_SEE)
def result(number: int) -> ResponseReturnValue:
    """Where the hub stands as its team sees it, and three things to do next. It is no assessment."""
    found = _first_look_or_404(number)
    if found.stage is Stage.PREPARING:
        return redirect(url_for(".questions", number=number), code=303)
    return manage_frame.render(found, "maturity/manage/first_look_result.html", tab="overview", **shown(found))
