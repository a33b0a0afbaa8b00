"""Links by mail: to sign in, to choose a password, to accept an invitation.

Asking for one gives the same answer for every address. Opening one shows a button: only pressing it acts, because
programs that check mails open links too.
"""

from contextlib import suppress

from email_validator import EmailNotValidError, validate_email
from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.accounts import limits, links, messages, passwords, service
from engage.accounts.models import AccountLink, LinkPurpose, Person
from engage.accounts.views import door
from engage.accounts.views.door import bp
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.web.permissions import Permission, permission

ASK, SENT, OPEN = "accounts/sign_in_ask.html", "accounts/sign_in_sent.html", "accounts/sign_in_open.html"
CHOOSE, DEAD = "accounts/sign_in_choose.html", "accounts/sign_in_dead.html"


# -- asking for one


@bp.get("/console/sign-in/link")
@permission(Permission.PUBLIC)
def link() -> ResponseReturnValue:
    return door.page(ASK, forgotten=False, email="")


@bp.get("/console/sign-in/forgotten")
@permission(Permission.PUBLIC)
def forgotten() -> ResponseReturnValue:
    return door.page(ASK, forgotten=True, email="")


@bp.post("/console/sign-in/link")
@permission(Permission.PUBLIC)
def send_link() -> ResponseReturnValue:
    return _send(LinkPurpose.SIGN_IN)


@bp.post("/console/sign-in/forgotten")
@permission(Permission.PUBLIC)
def send_new_password() -> ResponseReturnValue:
    return _send(LinkPurpose.NEW_PASSWORD)


def _send(purpose: LinkPurpose) -> ResponseReturnValue:
    """The same answer, and the same work, whether or not there is such an account."""
    email, forgotten = service.normal(request.form.get("email", ""))[:300], purpose is LinkPurpose.NEW_PASSWORD
    if not door.is_ours():
        return door.page(ASK, 400, errors={"email": messages.out_of_date()}, forgotten=forgotten, email=email)
    if not _is_address(email):
        wrong = gettext("Enter a mail address, for example kari@example.org.")
        return door.page(ASK, 422, errors={"email": wrong}, forgotten=forgotten, email=email)
    try:
        limits.guard(db.session(), (limits.LINKS_FROM_ADDRESS, door.from_here()), key=door.secret_key(), now=utcnow())
        _put(email, purpose)
    except limits.TooManyAttempts as refusal:
        db.session.commit()
        return door.refused(ASK, refusal, forgotten=forgotten, email=email)
    db.session.commit()  # once, with the counts: as long for everybody
    return door.page(SENT, forgotten=forgotten, email=email, most=limits.MAILS_TO_ADDRESS.most)


def _put(email: str, purpose: LinkPurpose) -> None:
    """A link into the outbox. Who asks too often is not told: the mails that are there still work."""
    with suppress(limits.TooManyAttempts):
        limits.guard(db.session(), (limits.MAILS_TO_ADDRESS, email), key=door.secret_key(), now=utcnow())
        service.ask_for_link(db.session(), email, purpose, now=utcnow())


def _is_address(email: str) -> bool:
    try:
        validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


# -- signing in by one


@bp.get("/console/sign-in/by-mail/<token>")
@permission(Permission.PUBLIC)
def by_mail(token: str) -> ResponseReturnValue:
    try:
        _, person = _find(token, LinkPurpose.SIGN_IN)
    except links.LinkDead:
        return door.page(DEAD, 410, purpose=LinkPurpose.SIGN_IN)
    return door.page(OPEN, email=person.email)


@bp.post("/console/sign-in/by-mail/<token>")
@permission(Permission.PUBLIC)
def enter_by_mail(token: str) -> ResponseReturnValue:
    try:
        found, person = _find(token, LinkPurpose.SIGN_IN)
        if not door.is_ours():
            return door.page(OPEN, 400, errors={"": messages.out_of_date()}, email=person.email)
        links.use(db.session(), found, now=utcnow())
    except links.LinkDead:
        return door.page(DEAD, 410, purpose=LinkPurpose.SIGN_IN)
    return door.let_in(person, "")


# -- choosing a password by one


@bp.get("/console/sign-in/password/<token>")
@permission(Permission.PUBLIC)
def new_password(token: str) -> ResponseReturnValue:
    return _show_choosing(token, LinkPurpose.NEW_PASSWORD)


@bp.get("/console/sign-in/invitation/<token>")
@permission(Permission.PUBLIC)
def invitation(token: str) -> ResponseReturnValue:
    return _show_choosing(token, LinkPurpose.INVITATION)


@bp.post("/console/sign-in/password/<token>")
@permission(Permission.PUBLIC)
def choose_password(token: str) -> ResponseReturnValue:
    return _choose(token, LinkPurpose.NEW_PASSWORD)


@bp.post("/console/sign-in/invitation/<token>")
@permission(Permission.PUBLIC)
def accept_invitation(token: str) -> ResponseReturnValue:
    return _choose(token, LinkPurpose.INVITATION)


def _show_choosing(token: str, purpose: LinkPurpose) -> ResponseReturnValue:
    try:
        _, person = _find(token, purpose)
    except links.LinkDead:
        return door.page(DEAD, 410, purpose=purpose)
    return _choosing(person, purpose)


def _choose(token: str, purpose: LinkPurpose) -> ResponseReturnValue:
    password = request.form.get("password", "")
    try:
        _, person = _find(token, purpose)
        if not door.is_ours():
            return _choosing(person, purpose, messages.out_of_date(), 400)
        try:
            passwords.require_good(password, email=person.email, name=person.name)
        except Refusal as refusal:
            return _choosing(person, purpose, messages.password_refused(refusal), 422)
        hashed = door.hashed(password)
        found, person = _find(token, purpose)
        links.use(db.session(), found, now=utcnow())
    except links.LinkDead:
        return door.page(DEAD, 410, purpose=purpose)
    first = person.password is None
    service.set_password(db.session(), person, hashed, now=utcnow(), tell=not first)
    return door.let_in(person, "")


def _choosing(person: Person, purpose: LinkPurpose, error: str = "", status: int = 200) -> ResponseReturnValue:
    errors = {"password": error} if error else {}
    invited = purpose is LinkPurpose.INVITATION
    return door.page(CHOOSE, status, errors=errors, email=person.email, invited=invited, shortest=passwords.SHORTEST)


def _find(token: str, purpose: LinkPurpose) -> tuple[AccountLink, Person]:
    return links.find(db.session(), token, purpose, key=door.secret_key(), now=utcnow())
