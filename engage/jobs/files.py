"""Files that jobs make for who asked: kept a day in the data directory, readable by the product alone.

They can be made again at any time, so nothing else depends on them: backups leave them out, erasure deletes them all.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

FOLDER = "exports"
KEPT = timedelta(hours=24)
_ENDING = ".file"


def _path(data_dir: Path, job_id: int) -> Path:
    return data_dir / FOLDER / f"{job_id}{_ENDING}"


@contextmanager
def written(data_dir: Path, job_id: int) -> Iterator[IO[bytes]]:
    """The file of a job, there when the block has ended well; a second try takes the place of the first."""
    path = _path(data_dir, job_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def existing(data_dir: Path, job_id: int, now: datetime) -> Path | None:
    """The file of a job; None when its day is over, or it was never made here."""
    path = _path(data_dir, job_id)
    return path if path.is_file() and not _is_over(path, now) else None


def _is_over(path: Path, now: datetime) -> bool:
    try:
        return path.stat().st_mtime < (now - KEPT).timestamp()
    except FileNotFoundError:
        return False


def all_of(data_dir: Path) -> list[Path]:
    """Half-made ones too, in folders of their own as well: a worker that was killed left them."""
    return sorted(path for path in (data_dir / FOLDER).rglob("*") if path.is_file())


def due(data_dir: Path, now: datetime) -> list[Path]:
    """Those whose day is over."""
    return [path for path in all_of(data_dir) if _is_over(path, now)]


def delete(paths: list[Path]) -> int:
    """What they held is written over first: the blocks of a deleted file stay on a disk for long."""
    for path in paths:
        try:
            with path.open("r+b") as file:
                left = path.stat().st_size
                while left > 0:
                    left -= file.write(bytes(min(left, 1 << 20)))
        except FileNotFoundError:
            continue
        path.unlink(missing_ok=True)
    return len(paths)
