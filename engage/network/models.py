"""Targets, reports as they were made, corrections."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engage.db.base import Base


class NetworkTarget(Base):
    """What a figure shall be by a day: a line in its chart."""

    __tablename__ = "network_target"

    id: Mapped[int] = mapped_column(primary_key=True)
    figure: Mapped[str] = mapped_column(String(60), index=True)
    value: Mapped[float]
    by: Mapped[date]
    label: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]


class NetworkReport(Base):
    """A report of a period, kept as it was made: it can be printed again when everything else has changed."""

    __tablename__ = "network_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    since: Mapped[date]
    until: Mapped[date]
    choice: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Hub, country, scope and area, where it is of some only."""
    document: Mapped[dict[str, Any]]
    """All that is printed: figures with their definitions, rows of hubs and countries, targets, corrections."""
    note: Mapped[str] = mapped_column(Text, default="")
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("network_report.id"), index=True)
    """An earlier one that this one takes the place of."""
    reason: Mapped[str] = mapped_column(String(500), default="")
    """Why it had to be corrected."""
    made_at: Mapped[datetime]


class FigureCorrection(Base):
    """What has to be added to a figure of a hub in a month, because what was recorded is not what was."""

    __tablename__ = "network_correction"
    __table_args__ = (Index("ix_network_correction_figure_month", "figure", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    figure: Mapped[str] = mapped_column(String(60))
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"), index=True)
    month: Mapped[date]
    """Its first day."""
    change: Mapped[int]
    reason: Mapped[str] = mapped_column(String(500))
    made_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
