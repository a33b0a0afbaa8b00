"""What belongs to another hub answers a stranger like what does not exist: the same bytes, whatever the method."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.routing import IntegerConverter
from werkzeug.test import TestResponse

from engage.web.permissions import Permission, label_of
from engage.web.words import WordConverter
from tests.threats import crawl
from tests.threats.crawl import Crawl
from tests.threats.test_crawled import LOOKING_WRITES
from tests.threats.walks import Walks, visitor
from tests.threats.world import WHOLE, World

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE") if WHOLE else ("GET", "POST")
SHARED = ("/console/models/", "/console/network/", "/console/translating/", "/console/mail/kinds/", "/console/library/")
"""For every hub: models of maturity, the network's own figures, the product's words."""
_NUMBER, _WORD = 987_654_321, "no-such-thing"
_TOKEN = re.compile(rb'name="_csrf" value="[^"]*"')
pytestmark = pytest.mark.timeout(3_000 if WHOLE else 300)


def of_the_hub(walked: Walks) -> Iterator[tuple[str, str]]:
    """(address, the same of nothing) of every page of the console that names something of the hub."""
    made: Crawl = walked.by_role["coordinator"].crawl
    for endpoint, addresses in sorted(made.by_route.items()):
        label = label_of(walked.app, endpoint)
        rule = next(iter(walked.app.url_map.iter_rules(endpoint)), None)
        if rule is None or label in (None, Permission.PUBLIC, Permission.SIGNED_IN):
            continue
        address = addresses[0].partition("?")[0]
        _, values = made.route(address)
        nothing = _of_nothing(values, rule._converters)
        if nothing != values and not address.startswith(SHARED):
            yield address, made.adapter.build(endpoint, nothing)


def _of_nothing(values: dict[str, Any], converters: Any) -> dict[str, Any]:
    """The first part that names something, of something that is not there."""
    for name, value in values.items():
        if type(converters[name]) is IntegerConverter:
            return values | {name: _NUMBER}
        if type(converters[name]) is WordConverter and value:
            return values | {name: _WORD}
    return values


def test_a_stranger_finds_nothing_of_another_hub(walked: Walks, filled: World):
    stranger = visitor(filled, "stranger")
    pairs = list(of_the_hub(walked))

    assert len(pairs) > (100 if WHOLE else 15)
    seen = []
    with crawl.changes() as written:
        for address, nothing in pairs:
            for method in METHODS:
                found, none = (stranger.raw(method, each) for each in (address, nothing))
                if found.status_code not in (404, 405) or _said(found) != _said(none):
                    seen.append(f"{method} {address}: {found.status_code}, {nothing}: {none.status_code}")

    assert not seen
    assert written.keys() <= LOOKING_WRITES


def _said(response: TestResponse) -> tuple[int, bytes]:
    return response.status_code, _TOKEN.sub(b"", response.data)
