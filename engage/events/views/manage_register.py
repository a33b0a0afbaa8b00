"""Organisers register people who called or sent a paper slip, and change what is registered for them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import places
from engage.events.asking import form as forms
from engage.events.asking import sending, stored
from engage.events.asking.form import Form, Read
from engage.events.domain import form_persons, spam
from engage.events.domain.doubles import same_name
from engage.events.domain.form_rules import Purpose
from engage.events.domain.kinds import Channel, RegistrationStatus
from engage.events.domain.questions import of_health
from engage.events.domain.wanted import NeedAsked, Wanted
from engage.events.models import Event
from engage.events.models_people import Attendee, Need, Registration
from engage.events.people import changing
from engage.events.queries_public import languages_of
from engage.events.views import manage_people_blueprint as people
from engage.events.views.manage_frame import event_or_404
from engage.i18n.locales import direction, endonym
from engage.instruments.rendering.texts import language_attributes
from engage.web.console import use_language
from engage.web.desk import require_token
from engage.web.permissions import Permission, permission

bp = Blueprint("manage_register", __name__, template_folder="../templates", url_prefix="/console/events")
bp.before_request(use_language)
CHANNELS = (Channel.PHONE, Channel.PAPER)
DONE = {
    RegistrationStatus.CONFIRMED: lazy_gettext("Number %(number)s has a place. Print the ticket for who has no mail."),
    RegistrationStatus.WAITING: lazy_gettext("No place is free: number %(number)s is on the waiting list."),
    RegistrationStatus.APPLIED: lazy_gettext("Number %(number)s has applied."),
}


@bp.get("/<slug>/people/register")
@permission(Permission.EVENT_PEOPLE)
def register(slug: str) -> ResponseReturnValue:
    event = event_or_404(slug)
    return _page(event, _form(event, Purpose.TEAM), MultiDict({"_channel": Channel.PHONE.value}), utcnow())


@bp.post("/<slug>/people/register")
@permission(Permission.EVENT_PEOPLE)
def send(slug: str) -> ResponseReturnValue:
    event = event_or_404(slug)
    require_token()
    form, now, sent = _form(event, Purpose.TEAM), utcnow(), request.form
    again = _people(event, form, now)
    if again is not None:
        return again
    channel = Channel(sent["_channel"]) if sent.get("_channel") in set(CHANNELS) else Channel.PHONE
    read = form.read(sent, now=now, channel=channel)
    if read.wanted is None:
        return _page(event, form, sent, now, read), 200 if read.opened else 422
    stamp = spam.read_stamp(sent.get(forms.STAMP, ""), _key(), event.id)
    wanted = replace(read.wanted, registration_id=stamp.registration_id(_key(), event.id) if stamp else None)
    session = db.session()
    try:
        outcome = sending.send(session, event, wanted, key=_key(), now=now)
    except Refusal as refusal:
        session.rollback()
        return _page(event_or_404(slug), form, sent, now, said=people.refused(refusal)), 409
    if outcome.registration_id is None:
        session.rollback()
        said = gettext("This mail address has a registration already. Find it in the list, and change it there.")
        return _page(event_or_404(slug), form, sent, now, said=said), 409
    made = session.get_one(Registration, outcome.registration_id)
    people.note("event.registered", event, made, channel=channel.value)
    number, status = made.number, made.status
    session.commit()
    flash(str(DONE[status]) % {"number": number})
    if read.left_out:
        flash(gettext("What was written about health is not stored: nobody agreed to it."), "error")
    return redirect(url_for("manage_people.registration", slug=slug, number=number), code=303)


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])


def _form(event: Event, purpose: Purpose, language: str = "") -> Form:
    """The form at the sites that who asks sees, in the language in which the questions are read out."""
    offered = languages_of(event)
    wanted = request.values.get("language", "") or language
    chosen = wanted if wanted in offered else g.interface if g.interface in offered else offered[0]
    form = forms.of(db.session(), event, chosen, purpose)
    seen = people.ids_of(people.sites_seen(event))
    if not seen:
        abort(404)
    return form if len(seen) == len(form.facts.sites) else form.at(seen)


def _people(event: Event, form: Form, now: datetime, found: Registration | None = None) -> ResponseReturnValue | None:
    """The page in another language, or with room for one person more or fewer, where that was pressed."""
    sent, action = request.form, request.form.get("_action", "")
    if action == "language":
        return _page(event, form, sent, now, found=found)
    there = form_persons.persons(form.rules, sent)
    values = sent.to_dict(flat=False)
    if action == "people:add":
        more = _values(form_persons.with_one_more(values, form.rules, there))
        return _page(event, form, more, now, found=found, new=there + 1)
    gone = action.removeprefix("people:remove:")
    if action.startswith("people:") and form_persons.is_number(gone) and 1 < int(gone) <= there:
        return _page(event, form, _values(form_persons.without(values, int(gone), there)), now, found=found)
    return None


def _values(given: Mapping[str, list[str]]) -> MultiDict[str, Any]:
    return MultiDict(given)


def _page(
    event: Event,
    form: Form,
    sent: MultiDict[str, Any],
    now: datetime,
    read: Read | None = None,
    *,
    found: Registration | None = None,
    new: int = 0,
    said: str = "",
) -> str:
    problems = read.problems if read else ()
    stamp = sent.get(forms.STAMP, "")
    if spam.read_stamp(stamp, _key(), event.id) is None:
        stamp = spam.new_stamp(_key(), event.id, now)
    left = places.availability(db.session(), event, now=now)
    return people.render(
        event,
        "events/manage/register.html",
        "list",
        registration=found,
        form=form,
        fields=form.fields(sent, problems, now=now, notes=_notes(left.sites), new=new),
        problems=[(f"#{each.anchor}", each.text) for each in problems],
        said=said,
        opened=read is not None and read.opened,
        stamp=stamp,
        channels_offered=[(each.value, people.CHANNELS[each]) for each in CHANNELS],
        channel=sent.get("_channel", ""),
        left=left,
        spoken=language_attributes(form.language, g.interface) or Markup(""),
        offered=[(tag, endonym(tag), direction(tag)) for tag in languages_of(event)],
    )


def _notes(sites: Any) -> dict[int, str]:
    return {site: gettext("Free: %(number)s", number=at.free) for site, at in sites.items() if at.free is not None}


# -- changing


@bp.get("/<slug>/people/<int:number>/change")
@permission(Permission.EVENT_PEOPLE)
def change(slug: str, number: int) -> ResponseReturnValue:
    event = event_or_404(slug)
    found = people.registration_or_404(event, number)
    form = _form(event, Purpose.TEAM_CHANGE, found.language)
    return _page(event, form, stored.sent_of(form, found, consented=False), utcnow(), found=found)


@bp.post("/<slug>/people/<int:number>/change")
@permission(Permission.EVENT_PEOPLE)
def save(slug: str, number: int) -> ResponseReturnValue:
    """What people need stays as it is: it is not on this page."""
    event = event_or_404(slug)
    require_token()
    found, now, session = people.registration_or_404(event, number), utcnow(), db.session()
    form = _form(event, Purpose.TEAM_CHANGE, found.language)
    again = _people(event, form, now, found)
    if again is not None:
        return again
    read = form.read(request.form, now=now, channel=found.channel)
    if read.wanted is None:
        return _page(event, form, request.form, now, read, found=found), 200 if read.opened else 422
    wanted = _with_needs(replace(read.wanted, language=found.language), found.attendees, _health(event, form.language))
    try:
        moved = changing.change(session, event, found, wanted, now=now)
    except Refusal as refusal:
        session.rollback()
        found = people.registration_or_404(event_or_404(slug), number)
        return _page(event_or_404(slug), form, request.form, now, found=found, said=people.refused(refusal)), 409
    people.note("event.registration-changed", event, found)
    session.commit()
    flash(gettext("The registration is changed."))
    if moved:
        flash(gettext("The address that stood there before gets a mail about it."))
    return redirect(url_for("manage_people.registration", slug=slug, number=number), code=303)


def _health(event: Event, language: str) -> frozenset[str]:
    """The keys of answers about health."""
    questions = forms.of(db.session(), event, language, Purpose.TEAM).questions
    found = of_health(questions.questionnaire.instrument) if questions else ()
    return frozenset(key for item in found for key in item.keys)


def _with_needs(wanted: Wanted, before: Sequence[Attendee], health: Collection[str]) -> Wanted:
    """With the needs, and the answers about health, of those who stay."""
    party = []
    for at, person in enumerate(wanted.party):
        same = [each for each in before if same_name(each.name, person.name)] or list(before[at : at + 1])
        if same:
            hidden = {key: value for key, value in same[0].answers.items() if key in health}
            needs = tuple(_asked(need) for need in same[0].needs)
            person = replace(person, needs=needs, answers={**person.answers, **hidden})
        party.append(person)
    return replace(wanted, party=tuple(party))


def _asked(need: Need) -> NeedAsked:
    return NeedAsked(
        need.kind,
        codes=tuple(need.codes),
        spoken=tuple(need.spoken),
        understood=tuple(need.understood),
        signed=tuple(need.signed),
        words=need.words,
    )
