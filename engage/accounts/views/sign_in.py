"""Signing in with a password, and out."""

from functools import cache

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import hash_password

from engage.accounts import limits, messages, service, session_cookie
from engage.accounts.models import Person
from engage.accounts.views import door
from engage.accounts.views.door import bp
from engage.db.session import db
from engage.web.permissions import Permission, permission

PAGE = "accounts/sign_in.html"


@bp.get("/console/sign-in")
@permission(Permission.PUBLIC)
def sign_in() -> ResponseReturnValue:
    _nobodys_password()  # worked out now: the first unknown address must not have to wait for it
    return door.page(PAGE, email="")


@bp.post("/console/sign-in")
@permission(Permission.PUBLIC)
def enter() -> ResponseReturnValue:
    """The same answer, and the same work, whether or not there is such an account."""
    email = service.normal(request.form.get("email", ""))[:300]
    if not door.is_ours():
        return door.page(PAGE, 400, errors={"email": messages.out_of_date()}, email=email)
    mine = ((limits.ACCOUNT_FROM_ADDRESS, f"{email}\n{door.from_here()}"), (limits.ACCOUNT, email))
    refusal = door.count(*mine, (limits.FROM_ADDRESS, door.from_here()))
    if refusal is not None:
        return door.refused(PAGE, refusal, email=email)
    found = service.known(db.session(), email)
    stored = found.password if found else None
    good = door.matches(request.form.get("password", ""), stored or _nobodys_password())
    person = db.session.get(Person, found.id) if found and stored and good else None
    if person is None or not person.active or person.password != stored:
        wrong = gettext("Mail address and password do not belong together. Check both.")
        return door.page(PAGE, 422, errors={"email": wrong}, email=email)
    door.forget(*mine)
    return door.let_in(person, door.asked_for())


def _nobodys_password() -> str:
    """A hash to compare with when there is no account, so that the answer takes as long."""
    return _hash_of_nobody(door.secret_key())


@cache
def _hash_of_nobody(key: str) -> str:
    del key  # it is in the hash
    return str(hash_password("nobody has this password"))


@bp.post("/console/sign-out")
@permission(Permission.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    if not door.is_ours():
        return redirect(url_for("manage.home"), code=303)
    session_cookie.leave()
    db.session.commit()
    return redirect(url_for("accounts.sign_in"), code=303)
