"""Mails about what changed in an account: roles given and taken, another address, closed.

None has a topic: they concern the safety of an account and cannot be ended, and no hub changes their words.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from engage.accounts import links, words
from engage.accounts.models import AccountLink, Person
from engage.accounts.roles import RoleName
from engage.core.settings import Settings
from engage.mail import outbox
from engage.mail.kinds import Form, MailKind, Placeholder, button, listed
from engage.mail.models import OutboxMail

code = words.role_code
NEW_ADDRESS_PATH = "/console/sign-in/new-address/"
_LINK = "link_id"


def _console(settings: Settings, session: Session, mail: OutboxMail) -> str:  # noqa: ARG001
    return f"{settings.base_url.rstrip('/')}/console/"


_BY = Placeholder("by", "Ada Lovelace")
_ROLES = Placeholder(
    "roles",
    listed([code(RoleName.ORGANISER, "Hub Norway"), code(RoleName.TRANSLATOR, "Hub Norway")]),
    Form.LIST,
    words.role_in_mail,
)

ROLES_GIVEN = MailKind(
    name="accounts.roles-given",
    topic=None,
    subject=lambda _: _("You have new roles in Engage"),
    body=lambda _: (
        _("{by} gave you these roles: {roles}."),
        _("Nothing else about your account has changed."),
        button("console", _("Open the console")),
    ),
    placeholders=(_BY, _ROLES),
    links={"console": _console},
    hubs_change_it=False,
)
ROLES_TAKEN = MailKind(
    name="accounts.roles-taken",
    topic=None,
    subject=lambda _: _("Your roles in Engage have changed"),
    body=lambda _: (
        _("{by} ended these roles of yours: {roles}."),
        _("If you did not expect this, ask {by} or the coordinator of your hub."),
        button("console", _("Open the console")),
    ),
    placeholders=(_BY, _ROLES),
    links={"console": _console},
    hubs_change_it=False,
)


def _confirms(settings: Settings, session: Session, mail: OutboxMail) -> str:
    token = links.token_of(session, int(mail.values.get(_LINK, 0)), key=settings.secret_key)
    return settings.base_url.rstrip("/") + NEW_ADDRESS_PATH + token


def _still_opens(session: Session, mail: OutboxMail, now: datetime) -> bool:
    return links.is_open(session, int(mail.values.get(_LINK, 0)), now=now)


NEW_ADDRESS = MailKind(
    name="accounts.new-address",
    topic=None,
    subject=lambda _: _("Confirm your new mail address"),
    body=lambda _: (
        _("Somebody wants to use this mail address for their account in Engage."),
        button("confirm", _("Confirm the address")),
        _("The link works once, for one day. If this was not you, do nothing."),
    ),
    links={"confirm": _confirms},
    needed=_still_opens,
    hubs_change_it=False,
)
ADDRESS_CHANGED = MailKind(
    name="accounts.address-changed",
    topic=None,
    subject=lambda _: _("The mail address of your account has changed"),
    body=lambda _: (
        _("Somebody who was signed in to your account in Engage changed its mail address. Mails go there from now on."),
        _("If this was not you, write to the coordinator of your hub at once: they can switch the account off."),
    ),
    hubs_change_it=False,
)
CLOSED = MailKind(
    name="accounts.closed",
    topic=None,
    subject=lambda _: _("Your account is closed"),
    body=lambda _: (
        _("You closed your account in Engage. Your roles, your settings and your mail address are deleted."),
        _("What you did for your hubs stays in their history, as the law asks of them."),
        _("If this was not you, write to the coordinator of your hub."),
    ),
    hubs_change_it=False,
)
KINDS = (ROLES_GIVEN, ROLES_TAKEN, NEW_ADDRESS, ADDRESS_CHANGED, CLOSED)


def called(person: Person) -> str:
    """What a person is called in mails to others: the name, or else the address."""
    return person.name or person.email


def tell_given(
    session: Session, person: Person, roles: Sequence[str], *, by: Person, hub_id: int | None, now: datetime
) -> None:
    """:param roles: as `code` writes them"""
    _tell(session, ROLES_GIVEN, person, {"by": called(by), "roles": listed(roles)}, hub_id, now)


def tell_taken(
    session: Session, person: Person, roles: Sequence[str], *, by: Person, hub_id: int | None, now: datetime
) -> None:
    """:param roles: as `code` writes them"""
    _tell(session, ROLES_TAKEN, person, {"by": called(by), "roles": listed(roles)}, hub_id, now)


def confirm_address(session: Session, link: AccountLink, person: Person, *, now: datetime) -> None:
    """To the address that the link is to confirm."""
    outbox.put(session, NEW_ADDRESS.name, link.address, language=person.language, values={_LINK: link.id}, now=now)


def tell_address_changed(session: Session, person: Person, former: str, *, now: datetime) -> None:
    """To the former address."""
    outbox.put(session, ADDRESS_CHANGED.name, former, language=person.language, now=now)


def tell_closed(session: Session, address: str, language: str, *, now: datetime) -> None:
    """To the address that the account had."""
    outbox.put(session, CLOSED.name, address, language=language, now=now)


def _tell(
    session: Session, kind: MailKind, person: Person, values: dict[str, str | int], hub_id: int | None, now: datetime
) -> None:
    outbox.put(session, kind.name, person.email, language=person.language, values=values, hub_id=hub_id, now=now)
