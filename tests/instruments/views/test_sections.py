"""Lists in the form of a section, as hub teams write them without scripts."""

from collections.abc import Callable

import pytest
from flask import Flask

from engage.accounts.roles import RoleName
from engage.instruments.domain.definition import ItemType, Repeat
from tests.factories.surveys import instrument, item, make_survey, section
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction
from tests.support.editing import form_with, now, save, typed

pytestmark = ON_SQLITE
QUESTIONS = instrument(
    section("people", item("first_name"), item("age", ItemType.INTEGER)), section("end", item("say"))
)
LISTED = {"repeat": "yes", "repeat_entry": "${first_name}, ${age}", "repeat_minimum": "1", "repeat_maximum": "8"}


@pytest.fixture
def path(app: Flask) -> str:
    with transaction(app) as session:
        number = make_survey(session, QUESTIONS, publish=False).instrument_id
    return f"/console/instruments/{number}/edit/sections/people"


@pytest.fixture
def kari(sign_in: Callable[..., Browser]) -> Browser:
    return sign_in(RoleName.ORGANISER)


def repeat(app: Flask) -> Repeat | None:
    return now(app).sections[0].repeat


def test_a_section_becomes_a_list_with_a_name_made_for_it(app: Flask, path: str, kari: Browser) -> None:
    page = save(kari, path, **LISTED, repeat_add="Add a person")

    made = repeat(app)
    assert made is not None
    assert (made.name, made.minimum, made.maximum, made.count) == ("people", 1, 8, None)
    assert made.entry is not None
    assert made.add is not None
    assert (made.entry.source, made.add.source) == ("${first_name}, ${age}", "Add a person")
    assert page.value("repeat_name") == "people"


def test_what_is_changed_later_leaves_the_rest_of_the_list(app: Flask, path: str, kari: Browser) -> None:
    save(kari, path, **LISTED)
    save(kari, path, repeat_count="${first_name} + 1", repeat_maximum="", repeat_name="household")

    made = repeat(app)
    assert made is not None
    assert (made.name, made.minimum, made.maximum, made.count) == ("household", 1, None, "${first_name} + 1")
    assert made.entry is not None
    assert made.entry.source == LISTED["repeat_entry"]


def test_a_list_is_turned_off_again(app: Flask, path: str, kari: Browser) -> None:
    save(kari, path, **LISTED)
    page = save(kari, path, repeat=[])

    assert now(app) == QUESTIONS
    assert page.value("repeat_name") == ""


def test_a_list_that_others_count_is_not_turned_off(app: Flask, path: str, kari: Browser) -> None:
    save(kari, path, **LISTED)
    say = path.replace("sections/people", "items/say")
    save(kari, say, relevance__mode="expression", relevance__expression="count(${people}) > 2")

    page = save(kari, path, repeat=[])

    assert page.status == 409
    assert "Other parts refer to it: Question say?" in page
    assert repeat(app) is not None


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        pytest.param({"repeat_minimum": "some"}, "whole number", id="a word for a number"),
        pytest.param({"repeat_maximum": "1000"}, "at most 100", id="more than a list holds"),
        pytest.param({"repeat_minimum": "5", "repeat_maximum": "2"}, "must not be less", id="5 to 2"),
        pytest.param({"repeat_count": "1 +"}, "cannot be read", id="no expression"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(
    app: Flask, path: str, kari: Browser, typed: dict[str, str], message: str
) -> None:
    page = save(kari, path, **{**LISTED, **typed})

    assert page.status == 422
    assert any(message in error for error in page.errors)
    assert page.value("repeat_entry") == LISTED["repeat_entry"]
    assert now(app) == QUESTIONS


def test_two_who_change_the_list_at_once_see_both(
    app: Flask, path: str, kari: Browser, sign_in: Callable[..., Browser]
) -> None:
    save(kari, path, **LISTED)
    ola = sign_in(RoleName.COORDINATOR)
    seen = ola.get(path)
    save(kari, path, repeat_maximum="4")

    met = ola.post(path, typed(seen, repeat_maximum="6"))
    assert met.status == 409
    assert "most entries" in met
    ola.post(path, form_with(met, "choose-repeat_maximum").values() | {"choose-repeat_maximum": "mine"})

    made = repeat(app)
    assert made is not None
    assert made.maximum == 6
