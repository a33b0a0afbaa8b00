"""The file: written beside its place and renamed at the end, readable by its owner alone; checked before it is used."""

import hashlib
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from engage.core.refusal import Refusal

FORMAT = 1
MANIFEST = "manifest.json"
TABLES, FILES = "tables/", "files/"
CHUNK = 1 << 20

DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError)
"""What reading a broken archive raises."""

Step = Callable[[int], None]
"""Told how many rows or files were done since the last time."""


class BackupRefused(Refusal):
    """The reason is its message."""

    code = "backup_refused"


@dataclass(frozen=True, slots=True)
class Part:
    """One table or file inside."""

    sha256: str
    size: int
    rows: int = 0
    columns: list[list[str]] = field(default_factory=list)
    """[name, sort] of a table."""
    numbers: dict[str, int] = field(default_factory=dict)
    """The next number of columns that count up, where the database keeps it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    made_at: str
    expires_on: str
    """After this day the operator has promised that the file is gone."""
    engage: str
    database: str
    revision: str
    key: str
    """What tells one secret key from another, and says nothing of it."""
    with_key: bool
    tables: dict[str, Part] = field(default_factory=dict)
    files: dict[str, Part] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.tables.values())

    def parts(self) -> Iterator[tuple[str, Part]]:
        for name, part in self.tables.items():
            yield f"{TABLES}{name}.jsonl", part
        for name, part in self.files.items():
            yield f"{FILES}{name}", part


class Writing:
    """An archive that is being made."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def add(self, name: str, pieces: Iterable[bytes]) -> tuple[str, int]:
        """Its SHA-256 and size."""
        digest, size = hashlib.sha256(), 0
        with self._archive.open(name, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                size += len(piece)
        return digest.hexdigest(), size

    def say(self, manifest: Manifest) -> None:
        self._archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1, ensure_ascii=False))


@contextmanager
def new(path: Path) -> Iterator[Writing]:
    """The file is there when the block has ended well, whole and on the disk, and not before.

    :raises BackupRefused: when something is there already
    """
    if path.exists():
        raise BackupRefused(f"{path} is there already. A backup never takes the place of another.")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
                yield Writing(archive)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
        _sync(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Reading:
    """An archive that is there."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.manifest = _manifest(archive)

    def lines(self, table: str) -> Iterator[list[Any]]:
        with self._archive.open(f"{TABLES}{table}.jsonl") as member:
            for line in member:
                yield json.loads(line)

    def pieces(self, name: str) -> Iterator[bytes]:
        with self._archive.open(name) as member:
            while piece := member.read(CHUNK):
                yield piece

    def check(self, step: Step) -> None:
        """:raises BackupRefused: when anything inside is not what the manifest says"""
        promised = dict(self.manifest.parts())
        there = set(self._archive.namelist()) - {MANIFEST}
        if there != set(promised):
            odd = sorted(there ^ set(promised))
            raise BackupRefused(f"The backup is not whole: {', '.join(odd[:5])}.")
        for name, part in promised.items():
            digest, size = hashlib.sha256(), 0
            try:
                for piece in self.pieces(name):
                    digest.update(piece)
                    size += len(piece)
            except DAMAGE as error:
                raise BackupRefused(f"The backup is damaged in {name}.") from error
            if (digest.hexdigest(), size) != (part.sha256, part.size):
                raise BackupRefused(f"The backup is damaged: {name} is not what it was when it was made.")
            step(part.rows or 1)


@contextmanager
def existing(path: Path) -> Iterator[Reading]:
    """:raises BackupRefused: when it is no backup, or one of a later release"""
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGE as error:
        raise BackupRefused(f"{path} cannot be read as a backup: {error}.") from error
    with archive:
        yield Reading(archive)


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        document = json.loads(archive.read(MANIFEST))
        if document["format"] != FORMAT:
            raise BackupRefused(f"The backup has format {document['format']}; this release reads {FORMAT}.")
        for each in ("tables", "files"):
            document[each] = {name: Part(**part) for name, part in document[each].items()}
        manifest = Manifest(**document)
    except (KeyError, TypeError, ValueError, *DAMAGE) as error:
        raise BackupRefused("This is no backup: it has no manifest that can be read.") from error
    for name in manifest.files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name:
            raise BackupRefused(f"The backup wants to write outside of the data directory: {name}.")
    return manifest
