"""Pictures without decoding them: how large they are, and what cameras and programs write into them beside the picture.

A JPEG, PNG or WebP is a row of named pieces. Those that make the picture are kept, all others are left out: place,
time, device, author, thumbnails, histories of editing, and whatever follows the end of the picture.

Sources: ITU-T T.81 annex B and CIPA DC-008 (Exif 2.32) for JPEG; W3C PNG third edition, chapter 11; RFC 9649 for
WebP; the GIF89a specification.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

JPEG, PNG, WEBP, GIF = "image/jpeg", "image/png", "image/webp", "image/gif"
ENDINGS = {JPEG: ".jpg", PNG: ".png", WEBP: ".webp", GIF: ".gif"}
MOST_BYTES = 4_000_000
"""A picture on a page for a phone: more would keep people waiting."""
MOST_PIXELS = 40_000_000
"""What unpacks to more could bring a small phone to a halt."""
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs acTL fcTL fdAT".split())
_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_NO_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Broken(Exception):
    """It begins like a picture and does not go on like one."""


class TooLarge(Exception):
    """A page could not show it to everybody."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A picture that may be shown, and nothing beside it."""

    type: str
    width: int
    height: int
    content: bytes


def checked(content: bytes) -> Checked:
    """A picture as it may be kept and shown: freed of what cameras and programs write beside it.

    :raises Broken: when it is none, or does not go on like one
    :raises TooLarge: when it has too many bytes or pixels
    """
    if len(content) > MOST_BYTES:
        raise TooLarge
    kind = picture_type(content)
    width, height = dimensions(content)
    kept = without_traces(content)
    if kind is None:
        raise Broken
    if width * height > MOST_PIXELS:
        raise TooLarge
    return Checked(kind, width, height, kept)


def picture_type(content: bytes) -> str | None:
    """The media type of a picture by its first bytes; None when it is none of the four."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(_PNG):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    return GIF if content[:6] in (b"GIF87a", b"GIF89a") else None


def dimensions(content: bytes) -> tuple[int, int]:
    """Width and height in pixels, as the picture itself says.

    :raises Broken: when it does not say, or is none
    """
    try:
        match picture_type(content):
            case "image/jpeg":
                return next(size for marker, data in _jpeg(content) if (size := _frame(marker, data)))
            case "image/png":
                width, height = struct.unpack(">II", next(data for _, data in _png(content))[:8])
            case "image/webp":
                width, height = next(size for name, data in _webp(content) if (size := _webp_size(name, data)))
            case "image/gif":
                width, height = struct.unpack("<HH", content[6:10])
            case _:
                raise Broken
    except (StopIteration, struct.error, IndexError):
        raise Broken from None
    if not width or not height:
        raise Broken
    return width, height


def without_traces(content: bytes) -> bytes:
    """The picture and nothing else. A GIF stays as it is: cameras do not write any.

    :raises Broken: when the picture cannot be followed to its end
    """
    match picture_type(content):
        case "image/jpeg":
            return _clean_jpeg(content)
        case "image/png":
            return _PNG + b"".join(_chunk(name, data) for name, data in _png(content) if name in _PNG_KEPT)
        case "image/webp":
            return _clean_webp(content)
        case "image/gif":
            return content
    raise Broken


# -- JPEG: segments of marker and data; after a start of scan, data until the next marker


def _jpeg(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, data) to the end of the picture; a scan's data is its header and what is coded after it."""
    at, end = 2, len(content)
    while True:
        if at + 2 > end or content[at] != 0xFF:
            raise Broken
        while at + 1 < end and content[at + 1] == 0xFF:
            at += 1
        if at + 1 >= end:
            raise Broken
        marker = content[at + 1]
        at += 2
        if marker == 0xD9:
            yield marker, b""
            return
        if marker in _NO_LENGTH:
            continue
        if at + 2 > end:
            raise Broken
        length = int.from_bytes(content[at : at + 2])
        if length < 2 or at + length > end:
            raise Broken
        stop = _scan_end(content, at + length) if marker == 0xDA else at + length
        yield marker, content[at + 2 : stop]
        at = stop


def _scan_end(content: bytes, at: int) -> int:
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise Broken
        following = content[at + 1]
        if following and not 0xD0 <= following <= 0xD7 and following != 0xFF:
            return at
        at += 1 if following == 0xFF else 2


def _frame(marker: int, data: bytes) -> tuple[int, int] | None:
    if marker not in _FRAMES:
        return None
    height, width = struct.unpack(">HH", data[1:5])
    if not width or not height:
        raise Broken
    return width, height


def _clean_jpeg(content: bytes) -> bytes:
    out = [b"\xff\xd8"]
    turned = False
    for marker, data in _jpeg(content):
        if marker == 0xD9:
            break
        if marker == 0xE1 and not turned and (way := _orientation(data)) > 1:
            out.append(_segment(0xE1, _upright(way)))
            turned = True
        elif marker == 0xE0 and data.startswith(b"JFIF\0"):
            out.append(_segment(0xE0, data[:12].ljust(12, b"\0") + b"\0\0"))  # without its thumbnail
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE) or _needed(marker, data):
            out.append(_scan(data) if marker == 0xDA else _segment(marker, data))
    return b"".join((*out, b"\xff\xd9"))


def _needed(marker: int, data: bytes) -> bool:
    """What colours depend on: the profile, and Adobe's mark of how they are coded."""
    return (marker == 0xE2 and data.startswith(b"ICC_PROFILE\0")) or (marker == 0xEE and data.startswith(b"Adobe"))


def _segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(data) + 2).to_bytes(2) + data


def _scan(data: bytes) -> bytes:
    """The header of a scan is as long as it says for its components; the coded data follows."""
    return b"\xff\xda" + (6 + 2 * data[0]).to_bytes(2) + data


def _orientation(data: bytes) -> int:
    """Which way up a camera held the picture (Exif tag 0x0112), 1 when nothing is said."""
    if not data.startswith(b"Exif\0\0") or len(data) < 14:
        return 1
    tiff = data[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack(order + "I", tiff[4:8])
        (entries,) = struct.unpack(order + "H", tiff[start : start + 2])
        for number in range(min(entries, 200)):
            entry = tiff[start + 2 + 12 * number : start + 14 + 12 * number]
            tag, kind, _, value = struct.unpack(order + "HHIH", entry[:10])
            if tag == 0x0112 and kind == 3:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _upright(way: int) -> bytes:
    """Exif with nothing but the orientation."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, way, 0)
    return b"Exif\0\0MM\0\x2a" + struct.pack(">IH", 8, 1) + entry + bytes(4)


# -- PNG: chunks of length, name, data, checksum


def _png(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    first = True
    while True:
        length = int.from_bytes(content[at : at + 4])
        name, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if len(name) < 4 or len(data) < length or (first and name != b"IHDR"):
            raise Broken
        yield name, data
        if name == b"IEND":
            return
        first = False
        at += 12 + length


def _chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)


# -- WebP: RIFF chunks, padded to even length


def _webp(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, end = 12, min(len(content), 8 + int.from_bytes(content[4:8], "little"))
    while at + 8 <= end:
        name, length = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        data = content[at + 8 : at + 8 + length]
        if len(data) < length:
            raise Broken
        yield name, data
        at += 8 + length + length % 2


def _webp_size(name: bytes, data: bytes) -> tuple[int, int] | None:
    match name:
        case b"VP8X":
            return 1 + int.from_bytes(data[4:7], "little"), 1 + int.from_bytes(data[7:10], "little")
        case b"VP8L":
            bits = int.from_bytes(data[1:5], "little")
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case b"VP8 ":
            width, height = struct.unpack("<HH", data[6:10])
            return width & 0x3FFF, height & 0x3FFF
    return None


def _clean_webp(content: bytes) -> bytes:
    out = []
    for name, data in _webp(content):
        if name not in _WEBP_KEPT:
            continue
        kept = bytes((data[0] & ~0x0C, *data[1:])) if name == b"VP8X" and data else data
        out.append(name + len(kept).to_bytes(4, "little") + kept + b"\0" * (len(kept) % 2))
    if not out:
        raise Broken
    body = b"WEBP" + b"".join(out)
    return b"RIFF" + len(body).to_bytes(4, "little") + body
