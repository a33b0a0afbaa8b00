"""The personal page of a registration, and what people do there. GET never changes anything."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import places, queries, queries_public
from engage.events.domain import form_persons
from engage.events.domain.kinds import HOLDING, RegistrationStatus
from engage.events.domain.personal import Action
from engage.events.domain.quota_names import called_in
from engage.events.mails import follow_up
from engage.events.models_people import Registration
from engage.events.tickets import follow_up_links
from engage.events.views import personal_answers, personal_change, personal_materials, personal_words
from engage.events.views.personal_page import Here, bp, elsewhere, find, refused
from engage.events.views.public_join import offered_certificates
from engage.web import languages
from engage.web.permissions import Permission, permission

Deed = Callable[[Session, Registration, datetime], None]


@bp.get("/registrations/<token>")
@permission(Permission.PUBLIC)
def bare(token: str) -> ResponseReturnValue:
    return in_a_language("event_registration.mine", token)


@bp.get("/registrations/<token>/<part>")
@permission(Permission.PUBLIC)
def bare_part(token: str, part: str) -> ResponseReturnValue:
    """The same for its parts, as far as there are such."""
    known = {action.value: f"event_registration.{NAMES[action]}" for action in NAMES}
    return in_a_language(known.get(part, "event_registration.mine"), token)


REACHED = {
    "accepted": RegistrationStatus.CONFIRMED,
    "declined": RegistrationStatus.DECLINED,
    "released": RegistrationStatus.CANCELLED,
    "left": RegistrationStatus.CANCELLED,
}
"""What a registration is once a button has done its work."""
NAMES = {
    Action.CONFIRM: "confirm",
    Action.ANSWER: "offer",
    Action.COMING: "coming",
    Action.CHANGE: "change",
    Action.HAND_OVER: "hand_over",
    Action.CANCEL: "cancel",
    Action.TICKET: "ticket",
}
"""Endpoints."""


def in_a_language(endpoint: str, token: str) -> ResponseReturnValue:
    here = find(next(iter(languages.wanted()), "en"), token, any_language=True)
    return elsewhere(endpoint, queries_public.languages_of(here.event), token)


@bp.get("/<lang:lang>/registrations/<token>")
@permission(Permission.PUBLIC)
def mine(lang: str, token: str) -> ResponseReturnValue:
    return show(find(lang, token))


def show(here: Here, *, problem: str = "", status: int = 200) -> ResponseReturnValue:
    """The page itself.

    :param problem: what could not be done
    """

    def values() -> dict[str, Any]:
        session, registration, event = db.session(), here.registration, here.event
        answers = personal_answers.answers(session, registration, event, here.lang, here.now)
        standing = places.standing(session, registration, now=here.now)
        standing = called_in(standing, queries.texts(session, event), event.text_gate, here.lang)
        return {
            "status": personal_words.status(here, standing),
            "done": personal_words.DONE.get(request.args.get("done", "")),
            "problem": problem,
            "people": personal_answers.people(registration, event, answers),
            "materials": personal_materials.listed(here),
            "main": _main(here),
            "news": _news(here),
            **_later(here),
        }

    return here.render("events/mine.html", values, status)


def _news(here: Here) -> str:
    """Where somebody who will be told what came of it takes that back; empty for others."""
    asked = follow_up.asked_by(db.session(), here.registration)
    return url_for("event_news.ask", lang=here.lang, token=follow_up_links.token(asked)) if asked else ""


def _later(here: Here) -> dict[str, Any]:
    """What other parts of the room have for somebody with a place: the way into an online room, and afterwards
    certificates and the survey that asks how it was."""
    over = here.now >= here.event.ends_at
    if here.registration.status is not RegistrationStatus.CONFIRMED:
        return {}
    if not over:
        return {"join": url_for("event_attendance.join", lang=here.lang, token=here.token)} if here.site.online else {}
    certificates = [
        (
            each["name"],
            url_for(
                "event_attendance.certificate",
                lang=here.lang,
                token=here.token,
                person=each["person"],
                language=here.lang,
            ),
        )
        for each in offered_certificates(here.registration, here.event)
    ]
    feedback = url_for("surveys.bare", slug=here.event.feedback) if here.event.feedback else ""
    return {"certificates": certificates, "feedback": feedback}


def _main(here: Here) -> Action | None:
    """What the one main button of the page does."""
    if Action.ANSWER in here.possible:
        return Action.ANSWER
    if Action.CONFIRM in here.possible:
        return Action.CONFIRM
    mine = here.registration
    asked = mine.reconfirm_asked_at is not None and mine.still_coming_at is None
    return Action.COMING if asked and Action.COMING in here.possible else None


# -- one button each


@bp.get("/<lang:lang>/registrations/<token>/confirm")
@permission(Permission.PUBLIC)
def confirm(lang: str, token: str) -> ResponseReturnValue:
    return _asked(find(lang, token), Action.CONFIRM)


@bp.post("/<lang:lang>/registrations/<token>/confirm")
@permission(Permission.PUBLIC)
def do_confirm(lang: str, token: str) -> ResponseReturnValue:
    return _done(find(lang, token), "confirmed", lambda s, mine, now: places.confirm_address(s, mine, now=now))


@bp.get("/<lang:lang>/registrations/<token>/offer")
@permission(Permission.PUBLIC)
def offer(lang: str, token: str) -> ResponseReturnValue:
    return _asked(find(lang, token), Action.ANSWER)


@bp.post("/<lang:lang>/registrations/<token>/offer")
@permission(Permission.PUBLIC)
def answer(lang: str, token: str) -> ResponseReturnValue:
    here = find(lang, token)
    match request.form.get("_action"):
        case "accept":
            return _done(here, "accepted", lambda s, mine, now: places.accept_offer(s, mine, now=now))
        case "decline":
            return _done(here, "declined", lambda s, mine, now: places.decline_offer(s, mine, now=now))
    return here.to_page()


@bp.get("/<lang:lang>/registrations/<token>/coming")
@permission(Permission.PUBLIC)
def coming(lang: str, token: str) -> ResponseReturnValue:
    return _asked(find(lang, token), Action.COMING)


@bp.post("/<lang:lang>/registrations/<token>/coming")
@permission(Permission.PUBLIC)
def say(lang: str, token: str) -> ResponseReturnValue:
    here = find(lang, token)
    match request.form.get("_action"):
        case "coming":
            return _done(here, "coming", lambda s, mine, now: places.still_coming(s, mine, now=now))
        case "release":
            return _done(here, "released", lambda s, mine, now: places.release(s, mine, now=now))
    return here.to_page()


@bp.get("/<lang:lang>/registrations/<token>/cancel")
@permission(Permission.PUBLIC)
def cancel(lang: str, token: str) -> ResponseReturnValue:
    return _asked(find(lang, token), Action.CANCEL)


@bp.post("/<lang:lang>/registrations/<token>/cancel")
@permission(Permission.PUBLIC)
def do_cancel(lang: str, token: str) -> ResponseReturnValue:
    """All of them, or one person with whoever comes for that person alone."""
    here = find(lang, token)
    one = request.form.get("_action", "").removeprefix("person:")
    if form_persons.is_number(one):
        return personal_change.without(here, int(one))
    held = here.registration.status in HOLDING
    return _done(here, "released" if held else "left", lambda s, mine, now: places.cancel(s, mine, now=now))


def _asked(here: Here, action: Action) -> ResponseReturnValue:
    """The page with the button; the personal page where there is nothing to press."""
    if action is Action.CONFIRM and here.registration.confirm_by is None:
        return redirect(here.address())  # the link in the mail was followed once more
    if action not in here.possible:
        return show(here, problem=str(personal_words.REFUSALS["not_possible_now"]), status=409)
    return here.render(
        "events/mine_ask.html",
        lambda: {
            "action": action,
            "people": personal_answers.people(here.registration, here.event),
            "holds": here.registration.status in HOLDING,
        },
    )


def _done(here: Here, what: str, deed: Deed) -> ResponseReturnValue:
    """Do it and go back to the page; a second press of the same button finds it done."""
    here.require_token()
    session = db.session()
    try:
        deed(session, here.registration, utcnow())
        session.commit()
    except Refusal as refusal:
        session.rollback()
        now = find(here.lang, here.token)
        if now.registration.status is REACHED.get(what):
            return now.to_page(what)  # the button was pressed twice
        return refused(now, refusal)
    return here.to_page(what)
