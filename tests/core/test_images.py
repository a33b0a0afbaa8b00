"""Pictures are told apart by their bytes, measured without decoding, and freed of everything but the picture."""

import contextlib
import struct
import zlib

import pytest

from engage.core.images import Broken, dimensions, picture_type, without_traces

ICC = b"ICC_PROFILE\0\1\1colours"


def segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(data) + 2).to_bytes(2) + data


def jpeg(*, exif: bytes = b"", more: bytes = b"", after: bytes = b"", size: tuple[int, int] = (40, 30)) -> bytes:
    width, height = size
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    scan = b"\1\1\0\0\x3f\0" + b"coded\xff\0\xff\xd0data"
    return b"".join(
        (
            b"\xff\xd8",
            segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
            segment(0xE1, exif) if exif else b"",
            more,
            segment(0xDB, bytes(65)),
            segment(0xC0, frame),
            segment(0xDA, scan[:6]) + scan[6:],
            segment(0xC4, bytes(20)),
            segment(0xDA, scan[:6]) + scan[6:],
            b"\xff\xd9",
            after,
        )
    )


def chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)


def png(*more: bytes, after: bytes = b"", size: tuple[int, int] = (40, 30)) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0))
    pixels = zlib.compress(bytes((size[0] + 1) * size[1]) if size[0] < 1000 else b"")
    body = b"".join((head, *more, chunk(b"IDAT", pixels), chunk(b"IEND", b"")))
    return b"\x89PNG\r\n\x1a\n" + body + after


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        name + len(data).to_bytes(4, "little") + data + b"\0" * (len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def exif(orientation: int, order: str = ">") -> bytes:
    """A camera's note: which way up, and where."""
    mark = {">": b"MM\0\x2a", "<": b"II\x2a\0"}[order]
    make = struct.pack(order + "HHI4s", 0x010F, 2, 4, b"Cam\0")
    turned = struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"Exif\0\0" + mark + struct.pack(order + "IH", 8, 2) + make + turned + bytes(4) + b"GPS 59.9 N"


JPEG, PNG = jpeg(), png()
VP8X = (b"VP8X", bytes((0x0C, 0, 0, 0)) + (39).to_bytes(3, "little") + (29).to_bytes(3, "little"))
VP8L = (b"VP8L", b"\x2f" + (39 | 29 << 14).to_bytes(4, "little") + b"data")
WEBP = riff(VP8X, VP8L)
GIF = b"GIF89a" + struct.pack("<HH", 40, 30) + b"\0\0\0;"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(JPEG, "image/jpeg", id="JPEG"),
        pytest.param(PNG, "image/png", id="PNG"),
        pytest.param(WEBP, "image/webp", id="WebP"),
        pytest.param(GIF, "image/gif", id="GIF"),
        pytest.param(
            riff((b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 40, 30))), "image/webp", id="lossy WebP"
        ),
    ],
)
def test_a_picture_says_what_it_is_and_how_large(content: bytes, kind: str):
    assert picture_type(content) == kind
    assert dimensions(content) == (40, 30)


@pytest.mark.parametrize("content", [b"", b"<svg>", b"BM", b"\x89PNG", b"RIFF....WAVE"])
def test_what_is_no_picture_is_none(content: bytes):
    assert picture_type(content) is None


def test_place_time_device_comment_and_thumbnails_go_from_a_jpeg():
    more = b"".join(
        (
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Oslo"),
            segment(0xED, b"Photoshop 3.0\0Oslo"),
            segment(0xE2, b"MPF\0Oslo"),
            segment(0xE2, ICC),
            segment(0xFE, b"Oslo"),
            segment(0xEE, b"Adobe\0d\0\0\0\0\1"),
        )
    )
    clean = without_traces(jpeg(exif=exif(1), more=more, after=b"a film of Oslo"))

    assert b"Oslo" not in clean
    assert b"GPS" not in clean
    assert b"Exif" not in clean
    assert ICC in clean
    assert b"Adobe" in clean
    assert without_traces(clean) == clean
    assert dimensions(clean) == (40, 30)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_jpeg_stays_upright(order: str):
    clean = without_traces(jpeg(exif=exif(6, order)))

    assert b"GPS" not in clean
    assert b"Cam" not in clean
    assert clean.count(b"Exif") == 1
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in clean
    assert without_traces(clean) == clean


def test_a_clean_jpeg_is_not_touched():
    assert without_traces(JPEG) == JPEG


def test_texts_times_and_strange_chunks_go_from_a_png():
    dirty = png(
        chunk(b"gAMA", b"\0\0\xb1\x8f"),
        chunk(b"eXIf", b"Oslo"),
        chunk(b"tEXt", b"Author\0Ada"),
        chunk(b"caBX", b"Oslo"),
        chunk(b"tIME", bytes(7)),
        after=b"Oslo",
    )
    clean = without_traces(dirty)

    assert clean == png(chunk(b"gAMA", b"\0\0\xb1\x8f"))
    assert without_traces(clean) == clean


def test_exif_and_xmp_go_from_a_webp_and_its_head_says_so():
    clean = without_traces(riff(VP8X, VP8L, (b"EXIF", b"Oslo"), (b"XMP ", b"Oslo!")))

    assert b"Oslo" not in clean
    assert clean == riff((b"VP8X", b"\0" + VP8X[1][1:]), VP8L)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(JPEG[:-30], id="a JPEG without an end"),
        pytest.param(b"\xff\xd8\xff\xe0\xff\xff", id="a segment longer than the file"),
        pytest.param(b"\xff\xd8\xff\xff\xff", id="nothing but fill bytes"),
        pytest.param(PNG[:-8], id="a PNG cut off"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", b""), id="a PNG without a head"),
        pytest.param(b"RIFF\xff\xff\xff\x7fWEBPVP8L\xff\xff\xff\x7f", id="a WebP chunk longer than the file"),
        pytest.param(b"RIFF\4\0\0\0WEBP", id="a WebP of nothing"),
        pytest.param(b"text", id="no picture"),
    ],
)
def test_what_does_not_go_on_like_a_picture_is_broken(content: bytes):
    with pytest.raises(Broken):
        without_traces(content)


def test_any_cut_of_a_picture_is_told_and_never_crashes():
    for whole in (jpeg(exif=exif(6)), png(chunk(b"tEXt", b"x")), riff(VP8X, VP8L, (b"EXIF", b"x"))):
        for end in range(len(whole)):
            for look in (dimensions, without_traces):
                with contextlib.suppress(Broken):
                    look(whole[:end])
