"""A section that repeats on pages: added, changed, removed, counted, checked and sent."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.instruments.domain.definition import ItemType, Option
from engage.surveys.models import Response
from tests.factories.lists import TREATMENTS, with_lists
from tests.factories.surveys import FIRST, instrument, item, make_survey, options, section, text
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE  # what differs between databases is tried with ordinary pages


def survey(app: Flask, browser: Browser, **repeat: Any) -> Page:
    """The page of the list, with nothing in it yet."""
    with transaction(app) as session:
        make_survey(session, with_lists(**repeat))
    return browser.press(browser.submit(FIRST), action="next")


@pytest.fixture
def empty(app: Flask, browser: Browser) -> Page:
    return survey(app, browser)


def add(browser: Browser, **given: Any) -> Page:
    """The next entry, written and saved."""
    page = browser.get(TREATMENTS)
    place = sum(link.endswith("/remove") or "/remove?" in link for link in page.links) + 1
    return browser.submit(f"{TREATMENTS}/{place}", given, action="next")


def link(page: Page, part: str) -> str:
    return next(found for found in page.links if part in found)


def answers(app: Flask) -> dict[str, Any]:
    with reading(app) as session:
        return session.scalars(select(Response.answers)).one()


def test_an_empty_list_says_what_to_do_and_can_be_passed_over(app: Flask, browser: Browser, empty: Page):
    assert empty.path == TREATMENTS
    assert "Nothing has been added yet. If there is nothing to add, continue." in empty
    assert "Add a treatment" in empty
    assert "Step 2 of 3" in empty

    page = browser.press(empty, action="next")
    assert page.path == f"{FIRST}/end"
    browser.press(browser.press(page, action="next"), action="submit")

    assert answers(app) == {"treatments": [], "how_many": "0"}


def test_entries_are_added_changed_and_sent(app: Flask, browser: Browser, empty: Page):
    page = add(browser, kind="drugs", year=2020)
    assert page.path == TREATMENTS
    assert "You have added 1 entry." in page
    assert "Drugs, 2020" in page
    page = add(browser, kind="radiation", year=2021)
    assert "You have added 2 entries." in page

    page = browser.get(link(page, "/treatments/1"))
    assert "Entry 1" in page
    assert page.value("year") == "2020"
    page = browser.press(page, year=2019, action="next")
    assert page.path == TREATMENTS

    page = browser.press(page, action="next")
    assert page.path == f"{FIRST}/end"
    assert "After 2 treatments: Drugs, Radiation" in page
    browser.press(browser.press(page, action="next"), action="submit")
    assert answers(app)["treatments"] == [{"kind": "drugs", "year": 2019}, {"kind": "radiation", "year": 2021}]
    assert answers(app)["how_many"] == "2"


def test_what_is_wrong_in_an_entry_is_said_there_with_everything_kept(browser: Browser, empty: Page):
    page = browser.submit(f"{TREATMENTS}/1", year="lately", action="next")

    assert page.status == 422
    assert page.errors == ["Choose an answer.", "Write a year in four figures, for example 1961."]
    assert page.value("year") == "lately"

    page = browser.press(page, kind="drugs", year=2020, action="next")
    assert page.path == TREATMENTS
    assert "You have added 1 entry." in page


def test_questions_open_inside_an_entry(browser: Browser, empty: Page):
    page = browser.submit(f"{TREATMENTS}/1", kind="surgery", action="next")

    assert "More questions have opened" in page
    assert page.asks("side_effects")
    assert browser.press(page, side_effects="none", action="next").path == TREATMENTS


def test_removing_asks_first_and_leaves_nothing_of_the_entry(app: Flask, browser: Browser, empty: Page):
    add(browser, kind="drugs", year=2020)
    page = add(browser, kind="radiation")

    page = browser.get(link(page, "/treatments/1/remove"))
    assert page.h1 == "Remove this entry?"
    assert "Drugs" in page
    assert "You have added 2 entries." in browser.get(TREATMENTS)
    page = browser.press(page, action="remove")

    assert page.path.startswith(TREATMENTS)
    assert "The entry was removed." in page
    assert "You have added 1 entry." in page
    assert "Radiation" in page
    page = browser.press(browser.press(browser.get(TREATMENTS), action="next"), action="next")
    browser.press(page, action="submit")
    assert answers(app)["treatments"] == [{"kind": "radiation"}]


def test_too_few_entries_are_said_on_the_list(app: Flask, browser: Browser):
    page = survey(app, browser, minimum=2)
    assert "At least 2 entries are asked for." in page
    add(browser, kind="drugs")

    page = browser.press(browser.get(TREATMENTS), action="next")

    assert page.status == 422
    assert page.errors == ["At least 2 entries are asked for, you have added 1. Add what is missing."]
    assert browser.submit(f"{FIRST}/review", action="submit").errors == page.errors


def test_a_full_list_offers_no_more(app: Flask, browser: Browser):
    survey(app, browser, maximum=1)
    page = add(browser, kind="drugs")

    assert "There is no room for more." in page
    assert "Add a treatment" not in page
    assert browser.get(f"{TREATMENTS}/2").path == TREATMENTS


def test_an_incomplete_entry_is_linked_from_the_list_and_from_the_review_page(browser: Browser, empty: Page):
    add(browser, kind="drugs")
    browser.submit(f"{TREATMENTS}/2", year=2020, action="back")

    page = browser.press(browser.get(TREATMENTS), action="next")

    assert page.status == 422
    assert page.errors == ["2020: Choose an answer."]
    there = link(page, "#i-kind")
    assert there.startswith(f"{TREATMENTS}/2?entry=2")
    assert browser.submit(f"{FIRST}/review", action="submit").errors == page.errors
    assert browser.get(there.partition("#")[0]).value("year") == "2020"


def test_the_review_page_lists_every_entry_with_its_answers(browser: Browser, empty: Page):
    add(browser, kind="drugs", year=2020)
    add(browser, kind="radiation")

    page = browser.get(f"{FIRST}/review")

    assert "Part treatments 1: Drugs" in page
    assert "Part treatments 2: Radiation" in page
    assert link(page, "/treatments/2?entry=2")


def test_switching_the_language_keeps_what_was_typed_in_a_new_entry_and_in_an_old_one(browser: Browser, empty: Page):
    page = browser.press(browser.get(f"{TREATMENTS}/1"), kind="drugs", year="bald", language="de")
    assert page.path == "/de/surveys/health/treatments/1?entry=1"
    assert (page.value("kind"), page.value("year")) == ("drugs", "bald")

    page = browser.press(browser.get("/de/surveys/health/treatments/2"), language="en")
    assert page.path == f"{TREATMENTS}/2"
    assert "You have added 1 entry." in browser.get(TREATMENTS)
    assert browser.press(browser.get(TREATMENTS), language="de").path == "/de/surveys/health/treatments"


def test_two_windows_that_add_an_entry_each_lose_nothing(browser: Browser, empty: Page):
    one, other = browser.get(f"{TREATMENTS}/1"), browser.get(f"{TREATMENTS}/1")

    browser.press(one, kind="drugs", action="next")
    page = browser.press(other, kind="radiation", action="next")

    assert "You have added 2 entries." in page
    assert "Drugs" in page
    assert "Radiation" in page


def test_pressing_the_button_twice_adds_one_entry(browser: Browser, empty: Page):
    page = browser.get(f"{TREATMENTS}/1")
    browser.press(page, kind="drugs", action="next")

    assert "You have added 1 entry." in browser.press(page, kind="drugs", action="next")


def test_an_entry_removed_in_another_window_is_offered_again_with_what_was_typed(browser: Browser, empty: Page):
    add(browser, kind="drugs")
    listed = add(browser, kind="radiation", year=2020)
    open_here = browser.get(link(listed, "/treatments/1"))
    browser.press(browser.get(link(listed, "/treatments/1/remove")), action="remove")

    page = browser.press(open_here, year=1999, action="next")

    assert page.status == 409
    assert "This entry was removed in another window." in page
    assert page.value("year") == "1999"
    assert "You have added 1 entry." in browser.get(TREATMENTS)
    page = browser.press(page, action="next")
    assert "You have added 2 entries." in page
    assert browser.get(f"{TREATMENTS}/1").value("year") == "2020"


def test_a_link_to_an_entry_that_is_gone_says_so(browser: Browser, empty: Page):
    add(browser, kind="drugs")
    listed = add(browser, kind="radiation")
    browser.press(browser.get(link(listed, "/treatments/1/remove")), action="remove")

    gone = browser.get(link(listed, "/treatments/1"))

    assert gone.status == 410
    assert gone.h1 == "This entry is not there any more"
    assert browser.get(link(listed, "/treatments/1/remove")).status == 410
    assert browser.get(link(listed, "/treatments/2")).path == f"{TREATMENTS}/1?entry=2"


def test_answers_say_how_many_entries_there_are_and_each_is_asked(app: Flask, browser: Browser, empty: Page):
    browser.submit(f"{FIRST}/about", visits_number=2, action="next")
    page = browser.press(browser.get(TREATMENTS), action="next")

    assert page.path == f"{FIRST}/visits"
    assert "There are 2 entries." in page
    assert "Step 3 of 4" in page
    page = browser.press(page, action="next")
    assert page.path.startswith(f"{FIRST}/visits/1")
    page = browser.press(page, place="Oslo", action="next")
    assert page.path.startswith(f"{FIRST}/visits/2")
    page = browser.press(page, place="Bergen", action="next")
    assert page.path == f"{FIRST}/visits"
    page = browser.press(page, action="next")
    assert page.path == f"{FIRST}/end"
    browser.press(browser.press(page, action="next"), action="submit")
    assert answers(app)["visits"] == [{"place": "Oslo"}, {"place": "Bergen"}]


def test_going_on_later_comes_back_to_the_list(app: Flask, browser: Browser, empty: Page):
    add(browser, kind="drugs")
    code = browser.press(browser.get(f"{TREATMENTS}/2"), year=2020, action="save").code

    elsewhere = Browser(app)
    page = elsewhere.submit(f"{FIRST}/resume", code=code)

    assert page.path == TREATMENTS
    assert "You have added 2 entries." in page


def test_going_back_from_an_empty_new_entry_adds_nothing(browser: Browser, empty: Page):
    page = browser.press(browser.get(f"{TREATMENTS}/1"), action="back")

    assert "Nothing has been added yet." in page


@pytest.mark.parametrize("place", ["0", "3", "99", "x"])
def test_a_place_that_is_not_there_leads_to_the_list_or_nowhere(browser: Browser, empty: Page, place: str):
    response = browser.raw("GET", f"{TREATMENTS}/{place}")

    assert response.status_code in (303, 404)


def test_a_forged_form_changes_nothing(browser: Browser, empty: Page):
    assert browser.raw("POST", f"{TREATMENTS}/1", data={"kind": "drugs"}).status_code == 400
    assert browser.raw("POST", f"{TREATMENTS}/1/remove", data={"_entry": "1"}).status_code == 400
    assert browser.raw("GET", f"{FIRST}/end/1").status_code == 404


# -- other things of a page that lists use too


def test_items_in_random_order_are_all_on_the_page_and_stay_in_that_order(app: Flask, browser: Browser):
    names = [f"q{number}" for number in range(8)]
    shuffled = replace(section("one", *(item(name) for name in names)), shuffle=True)
    with transaction(app) as session:
        make_survey(session, instrument(shuffled))

    page = browser.submit(FIRST)
    order = [name for name in page.forms[0].names if name in names]
    page = browser.press(page, {name: name for name in names}, action="back")

    assert sorted(order) == names
    again = browser.get(f"{FIRST}/one")
    assert [name for name in again.forms[0].names if name in names] == order
    assert again.value("q3") == "q3"


def test_of_options_with_one_code_the_page_shows_the_one_of_the_chosen_parent(app: Flask, browser: Browser):
    towns = tuple(
        Option(code="springfield", label=text(f"Springfield, {state}"), attributes={"state": state})
        for state in ("ohio", "texas")
    )
    with transaction(app) as session:
        make_survey(
            session,
            instrument(
                section(
                    "one",
                    item("state", ItemType.SINGLE, options=options("ohio", "texas")),
                    item("town", ItemType.SINGLE, options=towns, choice_filter="state = ${state}"),
                )
            ),
        )

    page = browser.press(browser.submit(FIRST), state="texas", action="next")
    assert "Springfield, texas" in page
    assert "Springfield, ohio" not in page
    page = browser.press(page, town="springfield", action="next")

    assert page.path == f"{FIRST}/review"
    assert "Springfield, texas" in page
