"""Somebody with a real password and, where wanted, a real second factor."""

from datetime import datetime, timedelta
from functools import cache

from flask import Flask
from sqlalchemy import select

from engage.accounts import links, second_factor, service
from engage.accounts.models import AccountLink, LinkPurpose
from engage.accounts.roles import RoleName
from engage.core.clock import utcnow
from tests.factories.people import PASSWORD, make_person
from tests.support.browser import Browser, Page
from tests.support.databases import transaction

ADDRESS = "/console/sign-in"
EMAIL = "kari@example.org"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@cache
def hashed() -> str:
    """Hashing takes its time on purpose: once for all tests, which share a key. Inside of an application."""
    from flask_security import hash_password

    return str(hash_password(PASSWORD))


def make_kari(app: Flask, role: RoleName = RoleName.ORGANISER, *, factor: bool = False) -> list[str]:
    """Kari's account; her recovery codes when she has a second factor."""
    with transaction(app) as session:
        person = make_person(session, role, email=EMAIL, hashed=hashed())
        if not factor:
            return []
        person.totp_secret = second_factor.seal(SECRET, person.id, key=app.config["SECRET_KEY"])
        return second_factor.new_recovery_codes(session, person)


def sign_in(browser: Browser, email: str = EMAIL, password: str = PASSWORD, at: str = ADDRESS) -> Page:
    return browser.submit(at, email=email, password=password)


def code(*, steps: int = 0, secret: str = SECRET, now: datetime | None = None) -> str:
    """What the app shows now, or some steps later."""
    from passlib.totp import TOTP

    moment = (now or utcnow()) + timedelta(seconds=30 * steps)
    return TOTP(key=secret, format="base32").generate(time=moment).token


def link(app: Flask, purpose: LinkPurpose, *, email: str = EMAIL, ago: timedelta = timedelta()) -> str:
    """What stands in the address of a new link to Kari."""
    with transaction(app) as session:
        person = service.find(session, email)
        assert person is not None
        made = links.make(session, person, purpose, now=utcnow() - ago)
        return links.token(made, person, key=app.config["SECRET_KEY"])


def newest_link(app: Flask) -> str:
    """What stands in the address of the link that was made last."""
    with transaction(app) as session:
        made = session.scalars(select(AccountLink).order_by(AccountLink.made_at.desc())).first()
        assert made is not None
        return links.token_of(session, made.id, key=app.config["SECRET_KEY"])
