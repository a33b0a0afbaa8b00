"""What results keep besides responses: segments of snapshots, populations, weights, decisions, codings, editions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.db.base import Base


class Segment(Base):
    """A file of the columnar snapshot of a survey: responses of one batch, in random order."""

    __tablename__ = "result_segment"

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("instrument_version.id"))
    """All responses of a segment were given to one version."""
    rows: Mapped[int]
    file: Mapped[str] = mapped_column(String(80))
    """Under `snapshots/` of the data directory; a new name whenever it is written anew."""


class Population(Base):
    """How the population is composed by the options of one item: what a sample is compared with and weighted to."""

    __tablename__ = "result_population"
    __table_args__ = (UniqueConstraint("survey_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    items: Mapped[list[str]] = mapped_column(JSON)
    """One item, or two that are crossed."""
    cells: Mapped[list[Any]] = mapped_column(JSON)
    """`[[[codes of the first], [codes of the second]…], number]`: one cell may put several options together."""
    source: Mapped[str] = mapped_column(String(500))
    """Whose figures, of which year; shown with everything that rests on them."""
    country: Mapped[str] = mapped_column(String(2), default="")
    """Of one country's responses only."""


class Weighting(Base):
    """A way of weighting: which margins, from which design weights, trimmed how; and what the calculation found."""

    __tablename__ = "result_weighting"
    __table_args__ = (UniqueConstraint("survey_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    populations: Mapped[list[int]] = mapped_column(JSON)
    """Margins that are raked to; empty: design weights alone."""
    design: Mapped[bool] = mapped_column(default=False)
    """Start from the weights that responses came with (`response.weight`)."""
    trim: Mapped[float | None]
    """No weight above so many times the mean weight."""
    found: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The last calculation: factors by margin and cell, iterations, whether it converged, effective size."""
    calculated_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=1)


class Target(Base):
    """How many responses are wanted of a group."""

    __tablename__ = "result_target"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    who: Mapped[list[Any]] = mapped_column(JSON)
    """`[[item, [codes]]…]`: the group. `_language` and `_country` count as items."""
    wanted: Mapped[int]


class Decision(Base):
    """Somebody of the team said that a response counts or does not. The newest of a response holds; none is deleted
    but with the response."""

    __tablename__ = "result_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    response_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("response.id", ondelete="CASCADE"), index=True)
    left_out: Mapped[bool]
    flag: Mapped[str] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class TextCode(Base):
    """A code of the codebook of one open question."""

    __tablename__ = "text_code"
    __table_args__ = (UniqueConstraint("survey_id", "item", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    item: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(String(40))
    labels: Mapped[dict[str, Any]]
    """By language; the first is the working language."""
    meaning: Mapped[str] = mapped_column(Text(), default="")
    """When it is given, with an example."""
    place: Mapped[int]


class TextCoding(Base):
    """Which codes one person gave to one answer. Coders do not see each other's before both are done."""

    __tablename__ = "text_coding"
    __table_args__ = (UniqueConstraint("response_id", "item", "coder_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    response_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("response.id", ondelete="CASCADE"), index=True)
    item: Mapped[str] = mapped_column(String(200))
    coder_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    codes: Mapped[list[str]] = mapped_column(JSON)
    settled: Mapped[bool] = mapped_column(default=False)
    """What both agreed on after they had differed: holds before the two."""


class TextWork(Base):
    """What was made of one written answer: without personal data, in a working language, as a quote."""

    __tablename__ = "text_work"

    response_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("response.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    item: Mapped[str] = mapped_column(String(200), primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    redacted: Mapped[str | None] = mapped_column(Text())
    """Nobody but its redactors reads an answer before this stands."""
    redacted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    translation: Mapped[str] = mapped_column(Text(), default="")
    translation_language: Mapped[str] = mapped_column(String(35), default="")
    quote: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What is published of it, by language; None: nothing."""
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    released_on: Mapped[date | None]


class ResultsPage(Base):
    """What a team means to publish, and in which words: the next edition is made of it."""

    __tablename__ = "results_page"

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True)
    plan: Mapped[dict[str, Any]]
    """Items, crossings, filters, weighting: `engage.results.domain.plan`."""
    texts: Mapped[dict[str, Any]]
    """By place (`lead`, `method`, `next`) and language."""
    revision: Mapped[int] = mapped_column(default=1)


class Edition(Base):
    """Published figures, frozen: a new edition takes its place, or it is taken back. Only words of people leave it
    with the answer they are from (`publishing.taking_out`)."""

    __tablename__ = "results_edition"
    __table_args__ = (UniqueConstraint("survey_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(254))
    figures: Mapped[dict[str, Any]]
    """Protected tables only, with their labels in every language: all that pages, charts and files show."""
    texts: Mapped[dict[str, Any]]
    audit: Mapped[dict[str, Any]]
    """What the audit looked at, and that it found nothing."""
    quotes: Mapped[int] = mapped_column(default=0)
    """How many of what people wrote stand in it now."""
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")
