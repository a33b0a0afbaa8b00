"""What an instance needs of its disk before it starts: a folder it may write to, and a database that is whole."""

import errno
import getpass
import os
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from engage.core.refusal import Refusal
from engage.db.engine import BUSY_MILLISECONDS, sqlite_module

BESIDE = ("", "-wal", "-shm")
"""The files of an embedded database, by their endings."""
FULL = (errno.ENOSPC, errno.EDQUOT)
"""A full disk is no reason not to start: pages can still be read."""


class StorageRefused(Refusal):
    """The reason is its message: what is wrong, and what to do."""

    code = "storage_refused"


def require_writable(folder: Path, url: str) -> None:
    """Make the data directory if it is not there.

    :raises StorageRefused: it, or the embedded database, cannot be written to by whom this runs as
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        if error.errno not in FULL:
            raise _not_writable(folder, error.strerror or str(error)) from error
    file = database_file(url)
    for path in (file.with_name(file.name + end) for end in BESIDE) if file else ():
        if path.exists() and not _is_ours(path):
            raise _not_writable(path, os.strerror(errno.EACCES))


def _is_ours(path: Path) -> bool:
    """Asked for, not tried: closing a database's file ends the locks that this process has on it."""
    return os.access(path, os.R_OK | os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _not_writable(path: Path, reason: str) -> StorageRefused:
    return StorageRefused(
        f"{path} cannot be written to by the user {_user()}: {reason}. "
        "Give it to that user, or set ENGAGE_DATA_DIR to another folder."
    )


def _user() -> str:
    try:
        return getpass.getuser() if "USER" in os.environ else str(os.geteuid())
    except (AttributeError, KeyError, OSError):
        return "of this process"


def require_sound(url: str) -> None:
    """Look through an embedded database before anything writes to it.

    :raises StorageRefused: it is damaged
    """
    problem = damage_of(url)
    if problem:
        raise StorageRefused(
            f"The database {database_file(url)} is damaged ({problem}); nothing was written to it. Keep the file, and "
            "restore the last backup into an empty data directory: engage restore FILE. See docs/how-to/backup.md"
        )


def damage_of(url: str) -> str:
    """The first thing that is wrong with an embedded database; empty where nothing is, or there is none.

    Every page of every table and index is read (a gigabyte takes seconds). What lies inside of a row is not checked:
    SQLite keeps no checksums of it.
    """
    file = database_file(url)
    if file is None or not file.exists():
        return ""
    module = sqlite_module()
    try:
        driver: Any = module.connect(str(file), timeout=BUSY_MILLISECONDS / 1000)
        with closing(driver):
            found = [str(row[0]) for row in driver.execute("PRAGMA quick_check(1)")]
    except module.OperationalError:
        raise  # locked or not to be opened: that says nothing about what is inside
    except module.DatabaseError as error:
        return str(error)
    return "" if found == ["ok"] else found[0].replace("\n", " ").strip("* ")


def database_file(url: str) -> Path | None:
    """The file of an embedded database."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database or address.database == ":memory:":
        return None
    return Path(address.database)
