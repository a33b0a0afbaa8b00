"""What surveys and events have in common."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.db.base import Base
from engage.db.types import EnumText, one_of
from engage.hubs.models import Hub


class ActivityKind(StrEnum):
    SURVEY = "survey"
    EVENT = "event"


class Activity(Base):
    """Something a hub does with people. A survey or an event has one."""

    __tablename__ = "activity"
    __table_args__ = (CheckConstraint(one_of("kind", ActivityKind), name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), index=True)
    kind: Mapped[ActivityKind] = mapped_column(EnumText(ActivityKind))
    title: Mapped[dict[str, Any]]
    """A localized text as `engage.instruments.document` writes it."""
    created_at: Mapped[datetime]

    hub: Mapped[Hub] = relationship(lazy="joined")
