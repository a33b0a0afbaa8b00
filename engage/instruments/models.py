"""Stored instruments: a line of versions, each immutable once published."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.refusal import Refusal
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
    """When it went into the field, or got answers from elsewhere. From then on it does not change."""
    revision: Mapped[int] = mapped_column(default=0)
    """Counts the edits of the instrument, through all versions: that of the last one in this version."""
    positions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Where things stand in their lists, so far as it is not simply 1, 2, 3 (domain/editing/orders)."""


class PublishedIsFinal(Refusal):
    """A published version is not changed: changes make a working copy after it."""

    code = "published_is_final"


@event.listens_for(InstrumentVersion, "before_update")
def _published_is_final(_mapper: object, _connection: object, version: InstrumentVersion) -> None:
    """The first guard; the database has a second one that nothing passes (migration 0005)."""
    attributes = inspect(version).attrs
    before = attributes.published_at.history
    was = before.deleted[0] if before.deleted else None if before.added else version.published_at
    final = ("document", "number", "instrument_id", "published_at")
    if was is not None and any(attributes[name].history.has_changes() for name in final):
        raise PublishedIsFinal(version.number)


class InstrumentEdit(Base):
    """One accepted change of a working copy: who, when, what, and exactly which places."""

    __tablename__ = "instrument_edit"
    __table_args__ = (UniqueConstraint("instrument_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("instrument_version.id", ondelete="CASCADE"), index=True)
    revision: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    summary: Mapped[dict[str, Any]]
    """{"code": …, "figures": {…}}"""
    patches: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """[{"path": …, "before": …, "after": …}]"""
    undoes: Mapped[int | None]
    """The revision that it takes back."""
