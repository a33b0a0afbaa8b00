"""One registration: all of it, and what the team does with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Response, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import places, queries_people
from engage.events.domain.kinds import HOLDING, LIVE, Mode, RegistrationStatus
from engage.events.domain.questions import of_health
from engage.events.domain.telling import Told
from engage.events.mails.telling import tell
from engage.events.models import Event
from engage.events.models_people import Attendee, Registration
from engage.events.people import deciding
from engage.events.tickets.codes import spelled
from engage.events.views.manage_frame import event_or_404
from engage.events.views.manage_people_blueprint import (
    bp,
    ids_of,
    limit_name,
    note,
    refused,
    registration_or_404,
    render,
    site_names,
    sites_seen,
)
from engage.hubs import queries as hubs
from engage.i18n.locales import nearest
from engage.instruments.document import from_document
from engage.instruments.domain.answer_columns import columns_of
from engage.mail import speaking
from engage.web.desk import require_token
from engage.web.permissions import Permission, actor, permission

MOST_REASON = 500


@bp.get("/<slug>/people/<int:number>")
@permission(Permission.EVENT_PEOPLE)
def registration(slug: str, number: int) -> ResponseReturnValue:
    event = event_or_404(slug)
    return _page(event, registration_or_404(event, number))


def _page(event: Event, found: Registration, *, reason: str = "", problem: str = "", typed: str = "") -> str:
    session, now = db.session(), utcnow()
    notes = queries_people.notes(session, found.id)
    return render(
        event,
        "events/manage/people_one.html",
        "list",
        registration=found,
        sites=site_names(event),
        standing=places.standing(session, found, now=now),
        limit_name=limit_name,
        came=queries_people.days_there(session, [found.id]),
        answers={person.id: _answers(session, event, person) for person in found.attendees},
        hubs={hub.id: hub.name for hub in hubs.every(session)},
        spelled=spelled,
        notes=notes,
        authors=queries_people.authors(session, [each.by_id for each in notes]),
        history=queries_people.history(session, found.id),
        deeds=DEEDS,
        me=actor().id,
        live=found.status in LIVE,
        ahead=now < event.starts_at,
        decides=now < event.starts_at and may_be_approved(event, found),
        over=now >= event.ends_at,
        reason=reason,
        problem=problem,
        typed=typed,
    )


@bp.get("/<slug>/people/<int:number>/ticket.pdf")
@permission(Permission.EVENT_PEOPLE)
def ticket(slug: str, number: int) -> ResponseReturnValue:
    """To print for who has no mail. Their personal link, which opens what they need, is not for the team."""
    from engage.events.tickets import printing  # the typesetter is loaded where something is printed

    found, session = registration_or_404(event_or_404(slug), number), db.session()
    if found.status not in HOLDING:
        abort(404)
    offered = speaking.offered(session, current_app.config["ENGAGE_SETTINGS"])
    words = speaking.translate_into(session, nearest(found.language, offered) or "en")
    response = Response(printing.tickets(session, found, found.language, words), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=f"{slug}-{number}.pdf")
    return response


def may_be_approved(event: Event, found: Registration) -> bool:
    """Whether a person decides; in a draw that is to come, chance does."""
    if found.status is RegistrationStatus.WAITING:
        return True
    return found.status is RegistrationStatus.APPLIED and (event.mode is not Mode.DRAW or found.rank is not None)


def _answers(session: Session, event: Event, person: Attendee) -> list[tuple[str, str]]:
    """Questions in the language of the console where there is one, with what was answered; nothing about health."""
    version = next((each for each in queries_people.versions(session, event) if each.id == person.version_id), None)
    if version is None:
        return []
    found = []
    instrument = from_document(version.document)
    health = of_health(instrument)
    for section in instrument.sections:
        for item in (each for each in section.items if each not in health):
            labels = {option.code: option.label.pick(g.interface)[0] for option in item.options}
            for column in columns_of(item):
                value = person.answers.get(column.key)
                if value in (None, "", []) or column.name != column.key:
                    continue
                codes = value if isinstance(value, list) else [value]
                said = ", ".join(labels.get(str(code), str(code)) for code in codes)
                label = item.label.pick(g.interface)[0] if item.label else item.name
                found.append((label, said))
    return found


# -- what is done


DEEDS = {
    "registration.approved": lazy_gettext("Approved"),
    "registration.refused": lazy_gettext("Refused"),
    "registration.cancelled": lazy_gettext("Cancelled by the team"),
    "registration.address_confirmed": lazy_gettext("Mail address confirmed for them"),
    "registration.link_sent": lazy_gettext("Personal link sent again"),
    "registration.noted": lazy_gettext("Note added"),
    "registration.note_deleted": lazy_gettext("Note deleted"),
    "registration.double_same": lazy_gettext("Decided: the same person"),
    "registration.double_other": lazy_gettext("Decided: another person"),
    "registration.double_undone": lazy_gettext("Decision about a double taken back"),
}


@bp.post("/<slug>/people/<int:number>")
@permission(Permission.EVENT_PEOPLE)
def act(slug: str, number: int) -> ResponseReturnValue:
    """The buttons of the page: each says by `_action` what it does."""
    event = event_or_404(slug)
    require_token()
    found = registration_or_404(event, number)
    deed = _DEEDS.get(request.form.get("_action", ""))
    if deed is None:
        abort(400)
    reason = request.form.get("reason", "").strip()
    if deed.needs_words and not reason:
        problem = gettext("Write what they shall read: why, and whom they can ask.")
        return _page(event, found, problem=problem, typed=deed.action), 422
    try:
        deed.do(db.session(), event, found, reason[:MOST_REASON], utcnow())
    except Refusal as refusal:
        db.session.rollback()
        found = registration_or_404(event_or_404(slug), number)
        return _page(event_or_404(slug), found, reason=reason, problem=refused(refusal), typed=deed.action), 409
    note(deed.action, event, found)
    db.session.commit()
    flash(str(deed.said))
    return redirect(url_for("manage_people.registration", slug=slug, number=number), code=303)


@dataclass(frozen=True, slots=True)
class _Deed:
    action: str
    do: Callable[[Session, Event, Registration, str, datetime], None]
    said: Any
    needs_words: bool = False


def _approve(session: Session, _event: Event, found: Registration, _reason: str, now: datetime) -> None:
    places.approve(session, found, now=now)


def _refuse(session: Session, _event: Event, found: Registration, reason: str, now: datetime) -> None:
    places.refuse(session, found, reason, now=now)


def _cancel(session: Session, _event: Event, found: Registration, reason: str, now: datetime) -> None:
    places.cancel(session, found, now=now, by_team=True, reason=reason)


def _confirm(session: Session, _event: Event, found: Registration, _reason: str, now: datetime) -> None:
    places.confirm_address(session, found, now=now)


def _link(session: Session, event: Event, found: Registration, _reason: str, now: datetime) -> None:
    tell(session, Told.LINK_AGAIN, event, found, now=now)


_DEEDS = {
    "approve": _Deed("registration.approved", _approve, lazy_gettext("It is decided, and they are told.")),
    "refuse": _Deed("registration.refused", _refuse, lazy_gettext("It is refused, and they are told why."), True),
    "cancel": _Deed("registration.cancelled", _cancel, lazy_gettext("It is cancelled, and they are told why."), True),
    "confirm": _Deed("registration.address_confirmed", _confirm, lazy_gettext("The address counts as confirmed.")),
    "link": _Deed("registration.link_sent", _link, lazy_gettext("They get a mail with their link.")),
}


# -- notes


@bp.post("/<slug>/people/<int:number>/notes")
@permission(Permission.EVENT_PEOPLE)
def add_note(slug: str, number: int) -> ResponseReturnValue:
    event = event_or_404(slug)
    require_token()
    found = registration_or_404(event, number)
    try:
        deciding.note(db.session(), found, request.form.get("words", ""), by=actor().id, now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        return _page(event, registration_or_404(event, number), problem=refused(refusal), typed="note"), 422
    note("registration.noted", event, found)
    db.session.commit()
    flash(gettext("The note is there for the team."))
    return redirect(url_for("manage_people.registration", slug=slug, number=number) + "#notes", code=303)


@bp.post("/<slug>/people/<int:number>/notes/<int:note_id>")
@permission(Permission.EVENT_PEOPLE)
def delete_note(slug: str, number: int, note_id: int) -> ResponseReturnValue:
    """One's own."""
    event = event_or_404(slug)
    require_token()
    found = registration_or_404(event, number)
    if not deciding.delete_note(db.session(), found, note_id, by=actor().id):
        abort(404)
    note("registration.note_deleted", event, found)
    db.session.commit()
    flash(gettext("The note is deleted."))
    return redirect(url_for("manage_people.registration", slug=slug, number=number) + "#notes", code=303)


# -- several at once


@bp.post("/<slug>/people/list")
@permission(Permission.EVENT_PEOPLE)
def decide(slug: str) -> ResponseReturnValue:
    """Approve or refuse those that were ticked; what cannot be done is said, the rest is done."""
    event = event_or_404(slug)
    require_token()
    back = f"{url_for('manage_people.people', slug=slug)}?{urlencode(parse_qsl(request.form.get('back', '')[:500]))}"
    numbers = sorted(
        {int(each) for each in request.form.getlist("number") if each.isascii() and each.isdigit() and len(each) < 10}
    )
    what, reason = request.form.get("_action", ""), request.form.get("reason", "").strip()[:MOST_REASON]
    if what not in ("approve", "refuse"):
        abort(400)
    if not numbers:
        flash(gettext("Nothing was done: tick somebody in the list first."), "error")
    elif what == "refuse" and not reason:
        flash(gettext("Nothing was done: write what those who are refused shall read."), "error")
    else:
        _decide_each(event, numbers, _DEEDS[what], reason)
    return redirect(back, code=303)


def _decide_each(event: Event, numbers: Sequence[int], deed: _Deed, reason: str) -> None:
    """In the order of their numbers, so that nobody is passed by."""
    session, now = db.session(), utcnow()
    sites = ids_of(sites_seen(event))
    done, left = 0, []
    for number in numbers:
        found = queries_people.one(session, event.id, number, sites)
        if found is None:
            continue
        try:
            with session.begin_nested():
                deed.do(session, event, found, reason, now)
        except Refusal:
            left.append(str(number))
            continue
        note(deed.action, event, found, together=len(numbers))
        done += 1
    session.commit()
    if done:
        flash(ngettext("%(num)s registration is decided.", "%(num)s registrations are decided.", done))
    if left:
        flash(
            gettext("Not possible for the numbers %(numbers)s: they stay as they were.", numbers=", ".join(left)),
            "error",
        )
