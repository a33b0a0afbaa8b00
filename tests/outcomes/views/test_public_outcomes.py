"""What became of it, for everybody: the list, the page of an outcome, the feed, the table, and what leads there."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from sqlalchemy import event as listening
from sqlalchemy import select

from engage.core.clock import utcnow
from engage.db.session import db
from engage.hubs import queries as hubs
from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.outcomes.domain.kinds import CitizensRole, RecommendationState, RestKind
from engage.outcomes.domain.written import Asked, Rest
from engage.outcomes.models import Outcome
from engage.outcomes.showing.table import COLUMNS
from tests.factories.activities import make_activity
from tests.factories.editions_of_results import make_edition
from tests.factories.events import make_event
from tests.factories.outcomes import make_outcome
from tests.factories.surveys import make_survey
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE

MOST_STATEMENTS = 6
HOSTILE = "<script>alert(1)</script> & \"'=1+1"
ATOM = "{http://www.w3.org/2005/Atom}"
BODY = {"en": "The ministry of health"}


def ago(days: int) -> date:
    return utcnow().date() - timedelta(days=days)


def asked(text: str = "A person to call", *, handed: int = 30, **more: Any) -> Asked:
    return Asked(text={"en": text}, addressed_to=BODY, handed_on=ago(handed), **more)


def done() -> Asked:
    return asked(
        "Shorter letters",
        handed=300,
        state=RecommendationState.DONE,
        answer={"en": "We agree."},
        reason={"en": "Few people understand them."},
        answered_on=ago(250),
        decision={"en": "All letters are written anew."},
        decided_by={"en": "The board of the hospital"},
        decided_on=ago(200),
        citizens_role=CitizensRole.SHARED,
        done={"en": "Everybody gets the new letters."},
        done_on=ago(100),
    )


def publish(app: Flask, *recommendations: Asked, offered: Sequence[str] = ("en",), **values: Any) -> str:
    """A new outcome; where it stands in addresses."""
    with transaction(app) as session:
        made = make_outcome(session, recommendations=recommendations or (asked(),), now=utcnow(), **values)
        made.languages = [*offered]
        return made.slug


def listed(page: Page) -> list[str]:
    return [link.text for head in page.root.all("h2") for link in head.all("a")]


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """What is read from the database meanwhile."""
    said: list[str] = []

    def note(*of: Any) -> None:
        said.append(of[2])

    with app.app_context():
        listening.listen(db.engine, "before_cursor_execute", note)
        try:
            yield said
        finally:
            listening.remove(db.engine, "before_cursor_execute", note)
    said[:] = [each for each in said if each.startswith(("SELECT", "WITH"))]


# -- the list


def test_before_anything_is_published_the_page_says_so(app: Flask, browser: Browser):
    publish(app, published_at=None, title="A draft")

    page = browser.get("/en/outcomes")

    assert "Nothing is published yet" in page
    assert "A draft" not in page
    assert not page.asks("q")


def test_the_list_says_how_far_everything_is_and_what_is_overdue_first(app: Flask, browser: Browser):
    publish(app, asked("Publish waiting times", handed=130), done(), asked(handed=20), title="Waiting")

    page = browser.get("/en/outcomes")

    assert "1 answer is overdue." in page
    assert f"The answer was due on {_long(ago(10))}. It is 10 days late." in page
    assert "Whoever is asked has 120 days to answer." in page
    rows = [[cell.text for cell in row.walk() if cell.tag in ("th", "td")] for row in page.root.all("tr")]
    assert rows[1:] == [["Answer overdue", "1"], ["Waiting for an answer", "1"], ["Done", "1"]]
    assert listed(browser.get("/en/outcomes?state=overdue")) == ["Waiting"]


def _long(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def test_the_form_narrows_the_list_without_a_script(app: Flask, browser: Browser):
    publish(app, title="Waiting", mission_areas=("equity",))
    publish(app, done(), title="Letters", offered=("en", "nb"))

    for name in ("q", "state", "hub", "area", "language"):
        assert browser.get("/en/outcomes").asks(name)
    assert listed(browser.get("/en/outcomes?q=CALL")) == ["Waiting"]
    assert listed(browser.get("/en/outcomes?state=done")) == ["Letters"]
    assert listed(browser.get("/en/outcomes?area=equity")) == ["Waiting"]
    narrowed = browser.get("/en/outcomes?language=nb")
    assert listed(narrowed) == ["Letters"]
    assert "1 entry of 2" in narrowed
    assert "Nothing fits what you chose" in browser.get("/en/outcomes?q=nothing&state=done")
    for odd in ("area=x", "hub=%00", "language=../", "page=0", "page=x", "state=%27", "q=%25", "activity=x"):
        assert browser.get(f"/en/outcomes?{odd}").status == 200, odd


def test_the_list_is_there_in_every_language_and_keeps_what_was_chosen(app: Flask, browser: Browser):
    publish(app)

    for language in PUBLIC_LANGUAGES:
        page = browser.get(f"/{language}/outcomes?state=open")
        assert (page.status, page.lang) == (200, language)
        assert 'hreflang="he"' in page.html
        assert "/he/outcomes?state=open" in page.html
    bare = browser.raw("GET", "/outcomes?area=equity&endpoint=x", headers={"Accept-Language": "de"})
    assert (bare.status_code, bare.headers["Location"]) == (302, "/de/outcomes?area=equity")
    for path in ("/en/", "/en/results", "/en/hubs", "/en/library", "/en/activities"):
        assert "/en/outcomes" in browser.get(path).links, path


def test_the_list_costs_few_statements_however_long_it_is(app: Flask, browser: Browser):
    for number in range(12):
        publish(app, asked(), done(), title=f"Number {number}")
    browser.get("/en/outcomes")

    with statements(app) as said:
        browser.get("/en/outcomes?q=call&hub=default&state=open")

    assert len(said) <= MOST_STATEMENTS


# -- the page of one


def test_the_page_of_an_outcome_goes_from_what_was_heard_to_what_was_done(app: Flask, browser: Browser):
    slug = publish(app, done(), title="Letters", heard={"en": "People do **not** understand letters."})

    page = browser.get(f"/en/outcomes/{slug}")

    assert page.h1 == "Letters"
    said = (
        "People do not understand letters.",
        "Shorter letters",
        f"Handed over on {_long(ago(300))}",
        "The ministry of health",
        f"Answered on {_long(ago(250))}",
        "After 50 days.",
        "We agree.",
        "Few people understand them.",
        f"Decided on {_long(ago(200))}",
        "The board of the hospital",
        "Citizens and the body decided together.",
        f"Done on {_long(ago(100))}",
        "Everybody gets the new letters.",
    )
    places = [page.text.find(each) for each in said]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("recommendation", "words"),
    [
        pytest.param(asked(handed=120), "An answer is due by", id="in time on the last day"),
        pytest.param(asked(handed=121), "It is 1 day late.", id="late on the next"),
        pytest.param(Asked(text={"en": "Soon"}, addressed_to=BODY), "Not handed over yet", id="handed to nobody"),
        pytest.param(
            asked(
                handed=200,
                state=RecommendationState.DECLINED,
                answer={"en": "No."},
                reason={"en": "The law says so."},
                answered_on=ago(10),
            ),
            "After 190 days. It should have taken 120 days at most.",
            id="answered late",
        ),
    ],
)
def test_the_page_tells_the_clock_of_an_answer(app: Flask, browser: Browser, recommendation: Asked, words: str):
    slug = publish(app, recommendation)

    assert words in browser.get(f"/en/outcomes/{slug}")


def test_what_is_not_published_is_not_there(app: Flask, browser: Browser):
    slug = publish(app, published_at=None)

    for path in (f"/en/outcomes/{slug}", f"/outcomes/{slug}", "/en/outcomes/nothing"):
        assert browser.raw("GET", path).status_code == 404, path
    assert slug not in browser.raw("GET", "/en/outcomes.csv").get_data(as_text=True)
    assert slug not in browser.raw("GET", "/en/outcomes.atom").get_data(as_text=True)


def test_the_page_is_in_the_language_of_the_reader_where_it_is_offered(app: Flask, browser: Browser):
    title, heard = {"nb": "Brev", "he": "מכתבים"}, {"nb": "Vanskelige brev", "he": "מכתבים קשים"}
    slug = _in(app, title, heard, {"nb": "Kortere brev"})

    page = browser.get(f"/he/outcomes/{slug}")
    assert (page.lang, page.h1) == ("he", "מכתבים")
    assert '<div class="eng-prose" lang="nb" dir="ltr"><p>Kortere brev</p>' in page.html

    with transaction(app) as session:
        made = session.scalars(select(Outcome)).one()
        made.title, made.revision = {**title, "de": "Noch nicht fertig"}, 2
    other = browser.get(f"/de/outcomes/{slug}")
    assert (other.lang, other.h1) == ("de", "Brev")
    assert '<h1 lang="nb" dir="ltr">' in other.html
    assert 'hreflang="de"' not in other.html
    assert 'rel="canonical" href="http://localhost/nb/outcomes/' in other.html
    assert "Norwegisch" in other

    bare = browser.raw("GET", f"/outcomes/{slug}", headers={"Accept-Language": "he"})
    assert bare.headers["Location"] == f"/he/outcomes/{slug}"
    assert browser.raw("GET", f"/ti/outcomes/{slug}").status_code == 302


def _in(app: Flask, title: dict[str, str], heard: dict[str, str], text: dict[str, str]) -> str:
    with transaction(app) as session:
        made = make_outcome(session)
        made.languages, made.title, made.heard = [*title], title, heard
        made.recommendations[0].text = text
        return made.slug


def test_it_leads_to_the_published_results_it_rests_on_and_says_when_they_were_taken_back(app: Flask, browser: Browser):
    with transaction(app) as session:
        survey = make_survey(session, slug="waiting")
        edition = make_edition(survey.id)
        session.add(edition)
        session.flush()
        of = survey.activity_id
        rests = (
            Rest(RestKind.RESULTS, of, 1),
            Rest(RestKind.LINK, label={"en": "Minutes"}, link="https://example.org/m"),
        )
        slug = make_outcome(session, activities=(of,), rests=rests, title="Waiting").slug
        talk = make_activity(session, title="Hidden", slug=None)
        make_outcome(session, activities=(talk.id,), title="Of a talk that nobody sees")
        edition_id = edition.id

    page = browser.get(f"/en/outcomes/{slug}")

    assert "/en/surveys/waiting/results?edition=1" in page.links
    assert "https://example.org/m" in page.links
    assert "Taken back since" not in page
    assert "/en/surveys/waiting" in page.links
    with transaction(app) as session:
        found = session.get(type(edition), edition_id)
        assert found is not None
        found.withdrawn_on, found.withdrawn_reason = ago(1), "A question was wrong."
    assert "Taken back since" in browser.get(f"/en/outcomes/{slug}")


def test_a_page_that_somebody_just_saw_costs_few_statements(app: Flask, browser: Browser):
    with transaction(app) as session:
        survey = make_survey(session, slug="waiting")
        session.add(make_edition(survey.id))
        session.flush()
        of = survey.activity_id
        rests = (
            Rest(RestKind.RESULTS, of, 1),
            Rest(RestKind.LINK, label={"en": "Minutes"}, link="https://example.org/m"),
        )
        slug = make_outcome(session, activities=(of,), rests=rests).slug
    browser.get(f"/en/outcomes/{slug}")

    with statements(app) as said:
        browser.get(f"/en/outcomes/{slug}")

    assert len(said) <= MOST_STATEMENTS


def test_hostile_words_stay_words(app: Flask, browser: Browser):
    slug = publish(app, asked(HOSTILE), title=HOSTILE, heard={"en": HOSTILE})

    for path in ("/en/outcomes", f"/en/outcomes/{slug}", "/en/"):
        page = browser.get(path)
        assert "<script>alert" not in page.html, path
    assert browser.get(f"/en/outcomes/{slug}").h1 == HOSTILE


# -- for programs


def rows(browser: Browser, path: str) -> list[dict[str, str]]:
    answer = browser.raw("GET", path)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_table_has_a_row_for_each_recommendation_that_is_asked_for(app: Flask, browser: Browser):
    slug = publish(app, done(), asked("=HYPERLINK(1)", handed=121), title="Letters")

    found = rows(browser, "/en/outcomes.csv")

    assert tuple(found[0]) == COLUMNS
    assert [(each["outcome"], each["number"], each["state"], each["overdue"]) for each in found] == [
        (slug, "1", "done", "0"),
        (slug, "2", "open", "1"),
    ]
    assert found[0]["days_to_answer"] == "50"
    assert found[0]["citizens_role"] == "shared"
    assert found[0]["address"] == f"http://localhost/en/outcomes/{slug}"
    assert found[1]["recommendation"] == "'=HYPERLINK(1)"
    assert [each["number"] for each in rows(browser, "/en/outcomes.csv?state=overdue")] == ["2"]
    assert rows(browser, "/en/outcomes.csv?q=nothing") == []


def test_programs_subscribe_to_what_is_new(app: Flask, browser: Browser):
    slug = publish(app, title="Letters & more\x0b", heard={"en": HOSTILE}, mission_areas=("equity",))
    publish(app, title="Of prevention", mission_areas=("prevention",))

    answer = browser.raw("GET", "/en/outcomes.atom?area=equity")
    feed = ElementTree.fromstring(answer.data)

    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    entries = feed.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}title") for each in entries] == ["Letters & more"]
    assert entries[0].find(f"{ATOM}link").get("href") == f"http://localhost/en/outcomes/{slug}"  # type: ignore[union-attr]
    assert "Waiting for an answer: A person to call" in (entries[0].findtext(f"{ATOM}summary") or "")
    again = browser.raw("GET", "/en/outcomes.atom?area=equity", headers={"If_None_Match": answer.headers["ETag"]})
    assert again.status_code == 304
    page = browser.get("/en/outcomes?area=equity")
    assert '<link rel="alternate" type="application/atom+xml"' in page.html
    assert "/en/outcomes.atom?area=equity" in page.links


@pytest.mark.parametrize("path", ["/en/outcomes", "/en/outcomes/{}", "/en/outcomes.csv"])
def test_who_has_a_page_already_is_told_so(app: Flask, browser: Browser, path: str):
    there = path.format(publish(app))
    first = browser.raw("GET", there)

    again = browser.raw("GET", there, headers={"If_None_Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "public, max-age=60"


# -- what leads there


def test_every_page_of_what_it_comes_from_says_what_became_of_it(app: Flask, browser: Browser):
    with transaction(app) as session:
        survey = make_survey(session, slug="waiting")
        session.add(make_edition(survey.id))
        talk = make_activity(session, title="A talk", slug="talk")
        lead = hubs.default(session)
        lead.published_at, lead.languages = utcnow(), ["en"]
        slugs: Sequence[str] = [
            make_outcome(session, title=f"Number {n}", activities=(survey.activity_id, talk.id)).slug for n in range(4)
        ]
        of, about = survey.activity_id, talk.id

    for path, all_of_it in (
        ("/en/surveys/waiting/results", f"/en/outcomes?activity={of}"),
        ("/en/activities/talk", f"/en/outcomes?activity={about}"),
        ("/en/hubs/default", "/en/outcomes?hub=default"),
        ("/en/", "/en/outcomes"),
    ):
        page = browser.get(path)
        assert sum(f"/en/outcomes/{slug}" in page.links for slug in slugs) == 3, path
        assert all_of_it in page.links, path
        assert "Waiting for an answer" in page, path
    assert "Answer overdue" not in browser.get("/en/")


def test_results_that_were_seen_before_say_what_was_published_since(app: Flask, browser: Browser):
    with transaction(app) as session:
        survey = make_survey(session, slug="waiting")
        session.add(make_edition(survey.id))
        of = survey.activity_id
    assert "What became of it" not in browser.get("/en/surveys/waiting/results").text.split("Results of a survey")[1]

    publish(app, title="Published since", activities=(of,))

    assert "Published since" in browser.get("/en/surveys/waiting/results")


def test_an_event_that_is_over_says_what_became_of_what_was_said_there(app: Flask, browser: Browser):
    with transaction(app) as session:
        past = make_event(session, slug="past", starts_in=timedelta(days=-9), report_published_at=utcnow())
        coming = make_event(session, slug="coming")
        of = (past.activity_id, coming.activity_id)
        made = make_outcome(session, title="Letters", recommendations=(done(),), activities=of).slug

    for path in ("/de/events/past", "/de/events/past/report"):
        page = browser.get(path)
        assert f"/de/outcomes/{made}" in page.links, path
        assert f"/de/outcomes?activity={of[0]}" in page.links, path
    assert f"/de/outcomes/{made}" not in browser.get("/de/events/coming").links
    assert {"/de/events/past", "/de/events/coming"} <= set(browser.get(f"/de/outcomes/{made}").links)
