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
    "/go": {"GET"},
    "/go/<typed>": {"GET"},
    "/surveys/<slug>/kiosk/<string(minlength=4, maxlength=8):kiosk>": {"GET", "POST"},
    "/surveys/<slug>/kiosk/<string(minlength=4, maxlength=8):kiosk>/still-there/<lang>": {"GET"},
    "/<lang>/surveys/<slug>/<section>": {"GET", "POST"},
    "/<lang>/surveys/<slug>/<section>/<int:place>": {"GET", "POST"},
    "/<lang>/surveys/<slug>/<section>/<int:place>/remove": {"GET", "POST"},
    "/<lang>/surveys/<slug>/review": {"GET", "POST"},
    "/<lang>/surveys/<slug>/done": {"GET", "POST"},
    "/<lang>/surveys/<slug>/resume": {"GET", "POST"},
    "/<lang>/surveys/<slug>/withdraw": {"GET", "POST"},
    "/surveys/<slug>/results": {"GET"},
    "/<lang>/surveys/<slug>/results": {"GET"},
    "/<lang>/surveys/<slug>/results/data.<any(csv,xlsx,json):ending>": {"GET"},
    "/<lang>/surveys/<slug>/results/charts/<of>.<any(svg,png,csv):ending>": {"GET"},
    "/<lang>/surveys/<slug>/results/report.<any(pdf,docx):ending>": {"GET"},
    "/results": {"GET"},
    "/<lang>/results": {"GET"},
    "/<lang>/results.atom": {"GET"},
    "/activities": {"GET"},
    "/<lang>/activities": {"GET"},
    "/activities/<slug>": {"GET"},
    "/<lang>/activities/<slug>": {"GET"},
    "/events": {"GET"},
    "/<lang>/events": {"GET"},
    "/events/<slug>": {"GET"},
    "/<lang>/events/<slug>": {"GET"},
    "/<lang>/events/<slug>/draw": {"GET"},
    "/events/<slug>/materials/<int:number>": {"GET"},
    "/events/<slug>/register": {"GET"},
    "/<lang>/events/<slug>/register": {"GET", "POST"},
    "/<lang>/events/<slug>/register/done": {"GET"},
    "/<lang>/events.ics": {"GET"},
    "/<lang>/events/<slug>.ics": {"GET"},
    "/<lang>/events/<slug>/sessions/<int:number>.ics": {"GET"},
    "/<lang>/hubs/<slug>/events.ics": {"GET"},
    "/<lang>/privacy": {"GET"},
    "/<lang>/privacy/request": {"GET", "POST"},
    "/<lang>/privacy/request/<token>": {"GET", "POST"},
    "/<lang>/accessibility": {"GET"},
    "/<lang>/mail/<token>": {"GET", "POST"},
    "/mail/<token>/unsubscribe": {"GET", "POST"},
    "/registrations": {"GET"},
    "/<lang>/registrations": {"GET", "POST"},
    "/registrations/<token>": {"GET"},
    "/registrations/<token>/<part>": {"GET"},
    "/<lang>/registrations/<token>": {"GET"},
    "/<lang>/registrations/<token>/confirm": {"GET", "POST"},
    "/<lang>/registrations/<token>/offer": {"GET", "POST"},
    "/<lang>/registrations/<token>/coming": {"GET", "POST"},
    "/<lang>/registrations/<token>/change": {"GET", "POST"},
    "/<lang>/registrations/<token>/hand-over": {"GET", "POST"},
    "/<lang>/registrations/<token>/cancel": {"GET", "POST"},
    "/<lang>/registrations/<token>/ticket": {"GET"},
    "/<lang>/registrations/<token>/ticket.pdf": {"GET"},
    "/<lang>/registrations/<token>/event.ics": {"GET"},
    "/<lang>/registrations/<token>/materials/<int:number>": {"GET"},
    "/<lang>/registrations/<token>/join": {"GET", "POST"},
    "/<lang>/registrations/<token>/certificate.pdf": {"GET"},
    "/desk/<token>": {"GET"},
    "/<lang>/desk/<token>": {"GET", "POST"},
    "/<lang>/desk/<token>/people": {"GET", "POST"},
    "/<lang>/desk/<token>/people/<int:attendee_id>": {"GET", "POST"},
    "/<lang>/desk/<token>/walk-in": {"GET", "POST"},
    "/<lang>/desk/<token>/list.pdf": {"GET"},
    "/events/<slug>/report": {"GET"},
    "/<lang>/events/<slug>/report": {"GET"},
    "/news/<token>": {"GET"},
    "/<lang>/news/<token>": {"GET", "POST"},
    "/<lang>/surveys/<slug>/done/stay": {"GET", "POST"},
    "/stay/<token>": {"GET"},
    "/<lang>/stay/<token>": {"GET", "POST"},
    "/panel/<token>": {"GET"},
    "/<lang>/panel/<token>": {"GET", "POST"},
    "/invitations": {"GET"},
    "/<lang>/invitations": {"GET", "POST"},
    "/invitations/<token>": {"GET"},
    "/<lang>/invitations/<token>": {"GET", "POST"},
    "/library": {"GET"},
    "/<lang>/library": {"GET"},
    "/assessments/<token>": {"GET"},
    "/<lang>/assessments/<token>": {"GET"},
    "/<lang>/assessments/<token>/form": {"POST"},
    "/<lang>/assessments/<token>/workshop": {"GET"},
    "/<lang>/assessments/<token>/workshop/now": {"GET"},
    "/<lang>/assessments/<token>/workshop/<indicator>/<int:vote>": {"POST"},
    "/workshops/<token>": {"GET"},
    "/<lang>/workshops/<token>": {"GET"},
    "/workshops/<token>/now": {"GET"},
    "/<lang>/assessments/<token>/rate/<indicator>": {"GET", "POST"},
    "/<lang>/assessments/<token>/review": {"GET", "POST"},
    "/<lang>/assessments/<token>/done": {"GET"},
    "/assessments/<token>/about": {"GET"},
    "/<lang>/assessments/<token>/about": {"GET"},
    "/<lang>/assessments/<token>/about.pdf": {"GET"},
    "/<lang>/assessments/<token>/decline": {"POST"},
    "/<lang>/assessments/<token>/take-part": {"POST"},
    "/<lang>/assessments/<token>/sheet.pdf": {"GET"},
    "/<lang>/assessments/<token>/evidence/<int:number>": {"GET"},
    "/console/": {"GET"},
    "/console/sign-in": {"GET", "POST"},
    "/static/<path:filename>": {"GET"},
    "/healthz": {"GET"},
    "/pictures/<name>": {"GET"},
    "/hubs": {"GET"},
    "/hubs/<slug>": {"GET"},
    "/<lang>/hubs": {"GET"},
    "/<lang>/hubs/<slug>": {"GET"},
    "/hubs/<slug>/topics": {"GET"},
    "/hubs/<slug>/topics/propose": {"GET"},
    "/hubs/<slug>/topics/<int:number>": {"GET"},
    "/<lang>/hubs/<slug>/topics": {"GET"},
    "/<lang>/hubs/<slug>/topics/propose": {"GET", "POST"},
    "/<lang>/hubs/<slug>/topics/<int:number>": {"GET"},
    "/<lang>/hubs/<slug>/topics/<int:number>/support": {"POST"},
    "/outcomes": {"GET"},
    "/outcomes/<slug>": {"GET"},
    "/<lang>/outcomes": {"GET"},
    "/<lang>/outcomes/<slug>": {"GET"},
    "/<lang>/outcomes.csv": {"GET"},
    "/<lang>/outcomes.atom": {"GET"},
    "/briefs/<slug>": {"GET"},
    "/<lang>/briefs/<slug>": {"GET"},
    "/<lang>/briefs/<slug>.<any(pdf,docx):ending>": {"GET"},
    "/images/<name>": {"GET"},
    "/readyz": {"GET"},
    "/metrics": {"GET"},
    "/csp-reports": {"POST"},
    "/.well-known/security.txt": {"GET"},
}
WAYS = tuple(f"/<lang>/surveys/<slug>/{mode}/<string(minlength=4, maxlength=8):{mode}>" for mode in ("embed", "kiosk"))
"""Inside another site's page, and on a device for many people, every page of a survey has an address of its own."""
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
    public = {path for path in methods(app) if not path.startswith(("/console", TRIAL, *WAYS))}

    assert public == {path for path in PROMISED if not path.startswith("/console")}


def test_every_page_of_a_survey_can_be_tried_and_stands_in_frames_and_on_devices(app: Flask):
    found = methods(app)
    inside = "/<lang>/surveys/<slug>"
    pages = {path: found[path] for path in found if path.startswith(inside) and "/test/" not in path}
    pages = {path: served for path, served in pages.items() if not path.startswith((f"{inside}/results", *WAYS))}

    for way in (TRIAL, *WAYS):
        assert {path.replace(inside, way, 1): served for path, served in pages.items()} == {
            path: served for path, served in found.items() if path.startswith(way)
        }


def test_every_word_of_the_product_under_a_survey_is_reserved_for_it(app: Flask):
    inside = "/<lang>/surveys/<slug>/"
    own = {path.removeprefix(inside).split("/")[0] for path in methods(app) if path.startswith(inside)}
    own -= {"test", "embed", "kiosk"}  # what follows is too long to be the place of an entry in a section so called

    assert own - {"<section>"} <= RESERVED_SLUGS


def test_every_route_says_what_it_needs(app: Flask):
    assert all(label_of(app, rule.endpoint) for rule in app.url_map.iter_rules())


def test_health_says_whether_the_database_is_migrated(app: Flask):
    client = app.test_client()

    assert client.get("/healthz").json == {"ok": True}
    assert client.get("/readyz").json == {"ok": True, "database": True, "migrated": True, "clock": True}
