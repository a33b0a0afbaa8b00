"""A form that was sent, as it nearly always is: everything is in order. On this way many wait for each other.

`at_once` asks the database nothing before the event's places are held: what a process knows of the event is compared
with how it stands then. So a registration is two goes to the database and the commit. Where anything is out of the
ordinary (something to mend, a page out of date, an event that changed, no places, too many tries) nothing is stored,
and `public_form` looks at everything closely and says what it is.
"""

from dataclasses import dataclass, replace
from typing import Any

from flask import abort, current_app, redirect, request, url_for
from sqlalchemy.exc import IntegrityError, NoResultFound
from werkzeug.wrappers import Response

from engage.accounts import limits
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.engine import Intent, intend
from engage.db.session import db
from engage.events.asking import form as forms
from engage.events.asking import sending
from engage.events.asking.form import Form, Read
from engage.events.domain import spam
from engage.events.domain.kinds import Mode
from engage.events.domain.spam import HONEYPOT, Verdict
from engage.events.domain.wanted import Wanted
from engage.events.models import Event
from engage.events.queries_public import as_it_stands, languages_of
from engage.events.views import public_form_page as pages
from engage.events.views.public_blueprint import found
from engage.web import cookies, forgery
from engage.web.kept import Cache
from engage.web.newest import newest

COOKIE = "form"
MOST_KEPT = 256
"""Events that a process keeps between forms."""


@dataclass(frozen=True, slots=True)
class _Known:
    """An event as it was read, and as it stood then. It belongs to no session; who shows more of it reads it anew."""

    event: Event
    stands: tuple[Any, ...]


def _known() -> Cache[str, _Known]:
    return newest("event-known", MOST_KEPT)


def as_it_is(slug: str) -> Event:
    """The event as it was read last, while it stands the same: reading it costs a sixth of a registration."""
    stands = as_it_stands(db.session(), slug)
    if stands is None:
        abort(404)
    known = _known().peek(slug)
    if known is None or known.stands != stands:
        known = _Known(_read(slug), stands)
        _known().put(slug, known)
    return known.event


def _read(slug: str) -> Event:
    event = found(slug)
    for each in (event, event.activity, event.activity.hub):
        db.session.expunge(each)
    return event


def at_once(lang: str, slug: str) -> Response | None:
    """Register with what is known of the event; None: nothing was stored, look closely."""
    known = _known().peek(slug)
    if known is None or known.event.mode is Mode.INVITATION or lang not in languages_of(known.event):
        return None
    try:
        return _stored(known, lang)
    except (Refusal, IntegrityError, NoResultFound):
        db.session.rollback()
        intend(Intent.READS_FIRST)
        return None


def _stored(known: _Known, lang: str) -> Response | None:
    """:raises NoResultFound: the event is gone"""
    event, now = known.event, utcnow()
    form = forms.kept(event, lang) or forms.of(db.session(), event, lang)
    stamp = spam.read_stamp(request.form.get(forms.STAMP, ""), key(), event.id)
    fine = spam.verdict(stamp, request.form.get(HONEYPOT, ""), now) is Verdict.FINE and token_is_ours()
    read = form.read(request.form, now=now) if fine else None
    if stamp is None or read is None or read.wanted is None:
        return None
    wanted = replace(read.wanted, registration_id=stamp.registration_id(key(), event.id))
    counted = counts(wanted)
    outcome = sending.send_alone(db.engine, event, wanted, counted, key=key(), now=now, stands=known.stands)
    if outcome is None:
        session = db.session()
        outcome = sending.send(session, event, wanted, counted, key=key(), now=now, stands=known.stands)
        session.commit()
    return registered(event, form, wanted, read, outcome)


def token_is_ours() -> bool:
    """What another site sends is refused; a page that is out of date is shown anew."""
    forgery.refuse_cross_site()
    value = cookies.read(COOKIE)
    return bool(value) and forgery.is_ours(request.form.get(forgery.FIELD, ""), str(value).encode())


def counts(wanted: Wanted) -> list[limits.Count]:
    """What a form is counted by."""
    most = current_app.config["ENGAGE_SETTINGS"].registrations_per_hour
    if not most:
        return []
    here = (sending.from_place(most), limits.place(request.remote_addr or ""))
    return [here, (sending.MAILS_TO_ADDRESS, wanted.email)]


def registered(event: Event, form: Form, wanted: Wanted, read: Read, outcome: sending.Outcome) -> Response:
    """What was stored holds; the way to the page that says so."""
    response = redirect(url_for("event_form.done", lang=form.language, slug=event.slug), code=303)
    pages.keep_receipt(response, pages.Receipt.of(form.facts.event_id, wanted, outcome, left_out=read.left_out))
    response.headers["Cache-Control"] = "no-store"
    return response


def key() -> str:
    return str(current_app.config["SECRET_KEY"])
