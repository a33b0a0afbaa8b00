"""Wires Flask-Security: its passwords and sign-in, our pages and our permissions.

Its own routes stay off (its links confirm and sign in on GET). The tables are ours: the package's ready models
record addresses and sign-in times, which nothing here needs.
"""

from flask import Flask
from flask_security import Security, SQLAlchemyUserDatastore
from flask_wtf import CSRFProtect

from engage.accounts import mails, personal_data, wiring_people
from engage.accounts.asking import ASKER
from engage.accounts.models import Person, Role
from engage.accounts.session_cookie import ConsoleSessions, require_readable
from engage.accounts.views import door, second_factor, sign_in, sign_in_mail, sign_in_second
from engage.db.session import db
from engage.mail import kinds
from engage.web import permissions

blueprints = (door.bp,)
PAGES = (sign_in, sign_in_mail, sign_in_second, second_factor)
"""They stand in the one blueprint once they are imported."""


def _hashing(*, testing: bool) -> dict[str, int]:
    """What a password costs: 46 MiB in one pass on one core (OWASP's first choice). In tests next to nothing."""
    memory = 64 if testing else 47_104
    return {"argon2__memory_cost": memory, "argon2__rounds": 1, "argon2__parallelism": 1}


def install(app: Flask) -> None:
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 -- the name of the method
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=_hashing(testing=app.testing),
        SECURITY_PASSWORD_SALT=app.config["SECRET_KEY"],
        SECURITY_PASSWORD_LENGTH_MIN=12,
        SECURITY_REGISTER_BLUEPRINT=False,
        SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS=False,
        SECURITY_UNIFIED_SIGNIN=False,
        SECURITY_TRACKABLE=False,
        SECURITY_BACKWARDS_COMPAT_AUTH_TOKEN=False,
        REMEMBER_COOKIE_SECURE=app.config["ENGAGE_HTTPS"],
        SESSION_PROTECTION=None,  # it would keep a digest of everybody's address; a stolen cookie can be ended instead
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_FIELD_NAME="_csrf",
        WTF_CSRF_CHECK_DEFAULT=False,  # every console form checks its own; citizens' pages have no session
    )
    app.session_interface = ConsoleSessions()
    app.before_request(require_readable)
    CSRFProtect(app)
    security = Security(app, SQLAlchemyUserDatastore(db, Person, Role), register_blueprint=False)
    # It would look for an account at every request, citizens' pages too. Our permissions ask where a route needs one.
    app.before_request_funcs[None].remove(security.principal._on_before_request)
    # Nobody is remembered beyond the browser session; asking whether would mark every page as varying by cookie.
    app.after_request_funcs[None].remove(app.login_manager._update_remember_cookie)  # type: ignore[attr-defined]
    permissions.set_asker(app, ASKER)
    app.before_request(door.lead_to_second_factor)
    kinds.register(app, *mails.KINDS)
    personal_data.install(app)
    wiring_people.install(app)
