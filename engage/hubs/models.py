"""Hubs, where they stand, and who belongs to them.

Texts for people are localized texts (language -> words). A hub's name is its own, in its own language; `names` are its
translations.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.db.base import Base
from engage.db.types import EnumText, one_of
from engage.hubs.domain.kinds import HubScope, LifeCycle, MemberRole

__all__ = ["Hub", "HubScope", "HubStep", "Image", "LifeCycle", "MemberRole", "Organisation"]


class Hub(Base):
    """Who stands behind an activity."""

    __tablename__ = "hub"
    __table_args__ = (CheckConstraint(one_of("scope", HubScope), name="scope"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("hub.id"), index=True)
    """The hub of which this one is a regional or local part."""
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    names: Mapped[dict[str, Any]] = mapped_column(default=dict)
    about: Mapped[dict[str, Any]] = mapped_column(default=dict)
    country: Mapped[str] = mapped_column(String(2), default="")
    """ISO 3166; empty for a hub of the whole network."""
    region: Mapped[str] = mapped_column(String(100), default="")
    """Of a regional or local hub, in its own language."""
    scope: Mapped[HubScope] = mapped_column(EnumText(HubScope), default=HubScope.NATIONAL)
    languages: Mapped[list[str]] = mapped_column(default=list)
    website: Mapped[str] = mapped_column(String(500), default="")
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/Brussels")
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    contact_phone: Mapped[str] = mapped_column(String(60), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    support: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Where one can talk when the topic hurts: {"name": …, "phone": …, "address": …}."""
    controller: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Who is responsible for personal data (GDPR article 4(7)): name and address, as a localized text."""
    data_protection_officer: Mapped[str] = mapped_column(String(500), default="")
    legal_basis: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Why the hub may keep what it keeps (GDPR articles 6 and 9), as a localized text."""
    emblem: Mapped[str | None] = mapped_column(ForeignKey("image.digest"))
    emblem_text: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the emblem shows, in each language."""
    published_at: Mapped[datetime | None]
    """Listed in the directory since then; None for a hub that is not shown yet."""
    updated_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    """Raised with every change, so that compiled pages know."""

    parent: Mapped["Hub | None"] = relationship(remote_side="Hub.id")
    steps: Mapped[list["HubStep"]] = relationship(
        order_by="HubStep.on, HubStep.id", cascade="all, delete-orphan", passive_deletes=True
    )
    organisations: Mapped[list["Organisation"]] = relationship(
        order_by="Organisation.role, Organisation.name", cascade="all, delete-orphan", passive_deletes=True
    )


class HubStep(Base):
    """One step of a hub's life-cycle; all steps together are its history, the newest is where it stands."""

    __tablename__ = "hub_step"
    __table_args__ = (CheckConstraint(one_of("status", LifeCycle), name="status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"), index=True)
    status: Mapped[LifeCycle] = mapped_column(EnumText(LifeCycle))
    on: Mapped[date] = mapped_column("on_day")
    round: Mapped[int | None]
    """Of the applications to the network."""
    note: Mapped[str] = mapped_column(String(500), default="")


class Organisation(Base):
    """A member of a hub."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint(one_of("role", MemberRole), name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[MemberRole] = mapped_column(EnumText(MemberRole), default=MemberRole.MEMBER)
    city: Mapped[str] = mapped_column(String(100), default="")
    website: Mapped[str] = mapped_column(String(500), default="")


class Image(Base):
    """A picture of a hub or an activity, under an address made of its content."""

    __tablename__ = "image"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the content, hexadecimal."""
    type: Mapped[str] = mapped_column(String(20))
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes]
