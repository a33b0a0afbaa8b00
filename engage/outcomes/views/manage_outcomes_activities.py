"""In which activities it was said: chosen among those of the hub, and those that it takes part in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from engage.activities import queries as activities
from engage.activities import showing
from engage.activities import words as activity_words
from engage.activities.domain.kinds import ActivityState
from engage.activities.models import Activity
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.folding import words_of
from engage.db.session import db
from engage.outcomes import writing
from engage.outcomes.models import Outcome
from engage.outcomes.views import manage_outcomes_blueprint as base
from engage.outcomes.views.manage_outcomes import refused
from engage.outcomes.views.manage_outcomes_blueprint import bp, note, outcome_or_404
from engage.web.console import render
from engage.web.desk import matches, require_token, searching
from engage.web.desk.forms import Filled, Sent, is_count
from engage.web.permissions import Permission, permission

MOST = 50
"""So many are offered at once; a search finds the others."""


@bp.get("/<int:outcome_id>/activities")
@permission(Permission.OUTCOME_EDIT)
def where_said(outcome_id: int) -> ResponseReturnValue:
    found = outcome_or_404(outcome_id)
    chosen = [str(each.activity_id) for each in found.activities]
    return _page(found, Filled(lists={"activities": chosen}))


@bp.post("/<int:outcome_id>/activities")
@permission(Permission.OUTCOME_EDIT)
def save_where_said(outcome_id: int) -> ResponseReturnValue:
    """What rests on an activity that is taken out goes with it."""
    require_token()
    found = outcome_or_404(outcome_id)
    before, sent = writing.read(found), Sent(request.form)
    known = {*before.activities, *_selectable(found)}
    chosen = tuple(sorted(known & {int(each) for each in sent.all("activities") if is_count(each)}))
    rests = tuple(each for each in before.rests if each.activity_id is None or each.activity_id in chosen)
    try:
        after = replace(before, activities=chosen, rests=rests)
        writing.change(db.session(), found, after, seen=base.seen(found), now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        status = refused(refusal, sent, before.source)
        return _page(outcome_or_404(outcome_id), sent), status
    note("outcome.activities-changed", found)
    db.session.commit()
    flash(gettext("Saved."))
    return redirect(url_for(".outcome", outcome_id=outcome_id, _anchor="activities"), code=303)


def _selectable(found: Outcome) -> set[int]:
    """Activities of the hub that are no drafts, and those of others that it takes part in."""
    out = (ActivityState.DRAFT, ActivityState.REMOVED)
    own = activities.within([found.hub_id]).where(Activity.state.not_in(out)).with_only_columns(Activity.id)
    taking_part = showing.shown(db.session(), lang=g.interface, now=utcnow(), hub=found.hub_id, covers=False)
    return {*db.session().scalars(own), *(each.id for each in taking_part)}


def _offered(ids: set[int], asked: str) -> tuple[Sequence[Activity], bool]:
    """Those that have the words that were looked for, the newest first; and whether there are more."""
    statement = select(Activity).where(Activity.id.in_(sorted(ids)))
    if looked_for := searching.words_in(asked):
        statement = statement.where(matches(looked_for, words_of(Activity.title)))
    statement = statement.order_by(Activity.starts_on.desc().nulls_last(), Activity.id.desc()).limit(MOST + 1)
    found = db.session().scalars(statement).all()
    return found[:MOST], len(found) > MOST


def _page(found: Outcome, filled: Filled) -> str:
    asked = searching.clean(request.args.get("q", ""))
    chosen = {each.activity_id: each.activity for each in found.activities}
    offered, more = _offered(_selectable(found) - chosen.keys(), asked)
    return render(
        "outcomes/manage/activities.html",
        outcome=found,
        filled=filled,
        asked=asked,
        chosen=[_option(each) for each in chosen.values()],
        offered=[_option(each) for each in offered],
        more=more,
        most=MOST,
    )


def _option(activity: Activity) -> Mapping[str, str]:
    title = base.said(activity.title)[0] or gettext("Without a title")
    about = [str(activity_words.KINDS[activity.kind]), base.hub_name(activity.hub)]
    first, last = activity.starts_on, activity.ends_on or activity.starts_on
    if isinstance(first, date) and isinstance(last, date):
        about.append(activity_words.span(first, last))
    return {"value": str(activity.id), "label": title, "hint": " · ".join(about)}
