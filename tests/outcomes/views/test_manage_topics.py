"""Topics of citizens in the console: looking at them, showing, answering, taking up; boxes of hubs."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.activities.models import Activity
from engage.core.clock import utcnow
from engage.core.ids import random_id
from engage.hubs import queries as hubs
from engage.hubs.models import Hub
from engage.outcomes.domain.kinds import TopicKind, TopicState
from engage.outcomes.domain.topics import WhyNot
from engage.outcomes.models_topics import Topic, TopicBox
from engage.privacy.models import AuditEntry
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]
DESK = "/console/topics"
WORDS = "Buses to the clinic, says Ada"


def put(app: Flask, *, hub: str = "default", **more: Any) -> int:
    values: dict[str, Any] = {"kind": TopicKind.TOPIC, "language": "en", "words": WORDS}
    with transaction(app) as session:
        behind = hubs.by_slug(session, hub) or Hub(slug=hub, name=hub.title(), languages=["en"])
        behind.languages, behind.published_at = ["en", "nb"], datetime(2026, 1, 1, tzinfo=UTC)
        session.add(behind)
        session.flush()
        today = utcnow().date()
        topic = Topic(id=random_id(), hub_id=behind.id, proposed_on=today, words_until=today + timedelta(days=90))
        for name, value in (values | more).items():
            setattr(topic, name, value)
        session.add(topic)
        return topic.id


def stored(app: Flask, number: int) -> Topic:
    with reading(app) as session:
        return session.get_one(Topic, number)


def test_a_proposal_is_put_into_words_and_shown(app: Flask, sign_in: SignIn, browser: Browser):
    number, team = put(app), sign_in(RoleName.ORGANISER)

    page = team.get(f"{DESK}/{number}")
    shown = team.press(page, {"title-en": "Buses to the clinic", "text-en": "More of them."}, action="show")

    assert WORDS in page
    assert "Everybody sees it now." in shown
    topic = stored(app, number)
    assert (topic.state, topic.shown_on) == (TopicState.SHOWN, utcnow().date())
    assert topic.words_until == utcnow().date() + timedelta(days=14)
    public = browser.get(f"/nb/hubs/default/topics/{number}")
    assert public.h1 == "Buses to the clinic"
    assert "Ada" not in public.html


def test_what_is_shown_needs_a_title_and_keeps_what_was_typed(app: Flask, sign_in: SignIn):
    number, team = put(app), sign_in(RoleName.ORGANISER)

    page = team.press(team.get(f"{DESK}/{number}"), {"title-en": "", "text-nb": "Flere busser"}, action="show")

    assert (page.status, page.errors) == (422, ["Write a title, in one language at least."])
    assert page.value("text-nb") == "Flere busser"
    assert stored(app, number).state is TopicState.WAITING


def test_words_can_be_saved_before_they_are_shown(app: Flask, sign_in: SignIn):
    number, team = put(app), sign_in(RoleName.ORGANISER)

    team.press(team.get(f"{DESK}/{number}"), {"title-nb": "Busser"}, action="save")

    topic = stored(app, number)
    assert (topic.state, topic.title) == (TopicState.WAITING, {"nb": "Busser"})


def test_what_is_not_shown_says_why_to_whoever_comes_back(app: Flask, sign_in: SignIn, browser: Browser):
    number, team = put(app), sign_in(RoleName.ORGANISER)
    page = team.get(f"{DESK}/{number}")

    without = team.post(f"{DESK}/{number}/not-show", {"_csrf": page.value("_csrf"), "seen": "1"})
    said = team.post(f"{DESK}/{number}/not-show", {"_csrf": page.value("_csrf"), "seen": "1", "reason": "hurts"})

    assert (without.status, without.errors) == (422, ["Choose one of these."])
    assert "Nobody else sees it." in said
    assert stored(app, number).reason is WhyNot.HURTS
    assert "It contains words that hurt others." in browser.get(f"/en/hubs/default/topics/{number}")


def test_a_question_is_answered_and_the_answer_can_be_taken_back(app: Flask, sign_in: SignIn, browser: Browser):
    number = put(
        app, kind=TopicKind.QUESTION, state=TopicState.SHOWN, title={"en": "Who pays?"}, shown_on=date(2026, 1, 1)
    )
    team = sign_in(RoleName.ORGANISER)
    page = team.get(f"{DESK}/{number}")

    empty = team.press(page, {"answer-en": ""}, action="answer")
    done = team.press(page, {"answer-en": "The region."}, action="answer")

    assert empty.errors == ["Write the answer, in one language at least."]
    assert stored(app, number).answered_on == utcnow().date()
    assert "The region." in browser.get(f"/en/hubs/default/topics/{number}")
    team.press(done, action="take-back")
    assert stored(app, number).state is TopicState.SHOWN
    assert "The region." not in browser.get(f"/en/hubs/default/topics/{number}")


def test_it_is_taken_up_by_an_activity_of_the_hub_and_of_no_other(app: Flask, sign_in: SignIn):
    number = put(app, state=TopicState.SHOWN, title={"en": "Buses"}, shown_on=date(2026, 1, 1))
    put(app, hub="other")
    with transaction(app) as session:
        ours, theirs = (
            Activity(
                hub_id=session.scalars(select(Hub.id).where(Hub.slug == slug)).one(),
                kind="workshop",
                title={"en": f"Workshop {slug}"},
                created_at=datetime(2026, 1, 1, tzinfo=UTC),
            )
            for slug in ("default", "other")
        )
        session.add_all([ours, theirs])
        session.flush()
        mine, foreign = ours.id, theirs.id
    team = sign_in(RoleName.ORGANISER)
    page = team.get(f"{DESK}/{number}")

    refused = team.post(
        f"{DESK}/{number}/take-up", {"_csrf": page.value("_csrf"), "seen": "1", "deals": f"activity:{foreign}"}
    )
    taken = team.press(page, {"deals": f"activity:{mine}"}, action="take-up")

    assert refused.status == 422
    topic = stored(app, number)
    assert (topic.state, topic.activity_id) == (TopicState.TAKEN_UP, mine)
    team.press(taken, action="leave")
    assert stored(app, number).state is TopicState.SHOWN


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(app: Flask, sign_in: SignIn):
    number, team = put(app), sign_in(RoleName.ORGANISER)
    page = team.get(f"{DESK}/{number}")
    with transaction(app) as session:
        session.get_one(Topic, number).revision = 2

    late = team.press(page, {"title-en": "Mine"}, action="show")

    assert (late.status, late.value("title-en"), late.value("seen")) == (409, "Mine", "2")
    assert "Somebody else has changed this meanwhile." in late
    assert stored(app, number).state is TopicState.WAITING


def test_what_cannot_be_done_any_more_is_refused(app: Flask, sign_in: SignIn):
    number, team = put(app), sign_in(RoleName.ORGANISER)
    page = team.get(f"{DESK}/{number}")

    early = team.post(f"{DESK}/{number}/answer", {"_csrf": page.value("_csrf"), "seen": "1", "answer-en": "Yes"})

    assert early.status == 409
    assert "This cannot be done any more" in early


def test_a_team_sees_its_own_hubs_topics_and_no_others(app: Flask, sign_in: SignIn):
    put(app, title={"en": "Ours"})
    foreign = put(app, hub="other", title={"en": "Theirs"})
    team = sign_in(RoleName.ORGANISER, hub="default")

    page = team.get(DESK)

    assert "Ours" in page
    assert "Theirs" not in page
    assert team.get(f"{DESK}/{foreign}").status == 404
    assert team.get(f"{DESK}/boxes/other").status == 404
    assert "Other" not in team.get(f"{DESK}/boxes")
    assert sign_in(RoleName.TRANSLATOR).get(DESK).status == 404
    assert team.get(f"{DESK}/{2**63}").status == 404


def test_what_waits_stands_first_and_late_questions_are_marked(app: Flask, sign_in: SignIn):
    long_ago = utcnow().date() - timedelta(days=21)
    put(app, title={"en": "Shown"}, state=TopicState.SHOWN, shown_on=long_ago)
    put(app, title={"en": "Late"}, state=TopicState.SHOWN, kind=TopicKind.QUESTION, proposed_on=long_ago)
    put(app, title={"en": "New"})
    team = sign_in(RoleName.ORGANISER)

    page = team.get(DESK)

    assert page.html.index(">New<") < page.html.index(">Late<") < page.html.index(">Shown<")
    assert "15 working days Late" in page
    start = team.get("/console/")
    assert "1 proposal of citizens waits" in start
    assert "1 question of citizens waits longer than 10 working days for its answer" in start


def test_the_trail_says_what_was_done_and_nothing_of_the_words(app: Flask, sign_in: SignIn):
    number, team = put(app), sign_in(RoleName.ORGANISER)

    team.press(team.get(f"{DESK}/{number}"), {"title-en": "Buses"}, action="show")

    with reading(app) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "topic.shown")).one()
        assert (entry.thing, entry.thing_id) == ("citizen_topic", str(number))
        assert "Buses" not in str(entry.details)


def test_a_box_is_opened_with_words_in_the_hubs_languages(app: Flask, sign_in: SignIn, browser: Browser):
    put(app)
    team = sign_in(RoleName.ORGANISER)

    team.submit(f"{DESK}/boxes/default", {"open": "yes", "about-nb": "Hva skal vi snakke om?"})

    with reading(app) as session:
        box = session.get_one(TopicBox, hubs.default(session).id)
        assert (box.is_open, box.about, box.languages) == (True, {"nb": "Hva skal vi snakke om?"}, ["nb"])
    assert "Hva skal vi snakke om?" in browser.get("/nb/hubs/default/topics")
    assert "/en/hubs/default/topics" in browser.get("/en/hubs/default").links
    team.submit(f"{DESK}/boxes/default", {"open": None})
    assert "/en/hubs/default/topics" not in browser.get("/en/hubs/default").links


@pytest.mark.parametrize("path", ["words", "not-show", "take-up", "answer"])
def test_nothing_is_done_without_a_token_of_ours(app: Flask, sign_in: SignIn, path: str):
    number = put(app)

    assert sign_in(RoleName.ORGANISER).post(f"{DESK}/{number}/{path}", {"seen": "1"}).status == 400
