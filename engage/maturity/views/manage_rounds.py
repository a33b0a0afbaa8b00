"""The first step of a round: dates, goals, comparisons; opening and closing rating, ending it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.i18n.locales import endonym
from engage.maturity import messages, queries, queries_carried, queries_deviations, wording, words_deviations
from engage.maturity.domain.kinds import Stage, StepName
from engage.maturity.domain.rounds import RoundPlan, changeable
from engage.maturity.forms_rounds import goals, read_goals, read_plan, stored
from engage.maturity.models import Assessment
from engage.maturity.rating import closing
from engage.maturity.rounds import making, opening
from engage.maturity.views import manage_frame
from engage.maturity.views.manage_round_new import language_options, opening_day
from engage.maturity.views.manage_rounds_blueprint import bp
from engage.web.desk import CannotUndo, offer_undo, require_token
from engage.web.desk.forms import Filled, Sent, is_count
from engage.web.permissions import Permission, may_for, permission

CANCELLED = "assessment.cancelled"
"""What is undone: ending a round."""


# -- the step


@bp.get("/<int:number>/round")
@permission(Permission.MATURITY_SEE)
def settings(number: int) -> ResponseReturnValue:
    """Dates, goals, benchmark, and what comes from before."""
    found = manage_frame.round_or_404(number)
    return _settings(found, stored(found))


@bp.post("/<int:number>/round")
@permission(Permission.MATURITY_EDIT)
def change(number: int) -> ResponseReturnValue:
    found, sent = manage_frame.round_or_404(number), Sent(request.form)
    require_token()
    fields = changeable(found.stage)
    plan = read_plan(sent, opening_day(found.hub), fields=fields, before=_plan(found)) if fields else _plan(found)
    if plan is None:
        return _settings(found, sent), 422
    try:
        making.change(db.session(), found, plan, seen=_seen(sent))
    except Refusal as refusal:
        db.session.rollback()
        sent.refuse("", messages.refused(refusal))
        return _settings(manage_frame.round_or_404(number), sent), 409
    manage_frame.note("assessment.changed", found)
    db.session.commit()
    flash(gettext("Saved."))
    return redirect(url_for(".settings", number=number), code=303)


def _plan(found: Assessment) -> RoundPlan:
    names = changeable(Stage.PREPARING)
    return RoundPlan(**{name: getattr(found, name) for name in names})


def _seen(sent: Sent) -> int:
    seen = sent.get("seen")
    return int(seen) if is_count(seen) else 0


def _settings(found: Assessment, filled: Filled) -> str:
    session = db.session()
    before = queries_carried.carried(session, found)
    words = wording.words(session, found.model, g.interface)
    return manage_frame.render(
        found,
        "maturity/manage/round.html",
        step=StepName.ROUND,
        filled=filled,
        fields=changeable(found.stage),
        languages=language_options(),
        language=endonym(found.working_language),
        carried=before,
        words=words,
        deviations=deviations_of(found),
        goals=sum(1 for level in found.targets.values() if level),
    )


def deviations_of(found: Assessment) -> list[str]:
    """What of the protocol is not met, in sentences."""
    if found.stage is Stage.CANCELLED:
        return []
    return [words_deviations.sentence(gettext, each) for each in queries_deviations.deviations(db.session(), found)]


# -- goals


@bp.get("/<int:number>/round/goals")
@permission(Permission.MATURITY_SEE)
def targets(number: int) -> ResponseReturnValue:
    """The target profile: a level for each dimension, refined by indicator."""
    found = manage_frame.round_or_404(number)
    return _goals(found, goals(wording.model_of(found.model), found.targets))


@bp.post("/<int:number>/round/goals")
@permission(Permission.MATURITY_EDIT)
def change_targets(number: int) -> ResponseReturnValue:
    found, sent = manage_frame.round_or_404(number), Sent(request.form)
    require_token()
    read = read_goals(sent, wording.model_of(found.model))
    if sent.wrong:
        return _goals(found, sent), 422
    try:
        making.set_targets(db.session(), found, read, seen=_seen(sent))
    except Refusal as refusal:
        db.session.rollback()
        sent.refuse("", messages.refused(refusal))
        return _goals(manage_frame.round_or_404(number), sent), 409
    manage_frame.note("assessment.goals", found, goals=len(read))
    db.session.commit()
    flash(gettext("The goals are saved."))
    return redirect(url_for(".settings", number=number), code=303)


def _goals(found: Assessment, filled: Filled) -> str:
    words = wording.words(db.session(), found.model, g.interface)
    model = wording.model_of(found.model)
    return manage_frame.render(
        found,
        "maturity/manage/round_goals.html",
        step=StepName.ROUND,
        filled=filled,
        model=model,
        words=words,
        levels=[
            {"value": str(level.value), "label": f"{level.value} – {words[f'level:{level.value}:name']}"}
            for level in model.levels
            if level.value
        ],
        changes=found.stage not in (Stage.SIGNED, Stage.CANCELLED),
    )


# -- benchmark


@bp.post("/<int:number>/benchmark")
@permission(Permission.MATURITY_EDIT)
def benchmark(number: int) -> ResponseReturnValue:
    """Agree that the round stands in benchmarks, or take that back."""
    found = manage_frame.round_or_404(number)
    require_token()
    yes = request.form.get("benchmark") == "yes"
    try:
        making.let_stand_in_benchmarks(db.session(), found, yes=yes)
    except Refusal as refusal:
        db.session.rollback()
        flash(messages.refused(refusal), "error")
        return redirect(url_for(".settings", number=number), code=303)
    manage_frame.note("assessment.benchmark", found, benchmark=yes)
    db.session.commit()
    flash(
        gettext("The round stands in comparisons once it is signed.")
        if yes
        else gettext("The round stands in no comparison that is made from now on.")
    )
    return redirect(url_for(".settings", number=number), code=303)


# -- opening, closing, ending


@bp.post("/<int:number>/open")
@permission(Permission.MATURITY_EDIT)
def open_rating(number: int) -> ResponseReturnValue:
    return _deed(
        number,
        "assessment.rating-opened",
        lambda session, found: opening.open_rating(session, found, now=utcnow()),
        lambda: gettext("Rating is open. Everybody who can be written to gets a mail with their link."),
    )


@bp.post("/<int:number>/close")
@permission(Permission.MATURITY_EDIT)
def close_rating(number: int) -> ResponseReturnValue:
    return _deed(
        number,
        "assessment.rating-closed",
        lambda session, found: closing.close(session, found, now=utcnow()),
        lambda: gettext("Rating is closed. See now where people agree and where they do not."),
    )


def _deed(number: int, action: str, deed: Any, said: Any) -> ResponseReturnValue:
    found = manage_frame.round_or_404(number)
    require_token()
    session = db.session()
    try:
        deed(session, found)
    except Refusal as refusal:
        session.rollback()
        flash(messages.refused(refusal), "error")
        return redirect(url_for("manage_assessments.assessment", number=number), code=303)
    manage_frame.note(action, found)
    session.commit()
    flash(said())
    return redirect(url_for("manage_assessments.assessment", number=number), code=303)


@bp.post("/<int:number>/cancel")
@permission(Permission.MATURITY_EDIT)
def cancel(number: int) -> ResponseReturnValue:
    """End a first look or a round without a result; a notice offers to take that back."""
    found = manage_frame.assessment_or_404(number)
    require_token()
    session = db.session()
    try:
        before = making.cancel(session, found, now=utcnow())
    except Refusal as refusal:
        session.rollback()
        flash(messages.refused(refusal), "error")
        return redirect(url_for("manage_assessments.assessment", number=number), code=303)
    manage_frame.note("assessment.cancelled", found)
    session.commit()
    offer_undo(
        gettext("“%(title)s” is cancelled.", title=found.title),
        CANCELLED,
        {"assessment": number, "stage": before.value},
        hubs={found.hub_id},
    )
    return redirect(url_for("manage_assessments.assessments"), code=303)


def bring_back(session: Session, kept: Mapping[str, Any], _now: datetime) -> str:
    """Cancelling undone."""
    found = queries.by_id(session, kept["assessment"])
    if found is None or not may_for(Permission.MATURITY_EDIT, {found.hub_id}):
        raise CannotUndo(gettext("It is no longer there. Nothing was changed."))
    try:
        making.bring_back(session, found, Stage(kept["stage"]))
    except Refusal:
        raise CannotUndo(gettext("It is no longer cancelled. Nothing was changed.")) from None
    manage_frame.note("assessment.brought-back", found)
    return gettext("It is back, as it was.")
