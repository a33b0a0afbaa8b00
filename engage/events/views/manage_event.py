"""The page of one event: what it is, where it stands, what is still missing; and announcing, pausing, taking away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities import words
from engage.activities.domain.kinds import ActivityState
from engage.activities.queries import owners
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import messages, queries
from engage.events.domain import publishing
from engage.events.domain.publishing import Advice, Missing
from engage.events.editing import announcing, programme, wording
from engage.events.editing.announcing import NotReady
from engage.events.models import Event, EventMove
from engage.events.views.manage_event_blueprint import bp
from engage.events.views.manage_event_words import hours, span
from engage.events.views.manage_events import hub_name
from engage.events.views.manage_frame import event_or_404, note, render, title_of
from engage.i18n.locales import direction, endonym
from engage.web.desk import CannotUndo, offer_undo, require_token
from engage.web.permissions import Permission, may_for, permission

REMOVED = "events.removed"
"""What is undone: taking a draft away."""
_WHERE: Mapping[Missing | Advice, str] = {
    Missing.TITLE: "manage_events.texts",
    Missing.SUMMARY: "manage_events.texts",
    Missing.PAST: "manage_events.when",
    Missing.SITE: "manage_events.sites",
    Missing.ADDRESS: "manage_events.sites",
    Missing.CONTACT: "manage_events.settings",
    Missing.QUESTIONS: "manage_events.registration",
    Missing.CLOSES: "manage_events.registration",
    Advice.ABOUT: "manage_events.texts",
    Advice.CONSENT: "manage_events.texts",
    Advice.PLACES: "manage_events.places_tab",
    Advice.MINIMUMS: "manage_events.places_tab",
    Advice.JOIN_LINK: "manage_events.sites",
    Advice.LANGUAGES: "manage_events.texts",
}
"""The page on which it is mended."""


@bp.get("/<slug>")
@permission(Permission.EVENT_SEE)
def event(slug: str) -> ResponseReturnValue:
    return _page(event_or_404(slug))


def _page(found: Event) -> str:
    session, now = db.session(), utcnow()
    facts = announcing.facts(session, found)
    ahead = found.activity.state is ActivityState.DRAFT and not found.template
    return render(
        found,
        "events/manage/event.html",
        tab="overview",
        words=words,
        hub_name=hub_name,
        span=span(found),
        moves=[
            hours(move.starts_at, move.ends_at, move.time_zone)
            for move in session.scalars(
                select(EventMove).where(EventMove.event_id == found.id).order_by(EventMove.moved_at)
            )
        ],
        missing=[(messages.MISSING[each], _mend(found, each)) for each in publishing.missing(facts, now)]
        if ahead
        else [],
        advice=[(messages.ADVICE[each], _mend(found, each)) for each in publishing.advice(facts)],
        names=programme.site_names(session, found),
        languages=[(tag, endonym(tag), direction(tag)) for tag in wording.languages(found)],
        open_languages=set(found.activity.languages),
        reason=queries.texts(session, found).get(announcing.CANCELLED),
        over=now >= found.ends_at,
    )


def _mend(found: Event, what: Missing | Advice) -> str:
    return url_for(_WHERE[what], slug=found.slug)


@bp.post("/<slug>/announce")
@permission(Permission.EVENT_EDIT)
def announce(slug: str) -> ResponseReturnValue:
    found = event_or_404(slug)
    require_token()
    try:
        announcing.announce(db.session(), found, now=utcnow())
    except NotReady:
        db.session.rollback()
        flash(gettext("Not yet: something is missing. It is listed below."), "error")
        return _page(event_or_404(slug)), 409
    except Refusal as refusal:
        db.session.rollback()
        flash(messages.refused(refusal), "error")
        return _back(slug)
    note("event.announced", found)
    db.session.commit()
    flash(gettext("The event is announced. Everybody can see it now."))
    return _back(slug)


@bp.post("/<slug>/pause")
@permission(Permission.EVENT_EDIT)
def pause(slug: str) -> ResponseReturnValue:
    """Close registration for now, or open it again."""
    found = event_or_404(slug)
    require_token()
    paused = request.form.get("paused") == "yes"
    announcing.pause(db.session(), found, paused=paused, now=utcnow())
    note("event.paused" if paused else "event.opened", found)
    db.session.commit()
    flash(
        gettext("Registration is closed for now. Who is registered stays so.")
        if paused
        else gettext("Registration is open again.")
    )
    return _back(slug)


@bp.post("/<slug>/remove")
@permission(Permission.EVENT_EDIT)
def remove(slug: str) -> ResponseReturnValue:
    """Take a draft or a template away; a notice offers to take that back."""
    found = event_or_404(slug)
    require_token()
    title, hubs = title_of(found), owners(db.session(), found.activity_id)
    try:
        announcing.remove(db.session(), found, now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        flash(messages.refused(refusal), "error")
        return _back(slug)
    note("event.removed", found)
    db.session.commit()
    offer_undo(gettext("“%(title)s” is taken away.", title=title), REMOVED, {"event": slug}, hubs=hubs)
    return redirect(url_for("manage_events.events"), code=303)


def bring_back(session: Session, kept: Mapping[str, Any], now: datetime) -> str:
    """Taking away undone."""
    found = announcing.bring_back(session, kept["event"], now=now)
    if found is None or not may_for(Permission.EVENT_EDIT, owners(session, found.activity_id)):
        raise CannotUndo(gettext("It is no longer away. Nothing was changed."))
    note("event.brought-back", found)
    return gettext("It is back, as a draft.")


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for("manage_events.event", slug=slug), code=303)
