"""The list of activities, the page of one, and its form."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from engage.activities import messages, queries, service, showing, words
from engage.activities.domain.describing import Problem, Wrong, without
from engage.activities.domain.kinds import EVENTS, ActivityKind, ActivityState
from engage.activities.forms import SCOPES, STATES, Typed
from engage.activities.models import Activity
from engage.activities.service import ChangedMeanwhile, NotRight, Whose
from engage.activities.views.manage_blueprint import (
    activity_or_404,
    bp,
    edited_hubs,
    first_hub,
    hubs_behind,
    leads,
    title_of,
)
from engage.core.clock import utcnow
from engage.db.folding import localized, words_of
from engage.db.session import db
from engage.hubs import images
from engage.hubs.models import Hub
from engage.i18n.locales import PUBLIC_LANGUAGES, direction, endonym
from engage.web import desk, trail
from engage.web.console import render
from engage.web.desk import listing, offer_undo, require_token
from engage.web.desk.listing import Column, Filter, Table
from engage.web.permissions import Permission, permission

STATE_WORDS = {
    ActivityState.DRAFT: lazy_gettext("Draft"),
    ActivityState.ANNOUNCED: lazy_gettext("Announced"),
    ActivityState.CANCELLED: lazy_gettext("Cancelled"),
    ActivityState.REMOVED: lazy_gettext("Taken away"),
}
_DECLARED = {"declared": True, "run": False}


def _table() -> Table:
    kinds = [(kind.value, words.KINDS[kind]) for kind in ActivityKind]
    return Table(
        columns=(
            Column("title", gettext("Activity"), sort=localized(Activity.title, g.interface)),
            Column("kind", gettext("What"), sort=Activity.kind),
            Column("when", gettext("When"), sort=(Activity.starts_on, Activity.ends_on), descending=True),
            Column("hub", gettext("Hub"), sort=Hub.name),
            Column("state", gettext("State"), sort=Activity.state),
        ),
        tie=Activity.id,
        default="-when",
        filters=(
            Filter("kind", gettext("What"), kinds, lambda value: Activity.kind == value),
            Filter(
                "held",
                gettext("Held"),
                [("declared", gettext("Elsewhere (declared)")), ("run", gettext("With Engage"))],
                lambda value: Activity.declared.is_(_DECLARED[value]),
            ),
            Filter(
                "state",
                gettext("State"),
                [(state.value, STATE_WORDS[state]) for state in ActivityState],
                lambda value: Activity.state == value,
            ),
        ),
        search=(words_of(Activity.title), Hub.name),
    )


@bp.get("/activities")
@permission(Permission.ACTIVITY_SEE)
def every() -> ResponseReturnValue:
    session = db.session()
    statement = queries.within(desk.reach(Permission.ACTIVITY_SEE))
    if request.args.get("state") != ActivityState.REMOVED:
        statement = statement.where(Activity.state != ActivityState.REMOVED)
    page = listing.read(session, statement, _table())
    shown = showing.some(session, [each.id for each in page.rows], lang=g.interface, now=utcnow())
    return render(
        "activities/manage/list.html", page=page, shown=shown, words=words, states=STATE_WORDS, title_of=title_of
    )


@bp.get("/activities/<int:activity_id>")
@permission(Permission.ACTIVITY_SEE)
def activity(activity_id: int) -> ResponseReturnValue:
    found = activity_or_404(activity_id)
    session = db.session()
    public = showing.one(session, found.id, lang=g.interface, now=utcnow())
    languages = found.languages or list(found.title)
    return render(
        "activities/manage/activity.html",
        activity=found,
        title=title_of(found),
        shown=public,
        words=words,
        states=STATE_WORDS,
        languages=[(tag, endonym(tag), direction(tag)) for tag in languages],
        unsummarised=without(found.summary, languages),
        cover=images.shown(session, found.cover),
        uncovered=without(found.cover_text, languages) if found.cover else (),
        desk_address=showing.desk_address(session, found.kind, found.id),
        funding=queries.funding_of(session, found.id),
    )


# -- the form


@bp.get("/activities/new")
@permission(Permission.ACTIVITY_EDIT)
def new() -> ResponseReturnValue:
    lead = first_hub(edited_hubs())
    languages = [tag for tag in (lead.languages if lead else ()) if tag] or [g.interface]
    return _form_page(None, Typed.empty(languages, lead.slug if lead else ""), [])


@bp.post("/activities/new")
@permission(Permission.ACTIVITY_EDIT)
def declare() -> ResponseReturnValue:
    require_token()
    typed = Typed.sent(request.form)
    if request.form.get("_action") == "languages":
        return _form_page(None, typed, [])
    whose, problems = _whose(typed, edited_hubs())
    held, description = typed.held(), typed.description()
    problems = [*typed.problems, *problems, *service.wrong_in(held, description)]
    now = utcnow()
    try:
        if whose is None or problems:
            raise NotRight(problems)
        made = service.declare(db.session(), held, description, whose=whose, now=now)
    except NotRight as refusal:
        db.session.rollback()
        return _form_page(None, typed, _joined(refusal.problems)), 422
    trail.note(db.session(), "activity.declared", "activity", made.id, now=now, hub_id=made.hub_id)
    db.session.commit()
    flash(gettext("The activity is recorded."))
    return redirect(url_for("activities.activity", activity_id=made.id), code=303)


@bp.get("/activities/<int:activity_id>/edit")
@permission(Permission.ACTIVITY_EDIT)
def edit(activity_id: int) -> ResponseReturnValue:
    found = activity_or_404(activity_id)
    return _form_page(found, Typed.of(found), [])


@bp.post("/activities/<int:activity_id>/edit")
@permission(Permission.ACTIVITY_EDIT)
def change(activity_id: int) -> ResponseReturnValue:
    found = activity_or_404(activity_id)
    require_token()
    typed = Typed.sent(request.form, None if found.declared else (found.languages or list(found.title)))
    if request.form.get("_action") == "languages":
        return _form_page(found, typed, [])
    whose, problems = _whose(typed, [*edited_hubs(), found.hub]) if leads(found) else (None, [])
    held, description = typed.held() if found.declared else None, typed.description()
    problems = [*typed.problems, *problems, *service.wrong_in(held, description, found)]
    now = utcnow()
    try:
        if problems:
            raise NotRight(problems)
        service.describe(db.session(), found, description, held=held, whose=whose, seen=_seen(found), now=now)
    except NotRight as refusal:
        db.session.rollback()
        return _form_page(activity_or_404(activity_id), typed, _joined(refusal.problems)), 422
    except ChangedMeanwhile:
        db.session.rollback()
        error = gettext(
            "Somebody else has changed this activity since you opened the page. Below is what you wrote: "
            "compare it with the activity and save again."
        )
        return _form_page(activity_or_404(activity_id), typed, [], error=error), 409
    trail.note(db.session(), "activity.changed", "activity", found.id, now=now, hub_id=found.hub_id)
    db.session.commit()
    flash(gettext("The activity is saved."))
    return redirect(url_for("activities.activity", activity_id=found.id), code=303)


def _seen(found: Activity) -> Any:
    """When the activity had been changed last, if that is still so; else a moment at which it was not."""
    now = found.updated_at or found.created_at
    return now if request.form.get("seen", now.isoformat()) == now.isoformat() else utcnow()


def _joined(problems: Sequence[Problem]) -> list[Problem]:
    """One problem a field: what could not be read before what follows from it."""
    found: dict[str, Wrong] = {}
    for name, what in problems:
        found.setdefault(name, what)
    return list(found.items())


def _whose(typed: Typed, hubs: Sequence[Hub]) -> tuple[Whose | None, list[Problem]]:
    """The hubs as they were chosen: the lead among those whose activities the person edits, others freely."""
    lead = next((hub for hub in hubs if hub.slug == typed.lead), None)
    if lead is None:
        return None, [("hub", Wrong.NOT_YOUR_HUB)]
    beside = frozenset(hub.id for hub in queries.hubs_by_id(db.session(), None) if hub.slug in typed.beside)
    return Whose(lead.id, beside), []


def _form_page(found: Activity | None, typed: Typed, problems: Sequence[Problem], error: str = "") -> str:
    declared = found is None or found.declared
    hubs = {hub.slug: hub for hub in (*edited_hubs(), *([found.hub] if found else []))}
    known = list(dict.fromkeys((*PUBLIC_LANGUAGES, *typed.languages)))
    return render(
        "activities/manage/form.html",
        activity=found,
        declared=declared,
        an_event=found is not None and service.run_as_event(found),
        title=title_of(found) if found else "",
        typed=typed,
        errors={name: messages.wrong(name, what) for name, what in problems},
        error=error,
        seen=(found.updated_at or found.created_at).isoformat() if found else "",
        words=words,
        states=[(state, STATE_WORDS[state]) for state in STATES],
        scopes=SCOPES,
        kinds=EVENTS,
        leads=found is None or leads(found),
        hubs=sorted(hubs.values(), key=lambda hub: hub.name),
        every_hub=queries.hubs_by_id(db.session(), None),
        tags=[(tag, endonym(tag), direction(tag)) for tag in known],
        fields=[(tag, endonym(tag), direction(tag)) for tag in typed.languages],
        more_languages=" ".join(typed.ill_formed),
    )


# -- taking away and bringing back


@bp.post("/activities/<int:activity_id>/remove")
@permission(Permission.ACTIVITY_EDIT)
def remove(activity_id: int) -> ResponseReturnValue:
    found = activity_or_404(activity_id)
    require_token()
    if not found.declared:
        abort(404)
    before, now = found.state, utcnow()
    service.set_state(db.session(), found, ActivityState.REMOVED, now=now)
    trail.note(db.session(), "activity.removed", "activity", found.id, now=now, hub_id=found.hub_id)
    db.session.commit()
    offer_undo(
        gettext("“%(title)s” is taken away.", title=title_of(found)),
        "activities.removed",
        {"id": found.id, "state": before.value},
        hubs=hubs_behind(Permission.ACTIVITY_EDIT, {"activity_id": found.id}) or (),
    )
    return redirect(url_for("activities.every"), code=303)


@bp.post("/activities/<int:activity_id>/back")
@permission(Permission.ACTIVITY_EDIT)
def bring_back(activity_id: int) -> ResponseReturnValue:
    """Of one taken away longer ago than a notice lasts: back as a draft."""
    found = activity_or_404(activity_id)
    require_token()
    if found.state is ActivityState.REMOVED:
        now = utcnow()
        service.set_state(db.session(), found, ActivityState.DRAFT, now=now)
        trail.note(db.session(), "activity.brought_back", "activity", found.id, now=now, hub_id=found.hub_id)
        db.session.commit()
        flash(gettext("It is back, as a draft that only your team sees."))
    return redirect(url_for("activities.activity", activity_id=found.id), code=303)
