"""Everybody's way through the filled site, once for all tests of a process that look at it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from engage.events.attending import desk_links
from engage.events.models import Event
from engage.events.models_people import Registration
from engage.events.tickets import links as of_registrations
from engage.maturity import links as of_panels
from engage.maturity.models_panel import Member
from tests.factories.attending import make_desk
from tests.support.browser import Browser
from tests.support.databases import transaction
from tests.threats import crawl, poison
from tests.threats.crawl import Crawl
from tests.threats.world import KEY, SURVEY, WHOLE, World

ROLES = (
    ("nobody", "organiser", "coordinator", "analyst", "evaluator", "translator", "assessor", "network-admin")
    if WHOLE
    else ("nobody", "coordinator")
)
MOST = 6_000 if WHOLE else 75
"""Addresses that one of them reads."""
START = {
    "nobody": ("/", "/en/", "/de/", "/he/", f"/en/surveys/{SURVEY}"),
    "": ("/console/", "/console/account", "/en/"),
}


@dataclass
class Walk:
    """What one visitor saw, and what was wrong with it."""

    role: str
    browser: Browser
    crawl: Crawl
    faults: list[str] = field(default_factory=list)
    written: Counter[str] = field(default_factory=Counter)
    """How often each table was written to while they only looked."""


@dataclass
class Walks:
    app: Flask
    by_role: dict[str, Walk]
    asked: dict[str, set[str]]
    """Parameters that each route was seen to read."""


def walks(world: World) -> Walks:
    with transaction(world.app) as session:
        personal = list(_personal(session))
    with crawl.recording(world.app) as asked:
        found = {role: _walk(world, role, personal if role == "nobody" else []) for role in ROLES}
    return Walks(world.app, found, {endpoint: set(names) for endpoint, names in asked.items()})


def visitor(world: World, role: str) -> Browser:
    """Somebody whose browser calls itself by the payload, and says that it comes from there."""
    browser = Browser(world.app, User_Agent=poison.XSS0, Referer=f"http://localhost/{poison.SHORT}")
    if role != "nobody":
        browser.sign_in(world.accounts[role])
    return browser


def _walk(world: World, role: str, personal: list[str]) -> Walk:
    browser = visitor(world, role)
    faults: list[str] = []

    def check(address: str, response: TestResponse) -> None:
        wrong = poison.wrong_with(response)
        wrong += [f"status {response.status_code}"] if response.status_code >= 500 else []
        faults.extend(f"{role} {address}: {each}" for each in wrong)

    made = Walk(role, browser, Crawl(world.app, browser, check), faults)
    with crawl.changes() as written:
        made.crawl.walk(*START.get(role, START[""]), *personal, most=MOST)
    made.written = Counter(written)
    return made


def _personal(session: Session) -> Iterator[str]:
    """Links that come by mail: registrations, memberships of panels, a desk."""
    registrations = session.scalars(select(Registration).limit(12 if WHOLE else 3)).all()
    for registration in registrations:
        yield f"/en/registrations/{of_registrations.token(registration, key=KEY)}"
    for member in session.scalars(select(Member).limit(12 if WHOLE else 2)):
        yield f"/en/assessments/{of_panels.token(member, key=KEY)}"
    event = session.get(Event, registrations[0].event_id)
    assert event is not None
    yield f"/en/desk/{desk_links.token(make_desk(session, event), key=KEY)}"
