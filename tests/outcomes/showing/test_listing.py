"""Which outcomes a visitor finds, on both databases; what is counted of them."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engage.hubs import queries as hubs
from engage.hubs.models import Hub, HubScope
from engage.outcomes import showing
from engage.outcomes.domain.kinds import RecommendationState
from engage.outcomes.domain.written import Asked
from engage.outcomes.showing.filters import Filters
from engage.outcomes.showing.listing import A_PAGE
from engage.outcomes.showing.standing import Standing
from tests.factories.activities import make_activity
from tests.factories.outcomes import make_outcome

TODAY = date(2026, 11, 1)
DAYS = 120


def asked(text: str = "Something", *, handed: int = 10, **more: Any) -> Asked:
    """A recommendation that was handed over some days ago."""
    body = {"en": "The ministry"}
    return Asked(text={"en": text}, addressed_to=body, handed_on=TODAY - timedelta(days=handed), **more)


def declined(text: str = "Something") -> Asked:
    return asked(
        text,
        state=RecommendationState.DECLINED,
        answer={"en": "No."},
        reason={"en": "Für Fahrtkosten gilt das Gesetz."},
        answered_on=TODAY,
    )


@pytest.fixture
def ledger(session: Session) -> None:
    """Three outcomes and a draft: of the default hub, and of a part of it."""
    lead = hubs.default(session)
    session.add(Hub(slug="north", name="North", country="NO", scope=HubScope.REGIONAL, parent_id=lead.id))
    session.flush()
    waiting = make_outcome(
        session,
        title="Waiting",
        languages=("en", "nb"),
        mission_areas=("equity",),
        sectors=("education",),
        heard={"en": "They wait ÆRLIG for weeks.", "nb": "De venter på Tromsø."},
        recommendations=(asked("A person to call", handed=200), asked("Lists")),
        activities=(make_activity(session, title="Evening").id,),
    )
    waiting.languages = ["en", "nb"]
    make_outcome(session, title="Food 100%", hub="north", recommendations=(declined("Warm meals"),))
    make_outcome(session, title="Buses", mission_areas=("prevention",), recommendations=(asked("Évening buses"),))
    make_outcome(session, title="Draft", published_at=None)


def titles(session: Session, **filters: Any) -> list[str]:
    page = showing.page(session, Filters(**filters), "en", TODAY, DAYS)
    return sorted(each.title.text for each in page.shown)


FOUND: dict[str, tuple[dict[str, Any], list[str]]] = {
    "everything that is published": ({}, ["Buses", "Food 100%", "Waiting"]),
    "a word of the title": ({"words": "waiting"}, ["Waiting"]),
    "a word of what was heard, in another language and spelling": ({"words": "TROMSO"}, ["Waiting"]),
    "letters that are not plain": ({"words": "ærlig"}, ["Waiting"]),
    "a word of a recommendation without its accent": ({"words": "evening"}, ["Buses"]),
    "two words of the reason of an answer": ({"words": "fur fahrtkosten"}, ["Food 100%"]),
    "words that stand in different places of it": ({"words": "waiting call"}, ["Waiting"]),
    "words of two different outcomes": ({"words": "waiting meals"}, []),
    "a sign that means something in a search": ({"words": "100%"}, ["Food 100%"]),
    "another one": ({"words": "_"}, []),
    "what is not published is not found": ({"words": "draft"}, []),
    "a mission area": ({"area": "equity"}, ["Waiting"]),
    "a sector": ({"sector": "education"}, ["Waiting"]),
    "a language": ({"language": "nb"}, ["Waiting"]),
    "a language that leads to nothing": ({"language": "ti"}, ["Buses", "Food 100%", "Waiting"]),
    "a hub": ({"hub": "north"}, ["Food 100%"]),
    "a hub with its parts": ({"hub": "default"}, ["Buses", "Food 100%", "Waiting"]),
    "a hub that is not there": ({"hub": "nowhere"}, ["Buses", "Food 100%", "Waiting"]),
    "overdue": ({"state": "overdue"}, ["Waiting"]),
    "waiting in time": ({"state": "open"}, ["Buses", "Waiting"]),
    "declined": ({"state": "declined"}, ["Food 100%"]),
    "done": ({"state": "done"}, []),
    "two at once": ({"state": "open", "area": "prevention"}, ["Buses"]),
    "an activity that is not there": ({"activity": 2_000_000_000}, []),
}
"""What is asked for, and which titles are found. One database holds all, so that the table costs little."""


@pytest.mark.usefixtures("ledger")
def test_the_list_is_narrowed_to_what_somebody_looks_for(session: Session):
    wrong = {name: found for name, (asked, right) in FOUND.items() if (found := titles(session, **asked)) != right}

    assert wrong == {}


@pytest.mark.usefixtures("ledger")
def test_what_became_of_one_activity_is_found_by_it(app: Flask, session: Session):
    evening = make_activity(session, title="Another")
    make_outcome(session, title="Of both", activities=(evening.id,))

    assert titles(session, activity=evening.id) == ["Of both"]
    with app.test_request_context():
        told = showing.of_activities(session, [evening.id], "en", TODAY, DAYS)
        assert [(each.title, each.states) for each in told[evening.id]] == [
            ("Of both", (("open", "Waiting for an answer"),))
        ]


@pytest.mark.usefixtures("ledger")
def test_recommendations_are_counted_by_state_whatever_state_is_asked_for(session: Session):
    expected = {Standing.OVERDUE: 1, Standing.OPEN: 2, Standing.DECLINED: 1}

    for state in ("", "declined"):
        page = showing.page(session, Filters(state=state), "en", TODAY, DAYS)
        assert page.standings == expected
    narrowed = showing.page(session, Filters(hub="north"), "en", TODAY, DAYS)
    assert narrowed.standings == {Standing.DECLINED: 1}


def test_an_answer_is_overdue_after_its_last_day(session: Session):
    make_outcome(session, title="In time", recommendations=(asked(handed=DAYS),))
    make_outcome(session, title="Late", recommendations=(asked(handed=DAYS + 1),))

    assert titles(session, state="open") == ["In time"]
    assert titles(session, state="overdue") == ["Late"]


def test_a_page_that_is_not_there_is_the_last_one(session: Session):
    for number in range(A_PAGE + 1):
        make_outcome(session, title=f"Number {number}")

    last = showing.page(session, Filters(page=99), "en", TODAY, DAYS)

    assert (last.page, last.pages, len(last.shown), last.number) == (2, 2, 1, A_PAGE + 1)
