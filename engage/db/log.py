"""The log of an embedded database is kept short, also where somebody always reads.

SQLite begins it anew in a moment in which all of it is in the database and nobody reads from it. Where readings overlap
that moment never comes by itself: then a checkpoint waits for it, and those who write wait meanwhile.
"""

from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

LONGEST = 24_000_000
"""Bytes; it grows to 16 MB before anything is written back at all."""
WAIT_MILLISECONDS = 3000
"""How long readers are waited for: those who write wait as long, and would for 10 seconds."""
SECONDS_BETWEEN = 10.0


def length(engine: Engine) -> int:
    """Bytes; 0 where there is none."""
    file = Path(f"{engine.url.database}-wal")
    return file.stat().st_size if engine.dialect.name == "sqlite" and file.exists() else 0


def shorten(engine: Engine) -> bool:
    """Cut it to nothing if it is too long; False while a reader holds on to it for too long."""
    if length(engine) <= LONGEST:
        return True
    with closing(engine.raw_connection()) as connection:
        cursor: Any = connection.cursor()
        (patience,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={WAIT_MILLISECONDS}")
        try:
            busy, *_frames = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout={patience}")
    return not busy
