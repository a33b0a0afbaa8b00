"""The plan of a signed round: at most five actions, what is checked off, and when the hub looks again."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.maturity import messages, wording, words_console_signing
from engage.maturity.domain import next_steps, planning, signed
from engage.maturity.domain.kinds import ActionState, AssessmentKind, StepName
from engage.maturity.forms_signing import NOTE, proposed, read_action, stored
from engage.maturity.models import Assessment
from engage.maturity.models_after import Action, Snapshot
from engage.maturity.signing import plans, signatures, snapshots
from engage.maturity.views import manage_frame
from engage.web import desk
from engage.web.desk import ToDo, require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, actor, permission

bp = Blueprint("manage_plan", __name__, template_folder="../templates", url_prefix="/console/assessments")
PROPOSED = 5


def _signed_or_404(number: int) -> tuple[Assessment, Snapshot, signed.Signed]:
    found = manage_frame.round_or_404(number)
    snapshot = snapshots.of(db.session(), found.id)
    if snapshot is None:
        abort(404)
    return found, snapshot, snapshots.read(snapshot)


@bp.get("/<int:number>/plan")
@permission(Permission.MATURITY_SEE)
def plan(number: int) -> ResponseReturnValue:
    """The actions by their day; what would help most; when the next rounds are due."""
    found = manage_frame.round_or_404(number)
    session = db.session()
    snapshot = snapshots.of(session, found.id)
    listed = plans.actions(session, found.id)
    return manage_frame.render(
        found,
        "maturity/manage/plan.html",
        step=StepName.PLAN,
        words=wording.words(session, found.model, g.interface),
        actions=listed,
        today=plans.today_of(found.hub, utcnow()),
        states=words_console_signing.STATES,
        state_tags_of=words_console_signing.STATE_TAGS,
        full=_counting(listed) >= planning.MOST_ACTIONS,
        proposals=_proposals(found, snapshots.read(snapshot), listed) if snapshot else [],
        repeats=_repeats(snapshot) if snapshot else [],
    )


def _counting(listed: Any) -> int:
    return sum(each.state is not ActionState.DROPPED for each in listed)


def _proposals(found: Assessment, result: signed.Signed, listed: Any) -> list[next_steps.NextStep]:
    """The steps that matter most, without those that have an action."""
    planned = {each.indicator for each in listed if each.state is not ActionState.DROPPED}
    steps = next_steps.next_steps(
        wording.model_of(found.model), result.score, targets=result.targets, most=PROPOSED + len(planned)
    )
    return [each for each in steps if each.indicator not in planned][:PROPOSED]


def _repeats(snapshot: Snapshot) -> list[tuple[AssessmentKind, Any]]:
    return [
        (AssessmentKind.CORE, planning.add_months(snapshot.signed_on, planning.CORE_MONTHS)),
        (AssessmentKind.FULL, planning.add_months(snapshot.signed_on, planning.FULL_MONTHS)),
    ]


# -- one action


@bp.get("/<int:number>/plan/new")
@permission(Permission.MATURITY_EDIT)
def new(number: int) -> ResponseReturnValue:
    """Choose the indicator first; then the form, begun with its next descriptor."""
    found, _, result = _signed_or_404(number)
    words = wording.words(db.session(), found.model, g.interface)
    levels = _next_levels(found, result)
    indicator = request.args.get("indicator", "")
    if indicator not in levels:
        return _choose_page(found, levels, words)
    title = words[f"{indicator}:title"]
    descriptor = words[f"{indicator}:{levels[indicator]}"]
    return _action_page(found, proposed(planning.statements(descriptor), title), indicator, levels[indicator])


def _choose_page(found: Assessment, levels: Mapping[str, int], words: Mapping[str, str]) -> str:
    return manage_frame.render(
        found,
        "maturity/manage/plan_choose.html",
        step=StepName.PLAN,
        filled=Filled(),
        choices=[{"value": each, "label": f"{each} – {words[f'{each}:title']}"} for each in levels],
    )


@bp.post("/<int:number>/plan/new")
@permission(Permission.MATURITY_EDIT)
def add(number: int) -> ResponseReturnValue:
    found, _, result = _signed_or_404(number)
    require_token()
    sent, session, levels = Sent(request.form), db.session(), _next_levels(found, result)
    indicator = sent.get("indicator")
    if indicator not in levels:
        abort(404)
    planned = read_action(sent)
    if planned is None:
        return _action_page(found, sent, indicator, levels[indicator]), 422
    try:
        made = plans.add(session, found, indicator, levels[indicator], planned, now=utcnow())
    except Refusal as refusal:
        session.rollback()
        sent.refuse("", messages.refused(refusal))
        return _action_page(manage_frame.round_or_404(number), sent, indicator, levels[indicator]), 409
    manage_frame.note("assessment.action-added", found, indicator=indicator, planned=made.id)
    session.commit()
    flash(gettext("The action stands in the plan."))
    return redirect(url_for(".plan", number=number), code=303)


def _next_levels(found: Assessment, result: signed.Signed) -> dict[str, int]:
    """The next level of each indicator that has one."""
    top = wording.model_of(found.model).top
    return {
        id_: each.supported + 1
        for id_, each in result.score.indicators.items()
        if each.supported is not None and each.supported < top
    }


def _action_page(found: Assessment, filled: Filled, indicator: str, level: int, action: Action | None = None) -> str:
    return manage_frame.render(
        found,
        "maturity/manage/plan_action.html",
        step=StepName.PLAN,
        filled=filled,
        words=wording.words(db.session(), found.model, g.interface),
        indicator=indicator,
        level=level,
        action=action,
        states=words_console_signing.STATES,
        state_tags_of=words_console_signing.STATE_TAGS,
    )


def _action_or_404(number: int, action_id: int) -> tuple[Assessment, Action]:
    found = manage_frame.round_or_404(number)
    action = plans.action(db.session(), found.id, action_id)
    if action is None:
        abort(404)
    return found, action


@bp.get("/<int:number>/plan/<int:action_id>")
@permission(Permission.MATURITY_EDIT)
def action(number: int, action_id: int) -> ResponseReturnValue:
    """One action: what it says, what is checked off, how it ended."""
    found, one = _action_or_404(number, action_id)
    return _action_page(found, stored(one), one.indicator, one.level, one)


@bp.post("/<int:number>/plan/<int:action_id>")
@permission(Permission.MATURITY_EDIT)
def change(number: int, action_id: int) -> ResponseReturnValue:
    found, one = _action_or_404(number, action_id)
    require_token()
    sent = Sent(request.form)
    planned = read_action(sent)
    if planned is None:
        return _action_page(found, sent, one.indicator, one.level, one), 422
    return _deed(
        number,
        action_id,
        "assessment.action-changed",
        lambda session, _found, wanted: plans.change(session, wanted, planned),
        gettext("Saved."),
    )


@bp.post("/<int:number>/plan/<int:action_id>/statements")
@permission(Permission.MATURITY_EDIT)
def check_off(number: int, action_id: int) -> ResponseReturnValue:
    """Which statements are true by now."""
    require_token()
    true = {int(each) for each in request.form.getlist("done") if each.isascii() and each.isdecimal() and len(each) < 3}
    return _deed(
        number,
        action_id,
        "assessment.action-checked",
        lambda session, _found, wanted: plans.check_off(session, wanted, true),
        gettext("Saved."),
    )


@bp.post("/<int:number>/plan/<int:action_id>/state")
@permission(Permission.MATURITY_EDIT)
def close(number: int, action_id: int) -> ResponseReturnValue:
    """Done, dropped with a reason, or open again."""
    found, one = _action_or_404(number, action_id)
    require_token()
    sent = Sent(request.form)
    state = sent.read_one("state", ActionState)
    needed = gettext("Say why it is dropped.") if state == ActionState.DROPPED else ""
    note = sent.read_text("note", most=NOTE, needed=needed)
    if sent.wrong:
        shown = stored(one)
        shown.errors, shown.text["note"], shown.text["state"] = sent.errors, sent.get("note"), sent.get("state")
        return _action_page(found, shown, one.indicator, one.level, one), 422
    return _deed(
        number,
        action_id,
        "assessment.action-closed",
        lambda session, assessment, wanted: plans.close(
            session, assessment, wanted, ActionState(state), note, utcnow()
        ),
        gettext("Saved."),
    )


def _deed(number: int, action_id: int, what: str, deed: Any, said: str) -> ResponseReturnValue:
    found, one = _action_or_404(number, action_id)
    session: Session = db.session()
    try:
        deed(session, found, one)
    except Refusal as refusal:
        session.rollback()
        flash(messages.refused(refusal), "error")
        return redirect(url_for(".action", number=number, action_id=action_id), code=303)
    manage_frame.note(what, found, planned=action_id, state=one.state.value)
    session.commit()
    flash(said)
    return redirect(url_for(".plan", number=number), code=303)


# -- on the start page


def waiting(session: Session) -> list[ToDo]:
    """Actions that are due soon or overdue, and rounds that wait for one's signature."""
    found = []
    now = utcnow()
    for assessment, due in plans.waiting(session, desk.reach(Permission.MATURITY_EDIT), now):
        over = sum(each.due_on < plans.today_of(assessment.hub, now) for each in due)
        address = url_for("manage_plan.plan", number=assessment.id)
        if over:
            text = ngettext(
                "%(title)s: %(num)s action of the plan is overdue.",
                "%(title)s: %(num)s actions of the plan are overdue.",
                over,
                title=assessment.title,
            )
            found.append(ToDo(text, address, gettext("Look at the plan"), urgent=True))
        if len(due) > over:
            text = ngettext(
                "%(title)s: %(num)s action of the plan is due within two weeks.",
                "%(title)s: %(num)s actions of the plan are due within two weeks.",
                len(due) - over,
                title=assessment.title,
            )
            found.append(ToDo(text, address, gettext("Look at the plan")))
    for assessment in signatures.waiting(session, desk.reach(Permission.MATURITY_SIGN), actor().id):
        text = gettext("%(title)s waits for your signature.", title=assessment.title)
        found.append(ToDo(text, url_for("manage_signing.sign_off", number=assessment.id), gettext("Read and sign")))
    return found
