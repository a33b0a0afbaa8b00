"""What became of it: outcomes, their recommendations, what they rest on; briefs made of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.activities.models import Activity
from engage.db.base import Base
from engage.db.types import EnumText, one_of
from engage.hubs.models import Hub
from engage.outcomes.domain.kinds import CitizensRole, RecommendationState, RestKind


class Outcome(Base):
    """What was heard, and what became of it: one entry of the public list."""

    __tablename__ = "outcome"

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    languages: Mapped[list[str]] = mapped_column(default=list)
    """In which everybody can read it, the one it was written in first. One in which a text is still missing is not
    among them, though it has words."""
    title: Mapped[dict[str, Any]]
    """This and all texts below: a localized text as `engage.instruments.document` writes it."""
    heard: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What people said, in the words of who writes it."""
    mission_areas: Mapped[list[str]] = mapped_column(default=list)
    sectors: Mapped[list[str]] = mapped_column(default=list)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    """None: seen by the team only."""

    hub: Mapped[Hub] = relationship(lazy="joined")
    recommendations: Mapped[list["Recommendation"]] = relationship(
        order_by="Recommendation.position", cascade="all, delete-orphan", passive_deletes=True
    )
    rests: Mapped[list["OutcomeRest"]] = relationship(
        order_by="OutcomeRest.position", cascade="all, delete-orphan", passive_deletes=True
    )
    activities: Mapped[list["OutcomeActivity"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class OutcomeActivity(Base):
    """An activity in which it was said."""

    __tablename__ = "outcome_activity"

    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcome.id", ondelete="CASCADE"), primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), primary_key=True, index=True)

    activity: Mapped[Activity] = relationship(lazy="joined")


class OutcomeRest(Base):
    """Something published that an outcome rests on."""

    __tablename__ = "outcome_rest"
    __table_args__ = (CheckConstraint(one_of("kind", RestKind), name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcome.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[RestKind] = mapped_column(EnumText(RestKind))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    """Whose results or report; empty for what lies elsewhere."""
    edition: Mapped[int | None]
    """The number of the edition of results that was read."""
    ref: Mapped[str] = mapped_column(String(200), default="")
    """What of it: the name of an item, the mark of a quote (`engage.outcomes.writing.resting.mark`)."""
    label: Mapped[dict[str, Any]] = mapped_column(default=dict)
    link: Mapped[str] = mapped_column(String(500), default="")


class Recommendation(Base):
    """One thing that was asked for, what was answered, decided and done."""

    __tablename__ = "outcome_recommendation"
    __table_args__ = (
        CheckConstraint(one_of("state", RecommendationState), name="state"),
        CheckConstraint(f"citizens_role IS NULL OR {one_of('citizens_role', CitizensRole)}", name="citizens_role"),
        CheckConstraint("(state = 'open') = (answered_on IS NULL)", name="answered_with_a_day"),
        CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="done_with_a_day"),
        Index("ix_outcome_recommendation_outcome_id_state", "outcome_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcome.id", ondelete="CASCADE"))
    position: Mapped[int]
    text: Mapped[dict[str, Any]]
    addressed_to: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The body that is to answer."""
    handed_on: Mapped[date | None]
    """When that body got it: the clock of the answer runs from here."""
    state: Mapped[RecommendationState] = mapped_column(EnumText(RecommendationState), default=RecommendationState.OPEN)
    answer: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answered_on: Mapped[date | None]
    decision: Mapped[dict[str, Any]] = mapped_column(default=dict)
    decided_by: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The body that took it."""
    decided_on: Mapped[date | None]
    citizens_role: Mapped[CitizensRole | None] = mapped_column(EnumText(CitizensRole))
    due_on: Mapped[date | None]
    """By when it shall be done."""
    done: Mapped[dict[str, Any]] = mapped_column(default=dict)
    done_on: Mapped[date | None]


class PolicyBrief(Base):
    """One or two pages for those who decide, from outcomes and published figures."""

    __tablename__ = "policy_brief"

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    languages: Mapped[list[str]] = mapped_column(default=list)
    title: Mapped[dict[str, Any]]
    lead: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What it asks of the reader."""
    outcomes: Mapped[list[int]] = mapped_column(JSON, default=list)
    """By id, in the order in which they stand."""
    figures: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """`{"survey": slug, "edition": number, "item": name}`, in their order."""
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    """When it was made readable for everybody; None: for the team."""

    hub: Mapped[Hub] = relationship(lazy="joined")
