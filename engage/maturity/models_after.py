"""What follows an assessment: signatures, the frozen snapshot, the plan, benchmarks; and the library that helps."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.db.base import Base
from engage.db.types import EnumText, one_of
from engage.maturity.domain.kinds import ActionState, ResourceKind, Signer


class Signature(Base):
    """Hub lead and citizen stand for an assessment; each once."""

    __tablename__ = "assessment_signature"
    __table_args__ = (CheckConstraint(one_of("signer", Signer), name="signer"),)

    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)
    signer: Mapped[Signer] = mapped_column(EnumText(Signer), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(Text, default="")
    """What the signer wants to be read beside the signature."""
    content_digest: Mapped[str] = mapped_column(String(64))
    """Of what was signed: a change of it ends the signature."""
    signed_at: Mapped[datetime]


class Snapshot(Base):
    """An assessment as it was signed. Only ever added to, by triggers of the database too; names nobody."""

    __tablename__ = "assessment_snapshot"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), unique=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), index=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("maturity_model.id"), index=True)
    content: Mapped[str] = mapped_column(Text)
    """Canonical JSON: levels, evidence with digests, facts, scores, spread, deviations, model and version."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the content, hexadecimal."""
    signed_on: Mapped[date]


class Action(Base):
    """One improvement, tied to one indicator and its next level."""

    __tablename__ = "assessment_action"
    __table_args__ = (
        CheckConstraint(one_of("state", ActionState), name="state"),
        Index("ix_assessment_action_state_due_on", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    indicator: Mapped[str] = mapped_column(String(40))
    level: Mapped[int]
    """The level that it leads to."""
    statements: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """[{"text": …, "done": false}]: the next descriptor, as statements to be checked off."""
    title: Mapped[str] = mapped_column(String(200))
    owner: Mapped[str] = mapped_column(String(200))
    owner_email: Mapped[str] = mapped_column(String(254), default="")
    """Who is reminded; empty: nobody."""
    due_on: Mapped[date]
    cost: Mapped[str] = mapped_column(String(100), default="")
    sponsor: Mapped[str] = mapped_column(String(200), default="")
    """The citizen who stands behind it."""
    state: Mapped[ActionState] = mapped_column(EnumText(ActionState), default=ActionState.OPEN)
    closed_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    reminded_on: Mapped[date | None]


class BenchmarkEdition(Base):
    """Figures of peers as they were frozen: what a hub may see of others comes from here only."""

    __tablename__ = "benchmark_edition"
    __table_args__ = (UniqueConstraint("key", "major", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80))
    """Of the model."""
    major: Mapped[int]
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column()
    """Which snapshots stand in it, and their dimension scores; read by the benchmark's own function alone."""
    made_on: Mapped[date]


class LibraryItem(Base):
    """A guide, toolkit or training that helps to reach a level."""

    __tablename__ = "library_item"
    __table_args__ = (CheckConstraint(one_of("kind", ResourceKind), name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[ResourceKind] = mapped_column(EnumText(ResourceKind))
    title: Mapped[dict[str, Any]]
    """As `engage.i18n.stored` writes it."""
    summary: Mapped[dict[str, Any]]
    language: Mapped[str] = mapped_column(String(35))
    """That the thing itself is in."""
    url: Mapped[str] = mapped_column(String(500))
    owner: Mapped[str] = mapped_column(String(200))
    licence: Mapped[str] = mapped_column(String(200))
    hub_id: Mapped[int | None] = mapped_column(ForeignKey("hub.id"), index=True)
    """Who keeps the entry; None: the network office."""
    helps: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """[{"model": "ncmh-citizen-engagement", "indicator": "INC-1", "level": 2}]: what it helps to reach."""
    published: Mapped[bool] = mapped_column(default=True)
    added_on: Mapped[date]
