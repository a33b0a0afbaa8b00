"""Stored instruments: a line of versions, each immutable once published."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.db.base import Base


class StoredInstrument(Base):
    """One questionnaire through time."""

    __tablename__ = "instrument"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]


class InstrumentVersion(Base):
    """One state of it, as a document in our own format, all languages inside."""

    __tablename__ = "instrument_version"
    __table_args__ = (UniqueConstraint("instrument_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    document: Mapped[dict[str, Any]]
    findings: Mapped[dict[str, Any]]
    """What reading the file said, for the organiser: {"file": …, "findings": […]}."""
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
