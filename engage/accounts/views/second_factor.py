"""One's own second step: switching it on and off, and new recovery codes. Each asks for the password."""

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import current_user
from markupsafe import Markup

from engage.accounts import limits, messages, second_factor, service, session_cookie
from engage.accounts.models import Person
from engage.accounts.views import door
from engage.accounts.views.door import bp
from engage.core.clock import utcnow
from engage.db.session import db
from engage.web.permissions import Permission, permission

PATH = "/console/account/second-factor"
SET_UP, STATUS, CODES = (
    "accounts/second_factor_set_up.html",
    "accounts/second_factor.html",
    "accounts/second_factor_codes.html",
)


@bp.get(PATH)
@permission(Permission.SIGNED_IN)
def set_up_second_factor() -> ResponseReturnValue:
    """How it stands; for who has none, the way to one."""
    person = _me()
    return _status(person) if second_factor.has(person) else _setting_up(person, second_factor.new_secret())


@bp.post(PATH)
@permission(Permission.SIGNED_IN)
def switch_on_second_factor() -> ResponseReturnValue:
    person, key, now = _me(), door.secret_key(), utcnow()
    secret = second_factor.unseal_from_form(request.form.get("sealed", ""), person.id, key=key, now=now)
    if second_factor.has(person):
        return door.onwards(PATH)
    if not door.is_ours() or secret is None:
        return _setting_up(person, secret or second_factor.new_secret(), {"code": messages.out_of_date()}, 400)
    refusal = _count(person)
    if refusal is not None:
        return door.refused(SET_UP, refusal, **_shown(person, secret))
    if not _knows_password(person):
        return _setting_up(person, secret, {"password": _wrong_password()}, 422)
    person = _me()
    try:
        codes = service.turn_on_second_factor(
            db.session(), person, secret, request.form.get("code", "")[:20], key=key, now=now
        )
    except second_factor.WrongCode:
        db.session.rollback()
        wrong = gettext("The code does not belong to this key. Type the six figures that your app shows now.")
        return _setting_up(_me(), secret, {"code": wrong}, 422)
    _forget(person)
    session_cookie.enter(person, now=now)
    db.session.commit()
    return door.page(CODES, codes=codes, first=True, crumbs=_above())


@bp.post(f"{PATH}/off")
@permission(Permission.SIGNED_IN)
def switch_off_second_factor() -> ResponseReturnValue:
    person = _me()
    if not second_factor.has(person):
        return door.onwards(PATH)
    refused = _ask_again(person)
    if refused is not None:
        return refused
    person, now = _me(), utcnow()
    service.turn_off_second_factor(db.session(), person, now=now)
    session_cookie.enter(person, now=now)
    db.session.commit()
    return door.onwards(PATH)


@bp.post(f"{PATH}/codes")
@permission(Permission.SIGNED_IN)
def renew_recovery_codes() -> ResponseReturnValue:
    person = _me()
    if not second_factor.has(person):
        return door.onwards(PATH)
    refused = _ask_again(person)
    if refused is not None:
        return refused
    codes = service.renew_recovery_codes(db.session(), _me(), now=utcnow())
    db.session.commit()
    return door.page(CODES, codes=codes, first=False, crumbs=_above())


def _me() -> Person:
    """Who asks, as a row of this transaction."""
    return db.session.get_one(Person, int(current_user.id))


def _ask_again(person: Person) -> ResponseReturnValue | None:
    """The page again, unless the form is ours and its password right."""
    if not door.is_ours():
        return _status(person, {"": messages.out_of_date()}, 400)
    refusal = _count(person)
    if refusal is not None:
        return door.refused(STATUS, refusal, **_standing(person))
    if not _knows_password(person):
        return _status(_me(), {"password": _wrong_password()}, 422)
    _forget(person)
    return None


def _count(person: Person) -> limits.TooManyAttempts | None:
    return door.count((limits.PASSWORD_AGAIN, str(person.id)))


def _forget(person: Person) -> None:
    door.forget((limits.PASSWORD_AGAIN, str(person.id)))


def _knows_password(person: Person) -> bool:
    stored = person.password
    return stored is not None and door.matches(request.form.get("password", ""), stored)


def _wrong_password() -> str:
    return str(gettext("This is not your password."))


def _status(person: Person, errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    return door.page(STATUS, status, errors=errors, **_standing(person))


def _standing(person: Person) -> dict[str, object]:
    return {"left": second_factor.left(db.session(), person), "needed": _needed(person), "crumbs": _above()}


def _above() -> list[tuple[str, str | None]]:
    return [(gettext("Your account"), url_for("account.index"))]


def _needed(person: Person) -> bool:
    return second_factor.needed(person) and not current_app.config["ENGAGE_SETTINGS"].demonstration


def _setting_up(
    person: Person, secret: str, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    return door.page(SET_UP, status, errors=errors, **_shown(person, secret))


def _shown(person: Person, secret: str) -> dict[str, object]:
    address = second_factor.address(secret, person.email)
    return {
        "picture": Markup(second_factor.picture(address)),  # noqa: S704 -- made of squares by segno
        "address": address,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "sealed": second_factor.seal_for_form(secret, person.id, key=door.secret_key(), now=utcnow()),
        "needed": _needed(person),
        "crumbs": _above(),
    }
