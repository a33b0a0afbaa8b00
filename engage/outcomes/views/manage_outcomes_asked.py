"""The recommendations of an outcome: added, changed, put in order, removed."""

from dataclasses import replace

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.outcomes import messages, writing
from engage.outcomes.domain.kinds import CitizensRole, RecommendationState
from engage.outcomes.domain.written import Asked, Written
from engage.outcomes.forms_writing import read_asked, stored_asked
from engage.outcomes.models import Outcome
from engage.outcomes.views import manage_outcomes_blueprint as base
from engage.outcomes.views.manage_outcomes import refused
from engage.outcomes.views.manage_outcomes_blueprint import bp, note, outcome_or_404, tongue
from engage.web.console import render
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, permission


@bp.get("/<int:outcome_id>/recommendations/new")
@permission(Permission.OUTCOME_EDIT)
def new_asked(outcome_id: int) -> ResponseReturnValue:
    found = outcome_or_404(outcome_id)
    written = writing.read(found)
    return _form(found, written, None, stored_asked(Asked({})))


@bp.post("/<int:outcome_id>/recommendations/new")
@permission(Permission.OUTCOME_EDIT)
def add_asked(outcome_id: int) -> ResponseReturnValue:
    return _save(outcome_id, None)


@bp.get("/<int:outcome_id>/recommendations/<int:number>")
@permission(Permission.OUTCOME_EDIT)
def asked(outcome_id: int, number: int) -> ResponseReturnValue:
    found = outcome_or_404(outcome_id)
    written = writing.read(found)
    at = _place(written, number)
    return _form(found, written, at, stored_asked(written.recommendations[at]))


@bp.post("/<int:outcome_id>/recommendations/<int:number>")
@permission(Permission.OUTCOME_EDIT)
def change_asked(outcome_id: int, number: int) -> ResponseReturnValue:
    return _save(outcome_id, number)


def _place(written: Written, number: int) -> int:
    """Where a recommendation stands, by its id; 404 for one that is not there (any more)."""
    found = next((at for at, each in enumerate(written.recommendations) if each.id == number), None)
    if found is None:
        abort(404)
    return found


def _save(outcome_id: int, number: int | None) -> ResponseReturnValue:
    require_token()
    found = outcome_or_404(outcome_id)
    before = writing.read(found)
    at = None if number is None else _place(before, number)
    sent = Sent(request.form)
    typed = read_asked(sent, Asked({}) if at is None else before.recommendations[at], before.languages)
    if sent.wrong:
        return _form(found, before, at, sent), 422
    every = list(before.recommendations)
    place = len(every) if at is None else at
    every[place : place + 1] = [typed]
    try:
        after = replace(before, recommendations=tuple(every))
        writing.change(db.session(), found, after, seen=base.seen(found), now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        status = refused(refusal, sent, before.source, at=place)
        return _form(outcome_or_404(outcome_id), before, at, sent), status
    note("outcome.recommendation-added" if at is None else "outcome.recommendation-changed", found)
    db.session.commit()
    flash(gettext("The recommendation is saved."))
    return redirect(url_for(".outcome", outcome_id=outcome_id, _anchor="recommendations"), code=303)


def _form(found: Outcome, written: Written, at: int | None, filled: Filled) -> str:
    source, *others = written.languages
    return render(
        "outcomes/manage/recommendation.html",
        outcome=found,
        at=at,
        number=None if at is None else written.recommendations[at].id,
        filled=filled,
        source=tongue(source),
        others=[tongue(tag) for tag in others],
        states=[
            {"value": state.value, "label": messages.STATES[state], "hint": messages.STATE_HINTS[state]}
            for state in RecommendationState
        ],
        roles=[
            {"value": "", "label": gettext("Not said")},
            *(
                {"value": role.value, "label": messages.ROLES[role][0], "hint": messages.ROLES[role][1]}
                for role in CitizensRole
            ),
        ],
        names=messages.FIELDS,
        days=base.answer_days(),
    )


@bp.post("/<int:outcome_id>/recommendations/<int:number>/move")
@permission(Permission.OUTCOME_EDIT)
def move_asked(outcome_id: int, number: int) -> ResponseReturnValue:
    """One place up or down."""
    require_token()
    found = outcome_or_404(outcome_id)
    before = writing.read(found)
    at, every = _place(before, number), list(before.recommendations)
    to = at - 1 if request.form.get("to") == "up" else at + 1
    if 0 <= to < len(every):
        every[at], every[to] = every[to], every[at]
        if _kept(found, replace(before, recommendations=tuple(every))):
            note("outcome.recommendation-moved", found)
            db.session.commit()
    return redirect(url_for(".outcome", outcome_id=outcome_id, _anchor="recommendations"), code=303)


@bp.get("/<int:outcome_id>/recommendations/<int:number>/remove")
@permission(Permission.OUTCOME_EDIT)
def ask_to_remove(outcome_id: int, number: int) -> ResponseReturnValue:
    """Its words and its answer go with it: asked before."""
    found = outcome_or_404(outcome_id)
    at = _place(writing.read(found), number)
    return render("outcomes/manage/recommendation_remove.html", outcome=found, asked=found.recommendations[at])


@bp.post("/<int:outcome_id>/recommendations/<int:number>/remove")
@permission(Permission.OUTCOME_EDIT)
def remove_asked(outcome_id: int, number: int) -> ResponseReturnValue:
    require_token()
    found = outcome_or_404(outcome_id)
    before = writing.read(found)
    at = _place(before, number)
    every = (*before.recommendations[:at], *before.recommendations[at + 1 :])
    if _kept(found, replace(before, recommendations=every)):
        note("outcome.recommendation-removed", found)
        db.session.commit()
        flash(gettext("The recommendation is removed."))
    return redirect(url_for(".outcome", outcome_id=outcome_id, _anchor="recommendations"), code=303)


def _kept(found: Outcome, after: Written) -> bool:
    """Whether a change without a form was kept; why not is said on the next page."""
    try:
        writing.change(db.session(), found, after, seen=base.seen(found), now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        filled = Filled()
        refused(refusal, filled, after.source)
        for sentence in filled.errors.values():
            flash(sentence, "error")
        return False
    return True
