"""How people are reached: links, who was invited, who may be asked again, who wants to hear what came of it.

None of these tables has a key, an order or a time in common with responses.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.ids import random_id
from engage.db.base import Base
from engage.db.types import EnumText, RandomKey, one_of
from engage.surveys.domain.channels import Channel


class SurveyLink(Base):
    """A way to a survey that many people may use, with a short address that can be typed: `/go/<code>`."""

    __tablename__ = "survey_link"
    __table_args__ = (CheckConstraint(one_of("channel", Channel), name="channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    channel: Mapped[Channel] = mapped_column(EnumText(Channel))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    """What the team calls it: "Poster at the clinic"."""
    language: Mapped[str] = mapped_column(String(35), default="")
    """Empty: the language that suits the visitor."""
    country: Mapped[str] = mapped_column(String(2), default="")
    """Of the national edition it leads to; empty: the visitor says."""
    frames: Mapped[list[str]] = mapped_column(JSON)
    """Of an embedded survey: the origins of the sites that may show it."""
    idle_seconds: Mapped[int] = mapped_column(default=90)
    """Of a kiosk: after which it clears itself."""
    made_on: Mapped[date]
    made_by: Mapped[str] = mapped_column(String(254))
    closed_on: Mapped[date | None]
    """From when it leads to a page that says so."""


class Participant(Base):
    """Somebody who was invited by name: participation. What they answered is nowhere near.

    A daily job writes all rows anew in random order, so that neither hidden columns nor the order on disk join them to
    the responses of a day.
    """

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("survey_id", "email"),
        Index("ix_participant_survey_id_answered", "survey_id", "answered"),
        CheckConstraint(one_of("channel", Channel), name="channel"),
    )

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False, default=random_id)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"))
    channel: Mapped[Channel] = mapped_column(EnumText(Channel))
    """INVITATION or LETTER."""
    email: Mapped[str | None] = mapped_column(String(254))
    """None for a letter."""
    name: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(Text(), default="")
    """Where a letter goes: lines."""
    language: Mapped[str] = mapped_column(String(35), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    generation: Mapped[int] = mapped_column(default=1)
    """A new one revokes the links that were sent."""
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    """Of the personal code on a letter."""
    invited_on: Mapped[date | None]
    reminded_on: Mapped[date | None]
    reminders: Mapped[int] = mapped_column(default=0)
    stopped: Mapped[bool] = mapped_column(default=False)
    """Asked not to be written to, or the address does not exist."""
    answered: Mapped[bool] = mapped_column(default=False)
    answered_on: Mapped[date | None]


class PanelMember(Base):
    """Somebody who agreed to be asked again by a hub. Kept apart from all answers."""

    __tablename__ = "panel_member"
    __table_args__ = (UniqueConstraint("hub_id", "email"),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False, default=random_id)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(35))
    agreed_on: Mapped[date]
    confirmed: Mapped[bool] = mapped_column(default=False)
    """By the link in the mail that asks; unconfirmed ones are deleted after a while."""
    generation: Mapped[int] = mapped_column(default=1)


class SurveyFollowUp(Base):
    """Who wants to hear what came of a survey: an address, and no key to any response."""

    __tablename__ = "survey_follow_up"
    __table_args__ = (UniqueConstraint("survey_id", "email"),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False, default=random_id)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(35))
    confirmed: Mapped[bool] = mapped_column(default=False)
    keep_until: Mapped[date] = mapped_column(index=True)


class GoneFromSegment(Base):
    """A response that was deleted after its segment of the snapshot was written: left out at once, erased from the
    file by the worker, which then deletes this row."""

    __tablename__ = "gone_from_segment"

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True)
    segment: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class ImportedList(Base):
    """That a list of contacts was taken in: how many, never who."""

    __tablename__ = "imported_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(254))
    source: Mapped[str] = mapped_column(String(300))
    """Where the addresses come from, and why they may be used."""
    columns: Mapped[dict[str, Any]]
    taken: Mapped[int]
    refused: Mapped[int]
