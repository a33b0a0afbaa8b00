"""Responses of the database as columns: those that are in no segment, and those whose segment cannot be read."""

import threading
from collections.abc import Iterator, Sequence
from operator import itemgetter

import polars as pl
from sqlalchemy.orm import Session

from engage.results import queries
from engage.results.queries import Row
from engage.results.snapshots import columns
from engage.results.snapshots.columns import Shape
from engage.results.snapshots.parts import Part
from engage.results.snapshots.versions import Version

A_PIECE = 10_000
"""Rows that are taken apart at once."""
MOST_HELD = 100_000_000
"""Bytes of pieces that are held for the next table."""


def stored_names(version: Version) -> frozenset[str]:
    """The columns that responses to a version are kept in."""
    found: set[str] = set()
    for one in version.kept:
        found.add(one.column)
        if one.shape in (Shape.TEXT, Shape.FILE):
            found.add(f"{one.column}?")
        if one.list:
            found.add(f"{one.list}[]")
    return frozenset(found)


def stored(version: Version, rows: Sequence[Row]) -> pl.DataFrame:
    """Rows of the database as stored columns, in the order of their keys."""
    found = list(zip(*sorted(rows, key=itemgetter(0)), strict=True)) or [()] * 8
    ids, languages, channels, countries, days, seconds, weights, answers = found
    meta = [
        pl.Series("_response", ids, dtype=pl.Int64),
        columns.enumerated(languages).alias("_language"),
        columns.enumerated(channels).alias("_channel"),
        columns.enumerated(countries).alias("_country"),
        pl.Series("_day", days, dtype=pl.Date),
        pl.Series("_seconds", seconds, dtype=pl.UInt32),
        pl.Series("_weight", weights, dtype=pl.Float64),
    ]
    return pl.DataFrame(meta).hstack(columns.piece(version.kept, answers))


def pieces(
    session: Session, survey_id: int, version_id: int, version: Version, segment: int | None, limit: int | None = None
) -> Iterator[pl.DataFrame]:
    """The responses to a version that are in a segment (None: in none), some thousands at a time."""
    waiting: list[Row] = []
    for rows in queries.response_rows(session, survey_id, version_id, segment=segment, limit=limit):
        waiting += rows
        if len(waiting) >= A_PIECE:
            yield stored(version, waiting)
            waiting = []
    if waiting:
        yield stored(version, waiting)


_held: dict[str, list[pl.DataFrame]] = {}
_lock = threading.Lock()


def parts(
    session: Session,
    survey_id: int,
    version_id: int,
    version: Version,
    *,
    segment: int | None,
    name: str,
    out: frozenset[int],
) -> Iterator[Part]:
    """The same as parts.

    :param name: changes whenever these responses change
    """
    with _lock:
        found = _held.get(name)
    if found is None:
        found = list(pieces(session, survey_id, version_id, version, segment))
        _hold(name, found)
    names = stored_names(version)
    for number, piece in enumerate(found):
        yield Part(f"{name}:{number}", version.number, piece.height, piece.select, names, version.heads, out)


def _hold(name: str, found: list[pl.DataFrame]) -> None:
    """Keep them for the next table, in place of the longest held where they are too many."""
    with _lock:
        _held[name] = found
        sizes = {each: sum(piece.estimated_size() for piece in held) for each, held in _held.items()}
        total = sum(sizes.values())
        for each in list(_held):
            if total <= MOST_HELD:
                break
            total -= sizes[each]
            del _held[each]


def forget() -> None:
    with _lock:
        _held.clear()
