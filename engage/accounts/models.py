"""People who run the platform, and the table that slows guessing down."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_security import RoleMixin, UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.roles import Duty
from engage.core.ids import random_id
from engage.db.base import Base
from engage.db.types import EnumText, RandomKey, one_of


class Role(Base, RoleMixin):
    """What a person may be; the names are `engage.accounts.roles.RoleName`."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)


class PersonRole(Base):
    """A role, for one hub with its parts or (hub_id NULL) for the network."""

    __tablename__ = "person_role"
    __table_args__ = (UniqueConstraint("person_id", "role_id", "hub_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"))
    hub_id: Mapped[int | None] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))

    role: Mapped[Role] = relationship(lazy="joined")


class Grant(Base):
    """A duty on one event or assessment."""

    __tablename__ = "person_grant"
    __table_args__ = (
        CheckConstraint(one_of("duty", Duty), name="duty"),
        UniqueConstraint("person_id", "thing", "thing_id", "duty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    thing: Mapped[str] = mapped_column(String(40))
    """"event" or "assessment"."""
    thing_id: Mapped[int]
    duty: Mapped[Duty] = mapped_column(EnumText(Duty))


class Person(Base, UserMixin):
    """An account. The columns Flask-Security needs, and none that would follow people around."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(100), default="")
    language: Mapped[str] = mapped_column(String(35), default="en")
    """Of the console, and of mails to this person."""
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/Brussels")
    quiet: Mapped[list[str]] = mapped_column(default=list)
    """Topics of notices that this person does not want by mail."""
    totp_secret: Mapped[str | None] = mapped_column(String(300))
    """Of the second factor, encrypted with a key derived from the instance's; None while there is none."""
    totp_counter: Mapped[int] = mapped_column(default=0)
    """Of the newest code that was accepted: none is accepted twice."""
    guide: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """How far the guide after the first sign-in has come."""
    closed_at: Mapped[datetime | None]
    """The account was closed: nothing but the fact that it was there is kept."""
    created_at: Mapped[datetime]

    roles: Mapped[list[Any]] = relationship(Role, secondary="person_role", viewonly=True, lazy="selectin")
    scoped_roles: Mapped[list[PersonRole]] = relationship(PersonRole, lazy="selectin")


class ConsoleSession(Base):
    """A signed-in browser. The cookie holds what only its digest is kept of."""

    __tablename__ = "console_session"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the value in the cookie."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    """None before signing in."""
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    device: Mapped[str] = mapped_column(String(60), default="")
    """As people know it: "Firefox on Linux"."""
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class RecoveryCode(Base):
    """Takes the place of the second factor once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class LinkPurpose(StrEnum):
    INVITATION = "invitation"
    SIGN_IN = "sign-in"
    NEW_PASSWORD = "new-password"  # noqa: S105 -- a purpose
    NEW_ADDRESS = "new-address"


class AccountLink(Base):
    """A link in a mail that acts once, by POST. Nothing that opens it is kept: it is made anew from id and key."""

    __tablename__ = "account_link"
    __table_args__ = (CheckConstraint(one_of("purpose", LinkPurpose), name="purpose"),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False, default=random_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(EnumText(LinkPurpose))
    address: Mapped[str] = mapped_column(String(254), default="")
    """The new one, of a link that confirms it."""
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Attempt(Base):
    """How often something was tried from somewhere, counted in windows; keys are hashed."""

    __tablename__ = "attempt"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int]
