"""The addresses that bookmarks, posters and scripts rely on."""

import pytest
from flask import Flask

from engage.instruments.domain.definition import RESERVED_SLUGS
from engage.web.permissions import label_of
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE

PROMISED = {
    "/": {"GET"},
    "/<lang>/": {"GET"},
    "/surveys/<slug>": {"GET"},
    "/<lang>/surveys/<slug>": {"GET", "POST"},
    "/<lang>/surveys/<slug>/<section>": {"GET", "POST"},
    "/<lang>/surveys/<slug>/<section>/<int:place>": {"GET", "POST"},
    "/<lang>/surveys/<slug>/<section>/<int:place>/remove": {"GET", "POST"},
    "/<lang>/surveys/<slug>/review": {"GET", "POST"},
    "/<lang>/surveys/<slug>/done": {"GET", "POST"},
    "/<lang>/surveys/<slug>/resume": {"GET", "POST"},
    "/<lang>/surveys/<slug>/withdraw": {"GET", "POST"},
    "/activities": {"GET"},
    "/<lang>/activities": {"GET"},
    "/activities/<slug>": {"GET"},
    "/<lang>/activities/<slug>": {"GET"},
    "/events": {"GET"},
    "/<lang>/events": {"GET"},
    "/<lang>/privacy": {"GET"},
    "/<lang>/privacy/request": {"GET", "POST"},
    "/<lang>/privacy/request/<token>": {"GET", "POST"},
    "/<lang>/accessibility": {"GET"},
    "/<lang>/mail/<token>": {"GET", "POST"},
    "/mail/<token>/unsubscribe": {"GET", "POST"},
    "/console/": {"GET"},
    "/console/sign-in": {"GET", "POST"},
    "/static/<path:filename>": {"GET"},
    "/healthz": {"GET"},
    "/pictures/<name>": {"GET"},
    "/hubs": {"GET"},
    "/hubs/<slug>": {"GET"},
    "/<lang>/hubs": {"GET"},
    "/<lang>/hubs/<slug>": {"GET"},
    "/images/<name>": {"GET"},
    "/readyz": {"GET"},
}
TRIAL = "/<lang>/surveys/<slug>/test/<string(length=32):token>"
"""By a test link every page of a survey has a second address."""


def methods(app: Flask) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        path = rule.rule.replace("<lang:lang>", "<lang>")
        found.setdefault(path, set()).update((rule.methods or set()) - {"HEAD", "OPTIONS"})
    return found


@pytest.mark.parametrize("path", PROMISED)
def test_the_address_is_served_with_its_methods(app: Flask, path: str):
    assert methods(app)[path] == PROMISED[path]


def test_citizens_meet_no_address_beyond_those_that_are_documented(app: Flask):
    public = {path for path in methods(app) if not path.startswith(("/console", TRIAL))}

    assert public == {path for path in PROMISED if not path.startswith("/console")}


def test_every_page_of_a_survey_can_be_tried_under_a_test_link(app: Flask):
    found = methods(app)
    pages = {path: found[path] for path in found if path.startswith("/<lang>/surveys/<slug>") and "/test/" not in path}

    assert {path.replace("/<lang>/surveys/<slug>", TRIAL, 1): served for path, served in pages.items()} == {
        path: served for path, served in found.items() if path.startswith(TRIAL)
    }


def test_every_word_of_the_product_under_a_survey_is_reserved_for_it(app: Flask):
    inside = "/<lang>/surveys/<slug>/"
    own = {path.removeprefix(inside).split("/")[0] for path in methods(app) if path.startswith(inside)}
    own -= {"test"}  # a token is too long to be the place of an entry in a section called "test"

    assert own - {"<section>"} <= RESERVED_SLUGS


def test_every_route_says_what_it_needs(app: Flask):
    assert all(label_of(app, rule.endpoint) for rule in app.url_map.iter_rules())


def test_health_says_whether_the_database_is_migrated(app: Flask):
    client = app.test_client()

    assert client.get("/healthz").json == {"ok": True}
    assert client.get("/readyz").json == {"ok": True, "database": True, "migrated": True}
