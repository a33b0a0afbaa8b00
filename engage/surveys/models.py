"""Surveys, drafts and responses.

A draft lies encrypted under a key that only its respondent has; in clear stands what counting needs. A response
has no address, agent, referrer or exact time, and an identifier that says nothing.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.activities.models import Activity
from engage.core.ids import random_id
from engage.db.base import Base
from engage.db.types import EnumText, RandomKey, one_of
from engage.hubs.models import Hub
from engage.i18n.gates import TextGate
from engage.instruments.models import InstrumentVersion, StoredInstrument
from engage.surveys.domain.status import SurveyStatus


class Survey(Base):
    """An instrument in the field, for a period."""

    __tablename__ = "survey"
    __table_args__ = (
        CheckConstraint(one_of("status", SurveyStatus), name="status"),
        CheckConstraint(one_of("text_gate", TextGate), name="text_gate"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), unique=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id"), unique=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("instrument_version.id"))
    """The published version that new respondents get."""
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    status: Mapped[SurveyStatus] = mapped_column(EnumText(SurveyStatus), default=SurveyStatus.DRAFT)
    text_gate: Mapped[TextGate] = mapped_column(EnumText(TextGate), default=TextGate.APPROVED)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    most_responses: Mapped[int | None]
    """Full when reached."""
    keep_until: Mapped[date | None]
    """The last day on which responses are kept; None while nobody has said it."""
    shown_from: Mapped[int] = mapped_column(default=0)
    """Responses from which results are shown to anybody: of feedback, so that few do not give themselves away."""
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    contact_phone: Mapped[str] = mapped_column(String(60), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    """Where empty, the instrument's contact stands, else the hub's."""
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("survey.id", ondelete="SET NULL"))
    """The wave before this one: asked earlier, with the same questions or some of them."""
    revision: Mapped[int] = mapped_column(default=1)

    activity: Mapped[Activity] = relationship(lazy="joined")
    instrument: Mapped[StoredInstrument] = relationship()
    version: Mapped[InstrumentVersion | None] = relationship()


class Partner(Base):
    """A hub that fields the national edition of one country: it stands behind its pages and sees its responses."""

    __tablename__ = "survey_partner"

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True)
    country: Mapped[str] = mapped_column(String(2), primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"))

    hub: Mapped[Hub] = relationship(lazy="joined")


class Draft(Base):
    """Answers under way. `sealed` opens only with the key that the respondent's secret gives."""

    __tablename__ = "draft"

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("instrument_version.id"))
    language: Mapped[str] = mapped_column(String(35))
    channel: Mapped[str] = mapped_column(String(20))
    device: Mapped[str] = mapped_column(String(10))
    country: Mapped[str] = mapped_column(String(2), default="")
    """Of the national edition; empty for the common one."""
    section: Mapped[str] = mapped_column(String(60))
    """The last section that was opened."""
    day: Mapped[date] = mapped_column(index=True)
    sealed: Mapped[bytes]


class Response(Base):
    """All that one respondent submitted."""

    __tablename__ = "response"
    __table_args__ = (Index("ix_response_survey_id_segment", "survey_id", "segment"),)

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False, default=random_id)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("instrument_version.id"))
    language: Mapped[str] = mapped_column(String(35))
    channel: Mapped[str] = mapped_column(String(20))
    country: Mapped[str] = mapped_column(String(2), default="")
    """Of the national edition it was given in: whose hub may see it. Empty for the common one."""
    day: Mapped[date]
    seconds: Mapped[int | None]
    """How long it took, in steps of ten seconds."""
    answers: Mapped[dict[str, Any]]
    weight: Mapped[float | None]
    """Where the responses came with one."""
    receipt_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    segment: Mapped[int | None]


class Restriction(Base):
    """That a person asked that their response is kept and used for nothing (GDPR, articles 18 and 21)."""

    __tablename__ = "restriction"

    response_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("response.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    request_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    """The newest request for it, which alone can lift it; None where it came restricted from another instance."""


class FieldworkCount(Base):
    """How many drafts ended how, where and when. Drafts and times fold into it; nobody can be found in it."""

    __tablename__ = "fieldwork_count"

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    section: Mapped[str] = mapped_column(String(60), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(10), primary_key=True)
    count: Mapped[int]


class QuotaCount(Base):
    """How many responses a quota of the instrument holds."""

    __tablename__ = "quota_count"

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    count: Mapped[int]
