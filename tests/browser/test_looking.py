"""Looking at pages finds what it is there to find: otherwise finding nothing would say nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from assurance.access import states
from tests.browser.looking import findings, overflow
from tests.browser.stops import Stuck, walk_through

pytestmark = pytest.mark.browser

PAGE = (
    "<!doctype html><html lang=en><head><title>A page</title></head><body><main><h1>A page</h1>{}</main></body></html>"
)
LONG = "words " * 40
FRAME = """<iframe title=a srcdoc="<a href='#' style='outline:{}'>a</a>"></iframe>"""
TRAP = """<button>before</button><button onkeydown="if (event.key === 'Tab') event.preventDefault()">trap</button>"""


@pytest.fixture
def blank(chromium: Browser) -> Page:
    page = chromium.new_context(viewport={"width": 640, "height": 480}).new_page()
    yield page
    page.context.close()


def stops(page: Page) -> list[str]:
    try:
        return [fault for stop in walk_through(page, most=20) for fault in stop.faults]
    except Stuck as stuck:
        return [str(stuck)]


def in_state(name: str) -> Callable[[Page], list[str]]:
    return next(each.look for each in states.STATES if each.name == name)


@pytest.mark.parametrize(
    ("html", "look", "expected"),
    [
        pytest.param("<input type=text>", findings, "label:", id="a field without a name"),
        pytest.param(
            "<button style='width:9px;height:9px;padding:0' aria-label=a></button>" * 2, findings, "target-size:",
            id="small targets side by side",
        ),
        pytest.param(
            "<button aria-label='Send'>Go on</button>", findings, "label-content-name-mismatch:",
            id="another name than one sees",
        ),
        pytest.param("<p style='color:#aaa'>pale</p>", findings, "color-contrast:", id="pale words"),
        pytest.param("<div role=checkbox>x</div>", findings, "aria-required-attr:", id="a state that is not told"),
        pytest.param("<p style='width:900px'>wide</p>", overflow, "px wide on a screen", id="what sticks out"),
        pytest.param(
            f"<p style='height:30px;overflow:hidden'>{LONG}</p>", in_state("text spacing"), "cut off", id="cut off"
        ),
        pytest.param(
            "<button style='border:0;appearance:none'>a</button>", in_state("forced colours"), "nothing marks",
            id="no border in forced colours",
        ),
        pytest.param(
            "<a href='#' style='transition:color 1s'>a</a>", in_state("reduced motion"), "would move", id="what moves"
        ),
        pytest.param("<a href='#' style='outline:none'>a</a>", stops, "does not show", id="a focus without a mark"),
        pytest.param(
            FRAME.format("none"), stops, "does not show", id="a focus without a mark in a page within the page"
        ),
        pytest.param(TRAP, stops, "stuck at", id="a trap for keys"),
        pytest.param(
            "<a href='#a' style='outline:3px solid'>a</a><div style='position:fixed;inset:0;background:red'>b</div>",
            stops, "hides the focused", id="a focus under something",
        ),
    ],
)  # fmt: skip
def test_what_is_looked_for_is_found(blank: Page, html: str, look: Callable[[Page], list[str]], expected: str) -> None:
    blank.set_content(PAGE.format(html))

    assert any(expected in each for each in look(blank)), look(blank)


def test_a_page_without_faults_has_none(blank: Page) -> None:
    marked = "<label>Name <input name=a style='outline:3px solid'></label>"
    blank.set_content(PAGE.format(f"<p>Words.</p>{marked}{FRAME.format('3px solid')}"))

    assert [*findings(blank), *overflow(blank), *stops(blank)] == []
