"""Consent as it was given."""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.ids import random_id
from engage.db.base import Base


class ConsentText(Base):
    """A statement people agreed to, word for word. Never changed: new words are a new row."""

    __tablename__ = "consent_text"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    """SHA-256 of language and text."""
    language: Mapped[str] = mapped_column(String(35))
    text: Mapped[str] = mapped_column(Text)


class Consent(Base):
    """One agreement: to which words, in which language, on which day. It goes with the response it was given for."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, default=random_id)
    subject: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int] = mapped_column(BigInteger, index=True)
    """What it was given for ("response" and its id); whoever erases that erases this."""
    purpose: Mapped[str] = mapped_column(String(40))
    text_digest: Mapped[bytes] = mapped_column(ForeignKey("consent_text.digest"))
    day: Mapped[date]
