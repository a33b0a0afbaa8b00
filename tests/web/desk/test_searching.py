"""One search over everything in the console, within the reach of who asks."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from engage.accounts.roles import RoleName
from engage.hubs.models import Hub
from engage.web.desk.searching import clean, words_in
from tests.factories.surveys import instrument, item, make_survey, section, text
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, transaction

SignIn = Callable[..., Browser]


@pytest.fixture
def things(app: Flask) -> None:
    with transaction(app) as session:
        elsewhere = Hub(slug="elsewhere", name="Elsewhere")
        session.add(elsewhere)
        session.flush()
        make_survey(session)
        title = text("Évora asks", "Évora fragt")
        travel = instrument(
            section("travel", replace(item("journey"), label=text("How do you travel to Łódź?"))), title=title
        )
        make_survey(session, travel, slug="travel").activity.hub_id = elsewhere.id


def hits(page: Page) -> list[str]:
    found = [entry for entry in page.root.all("li") if "eng-hits__item" in entry["class"]]
    return [entry.all("a")[0].text for entry in found]


def test_surveys_are_found_by_title_in_any_language_and_by_address(things: None, sign_in: SignIn):
    admin = sign_in(RoleName.NETWORK_ADMIN)

    assert "Évora asks" in hits(admin.get("/console/search?q=EVORA+fragt"))
    assert "Évora asks" in hits(admin.get("/console/search?q=trav"))


def test_questions_are_found_by_what_they_say(things: None, sign_in: SignIn):
    page = sign_in(RoleName.NETWORK_ADMIN).get("/console/search?q=lodz")

    assert hits(page) == ["How do you travel to Łódź?"]
    assert "in Évora asks" in page
    assert any(link.endswith("/edit/items/journey") for link in page.links)


def test_nothing_is_found_beyond_ones_reach(things: None, sign_in: SignIn):
    organiser = sign_in(RoleName.ORGANISER, hub="default")

    for words in ("evora", "lodz", "travel"):
        page = organiser.get(f"/console/search?q={words}")
        assert hits(page) == []
        assert "Nothing found" in page
    assert "Your health" in hits(organiser.get("/console/search?q=health"))


@ON_SQLITE
def test_a_role_without_a_part_in_them_finds_no_surveys(things: None, sign_in: SignIn):
    assert hits(sign_in(RoleName.TRANSLATOR, hub="default").get("/console/search?q=health")) == []


@ON_SQLITE
def test_without_words_the_page_says_what_can_be_looked_for(things: None, sign_in: SignIn):
    page = sign_in(RoleName.ORGANISER).get("/console/search")

    assert "Type one or several words" in page
    assert hits(page) == []


def test_whatever_is_typed_is_answered(things: None, sign_in: SignIn):
    admin = sign_in(RoleName.NETWORK_ADMIN)

    for typed in ("%00", "%27%20OR%201=1--", "%25", "_", "a" * 3000, "%ED%A0%80", "%F0%9F%98%80", "%5C", "%22"):
        assert admin.get(f"/console/search?q={typed}").status == 200


@ON_SQLITE
def test_what_was_typed_is_shown_as_text(things: None, sign_in: SignIn):
    page = sign_in(RoleName.NETWORK_ADMIN).get('/console/search?q="><svg onload=alert(1)>')

    assert "<svg" not in page.html
    assert page.value("q") == '"><svg onload=alert(1)>'


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param("  Łódź\t ÉVORA ", ("lodz", "evora"), id="folded"),
        pytest.param("a\x00b\u200f", ("a", "b"), id="without what cannot be seen"),
        pytest.param("x " * 50, ("x",) * 8, id="not more than anybody types"),
    ],
)
def test_words_are_taken_as_people_mean_them(typed: str, words: tuple[str, ...]):
    assert words_in(typed) == words
    assert clean(typed) == " ".join(clean(typed).split())
