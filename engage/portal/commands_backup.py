"""`engage backup`, `engage restore`: the whole instance in one file, and back."""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import click
from sqlalchemy.orm import Session

from engage.core.actor import PRODUCT
from engage.core.clock import utcnow
from engage.core.console import print_json
from engage.core.settings import SHORTEST_KEY, Settings, config_file
from engage.db import migrate
from engage.db.backup import archive
from engage.db.backup.archive import FILES, BackupRefused, Manifest, Reading, Step
from engage.db.backup.making import make
from engage.db.backup.restoring import restore as restore_database
from engage.db.commands import make_engine
from engage.db.engine import writing

FOLDERS = ("mail",)
"""Under the data directory, beside the database: what cannot be made again."""
KEY_FILE = "engage.toml"


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--with-key", is_flag=True, help="Put the secret key in too: who has the file can then sign anything.")
@click.option("--json", "as_json", is_flag=True)
def backup(path: Path, with_key: bool, as_json: bool) -> None:
    """Write the whole instance to the new file PATH (or into the folder PATH) while it runs."""
    settings, now = Settings(), utcnow()
    if path.is_dir():
        path = path / f"engage-{now:%Y-%m-%dT%H%M%SZ}.zip"
    engine = make_engine()
    about = Manifest(
        made_at=now.isoformat(timespec="seconds"),
        expires_on=(now + timedelta(days=settings.backup_days)).date().isoformat(),
        engage=version("engage"),
        database="",
        revision="",
        key=fingerprint(settings.secret_key),
        with_key=with_key,
    )
    with _bar("Writing", hidden=as_json) as (counted, step):
        made = make(engine, path, about, files=lambda: _files(settings, with_key=with_key), step=step, counted=counted)
    if made.revision == migrate.head():  # before an upgrade there may be no trail to write into
        with writing(), Session(engine) as session:
            _note(session, "backup.made", made, now)
    engine.dispose()
    if as_json:
        print_json({"path": str(path), "bytes": path.stat().st_size, **asdict(made)})
        return
    megabytes = path.stat().st_size / 1e6
    click.echo(
        f"Wrote {made.rows} rows of {len(made.tables)} tables and {len(made.files)} files to {path} "
        f"({megabytes:.1f} MB). Delete it by {made.expires_on}."
    )
    if not with_key:
        click.echo("The secret key is not in it. Keep that apart: without it nobody can sign in after restoring.")


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def restore(path: Path, as_json: bool) -> None:
    """Fill an empty instance from the backup PATH."""
    settings = Settings()
    with archive.existing(path) as source:
        manifest = source.manifest
        with _bar("Checking", hidden=as_json) as (counted, step):
            counted(sum(part.rows or 1 for _, part in manifest.parts()))
            source.check(step)
        with _files_restored(source, settings.data_dir), _bar("Restoring", hidden=as_json) as (counted, step):
            counted(manifest.rows)
            restore_database(source, settings.sqlalchemy_url, step=step)
    now = utcnow()
    engine = make_engine()
    with writing(), Session(engine) as session:
        _note(session, "backup.restored", manifest, now)
    engine.dispose()
    if as_json:
        print_json({"restored": asdict(manifest), "same_key": _same_key(manifest)})
        return
    click.echo(
        f"Restored {manifest.rows} rows of {len(manifest.tables)} tables and {len(manifest.files)} files, "
        f"as they were on {manifest.made_at}."
    )
    click.echo("Whoever was erased since then is in it again: carry out those requests again.")
    if not _same_key(manifest):
        click.echo("The secret key is not the one it was made with: passwords and links of before do not work.")


def fingerprint(key: str) -> str:
    """Tells whether two keys are the same; of a random key it says nothing else."""
    return hashlib.sha256(b"engage backup\0" + key.encode()).hexdigest()[:16]


def _same_key(manifest: Manifest) -> bool:
    return fingerprint(Settings().secret_key) == manifest.key


def _note(session: Session, action: str, manifest: Manifest, now: datetime) -> None:
    from engage.privacy import audit

    audit.record(
        session,
        PRODUCT,
        action,
        "backup",
        manifest.made_at,
        now=now,
        rows=manifest.rows,
        expires_on=manifest.expires_on,
        with_key=manifest.with_key,
    )
    session.commit()


@contextmanager
def _bar(label: str, *, hidden: bool) -> Iterator[tuple[Step, Step]]:
    """(say how many there are, say how many more are done); a bar on a terminal."""
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=hidden or not sys.stderr.isatty()) as bar:

        def counted(length: int) -> None:
            bar.length = max(length, 1)

        yield counted, bar.update


# -- files


def _files(settings: Settings, *, with_key: bool) -> Iterator[tuple[str, list[bytes]]]:
    for folder in FOLDERS:
        for path in sorted((settings.data_dir / folder).rglob("*.eml")):
            try:
                yield path.relative_to(settings.data_dir).as_posix(), [path.read_bytes()]
            except FileNotFoundError:  # deleted meanwhile, as it should be
                continue
    if with_key:
        yield KEY_FILE, [_configuration(settings)]


def _configuration(settings: Settings) -> bytes:
    """The file of settings where it has the key; else one with the key of the environment alone."""
    if len(settings.secret_key) < SHORTEST_KEY:
        raise BackupRefused("There is no secret key to put in: ENGAGE_SECRET_KEY is not set.")
    file = config_file()
    if file.is_file() and settings.secret_key.encode() in file.read_bytes():
        return file.read_bytes()
    return f"secret_key = {json.dumps(settings.secret_key)}\n".encode()


@contextmanager
def _files_restored(source: Reading, folder: Path) -> Iterator[None]:
    """The files are there while the block runs, and stay when it ends well. Settings that are there are kept."""
    wanted = [name for name in source.manifest.files if not (name == KEY_FILE and (folder / name).exists())]
    there = [name for name in wanted if (folder / name).exists()]
    if there:
        raise BackupRefused(f"{folder / there[0]} is there already. A backup is restored into an empty instance only.")
    written: list[Path] = []
    try:
        for name in wanted:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            written.append(path)
            _write(path, source.pieces(f"{FILES}{name}"))
        yield
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def _write(path: Path, pieces: Iterator[bytes]) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for piece in pieces:
            file.write(piece)
