"""Segments as files: written whole under a name that says what is in them, and looked at before they are believed."""

import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import polars as pl

from engage.results.queries import StoredSegment
from engage.results.snapshots import place
from engage.results.snapshots.parts import Load

P = ParamSpec("P")
T = TypeVar("T")
ENDING = ".parquet"
_DIGITS = 32


class Broken(RuntimeError):
    """A file is missing, or not what was written."""


def once_more(read: Callable[P, T]) -> Callable[P, T]:
    """Where a file goes while it is read, all is read once more: what is gone then comes from the database."""

    @wraps(read)
    def again(*arguments: P.args, **more: P.kwargs) -> T:
        try:
            return read(*arguments, **more)
        except Broken:
            return read(*arguments, **more)

    return again


def write(data_dir: Path, survey_id: int, number: int, rows: pl.DataFrame) -> str:
    """Write a segment, and say its name: number and digest of the content. It is there whole or not at all."""
    folder = place.path(data_dir, survey_id, "")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{number}-{os.getpid()}.part"
    try:
        rows.write_parquet(part, compression="zstd", compression_level=3, statistics=False)
        part.chmod(0o600)
        with part.open("rb") as file:
            os.fsync(file.fileno())
            name = f"{number}-{_digest(part)}{ENDING}"
        part.replace(folder / name)
    finally:
        part.unlink(missing_ok=True)
    return name


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:_DIGITS]


_looked_at: dict[Path, tuple[int, int, int]] = {}
"""Files that were whole, as they were then: inode, size, moment of change."""


def _stamp(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def verify(data_dir: Path, survey_id: int, segment: StoredSegment) -> Path:
    """The file of a segment, once it is known to be the one that was written.

    :raises Broken: when it is not
    """
    path = place.path(data_dir, survey_id, segment.file)
    try:
        stamp = _stamp(path)
        if _looked_at.get(path) != stamp:
            if f"{segment.number}-{_digest(path)}{ENDING}" != segment.file:
                raise Broken(path.name)
            _looked_at[path] = stamp
    except OSError as error:
        _looked_at.pop(path, None)
        raise Broken(path.name) from error
    return path


def loading(path: Path) -> Load:
    """Reads columns of a segment that was looked at, and no others.

    :raises Broken: when the file has changed since
    """
    stamp = _looked_at.get(path)

    def load(columns: Sequence[str]) -> pl.DataFrame:
        try:
            found = pl.read_parquet(path, columns=list(columns), memory_map=False)
            if _stamp(path) != stamp and f"-{_digest(path)}{ENDING}" not in path.name:
                raise Broken(path.name)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise Broken(path.name) from error
        return found

    return load


def retire(data_dir: Path, survey_id: int, file: str) -> None:
    """A file is in use no more: its time runs from now on."""
    if file:
        with suppress(FileNotFoundError):
            os.utime(place.path(data_dir, survey_id, file))


def delete(path: Path) -> None:
    """What it held is written over first: the blocks of a deleted file stay on a disk for long."""
    _looked_at.pop(path, None)
    with suppress(FileNotFoundError):
        with path.open("r+b") as stream:
            left = path.stat().st_size
            while left > 0:
                left -= stream.write(bytes(min(left, 1 << 20)))
            stream.flush()
            os.fsync(stream.fileno())
        path.unlink(missing_ok=True)
