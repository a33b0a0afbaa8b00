"""A list between its preview and its being taken in: a file that only the page of who brought it can open.

The key stands in that page and nowhere else. The file is deleted when the list is taken in, or after a day.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from engage.surveys.domain.secret import (
    SIZE,
    Unreadable,
    from_code,
    keys,
    new_secret,
    seal_bytes,
    to_code,
    unseal_bytes,
)
from engage.surveys.inviting.reading import Table

FOLDER = "contact-lists"
_CONTEXT = b"contact list"
KEPT = timedelta(days=1)


def keep(data_dir: Path, table: Table, survey_id: int) -> str:
    """The code that opens it."""
    secret = new_secret()
    folder = data_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    sealed = seal_bytes(table.to_json().encode(), keys(secret).file_key, _context(survey_id))
    path = _path(data_dir, secret)
    path.touch(mode=0o600)
    path.write_bytes(sealed)
    return to_code(secret)


def kept(data_dir: Path, code: str, survey_id: int) -> Table | None:
    """None when it is gone, or another survey's."""
    try:
        secret = from_code(code, SIZE)
        content = unseal_bytes(_path(data_dir, secret).read_bytes(), keys(secret).file_key, _context(survey_id))
    except (Unreadable, OSError):
        return None
    return Table.from_json(content.decode())


def forget(data_dir: Path, code: str) -> None:
    try:
        _path(data_dir, from_code(code, SIZE)).unlink(missing_ok=True)
    except Unreadable:
        return


def due(data_dir: Path, now: datetime) -> Iterator[Path]:
    """Files that nobody came back to."""
    folder = data_dir / FOLDER
    before = (now - KEPT).timestamp()
    return (path for path in folder.glob("*.sealed") if path.stat().st_mtime < before) if folder.is_dir() else iter(())


def _path(data_dir: Path, secret: bytes) -> Path:
    return data_dir / FOLDER / f"{keys(secret).draft_id.hex()}.sealed"


def _context(survey_id: int) -> bytes:
    return _CONTEXT + survey_id.to_bytes(8)
