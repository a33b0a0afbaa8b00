"""Limits on a zipped workbook, checked while it is unpacked in passing and before anything parses it."""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from engage.instruments.readers.workbook import Unreadable

MAX_ENTRIES = 1_000
MAX_RATIO = 100
RATIO_FROM = 1_000_000
"""Unpacked bytes of an entry from which on the ratio counts: small sheets of empty rows pack better."""
MAX_UNPACKED = 75_000_000
MAX_TEXTS = 400_000
"""Shared texts: all options and all languages of the largest questionnaire accepted."""
MAX_UNSIZED_ROWS = 100_000
"""Rows of a sheet that does not state its size at the top: only then are all of them parsed to find it."""
_CHUNK = 1 << 16
_TAIL = 40


@dataclass(frozen=True, slots=True)
class PackageFacts:
    has_formulas: bool


def check_package(path: Path) -> PackageFacts:
    """What one pass over all entries tells.

    Nothing is written anywhere; sizes are counted while reading, whatever the directory claims.

    :raises Unreadable: for a bomb, a document type declaration, or a file that is no zip
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise Unreadable("too_many_entries", f"The file holds more than {MAX_ENTRIES} parts.")
            if "[Content_Types].xml" not in archive.namelist():
                raise Unreadable("not_a_workbook", "The file is a zip archive but not an Excel workbook.")
            return _scan(archive, entries)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, LookupError, RuntimeError) as error:
        raise Unreadable("damaged_file", "The file is damaged or not an Excel workbook. Save it again.") from error


@dataclass(slots=True)
class _Part:
    """What is known of one part after the bytes seen so far."""

    size: int = 0
    texts: int = 0
    rows: int = 0
    sized: bool = False
    formulas: bool = False
    tail: bytes = b""

    def take(self, chunk: bytes) -> None:
        """Look at the next bytes; words across the edge of two reads are seen once."""
        window = self.tail + chunk
        _check_declaration(window)
        self.sized = self.sized or b"<dimension " in window
        self.formulas = self.formulas or b"<f>" in window or b"<f " in window
        self.texts += window.count(b"<si>") - self.tail.count(b"<si>")
        self.rows += window.count(b"<row ") - self.tail.count(b"<row ")
        self.tail = window[-_TAIL:]
        if self.texts > MAX_TEXTS:
            raise Unreadable("too_many_texts", f"The workbook holds more than {MAX_TEXTS} texts.")
        if self.rows > MAX_UNSIZED_ROWS and not self.sized:
            raise Unreadable("too_many_rows", f"A sheet has more than {MAX_UNSIZED_ROWS} rows. Delete the empty ones.")


def _scan(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> PackageFacts:
    total, has_formulas = 0, False
    for entry in entries:
        part = _Part()
        is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                part.size += len(chunk)
                _check_size(entry, part.size, total + part.size)
                if is_xml:
                    part.take(chunk)
        total += part.size
        has_formulas = has_formulas or part.formulas
    return PackageFacts(has_formulas)


def _check_size(entry: zipfile.ZipInfo, size: int, total: int) -> None:
    if total > MAX_UNPACKED:
        raise Unreadable("zip_bomb", f"The file unpacks to more than {MAX_UNPACKED // 1_000_000} MB.")
    if size > RATIO_FROM and size > MAX_RATIO * max(entry.compress_size, 1):
        message = f"A part of the file is packed more than {MAX_RATIO} to 1, which no questionnaire is."
        raise Unreadable("zip_bomb", message)


def _check_declaration(window: bytes) -> None:
    plain = window.replace(b"\0", b"") if b"\0" in window else window  # UTF-16 hides the word between zeros
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise Unreadable("document_type", "The workbook declares a document type or entities. That is not accepted.")
