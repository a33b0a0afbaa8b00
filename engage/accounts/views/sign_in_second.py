"""The second step of signing in: a code of the app, or a recovery code."""

from collections.abc import Callable

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from engage.accounts import limits, messages, second_factor, service, session_cookie
from engage.accounts.models import Person
from engage.accounts.views import door
from engage.accounts.views.door import bp
from engage.core.clock import utcnow
from engage.db.session import db
from engage.web.permissions import Permission, permission

CODE, RECOVERY = "accounts/sign_in_code.html", "accounts/sign_in_recovery.html"


def _half_way() -> Person | None:
    """Who passed the first step in this browser, some minutes ago at most."""
    uniquifier = session.get(session_cookie.HALF_WAY)
    if uniquifier is None:
        return None
    person: Person | None = db.session.scalar(select(Person).where(Person.fs_uniquifier == uniquifier))
    return person if person is not None and person.active and second_factor.has(person) else None


@bp.get("/console/sign-in/code")
@permission(Permission.PUBLIC)
def second_step() -> ResponseReturnValue:
    return door.page(CODE) if _half_way() else redirect(url_for("accounts.sign_in"), code=303)


@bp.get("/console/sign-in/recovery-code")
@permission(Permission.PUBLIC)
def recovery() -> ResponseReturnValue:
    return door.page(RECOVERY) if _half_way() else redirect(url_for("accounts.sign_in"), code=303)


@bp.post("/console/sign-in/code")
@permission(Permission.PUBLIC)
def take_second_step() -> ResponseReturnValue:
    def accept(person: Person, code: str) -> None:
        second_factor.accept(db.session(), person, code, key=door.secret_key(), now=utcnow())

    wrong = gettext("This is not the code of now. Wait for the next one in your app, then type its six figures.")
    return _take(CODE, accept, wrong, limits.SECOND_FACTOR, limits.SECOND_FACTOR_A_DAY)


@bp.post("/console/sign-in/recovery-code")
@permission(Permission.PUBLIC)
def recover() -> ResponseReturnValue:
    def accept(person: Person, code: str) -> None:
        service.use_recovery_code(db.session(), person, code, now=utcnow())

    wrong = gettext("This is none of your recovery codes, or it was used before. Each works once.")
    return _take(RECOVERY, accept, wrong, limits.RECOVERY_CODE)


def _take(
    template: str, accept: Callable[[Person, str], None], wrong: str, *slowed: limits.Limit
) -> ResponseReturnValue:
    person = _half_way()
    if person is None:
        return redirect(url_for("accounts.sign_in"), code=303)
    if not door.is_ours():
        return door.page(template, 400, errors={"code": messages.out_of_date()})
    counts = [(limit, str(person.id)) for limit in slowed]
    refusal = door.count(*counts)
    if refusal is not None:
        return door.refused(template, refusal)
    try:
        accept(person, request.form.get("code", "")[:100])
    except second_factor.WrongCode:
        db.session.rollback()
        return door.page(template, 422, errors={"code": wrong})
    door.forget(*counts)
    return door.let_in_wholly(person, str(session.get("target", "")))
