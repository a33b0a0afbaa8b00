"""The product's own strings in languages that it does not ship."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engage.db.base import Base


class InterfaceLanguage(Base):
    """A language that this instance adds. Each change raises the revision, by which processes know."""

    __tablename__ = "interface_language"

    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    revision: Mapped[int] = mapped_column(default=1)
    offered_at: Mapped[datetime | None]
    """Set when it was complete and somebody put it in use."""


class InterfaceText(Base):
    """One message in an added language, with a text for each plural form."""

    __tablename__ = "interface_text"

    language: Mapped[str] = mapped_column(
        String(35), ForeignKey("interface_language.language", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[str] = mapped_column(String(16), primary_key=True)
    """The fingerprint of the message."""
    message: Mapped[str] = mapped_column(Text)
    forms: Mapped[list[str]]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
