"""Outcomes in the console: the list, a new one, the page of one, what it says."""

from collections.abc import Mapping
from dataclasses import replace

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import ColumnElement

from engage.activities import queries as activities
from engage.activities import showing
from engage.activities import words as activity_words
from engage.activities.models import Activity
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.folding import localized, words_of
from engage.db.session import db
from engage.hubs.models import Hub
from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.outcomes import messages, queries, writing
from engage.outcomes.domain import checking
from engage.outcomes.domain.kinds import RecommendationState
from engage.outcomes.domain.ledger import any_overdue, handed_before
from engage.outcomes.domain.written import Written
from engage.outcomes.forms_writing import chosen_languages, read_outcome, refuse, stored_outcome
from engage.outcomes.models import Outcome
from engage.outcomes.views import manage_outcomes_blueprint as base
from engage.outcomes.views.manage_outcomes_blueprint import bp, note, outcome_or_404, tongue
from engage.outcomes.writing import resting
from engage.outcomes.writing.keeping import ChangedMeanwhile, NotRight
from engage.web import desk
from engage.web.console import render
from engage.web.desk import listing, require_token
from engage.web.desk.forms import Filled, Sent, is_count, options
from engage.web.desk.listing import Column, Filter, Table
from engage.web.permissions import Permission, may_for, permission

# -- the list


def _table() -> Table:
    late = handed_before(base.today(), base.answer_days())
    states = [(state.value, said) for state, said in messages.STATES.items()]
    kept: dict[str, ColumnElement[bool]] = {
        "overdue": queries.overdue(late),
        "draft": Outcome.published_at.is_(None),
        "public": Outcome.published_at.is_not(None),
    }
    shown = [
        ("overdue", gettext("An answer is overdue")),
        ("draft", gettext("Draft")),
        ("public", gettext("Everybody reads it")),
    ]
    return Table(
        columns=(
            Column("title", gettext("Outcome"), sort=localized(Outcome.title, g.interface)),
            Column("hub", gettext("Hub"), sort=Hub.name),
            Column("state", gettext("State")),
            Column("public", gettext("For everybody"), sort=Outcome.published_at, descending=True),
            Column("changed", gettext("Changed"), sort=Outcome.updated_at, descending=True),
        ),
        tie=Outcome.id,
        default="-changed",
        filters=(
            Filter("state", gettext("State"), states, lambda value: queries.in_state(RecommendationState(value))),
            Filter("show", gettext("Show"), shown, lambda value: kept[value]),
        ),
        search=(words_of(Outcome.title), words_of(Outcome.heard)),
    )


@bp.get("")
@permission(Permission.OUTCOME_SEE)
def every() -> ResponseReturnValue:
    """Those of the hubs for which who asks may see them, drafts too."""
    statement = queries.within(desk.reach(Permission.OUTCOME_SEE))
    page = listing.read(db.session(), statement, _table())
    days, today = base.answer_days(), base.today()
    return render(
        "outcomes/manage/outcomes.html",
        page=page,
        states=messages.STATES,
        tags=messages.STATE_TAGS,
        state_of=base.state_of,
        is_overdue=lambda outcome: any_overdue(outcome.recommendations, today, days),
        days=days,
    )


# -- a new one


@bp.get("/new")
@permission(Permission.OUTCOME_EDIT)
def new() -> ResponseReturnValue:
    """Empty, or with what is known of the activity in which it was said."""
    activity = _activity_asked()
    hubs = base.own_hubs()
    lead = _lead(hubs, activity)
    known = activity.languages if activity else lead.languages if lead else []
    languages = [tag for tag in known if tag] or [g.interface]
    written = Written(
        languages=tuple(languages),
        title={},
        mission_areas=tuple(activity.mission_areas) if activity else (),
        sectors=tuple(activity.sectors) if activity else (),
        activities=(activity.id,) if activity else (),
    )
    return _form(None, stored_outcome(written, lead.slug if lead else ""), written, activity=activity)


@bp.post("/new")
@permission(Permission.OUTCOME_EDIT)
def add() -> ResponseReturnValue:
    require_token()
    activity, hubs = _activity_asked(), base.own_hubs()
    before = Written((), {}, activities=(activity.id,) if activity else ())
    sent = Sent(request.form)
    if request.form.get("_action") == "languages":
        return _form(None, sent, replace(before, languages=chosen_languages(sent)), activity=activity)
    written, hub = read_outcome(sent, before, hubs)
    now = utcnow()
    refuse(sent, checking.problems(written, now.date()), written.source, at=None, named=_NAMED)
    if sent.wrong:
        return _form(None, sent, written, activity=activity), 422
    outcome = writing.create(db.session(), hubs[hub].id, written, now=now)
    note("outcome.created", outcome)
    db.session.commit()
    flash(gettext("The outcome is saved as a draft. Add what is recommended."))
    return redirect(url_for(".outcome", outcome_id=outcome.id), code=303)


_NAMED = {"mission_areas": "areas"}
"""Fields that the form calls otherwise than the rules do."""


def _activity_asked() -> Activity | None:
    """The activity that an address or a form names: one that who asks may see, or in which a hub of theirs takes
    part."""
    value = request.values.get("activity", "")
    found = activities.by_id(db.session(), int(value)) if is_count(value) else None
    if found is None or may_for(Permission.ACTIVITY_SEE, activities.owners(db.session(), found.id)):
        return found
    mine = [hub.id for hub in base.own_hubs().values()]
    taking_part = showing.shown(db.session(), lang=g.interface, now=utcnow(), hub=mine, covers=False)
    return found if found.id in {each.id for each in taking_part} else None


def _lead(hubs: Mapping[str, Hub], activity: Activity | None) -> Hub | None:
    """The hub that a new outcome begins with: of the activity, else the one chosen in the header, else the first."""
    owners = activities.owners(db.session(), activity.id) if activity else frozenset()
    chosen = desk.current_hub()
    wanted = [activity.hub_id if activity else 0, *owners, chosen.id if chosen else 0]
    by_id = {hub.id: hub for hub in hubs.values()}
    ids = {hub.id for hub in hubs.values()}
    whole = (hub for hub in hubs.values() if hub.parent_id not in ids)
    return next((by_id[each] for each in wanted if each in by_id), None) or next(whole, None)


# -- the page of one


@bp.get("/<int:outcome_id>")
@permission(Permission.OUTCOME_SEE)
def outcome(outcome_id: int) -> ResponseReturnValue:
    found = outcome_or_404(outcome_id)
    written = writing.read(found)
    needed = checking.problems(written, base.today(), public=True)
    clocks = [(each, base.clock(each)) for each in found.recommendations]
    return render(
        "outcomes/manage/outcome.html",
        outcome=found,
        clocks=clocks,
        states=messages.STATES,
        tags=messages.STATE_TAGS,
        state=base.state_of(found),
        overdue=sum(clock.overdue for _, clock in clocks),
        days=base.answer_days(),
        needed=[named_problem(each) for each in needed],
        languages=[(tongue(tag), missing_words(written, tag)) for tag in written.languages],
        offered=checking.offered(written),
        rests=list(zip(found.rests, resting.shown(db.session(), found.rests, g.interface), strict=True)),
        areas=activity_words.AREAS,
        sectors=activity_words.SECTORS,
    )


def named_problem(problem: checking.Problem) -> str:
    """What is missing, and in which recommendation."""
    sentence = messages.sentence(problem)
    if problem.at is None or problem.field in ("label", "link"):
        return sentence
    return gettext("Recommendation %(number)s: %(problem)s", number=problem.at + 1, problem=sentence)


def missing_words(written: Written, tag: str) -> list[str]:
    """The texts that a language lacks, as a list says them."""
    if tag == written.source:
        return []
    return [_missing(each) for each in checking.missing(written, tag)]


def _missing(each: checking.Missing) -> str:
    name = str(messages.FIELDS[each.field])
    if each.at is None or each.field == "label":
        return name
    return gettext("Recommendation %(number)s: %(problem)s", number=each.at + 1, problem=name)


# -- what it says


@bp.get("/<int:outcome_id>/edit")
@permission(Permission.OUTCOME_EDIT)
def edit(outcome_id: int) -> ResponseReturnValue:
    found = outcome_or_404(outcome_id)
    written = writing.read(found)
    return _form(found, stored_outcome(written, found.hub.slug), written)


@bp.post("/<int:outcome_id>/edit")
@permission(Permission.OUTCOME_EDIT)
def change(outcome_id: int) -> ResponseReturnValue:
    require_token()
    found = outcome_or_404(outcome_id)
    before = writing.read(found)
    sent, hubs = Sent(request.form), {found.hub.slug: found.hub, **base.own_hubs()}
    if request.form.get("_action") == "languages":
        return _form(found, sent, replace(before, languages=chosen_languages(sent)))
    written, hub = read_outcome(sent, before, hubs)
    if sent.wrong:
        return _form(found, sent, written), 422
    try:
        moved = None if hubs[hub].id == found.hub_id else hubs[hub].id
        writing.change(db.session(), found, written, seen=base.seen(found), now=utcnow(), hub_id=moved)
    except Refusal as refusal:
        db.session.rollback()
        status = refused(refusal, sent, written.source)
        return _form(outcome_or_404(outcome_id), sent, written), status
    note("outcome.changed", found)
    db.session.commit()
    flash(gettext("Saved."))
    return redirect(url_for(".outcome", outcome_id=outcome_id), code=303)


def refused(refusal: Refusal, sent: Filled, source: str, at: int | None = None) -> int:
    """What a form says when saving was refused, at the fields that are wrong; and the status of the answer."""
    if isinstance(refusal, ChangedMeanwhile):
        sent.errors.setdefault("", messages.changed_meanwhile())
        return 409
    if isinstance(refusal, NotRight):
        refuse(sent, refusal.problems, source, at=at, named=_NAMED)
        return 422
    raise refusal


def _form(found: Outcome | None, filled: Filled, written: Written, *, activity: Activity | None = None) -> str:
    hubs = base.own_hubs()
    if found is not None:
        hubs = {found.hub.slug: found.hub, **hubs}
    known = list(dict.fromkeys((*PUBLIC_LANGUAGES, *written.languages)))
    filled.text["languages_more"] = filled.get("languages_more") if "languages_more" in filled.errors else ""
    filled.lists["languages"] = list(written.languages)
    return render(
        "outcomes/manage/form.html",
        outcome=found,
        activity=activity,
        filled=filled,
        hubs=[{"value": slug, "label": base.hub_name(hub)} for slug, hub in hubs.items()],
        tags=[tongue(tag) for tag in known],
        fields=[tongue(tag) for tag in written.languages],
        areas=options(activity_words.AREAS, lambda each: activity_words.AREAS[each]),
        sectors=options(activity_words.SECTORS, lambda each: activity_words.SECTORS[each]),
    )
