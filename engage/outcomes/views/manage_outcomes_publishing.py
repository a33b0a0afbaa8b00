"""An outcome goes to everybody: what they will read, what is missing, who is told; taken back; a draft removed."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.outcomes import messages, telling, writing
from engage.outcomes.domain import checking
from engage.outcomes.models import Outcome
from engage.outcomes.telling import service as told
from engage.outcomes.views import manage_outcomes_blueprint as base
from engage.outcomes.views.manage_outcomes import missing_words, named_problem, refused
from engage.outcomes.views.manage_outcomes_blueprint import bp, note, outcome_or_404, tongue
from engage.outcomes.writing import resting
from engage.web.console import render
from engage.web.desk import require_token
from engage.web.desk.forms import Filled
from engage.web.permissions import Permission, permission


@bp.get("/<int:outcome_id>/publish")
@permission(Permission.OUTCOME_EDIT)
def before_publishing(outcome_id: int) -> ResponseReturnValue:
    return _page(outcome_or_404(outcome_id))


@bp.post("/<int:outcome_id>/publish")
@permission(Permission.OUTCOME_EDIT)
def publish(outcome_id: int) -> ResponseReturnValue:
    require_token()
    found, now = outcome_or_404(outcome_id), utcnow()
    try:
        writing.publish(db.session(), found, now=now, seen=base.seen(found))
    except Refusal as refusal:
        db.session.rollback()
        filled = Filled()
        status = refused(refusal, filled, "")
        return _page(outcome_or_404(outcome_id), filled.errors.get("", "")), status
    note("outcome.published", found)
    people = telling.tell(db.session(), found, now=now)
    db.session.commit()
    flash(gettext("Everybody can read the outcome now."))
    if people:
        flash(
            ngettext(
                "%(num)s person who wanted to hear what came of it gets a mail.",
                "%(num)s people who wanted to hear what came of it get a mail.",
                people,
            )
        )
    return redirect(url_for(".outcome", outcome_id=outcome_id), code=303)


def _page(found: Outcome, error: str = "") -> str:
    written = writing.read(found)
    source = written.source
    return render(
        "outcomes/manage/publish.html",
        outcome=found,
        written=written,
        error=error,
        source=tongue(source),
        needed=[named_problem(each) for each in checking.problems(written, base.today(), public=True)],
        languages=[(tongue(tag), missing_words(written, tag)) for tag in written.languages],
        not_handed=[at for at, each in enumerate(written.recommendations, start=1) if each.handed_on is None],
        rests=resting.shown(db.session(), found.rests, source),
        people=told.waiting(db.session(), found),
        states=messages.STATES,
        tags=messages.STATE_TAGS,
    )


@bp.post("/<int:outcome_id>/withdraw")
@permission(Permission.OUTCOME_EDIT)
def withdraw(outcome_id: int) -> ResponseReturnValue:
    require_token()
    found = outcome_or_404(outcome_id)
    writing.withdraw(db.session(), found, now=utcnow())
    note("outcome.withdrawn", found)
    db.session.commit()
    flash(gettext("Only the team sees the outcome now."))
    return redirect(url_for(".outcome", outcome_id=outcome_id), code=303)


@bp.get("/<int:outcome_id>/remove")
@permission(Permission.OUTCOME_EDIT)
def before_removing(outcome_id: int) -> ResponseReturnValue:
    """All its words go: asked before."""
    return render("outcomes/manage/remove.html", outcome=outcome_or_404(outcome_id))


@bp.post("/<int:outcome_id>/remove")
@permission(Permission.OUTCOME_EDIT)
def remove(outcome_id: int) -> ResponseReturnValue:
    require_token()
    found = outcome_or_404(outcome_id)
    try:
        note("outcome.removed", found)
        writing.remove(db.session(), found)
    except writing.IsPublic:
        db.session.rollback()
        flash(gettext("Everybody can read this outcome. Take it back first."), "error")
        return redirect(url_for(".outcome", outcome_id=outcome_id), code=303)
    db.session.commit()
    flash(gettext("The draft is deleted."))
    return redirect(url_for(".every"), code=303)
