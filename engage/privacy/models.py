"""Consent as it was given, what people asked of their data, and the trail of what the teams did."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.ids import random_id
from engage.db.base import Base
from engage.db.types import EnumText, RandomKey, one_of


class ConsentText(Base):
    """A statement people agreed to, word for word. Never changed: new words are a new row."""

    __tablename__ = "consent_text"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    """SHA-256 of language and text."""
    language: Mapped[str] = mapped_column(String(35))
    text: Mapped[str] = mapped_column(Text)


class Consent(Base):
    """One agreement: to which words, in which language, on which day. It goes with the response it was given for."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False, default=random_id)
    subject: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int] = mapped_column(BigInteger, index=True)
    """What it was given for ("response" and its id); whoever erases that erases this."""
    purpose: Mapped[str] = mapped_column(String(40))
    text_digest: Mapped[bytes] = mapped_column(ForeignKey("consent_text.digest"))
    day: Mapped[date]


class AuditEntry(Base):
    """Who did what to what. Only ever added to, by triggers of the database too; nothing of citizens."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None]
    """The account; None for the product itself and the command line."""
    by: Mapped[str] = mapped_column("by_name", String(254), default="")
    """Its address at the time; kept when the account is gone."""
    action: Mapped[str] = mapped_column(String(60), index=True)
    thing: Mapped[str] = mapped_column(String(40))
    """What kind of thing: "survey", "hub", "person" …"""
    thing_id: Mapped[str] = mapped_column(String(80))
    hub_id: Mapped[int | None] = mapped_column(index=True)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class RequestKind(StrEnum):
    ACCESS = "access"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    """That it is kept and used for nothing, articles 18 and 21: restricting, or objecting."""


class RequestState(StrEnum):
    """How far a request has come."""

    UNCONFIRMED = "unconfirmed"
    """Asked for on the public page; the link in the mail was not used yet."""
    SEARCHING = "searching"
    FOUND = "found"
    """Somebody of the hub decides now."""
    ERASING = "erasing"
    RESTRICTING = "restricting"
    RESTRICTED = "restricted"
    """In force until somebody of the hub lifts it."""
    ENDED = "ended"


class PrivacyRequest(Base):
    """A request for access, erasure or restricting, and what was done: the proof. At the end the address itself is not
    kept."""

    __tablename__ = "privacy_request"
    __table_args__ = (
        CheckConstraint(one_of("kind", RequestKind), name="kind"),
        CheckConstraint(one_of("state", RequestState), name="state"),
    )

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False, default=random_id)
    kind: Mapped[RequestKind] = mapped_column(EnumText(RequestKind))
    asked_by: Mapped[str] = mapped_column(String(10))
    """"address" or "receipt": by what the person is known."""
    key: Mapped[str] = mapped_column("key_digest", String(64), index=True)
    """HMAC of the address or receipt: whoever has it can find the proof again."""
    sealed: Mapped[bytes | None]
    """The address or receipt, encrypted with a key derived from the instance's, until the request has ended."""
    state: Mapped[RequestState] = mapped_column(EnumText(RequestState), default=RequestState.SEARCHING)
    language: Mapped[str] = mapped_column(String(35), default="en")
    """In which the person asked."""
    hub_id: Mapped[int | None] = mapped_column(index=True)
    """The hub that answers it, with its parts; None: the network office, for all of the instance."""
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    found: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Store -> how many rows were found, and erased, restricted or kept with the reason."""
    proof: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Where it was looked for afterwards, and how often it was found: 0; or from when to when it was restricted."""
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    """The search, the erasure, or the restricting."""
    by_id: Mapped[int | None]
    """Who of the team opened it; None: the person did."""


class RetentionRun(Base):
    """What retention deleted on a day, by registry entry."""

    __tablename__ = "retention_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    deleted: Mapped[dict[str, Any]] = mapped_column(default=dict)
