"""Hubs. The directory, life-cycle and scopes come with a later issue; this is what a survey needs of its hub."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from engage.db.base import Base


class Hub(Base):
    """Who stands behind an activity."""

    __tablename__ = "hub"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2), default="")
    """ISO 3166; empty for a hub of the whole network."""
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    contact_phone: Mapped[str] = mapped_column(String(60), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    support: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Where one can talk when the topic hurts: {"name": …, "phone": …, "address": …}."""
    revision: Mapped[int] = mapped_column(default=1)
    """Raised with every change, so that compiled pages know."""
