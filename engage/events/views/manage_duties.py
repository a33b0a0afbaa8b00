"""Duties on one event: who holds which, and giving one; what waits for people who hold one."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from flask import abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from engage.accounts import grants, people, sight, words
from engage.accounts.models import Person
from engage.accounts.roles import Duty
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import queries, queries_needs
from engage.events.models import Event
from engage.events.needs import duties
from engage.events.views import manage_frame
from engage.events.views.manage_needs_blueprint import bp, myself
from engage.web import desk, permissions
from engage.web.desk import Running, ToDo
from engage.web.permissions import Permission, permission


def offered(session: Session, reach: Collection[int] | None) -> Sequence[grants.Thing]:
    """The events on which duties are given, for the pages of people."""
    found = duties.given_on(session, reach)
    return [grants.Thing(event.id, manage_frame.title_of(event), hubs) for event, hubs in found]


def about(duty: Duty) -> str:
    """What somebody with a duty does, in a sentence."""
    return {
        Duty.DESK: gettext("Checks people in."),
        Duty.NEEDS_READER: gettext("Reads what single people need, and answers them. Nobody else sees it."),
        Duty.FACILITATOR: gettext("Writes what was said and what follows."),
    }[duty]


@bp.get("/<slug>/duties")
@permission(Permission.PEOPLE)
def held(slug: str) -> ResponseReturnValue:
    event = manage_frame.event_or_404(slug)
    session = db.session()
    reach = permissions.reach(Permission.PEOPLE)
    mine = {person.id for person in session.scalars(people.visible(reach))}
    return manage_frame.render(
        event,
        "events/manage/duties.html",
        tab="duties",
        duties=[
            (duty, words.duty(gettext, duty), about(duty), holders)
            for duty, holders in duties.holders(session, event).items()
        ],
        mine=mine,
        people=[
            {"value": str(person.id), "label": f"{person.name} ({person.email})" if person.name else person.email}
            for person in session.scalars(people.visible(reach).order_by(Person.name, Person.email))
            if person.active and person.id != myself().id
        ],
        options=[
            {"value": duty.value, "label": words.duty(gettext, duty), "hint": about(duty)} for duty in duties.DUTIES
        ],
    )


@bp.post("/<slug>/duties")
@permission(Permission.PEOPLE)
def change_duty(slug: str) -> ResponseReturnValue:
    """Give a duty, or (with `_action` "take") take it."""
    event = manage_frame.event_or_404(slug)
    desk.require_token()
    session = db.session()
    number, duty = request.form.get("person", ""), request.form.get("duty", "")
    person = session.get(Person, int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
    if person is None or duty not in {each.value for each in duties.DUTIES}:
        flash(gettext("Choose a person and a duty."), "error")
        return redirect(url_for(".held", slug=slug), code=303)
    if person.id not in {each.id for each in session.scalars(people.visible(permissions.reach(Permission.PEOPLE)))}:
        abort(404)
    kind = next(each for each in grants.offered(current_app) if each.name == duties.THING)
    taking = request.form.get("_action") == "take"
    deed = grants.take if taking else grants.give
    try:
        deed(session, person, kind, event.id, Duty(duty), now=utcnow(), by=myself())
    except Refusal as refusal:
        session.rollback()
        flash(_refused(refusal), "error")
        return redirect(url_for(".held", slug=slug), code=303)
    session.commit()
    flash(gettext("The duty is taken.") if taking else gettext("The duty is given."))
    return redirect(url_for(".held", slug=slug), code=303)


def _refused(refusal: Refusal) -> str:
    if refusal.code == "yourself":
        return gettext("Your own duties are given and taken by others.")
    return gettext("This duty is not yours to give or take.")


# -- the start page of people who hold a duty


def waiting(session: Session) -> Sequence[ToDo]:
    """Needs that wait for who is signed in."""
    found = []
    for event in _read(session):
        sites = queries.sites_seen(session, event, sight.hubs_of(session, myself()))
        if number := queries_needs.unanswered(session, event, sites):
            text = ngettext(
                "%(event)s: %(num)s need waits for an answer.",
                "%(event)s: %(num)s needs wait for an answer.",
                number,
                event=manage_frame.title_of(event),
            )
            found.append(
                ToDo(text, url_for("manage_needs.needs", slug=event.slug), gettext("Answer them"), urgent=True)
            )
    return found


def going_on(session: Session) -> Sequence[Running]:
    """The events on which who is signed in holds a duty, until a month after: the way there for who has no role."""
    states = {
        Duty.DESK: gettext("You check people in"),
        Duty.NEEDS_READER: gettext("You read needs"),
        Duty.FACILITATOR: gettext("You write the report"),
    }
    return [
        Running(manage_frame.title_of(event), url_for(_WAYS[duty], slug=event.slug), states[duty], "note")
        for event, duty in duties.held(session, myself().id)
        if duty in states and event.ends_at + AFTERWARDS > utcnow() and not event.template
    ]


AFTERWARDS = timedelta(days=30)
_WAYS = {
    Duty.DESK: "manage_desk.desks",
    Duty.NEEDS_READER: "manage_needs.needs",
    Duty.FACILITATOR: "manage_report.report",
}


def _read(session: Session) -> Sequence[Event]:
    now = utcnow()
    return [
        event
        for event, duty in duties.held(session, myself().id)
        if duty is Duty.NEEDS_READER and event.ends_at > now and not event.template
    ]
