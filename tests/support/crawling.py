"""Every page and file that somebody can reach about one assessment, as what can be read in it."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.routing import BuildError
from werkzeug.test import TestResponse

from tests.support.browser import Browser

_HREF = re.compile(r'(?:href|src|action)="([^"]+)"')
_TOKEN = re.compile(r'(name="_?csrf(?:_token)?"[^>]*value=")[^"]*')
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
GONE = (404, 405)


def readable(response: TestResponse) -> str:
    """What a response says: text as it is, without the tokens of forms; packed files unpacked."""
    data = response.data
    if data.startswith(b"%PDF"):
        return "".join(_streams(data))
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = [name for name in sorted(packed.namelist()) if not name.startswith("docProps/")]
            return "".join(packed.read(name).decode("utf-8", "replace") for name in parts)
    return _TOKEN.sub(r"\1", data.decode("utf-8", "replace"))


def _streams(data: bytes) -> Iterator[str]:
    """What is drawn on a PDF; not what it says of itself, for that names the second in which it was made."""
    for packed in _STREAM.findall(data):
        try:
            plain = zlib.decompress(packed)
        except zlib.error:
            continue
        if b"xmpmeta" not in plain:
            yield plain.decode("latin-1")


def words(page: str) -> list[str]:
    """The words of a page in an order that says nothing of where they stood."""
    return sorted(unescape(_TAGS.sub(" ", page)).split())


def addresses(app: Flask, under: str, values: Mapping[str, Any]) -> set[str]:
    """The addresses of every route below a path whose parts have a value."""
    found = set()
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or not rule.arguments <= values.keys():
                continue
            try:
                path = adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
            except BuildError:
                continue
            if urlsplit(path).path.startswith(under):
                found.add(urlsplit(path).path)
    return found


def crawl(browser: Browser, start: set[str], under: str, *, most: int = 200) -> dict[str, str]:
    """What can be read at each address, from some of them on by links to a path and below it.

    Of addresses that differ in numbers, codes and languages alone, one is read besides those of the start. Whatever
    answers with a fault ends the test.
    """
    waiting, read, shapes = sorted(start, reverse=True), dict[str, str](), {_shape(each) for each in start}
    while waiting:
        path = waiting.pop()
        if path in read:
            continue
        assert len(read) < most, f"more than {most} pages: {sorted(read)[-5:]}"
        response = browser.raw("GET", path)
        assert response.status_code < 500, (path, response.status_code)
        read[path] = "" if response.status_code in GONE else readable(response)
        links = [response.headers["Location"]] if response.status_code in (302, 303) else []
        if response.mimetype == "text/html":
            links = [unescape(each) for each in _HREF.findall(read[path])]
        for link in (_local(path, each) for each in links):
            if _is_below(link, under) and _shape(link) not in shapes:
                shapes.add(_shape(link))
                waiting.insert(0, link)
    return read


def _shape(address: str) -> str:
    """An address without what differs between pages of one kind: numbers, codes, tags of languages."""
    return re.sub(r"[A-Z]{1,4}-?\d+|\d+|(?<=[/=-])(?:de|en|es|fr|he|it|nb|pl|sv)(?=$|[/&.-])", "*", address)


def _is_below(path: str, under: str) -> bool:
    return path.partition("?")[0] == under or path.startswith(f"{under}/")


def _local(page: str, address: str) -> str:
    """An address on the page as a path with its query."""
    target = urlsplit(urljoin(page, address))
    return target.path + (f"?{target.query}" if target.query else "")
