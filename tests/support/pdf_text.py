"""The text of a PDF that the product has typeset, as readers get it: each glyph by its font's own table (ToUnicode)."""

import re
import zlib
from collections.abc import Iterator, Mapping

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|\[((?:\((?:\\.|[^\\)])*\)|[^\]])*)\] ?TJ|(BT)", re.DOTALL)
_STRING = re.compile(rb"\(((?:\\.|[^\\)])*)\)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def words_of(file: bytes) -> str:
    """The text of all pages as it is drawn; white space of any length is one space."""
    objects = dict(_objects(file))
    text = "".join(_page(objects, body) for body in objects.values() if b"/Type/Page/" in body)
    return " ".join(text.split())


def _objects(file: bytes) -> Iterator[tuple[int, bytes]]:
    for found in _OBJECT.finditer(file):
        body = found[2]
        yield int(found[1]), body
        if b"/ObjStm" in body:
            inside = _stream(body)
            first = int(re.findall(rb"/First (\d+)", body)[0])
            heads = [int(each) for each in inside[:first].split()]
            starts = [*heads[1::2], len(inside) - first]
            for at, number in enumerate(heads[::2]):
                yield number, inside[first + starts[at] : first + starts[at + 1]]


def _stream(body: bytes) -> bytes:
    content = body.split(b"stream\n", 1)[1].rsplit(b"\nendstream", 1)[0]
    return zlib.decompress(content) if b"FlateDecode" in body else content


def _page(objects: Mapping[int, bytes], page: bytes) -> str:
    resources = objects[_reference(page, b"Resources")]
    named = re.findall(rb"/(\w+) (\d+) 0 R", resources.split(b"/Font<<", 1)[-1].split(b">>", 1)[0])
    fonts = {name: _table(objects, objects[int(number)]) for name, number in named}
    text, font = [], {}
    for name, shown, new in _SHOWN.findall(_stream(objects[_reference(page, b"Contents")])):
        if name:
            font = fonts[name]
        elif new:
            text.append(" ")
        else:
            glyphs = b"".join(_ESCAPE.sub(_plain, each) for each in _STRING.findall(shown))
            text += [font.get(glyphs[at : at + 2], "") for at in range(0, len(glyphs), 2)]
    return "".join(text)


def _reference(body: bytes, name: bytes) -> int:
    return int(re.findall(rb"/" + name + rb" (\d+) 0 R", body)[0])


def _plain(found: re.Match[bytes]) -> bytes:
    said = found[1]
    return bytes([int(said, 8)]) if said[:1].isdigit() else _LETTERS.get(said, said)


def _table(objects: Mapping[int, bytes], font: bytes) -> dict[bytes, str]:
    """Characters by glyph."""
    if b"/ToUnicode" not in font:
        return {}
    table = _stream(objects[_reference(font, b"ToUnicode")]).split(b"beginbf", 1)[-1]
    pairs = re.findall(r"<(\w{4})> <(\w+)>\n", table.decode())
    return {bytes.fromhex(glyph): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}
