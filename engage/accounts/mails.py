"""Mails that let people in, and those that tell them what changed about how they get in.

None has a topic: people asked for them, or need them to keep their account safe.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from engage.accounts import links
from engage.accounts.models import AccountLink, Person
from engage.core.settings import Settings
from engage.mail import outbox
from engage.mail.kinds import MailKind, Placeholder, button
from engage.mail.models import OutboxMail

INVITATION_PATH = "/console/sign-in/invitation/"
SIGN_IN_PATH = "/console/sign-in/by-mail/"
NEW_PASSWORD_PATH = "/console/sign-in/password/"  # noqa: S105 -- an address
FORGOTTEN_PATH = "/console/sign-in/forgotten"
_LINK = "link_id"


def _opens(path: str) -> Callable[[Settings, Session, OutboxMail], str]:
    def address(settings: Settings, session: Session, mail: OutboxMail) -> str:
        base = settings.base_url.rstrip("/") + path
        return base + links.token_of(session, int(mail.values.get(_LINK, 0)), key=settings.secret_key)

    return address


def _leads(path: str) -> Callable[[Settings, Session, OutboxMail], str]:
    return lambda settings, _session, _mail: settings.base_url.rstrip("/") + path


def _still_opens(session: Session, mail: OutboxMail, now: datetime) -> bool:
    return links.is_open(session, int(mail.values.get(_LINK, 0)), now=now)


INVITATION = MailKind(
    name="accounts.invitation",
    topic=None,
    subject=lambda _: _("You are invited to Engage"),
    body=lambda _: (
        _("{by} invites you to work with {hub} on Engage, the platform on which cancer mission hubs ask citizens."),
        _("Open the page and choose a password. It takes two minutes."),
        button("accept", _("Accept the invitation")),
        _("The link works once, for seven days. If you do not know what this is about, do nothing."),
    ),
    placeholders=(Placeholder("by", "Ada Lovelace"), Placeholder("hub", "Hub Norway")),
    links={"accept": _opens(INVITATION_PATH)},
    needed=_still_opens,
)
SIGN_IN = MailKind(
    name="accounts.sign-in-link",
    topic=None,
    subject=lambda _: _("Your link to sign in to Engage"),
    body=lambda _: (
        _("You asked for a link to sign in."),
        button("enter", _("Sign in")),
        _("The link works once, for 15 minutes. If you did not ask for it, do nothing: nobody gets in without it."),
    ),
    links={"enter": _opens(SIGN_IN_PATH)},
    needed=_still_opens,
    hubs_change_it=False,
)
NEW_PASSWORD = MailKind(
    name="accounts.new-password",
    topic=None,
    subject=lambda _: _("Choose a new password for Engage"),
    body=lambda _: (
        _("You asked for a new password."),
        button("choose", _("Choose a new password")),
        _("The link works once, for one hour. If you did not ask for it, do nothing: your password stays as it is."),
    ),
    links={"choose": _opens(NEW_PASSWORD_PATH)},
    needed=_still_opens,
    hubs_change_it=False,
)
PASSWORD_CHANGED = MailKind(
    name="accounts.password-changed",
    topic=None,
    subject=lambda _: _("Your password for Engage was changed"),
    body=lambda _: (
        _("The password of your account was changed. All other devices are signed out."),
        _("If this was not you, choose a new password now: {again}"),
    ),
    links={"again": _leads(FORGOTTEN_PATH)},
    hubs_change_it=False,
)
SECOND_FACTOR_ON = MailKind(
    name="accounts.second-factor-on",
    topic=None,
    subject=lambda _: _("Signing in to Engage takes two steps now"),
    body=lambda _: (
        _("The second step was switched on for your account. All other devices are signed out."),
        _("If this was not you, write to your coordinator or the network office at once."),
    ),
    hubs_change_it=False,
)
SECOND_FACTOR_OFF = MailKind(
    name="accounts.second-factor-off",
    topic=None,
    subject=lambda _: _("Signing in to Engage takes one step now"),
    body=lambda _: (
        _("The second step was switched off for your account. All other devices are signed out."),
        _("If this was not you, write to your coordinator or the network office at once."),
    ),
    hubs_change_it=False,
)
RECOVERY_CODE_USED = MailKind(
    name="accounts.recovery-code-used",
    topic=None,
    subject=lambda _: _("Somebody signed in to Engage with one of your recovery codes"),
    body=lambda _: (
        _("One of your recovery codes was used to sign in. You have {left} left."),
        _("If this was not you, choose a new password now: {again}"),
    ),
    placeholders=(Placeholder("left", 9),),
    links={"again": _leads(FORGOTTEN_PATH)},
    hubs_change_it=False,
)
KINDS = (
    INVITATION,
    SIGN_IN,
    NEW_PASSWORD,
    PASSWORD_CHANGED,
    SECOND_FACTOR_ON,
    SECOND_FACTOR_OFF,
    RECOVERY_CODE_USED,
)


def send_link(
    session: Session, kind: MailKind, link: AccountLink, to: str, *, language: str, now: datetime
) -> OutboxMail:
    """A mail around a link: the outbox keeps the link's number, and nothing that opens it."""
    return outbox.put(session, kind.name, to, language=language, values={_LINK: link.id}, now=now)


def invite(
    session: Session, link: AccountLink, person: Person, *, by: str, hub: str, hub_id: int | None, now: datetime
) -> OutboxMail:
    """An invitation.

    :param by: what who invites is called
    :param hub: the hub's name, or what the network office is called
    """
    values: dict[str, str | int] = {_LINK: link.id, "by": by, "hub": hub}
    return outbox.put(
        session, INVITATION.name, person.email, language=person.language, values=values, hub_id=hub_id, now=now
    )


def tell(session: Session, kind: MailKind, person: Person, *, now: datetime, **values: str | int) -> OutboxMail:
    """Tell a person what changed about how they get in."""
    return outbox.put(session, kind.name, person.email, language=person.language, values=values, now=now)
