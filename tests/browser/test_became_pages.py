"""Every page of outcomes, topics, briefs, the network's figures and hand-over: by axe, on narrow and wide screens."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from engage.core.clock import utcnow
from engage.hubs.models import Hub
from engage.network.models import FigureCorrection, NetworkTarget
from engage.outcomes.domain.kinds import RestKind, TopicKind, TopicState
from engage.outcomes.domain.written import Asked, Rest
from engage.outcomes.models_topics import Topic, TopicBox
from tests.browser.assessing import signed_in, with_second_step
from tests.browser.conftest import NewPage
from tests.browser.listening import writing
from tests.browser.looking import THOROUGH, findings, fits, is_accessible
from tests.browser.site import PASSWORD, Site
from tests.factories.briefs import DRAFT, LETTERS, WAITING, make_brief
from tests.factories.outcomes import make_outcome

pytestmark = pytest.mark.browser

HUB, OFFICE = "haifa", "office-of-outcomes@example.org"
LATE = Asked(
    text={"en": "Publish waiting times.", "he": "לפרסם זמני המתנה."},
    addressed_to={"en": "Ministry of Health", "he": "משרד הבריאות"},
    handed_on=utcnow().date() - timedelta(days=140),
)


@dataclass(frozen=True)
class There:
    """What is there to be looked at."""

    outcome: int
    draft: int
    recommendation: int
    slug: str
    brief: int
    brief_slug: str
    shown: int
    waiting: int
    target: int


@pytest.fixture(scope="module")
def there(site: Site) -> There:
    """A hub in Hebrew and English: an outcome with an overdue answer, a draft, a brief, topics, a target, a
    correction."""
    now = utcnow()
    today = now.date()
    with writing(site) as session:
        hub = Hub(slug=HUB, name="Haifa", languages=["he", "en"], country="IL", published_at=now)
        session.add(hub)
        session.flush()
        rests = (Rest(RestKind.LINK, label={"en": "Minutes", "he": "פרוטוקול"}, link="https://example.org/minutes"),)
        outcome = make_outcome(
            session,
            hub=HUB,
            title="Waiting and letters",
            languages=("en", "he"),
            heard=WAITING.heard,
            recommendations=(*WAITING.recommendations, *LETTERS.recommendations, LATE),
            rests=rests,
            mission_areas=("equity",),
            now=now,
        )
        outcome.title = {"en": "Waiting and letters", "he": "המתנה ומכתבים"}
        draft = make_outcome(session, hub=HUB, title="A draft", published_at=None, now=now)
        brief = make_brief(
            session,
            hub=HUB,
            languages=DRAFT.languages,
            title=DRAFT.title,
            lead=DRAFT.lead,
            asks=DRAFT.asks,
            outcomes=(outcome.id,),
        )
        said = {"en": "Buses to the clinic", "he": "אוטובוסים למרפאה"}
        session.add(TopicBox(hub_id=hub.id, is_open=True))
        values = {"hub_id": hub.id, "kind": TopicKind.TOPIC, "language": "he", "proposed_on": today}
        shown = Topic(
            **values, state=TopicState.ANSWERED, words="", title=said, text=said, shown_on=today, supports=3,
            answer=said, answered_on=today, outcome_id=outcome.id,
        )  # fmt: skip
        waiting = Topic(**values, words="עוד אוטובוסים", words_until=today + timedelta(days=30))
        target = NetworkTarget(figure="hubs_recognised", value=20, by=date(today.year + 1, 12, 31), created_at=now)
        correction = FigureCorrection(
            figure="events_held", hub_id=hub.id, month=date(today.year, 1, 1), change=1, reason="Forgotten", made_at=now
        )
        session.add_all([shown, waiting, target, correction])
        session.flush()
        found = There(
            outcome.id, draft.id, outcome.recommendations[0].id, outcome.slug, brief.id, brief.slug, shown.id,
            waiting.id, target.id,
        )  # fmt: skip
    site.engage("user", "add", OFFICE, "--role", "network-admin", "--password-stdin", typed=PASSWORD)
    return found


@pytest.mark.parametrize("language", ["en", "he"] if THOROUGH else ["he"])
def test_public_pages_are_accessible_and_fit(site: Site, new_page: NewPage, there: There, language: str) -> None:
    page = new_page(width=360, height=740, bypass_csp=True)
    home = f"{site.address}/{language}"
    for address in (
        f"{home}/outcomes",
        f"{home}/outcomes/{there.slug}",
        f"{home}/outcomes?state=overdue&q=nothing+of+it",
        f"{home}/hubs/{HUB}/topics",
        f"{home}/hubs/{HUB}/topics/{there.shown}",
        f"{home}/hubs/{HUB}/topics/propose",
        f"{home}/briefs/{there.brief_slug}",
    ):
        assert goes(page, address).get_attribute("lang") == language
        looked_at_narrow(page, address)
    wide = (f"{home}/outcomes", f"{home}/outcomes/{there.slug}", f"{home}/briefs/{there.brief_slug}")
    for address in wide if THOROUGH else wide[1:2]:
        page.set_viewport_size({"width": 1280, "height": 900})
        goes(page, address)
        fits(page, address)
        is_accessible(page, address)


def test_public_pages_can_be_used_in_forced_colours(site: Site, new_page: NewPage, there: There) -> None:
    """Contrast is that of the colours that somebody chose."""
    page = new_page(width=360, height=740, bypass_csp=True, forced_colors="active")
    for address in ("he/outcomes", f"en/outcomes/{there.slug}", f"en/hubs/{HUB}/topics"):
        goes(page, f"{site.address}/{address}")
        assert [each for each in findings(page) if not each.startswith("color-contrast:")] == [], address
    goes(page, f"{site.address}/en/outcomes/{there.slug}")
    for state in page.locator("main .eng-state").all():
        expect(state).to_have_css("border-top-style", "solid")


def test_pages_of_teams_are_accessible_and_fit(site: Site, new_page: NewPage, there: There) -> None:
    page = with_second_step(signed_in(site, new_page(width=360, height=740, bypass_csp=True), OFFICE))
    every = list(of_teams(there))
    for address in every if THOROUGH else every[::4]:  # every page of the demonstration: the step `pages`
        goes(page, f"{site.address}/console/{address}")
        looked_at_narrow(page, address)
    for part in ("", "/publish"):  # as everybody reads it, lists and strong words too
        goes(page, f"{site.address}/console/outcomes/{there.outcome}{part}")
        expect(page.locator("main li", has_text="nobody to call")).to_have_count(1)
    report_made(site, page)
    page.set_viewport_size({"width": 1280, "height": 900})
    for address in ("outcomes", f"outcomes/{there.outcome}", f"briefs/{there.brief}") if THOROUGH else ():
        goes(page, f"{site.address}/console/{address}")
        fits(page, address)
        is_accessible(page, address)


def of_teams(there: There) -> Iterator[str]:
    yield from ("outcomes", "outcomes/new", "briefs", "briefs/new", "topics", "topics/boxes", f"topics/boxes/{HUB}")
    own = f"outcomes/{there.outcome}"
    yield own
    parts = ("edit", "recommendations/new", f"recommendations/{there.recommendation}", "rests", "activities", "publish")
    yield from (f"{own}/{part}" for part in parts)
    yield from (f"outcomes/{there.draft}{part}" for part in ("", "/publish", "/remove"))
    yield from (f"briefs/{there.brief}{part}" for part in ("", "/write"))
    yield from (f"topics/{number}" for number in (there.shown, there.waiting))
    network = ("", "/figures/responses", "/reports", "/reports/new", "/targets", f"/targets/{there.target}")
    yield from (f"network{part}" for part in (*network, "/targets/new", "/corrections", "/corrections/new"))
    yield f"hubs/{HUB}/hand-over"


def report_made(site: Site, page: Page) -> None:
    """And looked at."""
    today = utcnow().date()
    goes(page, f"{site.address}/console/network/reports/new?from={today.year - 1}-07&until={today.year - 1}-12")
    page.locator("main form button").last.click()
    expect(page.locator("main a[href$='.pdf']").first).to_be_visible()
    looked_at_narrow(page, "a report")


def goes(page: Page, address: str) -> Locator:
    """Nothing is folded away; gives the page as a whole."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.ok, f"{address}: {answer.status}"
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
    return page.locator("html")


def looked_at_narrow(page: Page, what: str) -> None:
    """On a phone, and on the narrowest screen."""
    page.set_viewport_size({"width": 360, "height": 740})
    is_accessible(page, what)
    page.set_viewport_size({"width": 320, "height": 740})
    fits(page, what)
