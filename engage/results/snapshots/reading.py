"""What was said, as columns: exact at any moment, whatever the worker has done so far."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
from sqlalchemy.orm import Session

from engage.results import queries
from engage.results.queries import StoredSegment
from engage.results.snapshots import framing, loose, place, segments, versions
from engage.results.snapshots.parts import Part
from engage.results.snapshots.versions import Version, Versions
from engage.surveys import queries as surveys
from engage.surveys.models import Survey
from engage.surveys.sight import Seen

log = logging.getLogger("engage.snapshots")
_TRIES = 5
"""To read everything while nobody writes; then it is taken as it is, some responses more or fewer."""


def parts(
    session: Session, survey: Survey, data_dir: Path | None = None, *, counted_only: bool = True
) -> tuple[Versions, list[Part]]:
    """All responses: segment by segment, then those that are in none.

    :param data_dir: where segments lie; None for the folder of the application whose database this is
    :param counted_only: False with those that the team decided to leave out; never with those restricted on request
    :raises NothingToPublish: when the survey has no version
    """
    known = versions.read(session, survey)
    out = queries.not_counted(session, survey.id) if counted_only else surveys.restricted(session, survey.id)
    for _ in range(_TRIES):
        before = _where_they_lie(session, survey.id)
        found = _parts(session, survey, known, data_dir or place.of(session), out)
        if before == _where_they_lie(session, survey.id):
            break
        loose.forget()  # what was kept may be of another moment than its name says
    return known, found


def _where_they_lie(session: Session, survey_id: int) -> object:
    """On PostgreSQL each statement sees what others have written before it: what is read in several is of one moment
    only if this is the same before and after."""
    if session.get_bind().dialect.name == "sqlite":
        return None
    return (
        queries.segments(session, survey_id),
        queries.gone(session, survey_id),
        queries.loose(session, survey_id),
    )


def _parts(session: Session, survey: Survey, known: Versions, folder: Path | None, out: frozenset[int]) -> list[Part]:
    gone = queries.gone(session, survey.id)
    found: list[Part] = []
    for segment in queries.segments(session, survey.id):
        version = known.one[segment.version_id]
        without = out | gone.get(segment.number, frozenset())
        found += _segment(session, survey.id, segment, version, folder, without)
    found += _loose(session, survey.id, known, out)
    return found


def _segment(
    session: Session,
    survey_id: int,
    segment: StoredSegment,
    version: Version,
    folder: Path | None,
    gone: frozenset[int],
) -> Iterator[Part]:
    """A segment from its file; from the database where that cannot be believed."""
    try:
        if folder is None:
            raise segments.Broken(segment.file)
        path = segments.verify(folder, survey_id, segment)
    except segments.Broken:
        if folder is not None:
            log.warning("segment cannot be read", extra={"event": "snapshot", "survey": survey_id})
        name = f"{survey_id}:{segment.file}:{sorted(gone)}"
        yield from loose.parts(
            session, survey_id, segment.version_id, version, segment=segment.number, name=name, out=gone
        )
        return
    names = loose.stored_names(version)
    load = segments.loading(path)
    yield Part(str(path), version.number, segment.rows, load, names, version.heads, gone)


def _loose(session: Session, survey_id: int, known: Versions, out: frozenset[int]) -> Iterator[Part]:
    sums = queries.loose(session, survey_id)
    by_version = queries.loose_by_version(session, survey_id) if sums[0] else {}
    for version_id in by_version:
        name = f"{survey_id}:{version_id}:{sums}"
        yield from loose.parts(session, survey_id, version_id, known.one[version_id], segment=None, name=name, out=out)


@segments.once_more
def frame(
    session: Session,
    survey: Survey,
    data_dir: Path | None = None,
    *,
    seen: Seen = None,
    keys: Sequence[str] | None = None,
    counted_only: bool = True,
) -> pl.DataFrame:
    """One row a response: columns as `engage.results.snapshots` says.

    :param seen: only responses to these countries' editions
    :param keys: the answer keys wanted, besides `_response` and its like; None for all but lists of entries
    :raises NothingToPublish: when the survey has no version
    :raises KeyError: when no version asks one of `keys`
    """
    known, found = parts(session, survey, data_dir, counted_only=counted_only)
    return framing.frame(known.kept, known.merged.instrument, found, seen=seen, keys=keys)


@segments.once_more
def entries(
    session: Session,
    survey: Survey,
    name: str,
    data_dir: Path | None = None,
    *,
    seen: Seen = None,
    counted_only: bool = True,
) -> pl.DataFrame:
    """One row an entry of a list: `_response`, `_entry` from 1, and the columns of what is asked in it."""
    known, found = parts(session, survey, data_dir, counted_only=counted_only)
    return framing.entries(known.kept, known.merged.instrument, found, name, seen=seen)
