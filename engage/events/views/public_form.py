"""Registering for an event: the form, what it sends, the page after it. No session: a cookie comes with the form."""

import os
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy.orm import Session, object_session
from werkzeug.datastructures import MultiDict

from engage.accounts import limits
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.engine import Intent, intend
from engage.db.session import db
from engage.events.asking import form as forms
from engage.events.asking import invited, sending
from engage.events.asking.form import Form, Read
from engage.events.domain import form_persons, spam
from engage.events.domain.form_reading import Wrong
from engage.events.domain.kinds import Mode
from engage.events.domain.places import RegistrationClosed
from engage.events.domain.spam import HONEYPOT, Verdict
from engage.events.domain.wanted import Wanted
from engage.events.models import Event
from engage.events.queries_public import languages_of
from engage.events.showing.situation import Situation
from engage.events.views import public_form_at_once as at_once
from engage.events.views import public_form_page as pages
from engage.events.views.public_blueprint import found
from engage.events.views.public_form_at_once import COOKIE, key
from engage.web import cookies, forgery, languages
from engage.web.permissions import Permission, permission

bp = Blueprint("event_form", __name__, template_folder="../templates")
TOO_MANY_REQUESTS = 429


@bp.get("/events/<slug>/register")
@permission(Permission.PUBLIC)
def bare(slug: str) -> ResponseReturnValue:
    return _in_a_language(found(slug))


@bp.get("/<lang:lang>/events/<slug>/register")
@permission(Permission.PUBLIC)
def register(lang: str, slug: str) -> ResponseReturnValue:
    event = found(slug)
    if lang not in languages_of(event):
        return _in_a_language(event)
    form = forms.of(db.session(), event, lang)
    now = utcnow()
    stands = pages.stands(event, now)
    if not stands.takes:
        return _no_store(pages.closed(event, lang, now))
    given = {
        name: request.args[key][:40] for key, name in (("code", "_code"), ("site", "_site")) if key in request.args
    }
    return _page(event, form, MultiDict(given), now, here=stands)


def _in_a_language(event: Event) -> ResponseReturnValue:
    available = languages_of(event)
    kept = {key: value for key, value in request.args.items() if key in ("code", "site")}
    return languages.redirect_to_language("event_form.register", available, available[0], slug=event.slug, **kept)


@bp.post("/<lang:lang>/events/<slug>/register")
@permission(Permission.PUBLIC)
def send(lang: str, slug: str) -> ResponseReturnValue:
    """Register; or show the page again with what was typed: in another language, for more people, to be mended."""
    intend(Intent.READS_FIRST)
    done_at_once = at_once.at_once(lang, slug) if request.form.get("_action") == "register" else None
    if done_at_once is not None:
        return done_at_once
    event = at_once.as_it_is(slug)
    if lang not in languages_of(event):
        abort(404)
    form, now = forms.of(db.session(), event, lang), utcnow()
    sent, action = request.form, request.form.get("_action", "")
    if action == "refresh":
        response: Response = jsonify(form.state(sent, now=now))
        return _no_store(response)
    if action.startswith("people:"):
        return _people(event, form, action, now)
    if action == "language":
        return _page(event, form, sent, now)
    return _sent(event, form, now)


def _people(event: Event, form: Form, action: str, now: datetime) -> ResponseReturnValue:
    """The page with room for one person more or fewer."""
    values, there = request.form.to_dict(flat=False), form_persons.persons(form.rules, request.form)
    if action == "people:add":
        changed = form_persons.with_one_more(values, form.rules, there)
        return _page(event, form, MultiDict(changed), now, new=there + 1)
    gone = action.removeprefix("people:remove:")
    if not form_persons.is_number(gone) or not 1 < int(gone) <= there:
        abort(400)
    return _page(event, form, MultiDict(form_persons.without(values, int(gone), there)), now)


def _sent(event: Event, form: Form, now: datetime) -> ResponseReturnValue:
    sent = request.form
    stamp = spam.read_stamp(sent.get(forms.STAMP, ""), key(), event.id)
    if not at_once.token_is_ours():
        return _again(event, form, now, Verdict.NOT_OURS)
    read = form.read(sent, now=now)
    if read.wanted is None:
        status = 200 if read.opened else 422
        return _page(event, form, sent, now, read, status=status)
    verdict = spam.verdict(stamp, sent.get(HONEYPOT, ""), now)
    if verdict is not Verdict.FINE or stamp is None:
        return _again(event, form, now, verdict)
    wanted = replace(read.wanted, registration_id=stamp.registration_id(key(), event.id))
    return _stored(event, form, wanted, read, now)


def _again(event: Event, form: Form, now: datetime, verdict: Verdict) -> ResponseReturnValue:
    """The same page, with everything typed: the button has to be pressed once more."""
    with form.spoken():
        said = {
            Verdict.TOO_FAST: gettext("That was quicker than people usually are. Press the button once more."),
            Verdict.HONEYPOT: gettext(
                "Something filled in a field that nobody sees. We have emptied it. Press the button once more."
            ),
        }.get(verdict, gettext("The page was out of date. Everything you wrote is still here. Press the button again."))
    return _page(event, form, request.form, now, said=said, status=422)


def _stored(event: Event, form: Form, wanted: Wanted, read: Read, now: datetime) -> ResponseReturnValue:
    session, sent, slug = db.session(), request.form, event.slug
    if event.mode is Mode.INVITATION:
        try:
            _count_code(session, now)
        except limits.TooManyAttempts as refusal:
            session.commit()
            return _too_many(found(slug), form, refusal, now)
        invitation = invited.find(session, event.id, sent.get("_code", ""))
        if invitation is None or not invited.opens(invitation, wanted.email):
            session.commit()
            wrong = Read(None, (form.trouble("_code", Wrong.CODE if not sent.get("_code") else Wrong.CODE_WRONG),))
            return _page(found(slug), form, sent, now, wrong, status=422)
        wanted = replace(wanted, invitation_id=invitation.id)
        session.rollback()  # the code was right: it is not counted
    try:
        outcome = sending.send(session, event, wanted, at_once.counts(wanted), key=key(), now=now)
    except limits.TooManyAttempts as refusal:
        return _too_many(found(slug), form, refusal, now)
    except RegistrationClosed:
        session.rollback()
        return _no_store(pages.closed(found(slug), form.language, now), 409)
    except Refusal as refusal:
        session.rollback()
        with form.spoken():
            said = pages.refused(refusal)
        return _page(found(slug), form, sent, now, said=said, status=409)
    session.commit()
    return at_once.registered(event, form, wanted, read, outcome)


def _count_code(session: Session, now: datetime) -> None:
    """:raises TooManyAttempts: too many wrong codes came from this connection"""
    if current_app.config["ENGAGE_SETTINGS"].registrations_per_hour:
        invited.count(session, limits.place(request.remote_addr or ""), key=key(), now=now)


def _too_many(event: Event, form: Form, refusal: limits.TooManyAttempts, now: datetime) -> ResponseReturnValue:
    with form.spoken():
        said = gettext(
            "Very many registrations came from your connection or for your address. Everything you wrote is still "
            "here. Wait for an hour and press the button again, or write to the organiser."
        )
    response = _page(event, form, request.form, now, said=said, status=TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(refusal.seconds)
    return response


def _page(
    event: Event,
    form: Form,
    sent: MultiDict[str, Any],
    now: datetime,
    read: Read | None = None,
    *,
    new: int = 0,
    said: str = "",
    status: int = 200,
    here: Situation | None = None,
) -> Response:
    """The form's page, filled; the cookie that its token is bound to comes with it."""
    if object_session(event) is None:
        event = found(event.slug)
    binding = cookies.read(COOKIE)
    if not binding or not 16 <= len(binding) <= 64:
        binding = os.urandom(16).hex()
    stamp = sent.get(forms.STAMP, "")
    if spam.read_stamp(stamp, key(), event.id) is None:
        stamp = spam.new_stamp(key(), event.id, now)
        sent = MultiDict(sent)
        sent[forms.STAMP] = stamp
    token = forgery.token(binding.encode())
    page = pages.form_page(event, form, sent, now, read, new=new, said=said, token=token, stamp=stamp, here=here)
    response = _no_store(page, status)
    if cookies.read(COOKIE) != binding:
        cookies.write(response, COOKIE, binding)
    return response


def _no_store(page: str | Markup | Response, status: int = 200) -> Response:
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/<lang:lang>/events/<slug>/register/done")
@permission(Permission.PUBLIC)
def done(lang: str, slug: str) -> ResponseReturnValue:
    """What happens next. Says nothing that the sender did not write."""
    event = found(slug)
    if lang not in languages_of(event):
        abort(404)
    g.language = lang
    return _no_store(pages.done(event, lang, pages.receipt(event.id)))
