"""A draft is nowhere: not on a page, in a feed, a calendar, a file, an address of another kind, or a search."""

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import IntegerConverter

from engage.activities.domain.kinds import ActivityState
from engage.activities.models import Activity
from engage.events.models import Event
from engage.surveys.domain.channels import Channel
from engage.surveys.models import Survey
from engage.web.permissions import Permission, label_of
from tests.factories.events import make_event
from tests.factories.links import make_link
from tests.factories.outcomes import make_outcome
from tests.factories.surveys import make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction
from tests.threats.crawl import Crawl

pytestmark = ON_SQLITE
CANARY = "Canary of a draft"
SLUG = "canary-draft"
CODE = "K7Q2M9"


@pytest.fixture(autouse=True)
def _drafts(app: Flask) -> None:
    with transaction(app) as session:
        survey = make_survey(session, slug=SLUG, publish=False)
        _entitle(survey.activity)
        for channel in (Channel.KIOSK, Channel.EMBED, Channel.POSTER):
            made = make_link(session, channel, slug=SLUG)
            made.code = _code(channel)
        event = make_event(session, slug=SLUG, state=ActivityState.DRAFT)
        _entitle(event.activity)
        make_outcome(session, title=CANARY, published_at=None)


def _code(channel: Channel) -> str:
    return CODE + channel.value[0].upper()


def _entitle(activity: Activity) -> None:
    activity.title = {"en": CANARY, "de": CANARY}


def public_addresses(app: Flask) -> list[str]:
    """Of every public route that names something, those of the drafts; numbers are those that the first things get."""
    found = []
    made = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if (
            label_of(app, rule.endpoint) is not Permission.PUBLIC
            or "slug" not in rule.arguments
            or rule.methods is None
        ):
            continue
        if "GET" not in rule.methods:
            continue
        known = {"slug": SLUG, "lang": "en", "ending": "csv", "of": "age", "section": "about-you"}
        known |= {"kiosk": _code(Channel.KIOSK), "embed": _code(Channel.EMBED), "token": "a" * 32}
        values = {
            name: known.get(name, 1 if isinstance(kind, IntegerConverter) else "x")
            for name, kind in rule._converters.items()
        }
        if "ending" in values:
            values["ending"] = min(getattr(rule._converters["ending"], "items", {"csv"}))
        found.append(made.build(rule.endpoint, values))
    return found


def test_no_address_of_a_draft_opens_anything(app: Flask, browser: Browser):
    addresses = public_addresses(app)

    assert len(addresses) > 40
    for address in addresses:
        response = browser.raw("GET", address, headers={"Accept-Language": "en"})
        if response.status_code in (301, 302, 303, 307, 308):
            response = browser.raw("GET", response.headers["Location"])
        assert response.status_code in (404, 302), (address, response.status_code)
        assert CANARY.encode() not in response.data, address


def test_nothing_that_everybody_finds_names_a_draft(app: Flask, browser: Browser):
    said = []

    def check(address: str, response) -> None:  # type: ignore[no-untyped-def]
        if CANARY.encode() in response.data or SLUG.encode() in response.data:
            said.append(address)

    feeds = ("/en/events.ics", "/en/outcomes.atom", "/en/outcomes.csv", "/en/results.atom")
    found = Crawl(app, browser, check).walk("/", "/en/", "/en/activities", "/en/events", "/en/results", *feeds)

    assert len(found.read) > 10
    assert not said
    assert {feed: found.read.get(feed) for feed in feeds} == dict.fromkeys(feeds, 200)


@pytest.mark.parametrize("asked", ["/en/activities?q=Canary", "/en/library?q=Canary", "/en/outcomes?q=Canary"])
def test_no_search_finds_a_draft(browser: Browser, asked: str):
    assert CANARY.encode() not in browser.raw("GET", asked).data


@pytest.mark.parametrize("channel", [Channel.KIOSK, Channel.EMBED, Channel.POSTER])
def test_the_code_of_a_draft_leads_nowhere(browser: Browser, channel: Channel):
    response = browser.raw("GET", f"/go/{_code(channel)}")

    assert response.status_code in (302, 404)
    if response.status_code == 302:
        assert browser.raw("GET", response.headers["Location"]).status_code == 404


def test_drafts_were_there(app: Flask):
    with transaction(app) as session:
        assert session.scalars(select(Survey)).one().activity.title["en"] == CANARY
        assert session.scalars(select(Event)).one().activity.title["en"] == CANARY
