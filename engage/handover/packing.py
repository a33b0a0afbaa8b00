"""Writes the one file: pieces are added one after the other, each with its size and its SHA-256 in the manifest."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
_IN_MEMORY = 4_000_000


class Packer:
    """An archive on its way to a file. `say` writes the manifest, at the end: without it nothing can be read back."""

    def __init__(self, into: IO[bytes], now: datetime) -> None:
        self._zip = zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._when = (now.year, now.month, now.day, 0, 0, 0)
        self.files: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> "Packer":
        return self

    def __exit__(self, *_failure: object) -> None:
        self._zip.close()

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """A file, piece by piece. None of the pieces may add another one: see `spooled`."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(self._entry(name), "w", force_zip64=True) as member:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                member.write(piece)
        self.files[name] = {"sha256": digest.hexdigest(), "size": size}

    @contextmanager
    def spooled(self, name: str) -> Iterator[IO[bytes]]:
        """A file that is written while others are added; it follows them."""
        with SpooledTemporaryFile(_IN_MEMORY) as waiting:
            yield waiting
            waiting.seek(0)
            self.add(name, iter(lambda: waiting.read(1 << 20), b""))

    def add_json(self, name: str, document: Any) -> None:
        self.add(name, [json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"])

    def say(self, manifest: dict[str, Any]) -> None:
        content = json.dumps({"format": FORMAT, **manifest, "files": self.files}, ensure_ascii=False, indent=1)
        self._zip.writestr(self._entry(MANIFEST), content.encode() + b"\n")

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, self._when)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        return entry
