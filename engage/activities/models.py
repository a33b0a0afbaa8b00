"""What surveys and events have in common, activities held elsewhere, and who pays for them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.activities.domain.kinds import ActivityKind, ActivityState
from engage.db.base import Base
from engage.db.types import EnumText, one_of
from engage.hubs.models import Hub, HubScope


class Activity(Base):
    """Something a hub does with people. A survey or an event has one."""

    __tablename__ = "activity"
    __table_args__ = (
        CheckConstraint(one_of("kind", ActivityKind), name="kind"),
        CheckConstraint(one_of("state", ActivityState), name="state"),
        CheckConstraint(one_of("scope", HubScope), name="scope"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), index=True)
    """The hub that leads it."""
    kind: Mapped[ActivityKind] = mapped_column(EnumText(ActivityKind))
    title: Mapped[dict[str, Any]]
    """A localized text as `engage.instruments.document` writes it."""
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[ActivityState] = mapped_column(EnumText(ActivityState), default=ActivityState.ANNOUNCED)
    scope: Mapped[HubScope] = mapped_column(EnumText(HubScope), default=HubScope.NATIONAL)
    mission_areas: Mapped[list[str]] = mapped_column(default=list)
    sectors: Mapped[list[str]] = mapped_column(default=list)
    audience: Mapped[list[str]] = mapped_column(default=list)
    groups: Mapped[str] = mapped_column(String(300), default="")
    """Groups that were named in words."""
    languages: Mapped[list[str]] = mapped_column(default=list)
    starts_on: Mapped[date | None] = mapped_column(index=True)
    ends_on: Mapped[date | None]
    cover: Mapped[str | None] = mapped_column(ForeignKey("image.digest"))
    cover_text: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the cover picture shows, in each language."""
    declared: Mapped[bool] = mapped_column(default=False)
    """Held elsewhere and recorded here."""
    slug: Mapped[str | None] = mapped_column(String(80), unique=True)
    """Its place in addresses, where it has a page of its own: a declared one."""
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Of a declared one: {"participants": 40, …}."""
    link: Mapped[str] = mapped_column(String(500), default="")
    document: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime | None]

    hub: Mapped[Hub] = relationship(lazy="joined")
    owners: Mapped[list["ActivityHub"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    partners: Mapped[list["ActivityPartner"]] = relationship(
        order_by="ActivityPartner.name", cascade="all, delete-orphan", passive_deletes=True
    )


class ActivityHub(Base):
    """A hub that owns an activity together with the one that leads it."""

    __tablename__ = "activity_hub"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), primary_key=True, index=True)

    hub: Mapped[Hub] = relationship(lazy="joined")


class ActivityPartner(Base):
    """A partner that is not a hub."""

    __tablename__ = "activity_partner"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    website: Mapped[str] = mapped_column(String(500), default="")


class ActivityTold(Base):
    """One message went to those who had asked what came of an activity. Whom it went to is not kept."""

    __tablename__ = "activity_told"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"), index=True)
    published_on: Mapped[date | None]
    """When what it tells of was published; None where nothing was."""
    told_on: Mapped[date]
    people: Mapped[int]


class Funding(Base):
    """Who pays, and what must be said of it: an emblem and a statement, for a time.

    For one activity, for all of a hub, or (both empty) for the whole instance.
    """

    __tablename__ = "funding"
    __table_args__ = (Index("ix_funding_hub_id_activity_id", "hub_id", "activity_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int | None] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    funder: Mapped[str] = mapped_column(String(200))
    statement: Mapped[dict[str, Any]]
    emblem: Mapped[str | None] = mapped_column(ForeignKey("image.digest"))
    emblem_text: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the emblem shows, for those who do not see it."""
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
