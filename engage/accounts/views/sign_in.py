"""Signing in and out."""

from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import hash_password, verify_password
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField

from engage.accounts import service, session_cookie
from engage.core.clock import utcnow
from engage.db.session import db
from engage.web import links
from engage.web.console import render, use_language
from engage.web.permissions import Permission, permission

bp = Blueprint("accounts", __name__, template_folder="../templates")
bp.before_request(use_language)


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    email = StringField()
    password = PasswordField()
    next = HiddenField()


@bp.get("/console/sign-in")
@permission(Permission.PUBLIC)
def sign_in() -> ResponseReturnValue:
    form = SignInForm(request.args)
    return render("accounts/sign_in.html", form=form, error="")


@bp.post("/console/sign-in")
@permission(Permission.PUBLIC)
def enter() -> ResponseReturnValue:
    """The same answer, and the same work, whether or not there is such an account."""
    form = SignInForm()
    if not form.validate():
        return render("accounts/sign_in.html", form=form, error=gettext("The page was out of date. Try again.")), 400
    email, now = service.normal(form.email.data or ""), utcnow()
    try:
        service.note_attempt(db.session(), account=email, address=request.remote_addr or "", now=now)
        db.session.commit()
    except service.TooManyAttempts:
        db.session.commit()
        error = gettext("Too many tries. Wait 15 minutes, then try again.")
        return render("accounts/sign_in.html", form=form, error=error), 429, {"Retry-After": "900"}
    person = service.find(db.session(), email)
    stored = person.password if person and person.active and person.password else _nobodys_password()
    db.session.rollback()  # argon2 takes its time: not while the one write lock is held
    good = verify_password((form.password.data or "")[:1000], stored)
    if not (good and person and person.active):
        error = gettext("Mail address and password do not belong together. Check both.")
        return render("accounts/sign_in.html", form=form, error=error), 422
    service.forget_attempts(db.session(), account=email, address=request.remote_addr or "")
    session_cookie.enter(person, now=now)
    db.session.commit()
    target = form.next.data or ""
    return redirect(target if links.is_local(target) else url_for("manage.home"), code=303)


def _nobodys_password() -> str:
    """A hash to compare with when there is no account, so that the answer takes as long."""
    stored: str | None = current_app.extensions.get("engage-nobody")
    if stored is None:
        stored = current_app.extensions["engage-nobody"] = hash_password("nobody has this password")
    return stored


@bp.post("/console/sign-out")
@permission(Permission.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    if not SignOutForm().validate():
        return redirect(url_for("manage.home"), code=303)
    session_cookie.leave()
    db.session.commit()
    return redirect(url_for("accounts.sign_in"), code=303)


class SignOutForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Only its token."""
