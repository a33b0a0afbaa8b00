"""Reads of what results keep besides responses, and of responses as rows for the snapshot."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, Text, cast, func, literal, select
from sqlalchemy.orm import Session

from engage.instruments.models import InstrumentVersion
from engage.results.models import Decision, Segment
from engage.surveys import queries as surveys
from engage.surveys.models import Response
from engage.surveys.models_reach import GoneFromSegment

Row = tuple[int, str, str, str, date, int | None, float | None, str]
"""Id, language, channel, country, day, seconds, weight, and the answers as JSON text."""
_of = Response.__table__.c  # a statement on models goes through the ORM, which costs more than the statement itself
_COLUMNS = (_of.id, _of.language, _of.channel, _of.country, _of.day, _of.seconds, _of.weight, cast(_of.answers, Text))
_A_READ = 2_000


@dataclass(frozen=True, slots=True)
class StoredSegment:
    """A segment as results read it."""

    number: int
    version_id: int
    version: int
    """The number of the version."""
    rows: int
    file: str


def segments(session: Session, survey_id: int) -> list[StoredSegment]:
    """In the order of their numbers."""
    columns = (Segment.number, Segment.version_id, InstrumentVersion.number, Segment.rows, Segment.file)
    statement = select(*columns).join(InstrumentVersion, InstrumentVersion.id == Segment.version_id)
    rows = session.execute(statement.where(Segment.survey_id == survey_id).order_by(Segment.number))
    return [StoredSegment(*row) for row in rows]


def gone(session: Session, survey_id: int) -> dict[int, frozenset[int]]:
    """By segment: responses that were deleted since it was written."""
    columns = (GoneFromSegment.segment, GoneFromSegment.response_id)
    found: dict[int, set[int]] = {}
    for segment, response_id in session.execute(select(*columns).where(GoneFromSegment.survey_id == survey_id)):
        found.setdefault(segment, set()).add(response_id)
    return {segment: frozenset(ids) for segment, ids in found.items()}


def not_counted(session: Session, survey_id: int) -> frozenset[int]:
    """Responses that count nowhere: the team left them out, or people asked that they are used for nothing."""
    return left_out(session, survey_id) | surveys.restricted(session, survey_id)


def left_out(session: Session, survey_id: int) -> frozenset[int]:
    """Responses that the team decided not to count: the newest decision about one holds."""
    newest = select(func.max(Decision.id)).where(Decision.survey_id == survey_id).group_by(Decision.response_id)
    statement = select(Decision.response_id).where(Decision.id.in_(newest), Decision.left_out)
    return frozenset(session.scalars(statement))


def decisions(session: Session, survey_id: int) -> tuple[int, int]:
    """How many there are and the newest one: together they change with every decision."""
    statement = select(func.count(), func.coalesce(func.max(Decision.id), 0)).where(Decision.survey_id == survey_id)
    number, newest = session.execute(statement).one()
    return number, newest


_LOW = (1 << 32) - 1


def loose(session: Session, survey_id: int) -> tuple[int, int, int]:
    """How many responses are in no segment, and two sums of their ids: together they change with every one of them."""
    ids = Response.id
    halves = (func.sum(ids.op("&")(_LOW)), func.sum(ids.op(">>")(literal(32, Integer()))))
    statement = select(func.count(), *halves).where(Response.survey_id == survey_id, Response.segment.is_(None))
    number, low, high = session.execute(statement).one()
    return number, int(low or 0), int(high or 0)


def received(session: Session, survey_id: int, seen: Collection[str] | None = None) -> int:
    """How many responses are in use, without counting a million: held by segments, less what is gone, and the rest.

    :param seen: only responses to these countries' editions, which segments do not tell apart: they are counted
    """
    if seen is not None:
        return surveys.responses(session, survey_id, seen) - len(surveys.restricted(session, survey_id, seen))
    held = select(func.coalesce(func.sum(Segment.rows), 0)).where(Segment.survey_id == survey_id)
    gone_since = select(func.count()).where(GoneFromSegment.survey_id == survey_id)
    in_none = select(func.count()).where(Response.survey_id == survey_id, Response.segment.is_(None))
    parts = session.execute(select(*(each.scalar_subquery() for each in (held, gone_since, in_none)))).one()
    return int(parts[0]) - int(parts[1]) + int(parts[2]) - len(surveys.restricted(session, survey_id))


def has_loose(session: Session, survey_id: int, number: int) -> bool:
    """Whether so many responses are in no segment; more are not counted."""
    some = select(Response.id).where(Response.survey_id == survey_id, Response.segment.is_(None)).limit(number)
    return session.scalar(select(func.count()).select_from(some.subquery())) == number


def surveys_with_gone(session: Session) -> set[int]:
    """Surveys with a segment that holds what was deleted."""
    return set(session.scalars(select(GoneFromSegment.survey_id).distinct()))


def surveys_with_segments(session: Session) -> set[int]:
    return set(session.scalars(select(Segment.survey_id).distinct()))


def loose_by_version(session: Session, survey_id: int) -> dict[int, int]:
    """How many responses to each version are in no segment."""
    statement = select(Response.version_id, func.count()).where(
        Response.survey_id == survey_id, Response.segment.is_(None)
    )
    rows = session.execute(statement.group_by(Response.version_id).order_by(Response.version_id)).all()
    return {row[0]: row[1] for row in rows}


def response_rows(
    session: Session, survey_id: int, version_id: int, *, segment: int | None, limit: int | None = None
) -> Iterator[Sequence[Any]]:
    """The responses to a version that lie in a segment, or in none, some (each a `Row`) at a time."""
    here = (_of.survey_id == survey_id, _of.version_id == version_id, _of.segment == segment)
    statement = select(*_COLUMNS).where(*here).limit(limit)
    if session.get_bind().dialect.name == "sqlite":
        statement = statement.order_by(_of.id)  # as they lie there, so that changing them touches fewer pages
    connection = session.connection()
    yield from connection.execute(statement, execution_options={"yield_per": _A_READ}).partitions()
