"""What the worker does for the snapshot: puts loose responses into segments, and writes anew what has changed.

Reading and writing the file happen outside of any transaction that others would wait for. Then one short one says
which file a segment has, which responses lie in it, and which of them are gone: of what was deleted meanwhile a row
in `gone_from_segment` remains, until the segment is written anew.
"""

import json
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from sqlalchemy import ARRAY, BigInteger, ColumnElement, any_, delete, func, insert, literal, select, update
from sqlalchemy.orm import Session

from engage.results import queries
from engage.results.models import Segment
from engage.results.queries import StoredSegment
from engage.results.snapshots import framing, loose, segments, versions
from engage.results.snapshots.versions import Version
from engage.surveys.models import Response, Survey
from engage.surveys.models_reach import GoneFromSegment

log = logging.getLogger("engage.snapshots")
LEAST = 1_000
"""Responses to a version that are in no segment, from which on they are put into one; fewer are read as they are."""
BATCH = 100_000
"""Responses that are put into a segment at once."""
FULL = 100_000
"""Rows of a segment to which nothing more is added."""


class Overtaken(RuntimeError):
    """Somebody else wrote the segment meanwhile."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A segment as its file has it already, and the database not yet."""

    survey_id: int
    number: int
    version_id: int
    file: str
    rows: int
    added: tuple[int, ...] = ()
    """Responses that were in no segment."""
    left_out: tuple[int, ...] = ()
    """Responses that were gone, and are not in the file any more."""
    before: str = ""
    """The file it takes the place of."""


def prepare(
    session: Session, survey: Survey, data_dir: Path, *, least: int = LEAST, batch: int = BATCH
) -> Prepared | None:
    """Write the file of the next segment that has to be written; None when all is done.

    :param session: which only reads
    """
    known = versions.read(session, survey).one
    there = queries.segments(session, survey.id)
    gone = queries.gone(session, survey.id)
    for segment in there:
        if segment.number in gone or is_broken(data_dir, survey.id, segment):
            return _rewritten(session, survey, data_dir, segment, known, gone.get(segment.number, frozenset()))
    for version_id, number in queries.loose_by_version(session, survey.id).items():
        if number >= least and version_id in known:
            return _grown(session, survey, data_dir, there, version_id, known[version_id], batch)
    return None


def is_broken(data_dir: Path, survey_id: int, segment: StoredSegment) -> bool:
    """Whether its file is missing, or not what was written."""
    try:
        segments.verify(data_dir, survey_id, segment)
    except segments.Broken:
        return True
    return False


def _rewritten(
    session: Session,
    survey: Survey,
    data_dir: Path,
    segment: StoredSegment,
    known: Mapping[int, Version],
    gone: frozenset[int],
) -> Prepared:
    rows = _rows_of(session, survey.id, data_dir, segment, known[segment.version_id], gone)
    file, number = _write(data_dir, survey.id, segment.number, rows)
    return Prepared(survey.id, segment.number, segment.version_id, file, number, (), tuple(gone), segment.file)


def _rows_of(
    session: Session,
    survey_id: int,
    data_dir: Path,
    segment: StoredSegment,
    version: Version,
    gone: frozenset[int],
) -> list[pl.DataFrame]:
    """What is in a segment without what is gone: from its file, else from the database."""
    try:
        found = pl.read_parquet(segments.verify(data_dir, survey_id, segment), memory_map=False)
    except (segments.Broken, OSError, pl.exceptions.PolarsError):
        log.warning("segment made anew", extra={"event": "snapshot", "survey": survey_id, "segment": segment.number})
        rows = list(loose.pieces(session, survey_id, segment.version_id, version, segment.number))
        return rows or [loose.stored(version, [])]
    return [found.filter(~pl.col("_response").is_in(list(gone)))] if gone else [found]


def _grown(
    session: Session,
    survey: Survey,
    data_dir: Path,
    there: Sequence[StoredSegment],
    version_id: int,
    version: Version,
    batch: int,
) -> Prepared:
    """Loose responses in the version's last segment, or in a new one where that is full."""
    added = list(loose.pieces(session, survey.id, version_id, version, None, batch))
    ids = tuple(each for piece in added for each in piece["_response"].to_list())
    last = next((each for each in reversed(there) if each.version_id == version_id), None)
    if last is not None and last.rows + len(ids) <= FULL:
        before = _rows_of(session, survey.id, data_dir, last, version, frozenset())
        file, number = _write(data_dir, survey.id, last.number, [*before, *added])
        return Prepared(survey.id, last.number, version_id, file, number, ids, (), last.file)
    new = max((each.number for each in there), default=0) + 1
    file, number = _write(data_dir, survey.id, new, added)
    return Prepared(survey.id, new, version_id, file, number, ids)


def _write(data_dir: Path, survey_id: int, number: int, pieces: Sequence[pl.DataFrame]) -> tuple[str, int]:
    """The name of a file with these rows in random order, and how many they are."""
    rows = framing.together(pieces)
    order = np.random.default_rng(secrets.randbits(128)).permutation(rows.height)
    return segments.write(data_dir, survey_id, number, rows[order]), rows.height


# -- into the database


def publish(session: Session, prepared: Prepared) -> None:
    """Say that a segment has a new file. The caller commits.

    :raises Overtaken: when somebody else wrote it meanwhile
    """
    values = {"file": prepared.file, "rows": prepared.rows}
    here = (Segment.survey_id == prepared.survey_id, Segment.number == prepared.number)
    if prepared.before:
        statement = update(Segment).where(*here, Segment.file == prepared.before).values(values)
        if not session.execute(statement.returning(Segment.number)).first():
            raise Overtaken
    elif session.scalar(select(Segment.number).where(*here)):
        raise Overtaken
    else:
        key = {"survey_id": prepared.survey_id, "number": prepared.number, "version_id": prepared.version_id}
        session.execute(insert(Segment).values(**key, **values))
    if prepared.added:
        _claim(session, prepared)
    if prepared.left_out:
        gone = GoneFromSegment.response_id
        done = delete(GoneFromSegment).where(*_gone_from(prepared), _one_of(session, gone, prepared.left_out))
        session.execute(done.execution_options(synchronize_session=False))


def _gone_from(prepared: Prepared) -> tuple[ColumnElement[bool], ...]:
    return (GoneFromSegment.survey_id == prepared.survey_id, GoneFromSegment.segment == prepared.number)


def _claim(session: Session, prepared: Prepared) -> None:
    """The responses lie in the segment from now on; those that were deleted meanwhile are gone from it."""
    mine = (_one_of(session, Response.id, prepared.added), Response.survey_id == prepared.survey_id)
    statement = update(Response).where(*mine, Response.segment.is_(None)).values(segment=prepared.number)
    done = session.connection().execute(statement)
    if done.rowcount == len(prepared.added):
        return
    there = set(session.scalars(select(Response.id).where(*mine, Response.segment == prepared.number)))
    values = {"survey_id": prepared.survey_id, "segment": prepared.number}
    missing = [values | {"response_id": each} for each in prepared.added if each not in there]
    session.execute(insert(GoneFromSegment), missing)


def _one_of(session: Session, ids: Any, values: Sequence[int]) -> ColumnElement[bool]:
    """Tens of thousands of numbers in one statement."""
    found: ColumnElement[bool]
    if session.get_bind().dialect.name == "postgresql":
        found = ids == any_(literal(list(values), ARRAY(BigInteger)))
    else:
        found = ids.in_(select(func.json_each(json.dumps(values)).table_valued("value").c.value))
    return found
