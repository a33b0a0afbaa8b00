"""Changing a registration, and handing it over: the event's form, filled with what is registered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from engage.accounts import limits
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import places
from engage.events.asking import form as forms
from engage.events.asking.form import Form, Read
from engage.events.asking.sending import MAILS_TO_ADDRESS
from engage.events.asking.stored import roles_kept, sent_of
from engage.events.domain import form_persons
from engage.events.domain.form_persons import Sent
from engage.events.domain.form_rules import Purpose
from engage.events.domain.personal import Action
from engage.events.domain.places import NotPossibleNow
from engage.events.domain.wanted import Wanted
from engage.events.models_people import Registration
from engage.events.places.registering import SUBJECT, record_consent
from engage.events.showing import words
from engage.events.showing.situation import situation
from engage.events.views import personal_words
from engage.events.views.personal_page import Here, bp, find, refused
from engage.privacy import service as privacy
from engage.privacy.models import Consent
from engage.web import forgery
from engage.web.permissions import Permission, permission


@dataclass(frozen=True, slots=True)
class Task:
    """What the form is for."""

    action: Action
    purpose: Purpose
    template: str
    endpoint: str


CHANGE = Task(Action.CHANGE, Purpose.CHANGE, "events/mine_change.html", "change")
HAND_OVER = Task(Action.HAND_OVER, Purpose.HAND_OVER, "events/mine_hand_over.html", "hand_over")


@bp.get("/<lang:lang>/registrations/<token>/change")
@permission(Permission.PUBLIC)
def change(lang: str, token: str) -> ResponseReturnValue:
    here = find(lang, token)
    form = _form(here, CHANGE)
    if CHANGE.action not in here.possible:
        return _not_now(here)
    return _page(here, CHANGE, form, sent_of(form, here.registration, consented=_consented(here)))


@bp.post("/<lang:lang>/registrations/<token>/change")
@permission(Permission.PUBLIC)
def do_change(lang: str, token: str) -> ResponseReturnValue:
    return _sent(find(lang, token), CHANGE)


@bp.get("/<lang:lang>/registrations/<token>/hand-over")
@permission(Permission.PUBLIC)
def hand_over(lang: str, token: str) -> ResponseReturnValue:
    here = find(lang, token)
    if HAND_OVER.action not in here.possible:
        return _not_now(here)
    return _page(here, HAND_OVER, _form(here, HAND_OVER), MultiDict())


@bp.post("/<lang:lang>/registrations/<token>/hand-over")
@permission(Permission.PUBLIC)
def do_hand_over(lang: str, token: str) -> ResponseReturnValue:
    return _sent(find(lang, token), HAND_OVER)


def _form(here: Here, task: Task) -> Form:
    return forms.of(db.session(), here.event, here.lang, task.purpose)


def _not_now(here: Here) -> ResponseReturnValue:
    return refused(here, NotPossibleNow())


def _consented(here: Here) -> bool:
    mine = (Consent.subject == SUBJECT, Consent.subject_id == here.registration.id)
    return db.session().scalar(select(Consent.id).where(*mine).limit(1)) is not None


def _sent(here: Here, task: Task) -> ResponseReturnValue:
    form, sent, action = _form(here, task), request.form, request.form.get("_action", "")
    if action == "refresh":
        forgery.refuse_cross_site()
        answer: Response = jsonify(form.state(sent, now=here.now))
        return answer
    here.require_token()
    if task.action not in here.possible:
        return _not_now(here)
    if action.startswith("people:"):
        return _people(here, task, form, action)
    read = form.read(sent, now=here.now)
    if read.wanted is None:
        return _page(here, task, form, sent, read, status=200 if read.opened else 422)
    return _stored(here, task, form, read.wanted)


def _people(here: Here, task: Task, form: Form, action: str) -> ResponseReturnValue:
    """The page with room for one person more or fewer."""
    values, there = request.form.to_dict(flat=False), form_persons.persons(form.rules, request.form)
    if action == "people:add":
        changed = form_persons.with_one_more(values, form.rules, there)
        return _page(here, task, form, MultiDict(changed), new=there + 1)
    gone = action.removeprefix("people:remove:")
    if not form_persons.is_number(gone) or not 1 < int(gone) <= there:
        abort(400)
    return _page(here, task, form, MultiDict(form_persons.without(values, int(gone), there)))


def without(here: Here, number: int) -> ResponseReturnValue:
    """One person of the party does not come, and neither does who comes for that person alone.

    :param number: from 2; who registered hands over, or cancels for all
    """
    here.require_token()
    everybody = here.registration.attendees
    if Action.CHANGE not in here.possible or not 1 < number <= len(everybody):
        return _not_now(here)
    form = _form(here, CHANGE)
    sent = sent_of(form, here.registration, consented=_consented(here))
    gone = {number, *(at for at, each in enumerate(everybody, 1) if each.companion_of == number - 1)}
    for each in sorted(gone, reverse=True):
        values = sent.to_dict(flat=False)
        sent = MultiDict(form_persons.without(values, each, form_persons.persons(form.rules, sent)))
    read = form.read(sent, now=here.now)
    if read.wanted is None:
        return _page(here, CHANGE, form, sent, read, status=422)
    return _stored(here, CHANGE, form, read.wanted)


def _stored(here: Here, task: Task, form: Form, wanted: Wanted) -> ResponseReturnValue:
    session, mine = db.session(), here.registration
    try:
        if task is CHANGE:
            wanted = roles_kept(wanted, mine.attendees, form.rules.roles)
            places.change(session, mine, wanted, now=here.now)
        else:
            _hand_over(session, mine, wanted, here.now)
        session.commit()
    except Refusal as refusal:
        if refusal.code == "not_possible_now":
            return refused(here, refusal)
        session.rollback()
        now = find(here.lang, here.token)
        return _page(now, task, form, request.form, said=personal_words.refusal(refusal), status=409)
    if task is CHANGE:
        return here.to_page("changed")
    return here.render("events/mine_handed.html", lambda: {"address": wanted.email})


def _hand_over(session: Session, mine: Registration, wanted: Wanted, now: datetime) -> None:
    """What the new person agreed to is kept with what they said."""
    person = wanted.party[0]
    if current_app.config["ENGAGE_SETTINGS"].registrations_per_hour:
        limits.note(session, (MAILS_TO_ADDRESS, wanted.email), key=current_app.config["SECRET_KEY"], now=now)
    places.hand_over(
        session, mine, name=person.name, email=wanted.email, language=wanted.language, person=person, now=now
    )
    if wanted.consent:
        record_consent(session, mine, privacy.keep_text(session, *wanted.consent), now.date())


def _page(
    here: Here,
    task: Task,
    form: Form,
    sent: Sent,
    read: Read | None = None,
    *,
    new: int = 0,
    said: str = "",
    status: int = 200,
) -> Response:
    """The form, filled.

    :param said: what is in the way besides single fields
    """

    def values() -> dict[str, Any]:
        stands = situation(db.session(), here.event, here.now)
        notes = {at: words.left(free) for at, free in stands.sites if free is not None}
        return {
            "fields": form.fields(sent, read.problems if read else (), now=here.now, notes=notes, new=new),
            "problems": [(f"#{each.anchor}", each.text) for each in read.problems] if read else [],
            "problem": said,
            "opened": read is not None and read.opened,
            "live": form.live,
            "action": here.address(task.endpoint),
        }

    return here.render(task.template, values, status)
