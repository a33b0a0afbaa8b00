"""A PostgreSQL cluster of its own in a temporary folder, from the machine's own binaries (Debian's by default)."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

DEBIAN = Path("/usr/lib/postgresql")
USER = "bench"


def binaries() -> Path:
    """The folder with `initdb` and `pg_ctl`: on the PATH, else the newest that Debian installed."""
    on_path = shutil.which("pg_ctl")
    found = [Path(on_path).parent] if on_path else sorted(DEBIAN.glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found:
        raise FileNotFoundError(
            "PostgreSQL is not installed: neither pg_ctl on the PATH nor a folder in /usr/lib/postgresql"
        )
    return found[-1]


@contextmanager
def cluster(folder: Path, *, port: int, names: tuple[str, ...] = ("bare", "engage")) -> Iterator[dict[str, str]]:
    """A cluster on the loopback; gives the addresses of empty databases by their names."""
    data = folder / "cluster"
    data.mkdir()
    as_user: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        as_user = ["runuser", "-u", "postgres", "--"]
        shutil.chown(data, "postgres")
        folder.chmod(0o755)
    run = [*as_user, str(binaries() / "pg_ctl"), "-s", "-w", "-D", str(data)]
    initdb = [*as_user, str(binaries() / "initdb"), "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8"]
    subprocess.run([*initdb, "--no-sync"], check=True, stdout=subprocess.DEVNULL, cwd="/")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={data}"
    subprocess.run([*run, "-o", options, "-l", str(data / "log"), "start"], check=True, cwd="/")
    address = f"{USER}@127.0.0.1:{port}"
    try:
        with psycopg.connect(f"postgresql://{address}/postgres", autocommit=True) as connection:
            for name in names:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield {name: f"postgresql+psycopg://{address}/{name}" for name in names}
    finally:
        subprocess.run([*run, "-m", "fast", "stop"], check=False, cwd="/")
