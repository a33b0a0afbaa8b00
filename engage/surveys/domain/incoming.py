"""A file as it comes from a respondent: what it is by its content, whether it may be kept, what is taken out of it."""

import io
import re
import zipfile

from engage.core import images
from engage.instruments.domain.definition import Item
from engage.instruments.domain.problems import Wrong
from engage.instruments.domain.typed import clean
from engage.instruments.domain.uploaded import ENDINGS, Uploaded, accepted, megabytes

LONGEST_NAME = 100
MOST_PIXELS = 300_000_000
"""More than any camera makes; what claims more is made to break the program that opens it."""
MOST_PARTS, MOST_UNPACKED = 5_000, 300_000_000
"""Of a document that is a packed folder."""
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ODT = "application/vnd.oasis.opendocument.text"
_PROGRAMS = re.compile(r"(^|/)(vbaProject|vbaData|Basic/|Scripts/|macros?/)|\.(exe|dll|js|vbs|bat|cmd|ps1|jar)$", re.I)
_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def received(item: Item, name: str, content: bytes, *, most: float, file_id: str) -> tuple[Uploaded, bytes]:
    """What is kept of a file that was sent, and its content without traces.

    :param most: the product's limit in megabytes
    :param file_id: 128 random bits, hexadecimal
    :raises Wrong: `file_empty`, `file_too_large`, `file_type` or `file_unsafe`
    """
    limit = megabytes(item, most)
    if not content:
        raise Wrong("file_empty")
    if len(content) > limit * 1_000_000:
        raise Wrong("file_too_large", megabytes=limit)
    kind = media_type(content)
    if kind is None or ENDINGS[kind] not in accepted(item):
        raise Wrong("file_type", endings=accepted(item))
    kept = _without_traces(kind, content)
    named = file_name(name, ENDINGS[kind])
    return Uploaded(id=file_id, type=kind, bytes=len(kept), name=named, cleaned=kept != content), kept


def media_type(content: bytes) -> str | None:
    """What a file is, by its bytes and never by its name; None when it is nothing that can be sent.

    :raises Wrong: `file_unsafe`, when a document cannot be read or holds programs
    """
    picture = images.picture_type(content)
    if picture in ENDINGS:
        return picture
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"PK\x03\x04"):
        return _document(content)
    return "text/plain" if _is_text(content) else None


def _document(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            unsafe = len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED
            if unsafe or any(part.flag_bits & 1 or _PROGRAMS.search(part.filename) for part in parts):
                raise Wrong("file_unsafe")
            if {"[Content_Types].xml", "word/document.xml"} <= names:
                return _DOCX
            if "mimetype" in names and packed.getinfo("mimetype").file_size == len(_ODT):
                return _ODT if packed.read("mimetype") == _ODT.encode() else None
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError):
        raise Wrong("file_unsafe") from None
    return None


def _is_text(content: bytes) -> bool:
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
        if width * height > MOST_PIXELS:
            raise Wrong("file_unsafe")
        return images.without_traces(content)
    except images.Broken:
        raise Wrong("file_unsafe") from None


def file_name(name: str, ending: str) -> str:
    """The name without folders, with the ending of what it is."""
    last = clean(re.split(r"[/\\]", name)[-1].replace("\n", " "))
    stem, dot, given = last.rpartition(".")
    if dot and f".{given.lower()}" in (ending, ".jpeg" if ending == ".jpg" else ending):
        ending = f".{given}"
    else:
        stem = last
    stem = re.sub(r'[<>:"|?*;%]', "_", stem).strip(" .")
    return f"{stem[:LONGEST_NAME] or 'file'}{ending}"
