"""Short addresses, and by which way somebody came."""

import pytest
from flask import Flask
from sqlalchemy import select

from engage.surveys.channels import links
from engage.surveys.domain.channels import Channel
from engage.surveys.domain.status import SurveyStatus
from engage.surveys.models import Draft, Survey
from engage.surveys.models_reach import SurveyLink
from tests.factories.editions import make_survey_of_countries
from tests.factories.links import MADE, make_link
from tests.factories.surveys import FIRST, SLUG, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
CODE = "K7P0Q"


def made(app: Flask, channel: Channel = Channel.POSTER, **wanted: str) -> None:
    with transaction(app) as session:
        make_link(session, channel, code=CODE, **wanted)


def channels(app: Flask) -> list[str]:
    with reading(app) as session:
        return list(session.scalars(select(Draft.channel)))


@pytest.mark.parametrize("typed", ["K7P0Q", "k7poq", "K7-P0Q", "K7P0Q/"])
def test_a_code_typed_from_a_poster_leads_to_the_survey_in_the_visitors_language(app: Flask, typed: str):
    made(app)
    answer = Browser(app, Accept_Language="de").raw("GET", f"/go/{typed}")

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/de/surveys/{SLUG}?via={CODE}"
    assert "Set-Cookie" not in answer.headers


def test_a_link_of_one_language_leads_there(app: Flask, browser: Browser):
    made(app, language="de")
    assert browser.raw("GET", f"/go/{CODE}").headers["Location"] == f"/de/surveys/{SLUG}?via={CODE}"
    assert browser.raw("GET", f"/go/{CODE}?lang=en").headers["Location"] == f"/en/surveys/{SLUG}?via={CODE}"


def test_a_language_that_is_not_offered_any_more_is_no_dead_end(app: Flask, browser: Browser):
    made(app, language="fi")
    assert browser.get(f"/go/{CODE}").path == f"{FIRST}?via={CODE}"


def test_a_link_of_one_country_leads_to_its_edition(app: Flask, browser: Browser):
    with transaction(app) as session:
        make_link(session, Channel.POSTER, code=CODE, slug=make_survey_of_countries(session).slug, country="DE")
    page = browser.get(f"/go/{CODE}")
    assert "country=DE" in page.path
    browser.press(page, _age="yes")
    with reading(app) as session:
        assert session.execute(select(Draft.channel, Draft.country)).one() == ("poster", "DE")


@pytest.mark.parametrize("channel", [Channel.OPEN, Channel.POSTER, Channel.TELEPHONE, Channel.HELPER])
def test_the_draft_has_the_channel_of_the_link(app: Flask, browser: Browser, channel: Channel):
    made(app, channel)
    browser.press(browser.get(f"/go/{CODE}"))
    assert channels(app) == [channel]


def test_the_way_stays_when_the_language_changes(app: Flask, browser: Browser):
    made(app)
    page = browser.get(f"/go/{CODE}")
    assert f"/de/surveys/{SLUG}?via={CODE}" in page.links
    browser.press(browser.get(f"/de/surveys/{SLUG}?via={CODE}"))
    assert channels(app) == ["poster"]


def test_the_way_stays_when_a_country_is_chosen(app: Flask, browser: Browser):
    with transaction(app) as session:
        make_link(session, Channel.POSTER, code=CODE, slug=make_survey_of_countries(session).slug)
    page = browser.get(f"/go/{CODE}")
    chosen = next(link for link in page.links if "country=DE" in link)
    browser.press(browser.get(chosen), _age="yes")
    assert channels(app) == ["poster"]


@pytest.mark.parametrize(
    ("query", "channel"),
    [
        pytest.param("", "open", id="the plain address"),
        pytest.param("?channel=telephone", "telephone", id="a channel by its name, as interviewers use it"),
        pytest.param("?channel=helper", "helper", id="a helper without a link"),
        pytest.param("?channel=invitation", "open", id="nobody claims to be invited"),
        pytest.param("?channel=embed", "open", id="nor to sit in a frame"),
        pytest.param("?via=ZZZZZ", "open", id="a code nobody has"),
        pytest.param(f"?via={CODE}&channel=helper", "helper", id="a helper who came by a poster"),
        pytest.param("?via=%00&channel=%F0", "open", id="nonsense"),
    ],
)
def test_what_an_address_may_say_of_the_way(app: Flask, browser: Browser, query: str, channel: str):
    made(app)
    browser.press(browser.get(f"{FIRST}{query}"))
    assert channels(app) == [channel]


def test_a_link_of_another_survey_says_nothing(app: Flask, browser: Browser):
    made(app)
    with transaction(app) as session:
        make_survey(session, slug="other")
    browser.press(browser.get(f"/en/surveys/other?via={CODE}"))
    assert channels(app) == ["open"]


def test_the_first_page_can_be_kept_by_caches_and_sets_no_cookie(app: Flask, browser: Browser):
    made(app)
    answer = browser.raw("GET", f"{FIRST}?via={CODE}")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in answer.headers


def test_an_unknown_code_gets_a_kind_page_where_it_can_be_typed_again(app: Flask, browser: Browser):
    made(app)
    page = browser.get("/go/K7P1Q")
    assert page.status == 404
    assert "K7P1Q" in page.h1 + page.text
    assert page.value("code") == "K7P1Q"
    assert browser.get(f"/go?code={CODE.lower()}").path == f"{FIRST}?via={CODE}"
    assert browser.get("/go?code=../../console").status == 200
    assert Browser(app, Accept_Language="he").get("/go").root.all("html")[0]["dir"] == "rtl"


def test_a_closed_link_says_so_and_shows_the_survey(app: Flask, browser: Browser):
    made(app)
    with transaction(app) as session:
        links.close(session.scalars(select(SurveyLink)).one(), on=MADE)
    page = browser.get(f"/go/{CODE}")
    assert page.status == 410
    assert page.h1 == "This way to the survey is closed"
    assert f"/surveys/{SLUG}" in page.links


def test_a_paused_survey_says_so_to_who_comes_by_a_poster(app: Flask, browser: Browser):
    made(app)
    with transaction(app) as session:
        session.scalars(select(Survey).where(Survey.slug == SLUG)).one().status = SurveyStatus.PAUSED
    page = browser.get(f"/go/{CODE}")
    assert page.path == f"{FIRST}?via={CODE}"
    assert "paused" in page.text


def test_a_survey_that_was_never_published_is_not_told_of(app: Flask, browser: Browser):
    with transaction(app) as session:
        make_survey(session, publish=False)
    made(app)
    assert browser.get(f"/go/{CODE}").status == 404


def test_who_fills_it_in_for_somebody_else_is_told_how(browser: Browser, app: Flask):
    with transaction(app) as session:
        make_survey(session)
    page = browser.get(FIRST)
    (address,) = [link for link in page.links if "channel=helper" in link]
    page = browser.get(address)
    assert "You fill this in for somebody else" in page
    assert "The person has heard or read this text and agrees." in page
    assert "For the interviewer" in browser.get(f"{FIRST}?channel=telephone")
    assert "somebody else" not in browser.get(f"{FIRST}?channel=telephone").text
    assert "You fill this in" not in browser.get(FIRST).text
