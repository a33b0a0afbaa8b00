"""Opens an archive that came from elsewhere, and believes nothing: every file is named in the manifest, is as large as
said, and has the SHA-256 that stands there, before anything is made of it."""

import hashlib
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engage.core.refusal import Refusal
from engage.handover.packing import FORMAT, MANIFEST
from engage.handover.records import LONGEST_LINE

MOST_FILES = 200_000
MOST_BYTES = 50_000_000_000
"""Of everything, unpacked."""
LARGEST_IN_MEMORY = 200_000_000
"""Of a file that is read whole: a picture, a document."""
LARGEST_MANIFEST = 100_000_000
MOST_PACKED = 400
"""So many times smaller a large file may be packed: text of answers reaches some tens."""
LARGE = 10_000_000
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*){0,5}")
_PIECE = 1 << 20
Told = Callable[[int, int], None]


class BadArchive(Refusal):
    """It is no archive of a hub, or not as it was made; `str()` says why."""

    code = "bad_archive"


@dataclass(frozen=True, slots=True)
class Opened:
    """An archive whose table of contents is sound."""

    manifest: Mapping[str, Any]
    _zip: zipfile.ZipFile

    @property
    def files(self) -> Mapping[str, Mapping[str, Any]]:
        found: Mapping[str, Mapping[str, Any]] = self.manifest["files"]
        return found

    @property
    def size(self) -> int:
        """Of everything, in bytes."""
        return sum(each["size"] for each in self.files.values())

    def verify(self, told: Told | None = None) -> None:
        """Read everything once.

        :raises BadArchive: for a file that is not what the manifest says
        """
        done, total = 0, self.size
        for name in self.files:
            for piece in self._pieces(name):
                done += len(piece)
                if told is not None:
                    told(done, total)

    def content(self, name: str) -> bytes:
        """A file as a whole.

        :raises BadArchive: when it is not there, too large, or changed
        """
        if name not in self.files or self.files[name]["size"] > LARGEST_IN_MEMORY:
            raise BadArchive(f"{name[:100]} is not inside, or too large")
        return b"".join(self._pieces(name))

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a file, none longer than a record may be."""
        if name not in self.files:
            return
        with self._zip.open(name) as file:
            while line := file.readline(LONGEST_LINE + 1):
                if len(line) > LONGEST_LINE:
                    raise BadArchive(f"{name} has a line that is too long")
                if line.strip():
                    yield line

    def _pieces(self, name: str) -> Iterator[bytes]:
        digest, size, said = hashlib.sha256(), 0, self.files[name]
        try:
            with self._zip.open(name) as file:
                while piece := file.read(_PIECE):
                    size += len(piece)
                    if size > said["size"]:
                        break
                    digest.update(piece)
                    yield piece
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as wrong:
            raise BadArchive(f"{name} is damaged") from wrong
        if size != said["size"] or digest.hexdigest() != said["sha256"]:
            raise BadArchive(f"{name} is not what the manifest says")


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """An archive with a sound table of contents; its files are not read yet.

    :raises BadArchive: when it is none, or dangerous
    """
    try:
        packed = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as wrong:
        raise BadArchive("this is no ZIP file") from wrong
    with packed:
        entries = _entries(packed, path.stat().st_size)
        yield Opened(_manifest(packed, entries), packed)


def _entries(packed: zipfile.ZipFile, size: int) -> dict[str, zipfile.ZipInfo]:
    infos = packed.infolist()
    if len(infos) > MOST_FILES:
        raise BadArchive(f"it holds more than {MOST_FILES} files")
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = info.filename
        if info.orig_filename != name or not _NAME.fullmatch(name) or ".." in name:
            raise BadArchive(f"it holds a file with the name {name[:100]!r}, which archives of hubs have not")
        if name in found:
            raise BadArchive(f"it holds {name} twice")
        if stat.S_ISLNK(info.external_attr >> 16) or info.flag_bits & 0x1:
            raise BadArchive(f"{name} is a link, or locked")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadArchive(f"{name} is packed in a way that archives of hubs are not")
        if info.file_size > LARGE and info.file_size > MOST_PACKED * max(info.compress_size, 1):
            raise BadArchive(f"{name} would unpack to far more than it is")
        found[name] = info
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise BadArchive("it would unpack to more than this program takes in")
    if sum(info.compress_size for info in infos) > size:
        raise BadArchive("its files overlap")
    return found


def _manifest(packed: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]) -> Mapping[str, Any]:
    if MANIFEST not in entries or entries[MANIFEST].file_size > LARGEST_MANIFEST:
        raise BadArchive("it has no manifest: it is no archive of a hub")
    try:
        found = json.loads(packed.read(MANIFEST))
    except (ValueError, RecursionError, zipfile.BadZipFile, EOFError) as wrong:
        raise BadArchive("its manifest cannot be read") from wrong
    if not isinstance(found, dict) or not isinstance(found.get("format"), int):
        raise BadArchive("its manifest is none of a hub's archive")
    if found["format"] != FORMAT:
        raise BadArchive(f"it has format {found['format']}; this program reads format {FORMAT}")
    files = found.get("files")
    if not isinstance(files, dict) or not all(_described(each) for each in files.values()):
        raise BadArchive("its manifest does not say what is inside")
    if files.keys() != entries.keys() - {MANIFEST}:
        odd = sorted(files.keys() ^ (entries.keys() - {MANIFEST}))
        raise BadArchive(f"it holds other files than its manifest says: {', '.join(odd)[:200]}")
    if any(files[name]["size"] != entries[name].file_size for name in files):
        raise BadArchive("files are not as large as its manifest says")
    if not isinstance(found.get("hub"), str) or not isinstance(found.get("choices", {}), dict):
        raise BadArchive("its manifest does not say which hub, and what was chosen")
    return found


def _described(file: Any) -> bool:
    return (
        isinstance(file, dict)
        and isinstance(file.get("size"), int)
        and isinstance(file.get("sha256"), str)
        and file["size"] >= 0
    )
