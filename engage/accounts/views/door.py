"""What the pages around signing in share: their blueprint, their forms' token, and the way on."""

from typing import Any

from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user, hash_password, verify_password
from flask_wtf import FlaskForm

from engage.accounts import limits, messages, passwords, second_factor, session_cookie
from engage.accounts.models import Person
from engage.core.clock import utcnow
from engage.db.session import db
from engage.web import forgery, links
from engage.web.console import render, use_language
from engage.web.permissions import Permission, label_of

bp = Blueprint("accounts", __name__, template_folder="../templates")
bp.before_request(use_language)


class Token(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Only the form's token."""


def is_ours() -> bool:
    """Whether a form came from a page of ours in this browser; 400 when another site sent it."""
    forgery.refuse_cross_site()
    return bool(Token().validate())


def secret_key() -> str:
    found: str = current_app.config["SECRET_KEY"]
    return found


def count(*counts: limits.Count) -> limits.TooManyAttempts | None:
    """Count a try, at once and for good; the refusal when there were too many."""
    try:
        limits.guard(db.session(), *counts, key=secret_key(), now=utcnow())
    except limits.TooManyAttempts as refusal:
        return refusal
    finally:
        db.session.commit()
    return None


def forget(*counts: limits.Count) -> None:
    limits.forget(db.session(), *counts, key=secret_key(), now=utcnow())


def from_here() -> str:
    return limits.place(request.remote_addr or "")


def matches(password: str, hashed: str) -> bool:
    """Compare; it takes its time on purpose, so no transaction may be open meanwhile."""
    db.session.rollback()
    return bool(verify_password(passwords.normal(password[:1000]), hashed))


def hashed(password: str) -> str:
    """The same for a new one."""
    db.session.rollback()
    return str(hash_password(passwords.normal(password)))


def page(
    template: str, status: int = 200, *, errors: dict[str, str] | None = None, **values: Any
) -> ResponseReturnValue:
    """A page with what is wrong on it, by the control's name ("" for none in particular)."""
    return render(template, errors=errors or {}, target=asked_for(), **values), status


def refused(template: str, refusal: limits.TooManyAttempts, **values: Any) -> ResponseReturnValue:
    """A page that asks to wait."""
    body = render(template, errors={"": messages.too_many(refusal)}, target=asked_for(), **values)
    return body, 429, {"Retry-After": str(refusal.seconds)}


def asked_for() -> str:
    """The page of ours to go on to; empty for the start page."""
    target: str = request.values.get("next", "")
    return target if links.is_local(target) else ""


def onwards(target: str) -> ResponseReturnValue:
    return redirect(target if links.is_local(target) else url_for("manage.home"), code=303)


def let_in(person: Person, target: str) -> ResponseReturnValue:
    """After the first step: to the second, or in. Commits."""
    now = utcnow()
    if second_factor.has(person):
        session_cookie.enter_half_way(person, target=target, now=now)
        db.session.commit()
        return redirect(url_for("accounts.second_step"), code=303)
    session_cookie.enter(person, now=now)
    db.session.commit()
    return onwards(target)


def let_in_wholly(person: Person, target: str) -> ResponseReturnValue:
    """After the last step. Commits."""
    session_cookie.enter(person, now=utcnow())
    db.session.commit()
    return onwards(target)


def lead_to_second_factor() -> ResponseReturnValue | None:
    """Before each request to the console: who needs a second step sets it up before anything else."""
    if request.blueprint in (None, "accounts") or not request.path.startswith("/console"):
        return None
    if label_of(current_app, request.endpoint or "") in (None, Permission.PUBLIC) or not current_user.is_authenticated:
        return None
    if current_app.config["ENGAGE_SETTINGS"].demonstration:
        return None
    if second_factor.has(current_user) or not second_factor.needed(current_user):
        return None
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.set_up_second_factor", next=target), code=303)
