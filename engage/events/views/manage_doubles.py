"""Registrations that look like the same person, side by side: a person decides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import queries_people
from engage.events.models import Event
from engage.events.models_people import Registration
from engage.events.people import deciding
from engage.events.people.deciding import Double
from engage.events.views.manage_frame import event_or_404
from engage.events.views.manage_people_blueprint import (
    bp,
    ids_of,
    note,
    refused,
    registration_or_404,
    render,
    site_names,
    sites_seen,
)
from engage.web.desk import CannotUndo, offer_undo, require_token
from engage.web.permissions import Permission, permission

UNDO = "events.double"


@bp.get("/<slug>/people/doubles")
@permission(Permission.EVENT_PEOPLE)
def doubles(slug: str) -> ResponseReturnValue:
    return _page(event_or_404(slug))


def _page(event: Event, problem: str = "", about: int = 0) -> str:
    return render(
        event,
        "events/manage/people_doubles.html",
        "doubles",
        pairs=queries_people.doubles(db.session(), event.id, ids_of(sites_seen(event))),
        sites=site_names(event),
        problem=problem,
        about=about,
        typed=request.form,
    )


@bp.post("/<slug>/people/doubles/<int:number>")
@permission(Permission.EVENT_PEOPLE)
def decide_double(slug: str, number: int) -> ResponseReturnValue:
    """Of the later registration: "other", or "same" with the number of the one that is cancelled."""
    event, session, now = event_or_404(slug), db.session(), utcnow()
    require_token()
    later = registration_or_404(event, number)
    first = session.get(Registration, later.double_of_id) if later.double_of_id else None
    what, reason = request.form.get("_action", ""), request.form.get("reason", "").strip()[:500]
    if first is None or first.site_id not in ids_of(sites_seen(event)):
        abort(404)
    cancelled = {"same-later": later, "same-first": first}.get(what)
    if what != Double.OTHER and cancelled is None:
        abort(400)
    if cancelled is not None and not reason:
        return _page(event, gettext("Write what they shall read in the mail about the cancelled one."), number), 422
    decision = Double.OTHER if cancelled is None else Double.SAME
    try:
        deciding.decide_double(session, later, decision, cancel=cancelled, reason=reason, now=now)
    except Refusal as refusal:
        session.rollback()
        return _page(event_or_404(slug), refused(refusal), number), 409
    note(f"registration.double_{decision.value}", event, later, other=first.number)
    session.commit()
    if cancelled is None:
        sentence = gettext("The numbers %(one)s and %(two)s are two people.", one=first.number, two=later.number)
        offer_undo(sentence, UNDO, {"event": slug, "number": number}, hubs={event.activity.hub_id})
    else:
        flash(gettext("Number %(number)s is cancelled, and its places move on.", number=cancelled.number))
    return redirect(url_for("manage_people.doubles", slug=slug), code=303)


def undo(_session: Session, kept: Mapping[str, Any], _now: datetime) -> str:
    """ "Two people" is taken back."""
    event = event_or_404(kept["event"])
    found = queries_people.one(db.session(), event.id, kept["number"], ids_of(sites_seen(event)))
    if found is None:
        raise CannotUndo(gettext("This registration is not there any more."))
    deciding.undecide(found)
    note("registration.double_undone", event, found)
    return gettext("It waits for a decision again.")
