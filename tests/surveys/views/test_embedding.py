"""A survey inside another site's page: the whole way through, without a cookie and without an address that tells."""

import io
import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.instruments.domain.definition import ItemType
from engage.surveys.channels import links
from engage.surveys.domain.channels import Channel
from engage.surveys.models import Draft, Response
from engage.surveys.models_reach import SurveyLink
from tests.factories.links import MADE, SITE, make_link
from tests.factories.lists import with_lists
from tests.factories.surveys import FIRST, HEALTH, SLUG, item, make_survey, section
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
CODE = "K7P0Q"
FRAME = f"{FIRST}/embed/{CODE}"
_BUTTON = re.compile(r'<button [^>]*name="_go"[^>]*formaction="([^"]*)"[^>]*>')


@pytest.fixture
def _link(app: Flask) -> None:
    with transaction(app) as session:
        make_link(session, Channel.EMBED, code=CODE)


@pytest.fixture
def frame(app: Flask, _link: None) -> Browser:
    """A browser whose every cookie is thrown away: a foreign frame gets none."""
    return Browser(app, Sec_Fetch_Site="same-origin")


def ask(browser: Browser, page: Page, address: str) -> Page:
    """Press a button that was a link."""
    assert address in [found.replace("&amp;", "&") for found in _BUTTON.findall(page.html)]
    return browser.post(address.partition("#")[0], {"_held": page.value("_held") or "", "_go": "1"})


def stored(app: Flask) -> list[tuple[str, dict[str, object]]]:
    with reading(app) as session:
        return [tuple(row) for row in session.execute(select(Response.channel, Response.answers))]


def test_the_whole_way_needs_no_cookie_and_no_address_has_the_secret(app: Flask, frame: Browser):
    page = frame.get(FRAME)
    assert "This page uses no cookies." in page
    seen = []
    page = frame.press(page)
    seen.append(page)
    page = frame.press(page, age=44, smoker="no", action="next")
    seen.append(page)
    page = frame.press(page, topics=["care"], action="next")
    seen.append(page)
    page = ask(frame, page, f"{FRAME}/about-you#i-age")
    assert page.value("age") == "44"
    page = frame.press(page, age=45, action="next")
    page = frame.press(frame.press(page, action="next"), action="submit")

    assert "Thank you. Your answers have arrived." in page
    assert stored(app) == [("embed", {"age": 45, "smoker": "no", "topics": ["care"]})]
    assert frame.cookies == {}
    apart = [form for form in page.forms if form.element["action"].endswith("/done/stay")]
    assert apart
    assert not any("_held" in form.names for form in apart)
    for each in seen:
        secret = each.value("_held")
        assert secret
        assert all(secret not in link for link in each.links)
        assert each.headers["Cache-Control"] == "no-store"


def test_every_page_of_the_frame_says_who_may_show_it_and_no_other_page_does(frame: Browser):
    pages = [frame.get(FRAME)]
    pages.append(frame.press(pages[0]))
    for page in pages:
        assert f"frame-ancestors {SITE};" in page.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in page.headers

    for address in (FIRST, f"{FIRST}?via={CODE}", "/en/", f"/go?code={CODE}X"):
        page = frame.get(address)
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert page.headers["X-Frame-Options"] == "DENY"


def test_an_address_left_afterwards_travels_without_the_secret(frame: Browser):
    page = frame.press(frame.press(frame.press(frame.get(FRAME)), action="next"), action="next")
    page = frame.press(frame.press(page, action="submit"), email="ada@example.org", action="news")

    assert page.status == 200
    assert not page.asks("_held")
    assert frame.cookies == {}


def test_going_on_later_shows_the_code_and_an_address_that_works_everywhere(frame: Browser, app: Flask):
    page = frame.press(frame.get(FRAME))
    page = frame.press(page, age=44, action="save")

    assert "Your answers are saved" in page
    assert f"http://localhost{FIRST}/resume" in page
    elsewhere = Browser(app)
    assert elsewhere.submit(f"{FIRST}/resume", code=page.code, action="resume").value("age") == "44"
    back = frame.press(frame.get(f"{FRAME}/resume"), code=page.code, action="resume")
    assert back.value("age") == "44"


def test_who_finishes_on_this_device_leaves_nothing(frame: Browser):
    page = frame.press(frame.get(FRAME))
    page = frame.press(page, age=44, action="save")
    page = frame.press(page, action="leave")

    assert not page.asks("_held")
    assert "Start" in page


def test_stopping_deletes_what_was_written(frame: Browser, app: Flask):
    page = frame.press(frame.press(frame.get(FRAME)), age=44, action="stop")
    assert "Stop and delete what you wrote?" in page
    page = frame.press(page, action="stop")

    assert "Your answers have been deleted" in page
    with reading(app) as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_a_receipt_takes_a_response_back_inside_the_frame(frame: Browser, app: Flask):
    page = frame.press(frame.press(frame.press(frame.get(FRAME)), action="next"), action="next")
    receipt = frame.press(page, action="submit").code
    page = frame.press(frame.get(f"{FRAME}/withdraw"), code=receipt, action="withdraw")

    assert "Your answers have been deleted" in page
    assert stored(app) == []


def test_the_language_changes_with_the_answers_kept(frame: Browser):
    page = frame.press(frame.press(frame.get(FRAME)), age=44, language="de")

    assert page.lang == "de"
    assert page.value("age") == "44"
    assert frame.press(page, action="next").lang == "de"


def test_what_is_wrong_is_said_on_the_same_page(frame: Browser):
    page = frame.press(frame.press(frame.get(FRAME)), age=444, action="next")

    assert page.status == 422
    assert page.value("age") == "444"
    assert frame.press(page, age=44, action="next").asks("topics")


def test_entries_of_a_list_are_added_changed_and_removed_by_buttons(app: Flask):
    with transaction(app) as session:
        make_survey(session, with_lists())
        make_link(session, Channel.EMBED, code=CODE)
    browser = Browser(app)
    page = browser.press(browser.get(FRAME))
    while not any("/1" in found for found in _BUTTON.findall(page.html)):
        page = browser.press(page, action="next")
    (add,) = {found for found in _BUTTON.findall(page.html) if found.endswith("/1")}

    page = ask(browser, page, add)
    assert page.asks("_entry")
    page = browser.press(page, action="next")
    (remove,) = {found.replace("&amp;", "&") for found in _BUTTON.findall(page.html) if "/remove" in found}
    page = ask(browser, page, remove)
    page = browser.press(page, action="remove")
    assert "The entry was removed." in page
    assert browser.cookies == {}


def test_a_file_comes_with_its_page(app: Flask):
    with transaction(app) as session:
        report = item("report", ItemType.FILE)
        make_survey(session, replace(HEALTH, sections=(section("papers", report),)))
        make_link(session, Channel.EMBED, code=CODE)
    browser = Browser(app)
    page = browser.press(browser.get(FRAME))
    sent = {
        "_csrf": page.value("_csrf"),
        "_held": page.value("_held"),
        "_action": "next",
        "report": (io.BytesIO(b"%PDF-1.7\n" + b"x" * 400_000), "report.pdf"),
    }
    answer = browser.raw("POST", f"{FRAME}/papers", data=sent, content_type="multipart/form-data")

    assert answer.status_code == 200
    assert "report.pdf" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "site",
    [
        pytest.param("cross-site", id="another site's form"),
        pytest.param("same-site", id="a neighbour's form"),
    ],
)
def test_a_form_of_another_page_is_refused(frame: Browser, site: str):
    page = frame.press(frame.get(FRAME))
    data = {"_held": page.value("_held"), "_csrf": page.value("_csrf"), "age": "1", "_action": "next"}
    assert frame.raw("POST", f"{FRAME}/about-you", data=data, headers={"Sec-Fetch-Site": site}).status_code == 400


def test_without_the_secret_nothing_of_anybody_is_shown(frame: Browser):
    frame.press(frame.press(frame.get(FRAME)), age=44, action="next")
    for data in ({"_go": "1"}, {"_go": "1", "_held": "AAAAAAAAAAAAAAAAAAAAAA"}, {"_go": "1", "_held": "nonsense\0"}):
        page = frame.post(f"{FRAME}/about-you", data)
        assert not page.asks("age")
        assert "Start" in page


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(f"{FIRST}/embed/ZZZZZ", id="a code nobody has"),
        pytest.param(f"{FIRST}/kiosk/{CODE}", id="a link of another kind"),
        pytest.param(f"/en/surveys/other/embed/{CODE}", id="another survey"),
    ],
)
def test_a_link_leads_only_to_its_own_survey_in_its_own_way(app: Flask, frame: Browser, address: str):
    with transaction(app) as session:
        make_survey(session, slug="other")
    page = frame.get(address)
    assert page.status == 404
    assert page.headers["X-Frame-Options"] == "DENY"


def test_links_to_other_pages_open_outside_the_frame(frame: Browser):
    page = frame.get(FRAME)
    outside = [link for link in page.root.all("a") if link["href"].startswith("/") and "/embed/" not in link["href"]]
    assert outside
    assert all(link["target"] == "_blank" for link in outside)


def test_who_has_begun_may_finish_when_the_link_is_closed(app: Flask, frame: Browser):
    page = frame.press(frame.get(FRAME))
    with transaction(app) as session:
        links.close(session.scalars(select(SurveyLink)).one(), on=MADE)

    assert frame.press(page, age=44, action="next").asks("topics")
    closed = frame.get(FRAME)
    assert closed.status == 410
    assert f"frame-ancestors {SITE};" in closed.headers["Content-Security-Policy"]


def test_a_paused_survey_says_so_inside_the_frame(app: Flask, frame: Browser):
    from engage.surveys.domain.status import SurveyStatus
    from engage.surveys.models import Survey

    with transaction(app) as session:
        session.scalars(select(Survey).where(Survey.slug == SLUG)).one().status = SurveyStatus.PAUSED

    page = frame.get(FRAME)
    assert "paused" in page.text
    assert f"frame-ancestors {SITE};" in page.headers["Content-Security-Policy"]
