"""Sheets that are being typed in. A sheet is deleted in the transaction that makes a response of it."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.db.base import Base
from engage.db.types import EnumText, one_of


class Mode(StrEnum):
    """How somebody answered; kept with the response as its channel."""

    PAPER = "paper"
    TELEPHONE = "telephone"


class PaperSheet(Base):
    """One person's answers on paper or from a telephone interview, typed once or twice."""

    __tablename__ = "paper_sheet"
    __table_args__ = (UniqueConstraint("survey_id", "number"), CheckConstraint(one_of("mode", Mode), name="mode"))

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("instrument_version.id"))
    number: Mapped[str] = mapped_column(String(40))
    """What is written on the sheet, so that it is found again."""
    mode: Mapped[Mode] = mapped_column(EnumText(Mode))
    language: Mapped[str] = mapped_column(String(35))
    country: Mapped[str] = mapped_column(String(2), default="")
    day: Mapped[date]
    first: Mapped[dict[str, Any]]
    first_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    second: Mapped[dict[str, Any] | None]
    second_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
