"""The proof of an erasure: looking for what was erased, everywhere, byte by byte where that is possible.

SQLite: the log is written back and emptied first; then the database file, the log and every file of the instance are
searched. PostgreSQL keeps its files to itself: every column of every table is asked, and every file of the instance
searched. Backups are not touched: they are named, with the day on which the operator deletes them.
"""

import email
import email.policy
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Connection, Engine, LargeBinary, MetaData, String, Text, func, or_, select
from sqlalchemy.orm import Session

from engage.db.engine import writing
from engage.privacy.finding import holds, mentions, spellings

CHUNK = 1 << 20
BACKUPS = (".zst", ".gz", ".zip", ".bak")
_TRIES = 20


def prove(
    engine: Engine,
    data_dir: Path,
    sought: str,
    needles: Sequence[bytes],
    *,
    backup_days: int,
    now: datetime,
    vacuum: bool = False,
) -> dict[str, Any]:
    """Look for an address or code, and for what stores know it by.

    Called outside of any transaction of this thread: SQLite could not empty its log otherwise.

    :param vacuum: on PostgreSQL, rewrite the tables first, so that dead rows are gone from its files too
    :returns: "places" (each with "place", "found", and how much was searched), "found" in all of them together,
        "method", "backups" (each with "name", "made", "until") and "at"; nothing of what was sought
    """
    searched = [spelling.encode() for spelling in spellings(sought)] + [needle.lower() for needle in needles]
    if engine.dialect.name == "sqlite":
        places = list(_sqlite(engine, searched))
        own = {Path(engine.url.database or "").absolute()}
    else:
        places = list(_postgresql(engine, sought, needles, vacuum=vacuum))
        own = set()
    places += _files(data_dir, searched, leave_out=own)
    return {
        "at": now.isoformat(timespec="seconds"),
        "method": "bytes" if engine.dialect.name == "sqlite" else "query",
        "places": places,
        "found": sum(place["found"] for place in places),
        "backups": list(_backups(data_dir, backup_days)),
        "backups_until": (now + timedelta(days=backup_days)).date().isoformat(),
    }


# -- SQLite


def _sqlite(engine: Engine, searched: Sequence[bytes]) -> Iterator[dict[str, Any]]:
    emptied = _empty_log(engine)
    database = Path(engine.url.database or "")
    yield _searched("database file", [database], searched) | {"emptied": emptied}
    log = database.with_name(f"{database.name}-wal")
    yield _searched("write-ahead log", [log] if log.exists() else [], searched)


def _empty_log(engine: Engine) -> bool:
    """Write the log back into the file and cut it to nothing; False when a reader held on to it all the time."""
    connection = engine.raw_connection()
    try:
        for _ in range(_TRIES):
            busy, *_frames = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                return True
    finally:
        connection.close()
    return False


# -- PostgreSQL


def _postgresql(engine: Engine, sought: str, needles: Sequence[bytes], *, vacuum: bool) -> Iterator[dict[str, Any]]:
    tables = MetaData()
    with engine.connect() as connection:
        tables.reflect(connection)
    if vacuum:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in tables.sorted_tables:
                connection.exec_driver_sql(f"VACUUM (FULL) {_quoted(connection, table.name)}")
    columns = found = 0
    with writing(False), Session(engine) as session:
        for table in tables.sorted_tables:
            texts = [column for column in table.columns if isinstance(column.type, String | Text | JSON)]
            binaries = [column for column in table.columns if isinstance(column.type, LargeBinary)]
            wanted = [mentions(sought, *texts)] if texts else []
            wanted += [holds(session, column, needle) for column in binaries for needle in needles]
            wanted += [holds(session, column, sought.encode()) for column in binaries]
            columns += len(texts) + len(binaries)
            if wanted:
                found += session.scalar(select(func.count()).select_from(table).where(or_(*wanted))) or 0
    yield {"place": "table columns", "found": found, "columns": columns, "rewritten": vacuum}


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)


# -- files


def _files(data_dir: Path, searched: Sequence[bytes], leave_out: set[Path]) -> Iterator[dict[str, Any]]:
    """Each folder of the instance's data as one place."""
    folders: dict[str, list[Path]] = {"mail": [], "exports": []}
    for path in sorted(data_dir.rglob("*")) if data_dir.is_dir() else ():
        own = path.absolute() in leave_out or any(
            path.absolute() == other.with_name(f"{other.name}{end}") for other in leave_out for end in ("-wal", "-shm")
        )
        if path.is_file() and not own and path.suffix not in BACKUPS:
            inside = path.relative_to(data_dir).parts
            folders.setdefault(inside[0] if len(inside) > 1 else ".", []).append(path)
    for name, paths in folders.items():
        yield _searched(f"folder {name}", paths, searched)


def _searched(place: str, paths: Sequence[Path], searched: Sequence[bytes]) -> dict[str, Any]:
    sizes = sum(path.stat().st_size for path in paths if path.exists())
    found = {path.name: count for path in paths if (count := occurrences(path, searched))}
    return {"place": place, "files": len(paths), "bytes": sizes, "found": sum(found.values()), "in": sorted(found)}


def occurrences(path: Path, searched: Sequence[bytes]) -> int:
    """How often any of these stands in a file, capital letters or not; in a mail also as it is decoded."""
    longest = max(map(len, searched), default=1)
    found, tail = 0, b""
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                window = tail + chunk.lower()
                found += sum(window.count(needle) - tail.count(needle) for needle in searched)
                tail = window[-(longest - 1) :] if longest > 1 else b""
    except FileNotFoundError:
        return 0
    return found or (_in_mail(path, searched) if path.suffix == ".eml" else 0)


def _in_mail(path: Path, searched: Sequence[bytes]) -> int:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    texts = [str(value) for value in message.values()]
    for part in message.walk():
        content = None if part.is_multipart() else part.get_payload(decode=True)
        texts.append(content.decode("utf-8", "replace") if isinstance(content, bytes) else "")
    whole = "\n".join(texts).casefold().encode()
    return sum(whole.count(needle) for needle in searched)


def _backups(data_dir: Path, days: int) -> Iterator[dict[str, str]]:
    """Older backups beside the instance: they hold what was erased until the operator deletes them."""
    for path in sorted(data_dir.rglob("*")) if data_dir.is_dir() else ():
        if path.is_file() and path.suffix in BACKUPS:
            made = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            until = (made + timedelta(days=days)).date().isoformat()
            yield {"name": path.name, "made": made.date().isoformat(), "until": until}
