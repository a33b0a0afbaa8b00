"""What `public.js` adds, in a real browser. Pages work without it: see the browser tests of surveys."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from engage.web import kit

pytestmark = pytest.mark.browser

SCRIPT = Path(kit.__file__).parent / "assets" / "js" / "public.js"
ORIGIN = "http://engage.test"


@pytest.fixture
def show(chromium: Browser) -> Iterator[Callable[[str], Page]]:
    page = chromium.new_page()

    def serve(body: str) -> Page:
        document = f'<!doctype html><html lang="en"><body>{body}<script src="/public.js"></script></body></html>'
        page.route(f"{ORIGIN}/page", lambda route: route.fulfill(body=document, content_type="text/html"))
        page.route(f"{ORIGIN}/public.js", lambda route: route.fulfill(path=SCRIPT))
        page.goto(f"{ORIGIN}/page")
        return page

    yield serve
    page.close()


RANKED = "".join(
    f'<li class="eng-ranking__item"><label class="eng-ranking__label" for="{code}">{code}</label>'
    f'<select id="{code}" name="{code}"><option value=""></option><option>1</option><option>2</option></select></li>'
    for code in ("bread", "roses")
)
RANKING = (
    '<fieldset class="eng-item"><ol data-ranking data-add="Choose" data-up="Up" data-down="Down" data-remove="Out"'
    ' data-moved="{label}: number {n} of {total}" data-removed="{label}: out">' + RANKED + "</ol></fieldset>"
)


def test_ranking_by_keyboard_sets_the_selects_keeps_the_focus_and_says_the_place(show):
    page = show(RANKING)
    page.get_by_role("button", name="Choose: bread").press("Enter")
    page.get_by_role("button", name="Choose: roses").press("Enter")
    page.get_by_role("button", name="Up: roses").press("Enter")

    assert (page.input_value("#roses"), page.input_value("#bread")) == ("1", "2")
    assert page.get_by_role("button", name="Up: roses").evaluate("button => button === document.activeElement")
    page.get_by_text("roses: number 1 of 2").wait_for(state="attached")


def test_an_item_that_nobody_ranked_stays_unanswered(show):
    assert show(RANKING).input_value("#bread") == ""


CHOICES = """<fieldset class="eng-item"><p data-chosen="{n} of {max}" data-over="{n}, at most {max}">Up to 1.</p>
<div class="govuk-checkboxes" data-max="1">
<input type="checkbox" name="q" id="a"><input type="checkbox" name="q" id="b">
<input type="checkbox" name="q" id="none" data-exclusive></div></fieldset>"""


def test_an_exclusive_option_clears_the_others_and_is_cleared_by_them(show):
    page = show(CHOICES)
    page.check("#a")
    page.check("#none")
    assert not page.is_checked("#a")

    page.check("#b")
    assert not page.is_checked("#none")


def test_one_choice_too_many_is_said_and_not_forbidden(show):
    page = show(CHOICES)
    page.check("#a")
    page.check("#b")

    assert page.text_content("[data-chosen]") == "2, at most 1"


def test_prefer_not_to_say_sets_a_text_aside_and_gives_it_back(show):
    page = show(
        '<div class="eng-item"><textarea id="t">mine</textarea><input type="checkbox" id="d" data-declined></div>'
    )
    page.check("#d")
    assert page.input_value("#t") == ""

    page.uncheck("#d")
    assert page.input_value("#t") == "mine"


def test_points_to_share_are_added_up_while_typing(show):
    page = show(
        '<div class="eng-allocation" data-total="100"><input class="eng-allocation__points" id="p">'
        '<output data-left="{n} left" data-over="{n} too many" data-done="all">Add up to 100.</output></div>'
    )
    said = []
    for points in ("", "60", "100", "130"):
        page.fill("#p", points)
        said.append(page.text_content("output"))

    assert said == ["Add up to 100.", "40 left", "all", "30 too many"]


CONDITIONAL = """<form method="post" data-refresh="/refresh" data-opened="More below.">
<input type="radio" name="q" id="q">
<input type="radio" name="q" id="q2"><fieldset data-item="more" id="more" hidden disabled><input name="x"></fieldset>
<p id="slot" data-text="slot"></p></form>"""


def test_an_item_that_became_relevant_opens_and_is_announced(show):
    page = show(CONDITIONAL)
    asked = []

    def answer(route: Route) -> None:
        asked.append((route.request.headers["accept"], "refresh" in (route.request.post_data or "")))
        route.fulfill(json={"items": {"more": True}, "texts": {"slot": "<b>Ada</b>"}})

    page.route(f"{ORIGIN}/refresh", answer)
    page.check("#q")
    page.locator("#more:not([hidden]):enabled").wait_for()

    assert asked == [("application/json", True)]
    assert page.text_content("#slot") == "<b>Ada</b>"
    page.get_by_text("More below.").wait_for(state="attached")


def test_a_late_answer_to_an_old_question_is_dropped(show):
    page = show(CONDITIONAL)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(f"{ORIGIN}/refresh", hold)
    for number, choice in enumerate(("#q", "#q2"), start=1):
        page.check(choice)
        while len(held) < number:
            page.wait_for_timeout(20)
    held[1].fulfill(json={"items": {"more": True}})
    page.locator("#more:not([hidden])").wait_for()
    held[0].fulfill(json={"items": {"more": False}})
    page.wait_for_timeout(200)

    assert page.is_visible("#more")


def test_a_failed_request_changes_nothing_and_says_nothing(show):
    page = show(CONDITIONAL)
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.route(f"{ORIGIN}/refresh", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.check("#q")
    page.wait_for_timeout(100)

    assert page.is_hidden("#more")
    assert faults == []


def test_a_double_click_sends_once_and_with_the_value_of_the_button(show):
    page = show('<form method="post" action="/send"><button name="_action" value="next">Go on</button></form>')
    sent: list[str | None] = []
    page.route(f"{ORIGIN}/send", lambda route: sent.append(route.request.post_data))
    page.dblclick("button", no_wait_after=True)
    page.wait_for_timeout(300)

    assert sent == ["_action=next"]


def test_the_error_summary_takes_focus_and_leads_into_the_field(show):
    page = show(
        '<div data-errors tabindex="-1" id="summary"><a href="#t">Write less.</a></div>'
        '<div class="eng-item"><textarea id="t"></textarea></div>'
    )
    assert page.evaluate("document.activeElement.id") == "summary"

    page.click("a")
    assert page.evaluate("document.activeElement.id") == "t"


def test_a_region_is_chosen_in_two_steps(show):
    page = show(
        '<label for="r">Region</label><select id="r" name="r" data-region data-country="Country" data-choose="Choose">'
        '<option value=""></option><optgroup label="Ireland"><option value="IE04">West</option></optgroup>'
        '<optgroup label="Norway"><option value="NO02">Inland</option><option value="NO08">Oslo</option></optgroup>'
        "</select>"
    )
    assert page.is_hidden("#r")
    page.get_by_label("Country").select_option("Norway")

    assert page.locator("#r option").evaluate_all("all => all.map(one => one.value)") == ["", "NO02", "NO08"]
    page.get_by_label("Country").select_option("Ireland")
    assert page.input_value("#r") == "IE04"
