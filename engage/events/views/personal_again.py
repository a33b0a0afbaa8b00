"""“Send me my link again”: by mail, to the address that registered. The page says the same whoever asks."""

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts import limits
from engage.accounts.limits import TooManyAttempts
from engage.activities.domain.kinds import ActivityState
from engage.activities.models import Activity
from engage.core.clock import utcnow
from engage.db.session import db
from engage.events.domain.telling import Told
from engage.events.mails.telling import tell
from engage.events.models import Event
from engage.events.models_people import Registration
from engage.events.views import personal_words
from engage.events.views.personal_page import keep_to_oneself, plain
from engage.i18n import locales
from engage.mail.outbox import UnsafeAddress, safe_address
from engage.web import forgery, languages
from engage.web.permissions import Permission, permission

bp = Blueprint("event_link_again", __name__, template_folder="../templates")
bp.after_request(keep_to_oneself)
FROM_PLACE = limits.Limit("registration links, place", 10, 60 * limits.MINUTE)
TO_ADDRESS = limits.Limit("registration links, mail address", 3, 60 * limits.MINUTE)
MOST = 20
"""Registrations of one address about which mails are sent at once."""


@bp.get("/registrations")
@permission(Permission.PUBLIC)
def bare() -> ResponseReturnValue:
    return languages.redirect_to_language("event_link_again.ask", languages.offered(current_app), locales.DEFAULT)


@bp.get("/<lang:lang>/registrations")
@permission(Permission.PUBLIC)
def ask(lang: str) -> ResponseReturnValue:
    if lang not in languages.offered(current_app):
        return bare()
    return plain("events/mine_again.html", lang, sent=request.args.get("sent") == "1", error="", typed="")


@bp.post("/<lang:lang>/registrations")
@permission(Permission.PUBLIC)
def send(lang: str) -> ResponseReturnValue:
    """No token: it opens nothing, and what it sends goes to the owner of the address alone. Limits stand before it."""
    forgery.refuse_cross_site()
    languages.use(current_app, lang)
    typed = request.form.get("email", "").strip()[:254]
    try:
        address = safe_address(typed.lower())
    except UnsafeAddress:
        error = gettext("Enter your mail address, for example ada@example.org.")
        return plain("events/mine_again.html", lang, 422, sent=False, error=error, typed=typed)
    session = db.session()
    try:
        counts = ((FROM_PLACE, limits.place(request.remote_addr or "")), (TO_ADDRESS, address))
        limits.guard(session, *counts, key=current_app.config["SECRET_KEY"], now=utcnow())
    except TooManyAttempts as refusal:
        session.commit()
        sentence = personal_words.refusal(refusal)
        return plain("events/mine_again.html", lang, 429, sent=False, error=sentence, typed=typed)
    _send(session, address)
    session.commit()
    return plain("events/mine_again.html", lang, sent=True, error="", typed="")


def _send(session: Session, address: str) -> None:
    """A mail for each event that is not over."""
    now = utcnow()
    statement = (
        select(Registration, Event)
        .join(Event, Event.id == Registration.event_id)
        .join(Activity, Activity.id == Event.activity_id)
        .where(Registration.email == address, Event.ends_at > now, Activity.state == ActivityState.ANNOUNCED)
        .order_by(Event.starts_at)
        .limit(MOST)
    )
    for registration, event in session.execute(statement):
        tell(session, Told.LINK_AGAIN, event, registration, now=now)
