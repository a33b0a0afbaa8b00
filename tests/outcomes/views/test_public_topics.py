"""Topics of citizens for everybody: proposing, coming back, supporting, and what nobody sees."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.accounts import limits
from engage.activities.models import Activity
from engage.core.ids import random_id
from engage.events.domain import spam
from engage.hubs import queries as hubs
from engage.outcomes.domain.kinds import TopicKind, TopicState
from engage.outcomes.domain.topics import WhyNot
from engage.outcomes.models import Outcome
from engage.outcomes.models_topics import Topic, TopicBox
from engage.outcomes.topics import proposing
from engage.outcomes.views import public_topics_cookie
from tests.factories.outcomes import fill
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, everything, reading, transaction

pytestmark = ON_SQLITE
LIST, FORM = "/en/hubs/default/topics", "/en/hubs/default/topics/propose"
TYPED = {"kind": "topic", "words": "Buses to the clinic, says Ada"}
DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _people_are_as_fast_as_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spam, "LEAST", timedelta(0))


def open_box(app: Flask, *, is_open: bool = True, about: dict[str, str] | None = None) -> None:
    with transaction(app) as session:
        hub = hubs.default(session)
        hub.published_at = datetime(2026, 1, 1, tzinfo=UTC)
        hub.languages = ["en", "he"]
        session.merge(TopicBox(hub_id=hub.id, is_open=is_open, about=about or {}))


def put(app: Flask, title: str, *, state: TopicState = TopicState.SHOWN, **more: Any) -> int:
    values: dict[str, Any] = {"kind": TopicKind.TOPIC, "language": "en", "words": "", "proposed_on": DAY}
    with transaction(app) as session:
        topic = Topic(
            id=random_id(),
            hub_id=hubs.default(session).id,
            state=state,
            title={"en": title},
            shown_on=DAY,
            **(values | more),
        )
        session.add(topic)
        return topic.id


def only(app: Flask) -> Topic:
    with reading(app) as session:
        return session.scalars(select(Topic)).one()


# -- proposing


def test_a_proposal_is_seen_by_nobody_until_a_person_has_looked_at_it(app: Flask, browser: Browser):
    open_box(app)

    page = browser.submit(FORM, TYPED, action="send")

    assert page.h1 == "Thank you"
    assert f"http://localhost{page.path.partition('?')[0]}" in page
    stored = only(app)
    assert (stored.state, stored.words, stored.language) == (TopicState.WAITING, TYPED["words"], "en")
    for seen in (page, browser.get(page.path.partition("?")[0]), browser.get(LIST)):
        assert "Buses" not in seen.html


def test_whoever_comes_back_reads_where_the_proposal_stands(app: Flask, browser: Browser):
    open_box(app)
    number = put(app, "Hidden", state=TopicState.NOT_SHOWN, reason=WhyNot.PEOPLE)

    page = browser.get(f"{LIST}/{number}")

    assert "It says something about people who could be recognised." in page
    assert "Hidden" not in page
    assert browser.get(f"/en/hubs/default/topics/{2**63}").status == 404


def test_nothing_of_who_proposes_is_kept_but_a_count_that_leads_to_nobody(app: Flask, browser: Browser):
    open_box(app)
    before = everything(app)

    browser.submit(FORM, TYPED, action="send")

    after = everything(app)
    assert {name for name in after if after[name] != before[name]} == {"citizen_topic", "attempt"}
    kept = {column.name for column in Topic.__table__.columns}
    assert not {"ip", "address", "email", "name", "user_agent", "proposed_at", "created_at"} & kept


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        pytest.param({"words": ""}, "Write what you want to be talked about or answered.", id="no words"),
        pytest.param({"words": "x" * 1001}, "This is too long. Use at most 1,000 characters.", id="too long"),
        pytest.param({"words": "a\0b"}, "There is a character in it that cannot be kept. Type it again.", id="NUL"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(app: Flask, browser: Browser, typed: Any, error: str):
    open_box(app)

    page = browser.submit(FORM, {"kind": "question", **typed}, action="send")

    assert (page.status, page.errors) == (422, [error])
    assert page.value("kind") == "question"


def test_a_kind_that_is_none_is_asked_for_again(app: Flask, browser: Browser):
    open_box(app)

    page = browser.submit(FORM, {"words": "Something"}, action="send")

    assert page.errors == ["Choose whether it is a topic or a question."]
    assert page.value("words") == "Something"


def test_another_language_keeps_what_was_typed(app: Flask, browser: Browser):
    open_box(app)

    _, data = browser.filled(browser.get(FORM), TYPED, action="send")
    page = browser.post(FORM.replace("/en/", "/he/"), {**data, "_action": "language"})

    assert page.lang == "he"
    assert page.value("words") == TYPED["words"]
    browser.press(page, action="send")
    assert only(app).language == "he"


def test_a_form_sent_twice_is_one_proposal(app: Flask, browser: Browser):
    open_box(app)
    page = browser.get(FORM)

    first, second = (browser.press(page, TYPED, action="send") for _ in range(2))

    assert first.path == second.path
    assert only(app).words == TYPED["words"]


def test_a_program_has_to_press_once_more(app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch):
    open_box(app)
    filled = browser.submit(FORM, {**TYPED, spam.HONEYPOT: "https://example.org"}, action="send")
    monkeypatch.setattr(spam, "LEAST", timedelta(seconds=3))
    fast = browser.submit(FORM, TYPED, action="send")

    assert (filled.status, fast.status) == (422, 422)
    assert "Something filled in a field that nobody sees." in filled
    assert "That was quicker than people usually are." in fast
    assert everything(app)["citizen_topic"] == 0


def test_a_form_of_another_site_or_without_our_cookie_stores_nothing(app: Flask, browser: Browser):
    open_box(app)
    target, data = browser.filled(browser.get(FORM), TYPED, action="send")

    assert browser.raw("POST", target, data=data, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert Browser(app).raw("POST", target, data=data).status_code == 422
    assert everything(app)["citizen_topic"] == 0


def test_a_flood_from_one_connection_is_stopped_and_nothing_typed_is_lost(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
):
    open_box(app)
    monkeypatch.setattr(proposing, "PROPOSED_FROM", limits.Limit("topics, address", 1, 3600))
    browser.submit(FORM, TYPED, action="send")

    page = browser.submit(FORM, TYPED, action="send")

    assert page.status == 429
    assert page.value("words") == TYPED["words"]
    assert everything(app)["citizen_topic"] == 1


def test_a_closed_box_takes_nothing_and_says_so(app: Flask, browser: Browser):
    open_box(app)
    page = browser.get(FORM)
    open_box(app, is_open=False)

    sent = browser.press(page, TYPED, action="send")

    assert (sent.status, sent.h1) == (409, "This hub takes no new topics at the moment.")
    assert "Propose" not in browser.get(LIST)
    assert everything(app)["citizen_topic"] == 0


def test_a_hub_that_is_not_listed_has_no_topics(app: Flask, browser: Browser):
    open_box(app)
    with transaction(app) as session:
        hubs.default(session).published_at = None

    assert {browser.get(path).status for path in (LIST, FORM)} == {404}


def test_a_bare_address_finds_the_readers_language(app: Flask, browser: Browser):
    open_box(app)

    assert browser.get("/hubs/default/topics", Accept_Language="he").lang == "he"


# -- the list


def test_the_list_shows_what_was_looked_at_and_what_became_of_it(app: Flask, browser: Browser):
    open_box(app, about={"en": "What shall we talk about?"})
    put(app, "Secret", state=TopicState.WAITING)
    put(app, "Hidden", state=TopicState.NOT_SHOWN)
    put(app, "Waiting times", supports=3)
    put(app, "Who pays?", state=TopicState.ANSWERED, answer={"en": "The region pays."}, answered_on=date(2026, 11, 21))

    page = browser.get(LIST)

    assert "What shall we talk about?" in page
    assert titles(page) == ["Waiting times", "Who pays?"]
    assert "3 people would like this talked about too." in page
    assert "Answer of November 21, 2026" in page
    assert "The region pays." in page


def titles(page: Page) -> list[str]:
    return [heading.text for heading in page.root.all("h2")]


def test_the_list_is_in_order_of_support_or_the_newest_first(app: Flask, browser: Browser):
    open_box(app)
    put(app, "Old and wanted", supports=9)
    put(app, "Young")
    with transaction(app) as session:
        young = session.scalars(select(Topic).where(Topic.supports == 0)).one()
        young.shown_on = DAY + timedelta(days=1)

    assert titles(browser.get(LIST)) == ["Old and wanted", "Young"]
    assert titles(browser.get(f"{LIST}?sort=newest")) == ["Young", "Old and wanted"]
    assert browser.get(f"{LIST}?sort=nonsense&page=99999999999999999999").status == 200


def test_what_was_taken_up_leads_to_what_deals_with_it_once_that_is_public(app: Flask, browser: Browser):
    open_box(app)
    with transaction(app) as session:
        activity = Activity(
            hub_id=hubs.default(session).id,
            kind="workshop",
            title={"en": "W"},
            state="announced",
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        session.add(activity)
        session.flush()
        session.delete(session.get_one(TopicBox, activity.hub_id))
        session.flush()
        fill(session, activity, on=DAY, at=datetime(2026, 1, 1, tzinfo=UTC))
        topic = session.scalars(select(Topic)).one()
        topic.state, topic.title, topic.outcome_id = TopicState.TAKEN_UP, {"en": "Buses"}, 1
        topic.shown_on = DAY

    assert "The hub works on it." in browser.get(LIST)
    with transaction(app) as session:
        outcome = session.get_one(Outcome, 1)
        outcome.published_at, outcome.languages = datetime(2026, 1, 1, tzinfo=UTC), ["en"]

    assert "/en/outcomes/waiting-times" in browser.get(LIST).links
    page = browser.get("/en/outcomes/waiting-times")
    assert "Citizens proposed this" in page
    assert any(link.startswith(f"{LIST}/") for link in page.links)


# -- supporting


def supports(app: Flask) -> int:
    with reading(app) as session:
        return session.scalar(select(func.sum(Topic.supports))) or 0


def test_one_more_is_counted_once_a_device_and_can_be_taken_back(app: Flask, browser: Browser):
    open_box(app)
    number = put(app, "Waiting times")
    page = browser.get(f"{LIST}/{number}")

    once = browser.press(page, action="support")
    target, data = browser.filled(page, {}, action="support")
    browser.raw("POST", target, data=data)

    assert supports(app) == 1
    assert "You are one of them." in once
    back = browser.press(once, action="withdraw")
    assert supports(app) == 0
    assert "You are one of them." not in back
    browser.raw("POST", target, data={**data, "_action": ["withdraw"]})
    assert supports(app) == 0


def test_the_button_in_the_list_leads_back_to_its_topic(app: Flask, browser: Browser):
    open_box(app)
    number = put(app, "Waiting times")
    target, data = browser.filled(browser.get(f"{LIST}?sort=newest"), {}, action="support")

    answer = browser.raw("POST", target, data=data)

    assert answer.headers["Location"] == f"{LIST}?sort=newest#t-{number}"


def test_the_device_remembers_random_numbers_signed_and_only_so_many(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(public_topics_cookie, "MOST", 2)
    open_box(app)
    for name in ("One", "Two", "Three"):
        browser.press(browser.get(f"{LIST}/{put(app, name)}"), action="support")

    cookie = browser.client.get_cookie("topics")

    assert cookie is not None
    assert len(cookie.value) < 80
    assert supports(app) == 3
    assert browser.get(LIST).text.count("You are one of them.") == 2
    browser.client.set_cookie("topics", cookie.value[:-3] + "abc")
    assert "You are one of them." not in browser.get(LIST)


@pytest.mark.parametrize("state", [TopicState.WAITING, TopicState.NOT_SHOWN])
def test_what_nobody_sees_cannot_be_supported(app: Flask, browser: Browser, state: TopicState):
    open_box(app)
    number = put(app, "Secret", state=state)

    assert browser.post(f"{LIST}/{number}/support", {"_action": "support"}).status == 404
    assert supports(app) == 0


def test_a_button_of_another_site_counts_nothing(app: Flask, browser: Browser):
    open_box(app)
    number = put(app, "Waiting times")

    browser.post(f"{LIST}/{number}/support", {"_action": "support"})

    assert supports(app) == 0


def test_very_many_buttons_from_one_connection_are_not_counted(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
):
    open_box(app)
    monkeypatch.setattr(proposing, "SUPPORTED_FROM", limits.Limit("topics supported, address", 1, 3600))
    page = browser.get(f"{LIST}/{put(app, 'Waiting times')}")
    browser.press(page, action="support")

    other = Browser(app)
    again = other.press(other.get(page.path), action="support")

    assert (again.status, again.h1) == (429, "Not counted")
    assert supports(app) == 1
