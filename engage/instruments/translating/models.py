"""Who translated, reviewed and approved what; who is asked to; what is said about it.

The words and their states are in the instrument itself. These rows say who and when, by the path of the text
(`engage.instruments.domain.text_places`).
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.db.base import Base
from engage.db.types import EnumText, one_of


class DeedKind(StrEnum):
    """What somebody did with a text."""

    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    APPROVED = "approved"


class TextDeed(Base):
    """Somebody translated, reviewed or approved exactly these words. Rows are only added."""

    __tablename__ = "text_deed"
    __table_args__ = (
        CheckConstraint(one_of("kind", DeedKind), name="kind"),
        Index("ix_text_deed_place", "instrument_id", "language", "path"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(35))
    path: Mapped[str] = mapped_column(String(500))
    kind: Mapped[DeedKind] = mapped_column(EnumText(DeedKind))
    words: Mapped[str] = mapped_column(String(16))
    """The fingerprint of the words in this language, at that time."""
    source: Mapped[str] = mapped_column(String(16))
    """The fingerprint of the source text, at that time."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]


class TakenOver(Base):
    """Translations that count as approved since they were in the field already: who says so, and why."""

    __tablename__ = "texts_taken_over"

    id: Mapped[int] = mapped_column(primary_key=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id", ondelete="CASCADE"), index=True)
    languages: Mapped[list[str]]
    texts: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    by_name: Mapped[str] = mapped_column(String(254))
    """As it was given: a mail address, or a name on the command line."""
    at: Mapped[datetime]


class Assignment(Base):
    """One person is asked for the texts of one language, all or those of some sections."""

    __tablename__ = "translation_assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(35))
    sections: Mapped[list[str]]
    """Names of sections; empty: the whole instrument."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    due_on: Mapped[date | None]
    given_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    given_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class TextComment(Base):
    """A word about one text in one language: a question, a doubt, an answer."""

    __tablename__ = "text_comment"
    __table_args__ = (Index("ix_text_comment_place", "instrument_id", "language", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(35))
    path: Mapped[str] = mapped_column(String(500))
    words: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class GlossaryTerm(Base):
    """How a term is said in one language, everywhere in the instrument; `*`: it is not translated at all."""

    __tablename__ = "glossary_term"
    __table_args__ = (UniqueConstraint("instrument_id", "language", "term"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(35))
    term: Mapped[str] = mapped_column(String(200))
    translation: Mapped[str] = mapped_column(String(200))
