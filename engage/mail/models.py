"""The outbox, texts that organisers changed, and what people want no more mails about."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.ids import random_id
from engage.db.base import Base
from engage.db.types import EnumText, RandomKey, one_of


class MailState(StrEnum):
    WAITING = "waiting"
    """To be sent at `due_at`, for the first time or again."""
    SENT = "sent"
    FAILED = "failed"
    """Refused for good, or given up after the last try."""
    BOUNCED = "bounced"
    """Taken by the first server, and returned later."""
    DROPPED = "dropped"
    """Not sent: what it says holds no longer, or the person wants no mails of its topic."""


class OutboxMail(Base):
    """One mail to one person: which text, with which values. Rendered when it is sent."""

    __tablename__ = "outbox_mail"
    __table_args__ = (
        CheckConstraint(one_of("state", MailState), name="state"),
        Index("ix_outbox_mail_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False, default=random_id)
    message_id: Mapped[str] = mapped_column(String(100), unique=True)
    """The same at every try, so that receivers know a repetition."""
    kind: Mapped[str] = mapped_column(String(60))
    """Which text: a name in `engage.mail.kinds`."""
    to: Mapped[str] = mapped_column("to_address", String(254))
    """Emptied when the mail is deleted by retention; "" for one that may no longer be sent."""
    language: Mapped[str] = mapped_column(String(35))
    values: Mapped[dict[str, Any]] = mapped_column("params", default=dict)
    """For the placeholders: plain strings, and the ids from which links are made."""
    hub_id: Mapped[int | None] = mapped_column(index=True)
    """Whose mail it is: whose people see what became of it, whose texts and contact it carries."""
    activity_id: Mapped[int | None] = mapped_column(index=True)
    state: Mapped[MailState] = mapped_column(EnumText(MailState), default=MailState.WAITING)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(300), default="")
    """What the receiving server said last, without addresses."""


class MailText(Base):
    """Words of a hub in place of the shipped ones, for one kind of mail in one language."""

    __tablename__ = "mail_text"
    __table_args__ = (UniqueConstraint("kind", "hub_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    hub_id: Mapped[int]
    language: Mapped[str] = mapped_column(String(35))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(16), default="")
    """Digest of the words in the hub's first language that this translates: others since then make it stale."""
    approved: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime]


class MailChoice(Base):
    """Somebody wants no more mails of a topic. The address itself is not kept, only what it can be known by again."""

    __tablename__ = "mail_choice"

    address: Mapped[str] = mapped_column("address_digest", String(64), primary_key=True)
    topic: Mapped[str] = mapped_column(String(40), primary_key=True)
    hub_id: Mapped[int] = mapped_column(primary_key=True, default=0)
    """0 for all hubs."""
    made_at: Mapped[datetime]
