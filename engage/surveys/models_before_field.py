"""What is kept of the way into the field: test links, what testers said, release checks, publications.

Answers of testers are kept nowhere but in their drafts (`engage.surveys.domain.draft.TEST`).
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.db.base import Base
from engage.db.types import EnumText, one_of
from engage.instruments.domain.versions import Effect
from engage.instruments.models import InstrumentVersion


class TrialLink(Base):
    """An address under which the newest state of a survey can be tried in one language."""

    __tablename__ = "trial_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(35))
    token: Mapped[str] = mapped_column(String(40), unique=True)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(254))
    revoked_at: Mapped[datetime | None]


class FindingState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class TrialFinding(Base):
    """What a tester said about one item, or about the whole."""

    __tablename__ = "trial_finding"
    __table_args__ = (CheckConstraint(one_of("state", FindingState), name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    version: Mapped[int]
    """The number of the version that was tried."""
    language: Mapped[str] = mapped_column(String(35))
    item: Mapped[str] = mapped_column(String(200))
    """The item's name; empty: the survey as a whole."""
    words: Mapped[str] = mapped_column(Text())
    tester: Mapped[str] = mapped_column(String(80))
    """What testers call themselves, if they do."""
    at: Mapped[datetime]
    state: Mapped[FindingState] = mapped_column(EnumText(FindingState), default=FindingState.OPEN)
    answer: Mapped[str] = mapped_column(Text(), default="")
    """What became of it."""
    closed_by: Mapped[str] = mapped_column(String(254), default="")
    closed_at: Mapped[datetime | None]


class ReleaseCheck(Base):
    """Asked for by one person, signed by another: this state of the questionnaire may go into the field."""

    __tablename__ = "release_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("instrument_version.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64))
    """Of the document that is released: any change after it needs a new check."""
    testers: Mapped[int]
    tested_on: Mapped[date]
    ethics: Mapped[str] = mapped_column(String(300))
    impact: Mapped[str] = mapped_column(String(300))
    """The data protection impact assessment, or why none is needed."""
    languages: Mapped[list[str]]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    asked_by: Mapped[str] = mapped_column(String(254))
    asked_at: Mapped[datetime]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    signed_by: Mapped[str] = mapped_column(String(254), default="")
    signed_name: Mapped[str] = mapped_column(String(200), default="")
    signed_role: Mapped[str] = mapped_column(String(200), default="")
    signed_at: Mapped[datetime | None]

    version: Mapped[InstrumentVersion] = relationship(lazy="joined")


class Publication(Base):
    """A version put into the field: who, when, what had changed, and on which check."""

    __tablename__ = "publication"
    __table_args__ = (CheckConstraint(f"effect IS NULL OR {one_of('effect', Effect)}", name="effect"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("instrument_version.id", ondelete="CASCADE"), primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(254))
    """The account's address; empty: an operator at the command line."""
    against: Mapped[int | None]
    """The number of the version that was in the field before."""
    effect: Mapped[Effect | None] = mapped_column(EnumText(Effect))
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """As `engage.instruments.domain.versions.to_json` writes them."""
    check_id: Mapped[int | None] = mapped_column(ForeignKey("release_check.id"))
    without_check: Mapped[str] = mapped_column(String(500), default="")
    """Why it was published without one."""

    check: Mapped[ReleaseCheck | None] = relationship(lazy="joined")
