"""What citizens want to be talked about or answered. No name, no address, no time of day, no key to anything else."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.core.ids import random_id
from engage.db.base import Base
from engage.db.types import EnumText, RandomKey, one_of
from engage.hubs.models import Hub
from engage.outcomes.domain.kinds import TopicKind, TopicState
from engage.outcomes.domain.topics import WhyNot


class TopicBox(Base):
    """Whether a hub takes topics, and what it says where they are proposed."""

    __tablename__ = "topic_box"

    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"), primary_key=True)
    is_open: Mapped[bool] = mapped_column(default=False)
    about: Mapped[dict[str, Any]] = mapped_column(default=dict)
    languages: Mapped[list[str]] = mapped_column(default=list)

    hub: Mapped[Hub] = relationship(lazy="joined")


class Topic(Base):
    """A topic or a question that a citizen brought."""

    __tablename__ = "citizen_topic"
    __table_args__ = (
        CheckConstraint(one_of("kind", TopicKind), name="kind"),
        CheckConstraint(one_of("state", TopicState), name="state"),
        CheckConstraint(one_of("reason", WhyNot), name="reason"),
        CheckConstraint("supports >= 0", name="supports"),
        Index("ix_citizen_topic_hub_id_state", "hub_id", "state"),
    )

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, autoincrement=False, default=random_id)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"))
    kind: Mapped[TopicKind] = mapped_column(EnumText(TopicKind))
    state: Mapped[TopicState] = mapped_column(EnumText(TopicState), default=TopicState.WAITING)
    reason: Mapped[WhyNot | None] = mapped_column(EnumText(WhyNot))
    """Why it is not shown."""
    language: Mapped[str] = mapped_column(String(35))
    words: Mapped[str] = mapped_column(Text)
    """As they came; deleted on the day below."""
    words_until: Mapped[date | None] = mapped_column(index=True)
    title: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """As everybody sees it, after a person looked at it; with `text`."""
    text: Mapped[dict[str, Any]] = mapped_column(default=dict)
    supports: Mapped[int] = mapped_column(default=0)
    proposed_on: Mapped[date]
    shown_on: Mapped[date | None]
    answer: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answered_on: Mapped[date | None]
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("outcome.id", ondelete="SET NULL"), index=True)
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id", ondelete="SET NULL"), index=True)
    """What deals with it."""
    revision: Mapped[int] = mapped_column(default=1)

    hub: Mapped[Hub] = relationship(lazy="joined")
