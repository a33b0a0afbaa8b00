"""Files of evidence: what they are by their content, and what may be kept.

Nothing looks for viruses here: files are never opened by the server, and come back as attachments alone.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from engage.core import images
from engage.core.refusal import Refusal

LARGEST = 10_000_000
"""Bytes of one file."""
LONGEST_NAME = 120
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
PDF, TEXT, CSV = "application/pdf", "text/plain", "text/csv"
ENDINGS: Mapping[str, str] = {
    PDF: ".pdf",
    f"{_OFFICE}wordprocessingml.document": ".docx",
    f"{_OFFICE}spreadsheetml.sheet": ".xlsx",
    f"{_OFFICE}presentationml.presentation": ".pptx",
    f"{_OPEN}text": ".odt",
    f"{_OPEN}spreadsheet": ".ods",
    f"{_OPEN}presentation": ".odp",
    images.PNG: ".png",
    images.JPEG: ".jpg",
    images.WEBP: ".webp",
    TEXT: ".txt",
    CSV: ".csv",
}
"""What can be kept, by media type."""
_PARTS = {
    "word/document.xml": f"{_OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{_OFFICE}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OFFICE}presentationml.presentation",
}
_MOST_PARTS, _MOST_UNPACKED = 5_000, 300_000_000
_PROGRAMS = re.compile(r"(^|/)(vbaProject|vbaData|Basic/|Scripts/|macros?/)|\.(exe|dll|js|vbs|bat|cmd|ps1|jar)$", re.I)
_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"|?*;%\u202a-\u202e\u2066-\u2069]')


class FileTooLarge(Refusal):
    """It has too many bytes."""

    code = "evidence_too_large"


class FileNotTaken(Refusal):
    """Of a kind that is not kept, empty, or not what it looks like."""

    code = "evidence_not_taken"


class FileUnsafe(Refusal):
    """A document that cannot be read, is locked, or holds programs."""

    code = "evidence_unsafe"


@dataclass(frozen=True, slots=True)
class File:
    """A file that may be kept."""

    name: str
    type: str
    content: bytes


def taken(name: str, content: bytes) -> File:
    """A file as it is kept: named after what it is, pictures without what cameras write into them.

    :raises FileTooLarge: over `LARGEST`
    :raises FileNotTaken: when it is nothing of `ENDINGS`
    :raises FileUnsafe: when it holds programs or cannot be read
    """
    if len(content) > LARGEST:
        raise FileTooLarge
    kind = media_type(name, content)
    return File(_named(name, ENDINGS[kind]), kind, _without_traces(kind, content))


def media_type(name: str, content: bytes) -> str:
    """What a file is by its bytes. The name only tells a table from other plain text."""
    picture = images.picture_type(content)
    if picture is not None and picture in ENDINGS:
        return picture
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _document(content)
    if content and _is_text(content):
        return CSV if name.lower().endswith(".csv") else TEXT
    raise FileNotTaken


def _document(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            unsafe = len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED
            if unsafe or any(part.flag_bits & 1 or _PROGRAMS.search(part.filename) for part in parts):
                raise FileUnsafe
            if "[Content_Types].xml" in names:
                found = next((kind for part, kind in _PARTS.items() if part in names), "")
            elif "mimetype" in names and packed.getinfo("mimetype").file_size < 100:
                found = packed.read("mimetype").decode("ascii")
            else:
                found = ""
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError):
        raise FileUnsafe from None
    if found not in ENDINGS:
        raise FileNotTaken
    return found


def _is_text(content: bytes) -> bool:
    """Words and numbers; no page of the web, which a browser might run."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return bool(content.decode("utf-16"))
        except UnicodeDecodeError:
            return False
    return not _NO_TEXT.search(content) and not content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _without_traces(kind: str, content: bytes) -> bytes:
    if not kind.startswith("image/"):
        return content
    try:
        width, height = images.dimensions(content)
        if width * height > images.MOST_PIXELS:
            raise FileTooLarge
        return images.without_traces(content)
    except images.Broken:
        raise FileUnsafe from None


def _named(name: str, ending: str) -> str:
    """Without folders and signs that mislead, with the ending of what it is."""
    last = _NOT_IN_NAMES.sub("_", re.split(r"[/\\]", name)[-1])
    stem, dot, given = last.rpartition(".")
    if not dot or f".{given.lower()}" not in (ending, ".jpeg" if ending == ".jpg" else ending):
        stem = last
    return f"{stem.strip(' .')[:LONGEST_NAME] or 'file'}{ending}"
