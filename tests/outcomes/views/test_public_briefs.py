"""Policy briefs for everybody."""

from datetime import date

from flask import Flask

from engage.hubs import queries as hubs
from engage.outcomes import briefs
from engage.outcomes.domain.briefs import FigureOf
from engage.outcomes.models import Outcome
from engage.results.models import Edition
from tests.factories.briefs import LETTERS, WAITING, make_brief
from tests.factories.editions_of_results import make_edition
from tests.factories.outcomes import make_outcome
from tests.factories.surveys import SLUG, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction
from tests.support.pdf_text import words_of

pytestmark = ON_SQLITE
PAGE = "/en/briefs/nobody-should-wait-alone"
HEBREW = "/he/briefs/nobody-should-wait-alone"


def make(app: Flask, **values) -> None:
    """A brief in English and Hebrew with two outcomes and a figure."""
    with transaction(app) as session:
        session.add(make_edition(make_survey(session).id))
        outcomes = [
            make_outcome(
                session,
                languages=each.languages,
                title=each.title["en"],
                heard=each.heard,
                recommendations=each.recommendations,
            )
            for each in (WAITING, LETTERS)
        ]
        for row, each in zip(outcomes, (WAITING, LETTERS), strict=True):
            row.title = dict(each.title)
        said = {
            "languages": ("en", "he"),
            "title": {"en": "Nobody should wait alone", "he": "איש לא צריך להמתין לבד"},
            "lead": {},
            "asks": {"en": "Answer the request.", "he": "לענות על הבקשה."},
            "outcomes": tuple(row.id for row in outcomes),
            "figures": (FigureOf(SLUG, 1, "heard"),),
        }
        make_brief(session, **(said | values))


def test_the_page_says_what_the_files_say(app: Flask, browser: Browser):
    make(app)

    page = browser.get(PAGE)

    assert page.h1 == "Nobody should wait alone"
    for said in (
        "The weeks before were the hardest.",
        "Who told you of screening?",
        "About 600 people answered.",
        "Name one person to call.",
        "Answer overdue",
        "Answer the request.",
    ):
        assert said in page, said
    assert f"http://localhost/en/surveys/{SLUG}/results?edition=1" in page.links
    assert f"{PAGE}.pdf" in page.links
    pdf = browser.raw("GET", f"{PAGE}.pdf")
    assert "The weeks before were the hardest." in words_of(pdf.data)
    assert pdf.headers["Cache-Control"] == "public, max-age=60"
    assert browser.raw("GET", f"{PAGE}.pdf", headers={"If_None_Match": pdf.headers["ETag"]}).status_code == 304
    assert browser.raw("GET", f"{PAGE}.docx").data.startswith(b"PK")


def test_a_brief_is_read_in_the_languages_in_which_it_is_whole(app: Flask, browser: Browser):
    make(app, asks={"en": "Answer the request."})

    assert browser.raw("GET", HEBREW).headers["Location"] == PAGE
    assert browser.raw("GET", f"{HEBREW}.pdf").headers["Location"] == f"{PAGE}.pdf"
    assert browser.raw("GET", "/briefs/nobody-should-wait-alone").headers["Location"] == PAGE
    assert HEBREW not in browser.get(PAGE).links


def test_a_brief_in_hebrew_runs_from_right_to_left(app: Flask, browser: Browser):
    make(app)

    page = browser.get(HEBREW)

    assert page.lang == "he"
    assert page.root.all("html")[0]["dir"] == "rtl"
    assert "איש לא צריך להמתין לבד" in page
    assert PAGE in page.links


def test_a_draft_is_not_there(app: Flask, browser: Browser):
    make(app, published_at=None)

    for path in (PAGE, f"{PAGE}.pdf", f"{PAGE}.docx", "/briefs/nobody-should-wait-alone"):
        assert browser.get(path).status == 404


def test_nothing_of_a_brief_is_shown_when_its_figures_were_taken_back(app: Flask, browser: Browser):
    make(app)
    browser.raw("GET", f"{PAGE}.pdf")
    with transaction(app) as session:
        session.query(Edition).one().withdrawn_on = date(2026, 11, 1)

    for path in (PAGE, f"{PAGE}.pdf", f"{PAGE}.docx"):
        page = browser.get(path)
        assert page.status == 410
        assert "This policy brief is not shown at present" in page
        assert "Published results: Screening and you (edition 1)" in page.text
        assert "Name one person" not in page


def test_what_an_outcome_that_was_taken_back_was_called_is_not_said(app: Flask, browser: Browser):
    make(app)
    with transaction(app) as session:
        session.query(Outcome).filter_by(slug="waiting-for-a-diagnosis").one().published_at = None

    page = browser.get(PAGE)

    assert page.status == 410
    assert "An outcome" in page
    assert "Waiting for a diagnosis" not in page


def test_briefs_that_can_be_read_are_listed_in_the_language_that_serves(app: Flask):
    make(app)
    with transaction(app) as session:
        make_brief(session, title={"en": "A draft"}, published_at=None)
        hub = hubs.default(session).slug

        (hebrew,) = briefs.of_hubs(session, "he", ("en", "he"), hub)
        (german,) = briefs.of_hubs(session, "de", ("en", "he"))
        nobody = briefs.of_hubs(session, "en", ("en", "he"), "elsewhere")

    assert (hebrew.title.text, hebrew.language, hebrew.languages) == (
        "איש לא צריך להמתין לבד",
        "he",
        ("en", "he"),
    )
    assert (german.title.text, german.language) == ("Nobody should wait alone", "en")
    assert nobody == []


def test_the_list_of_what_became_of_it_leads_to_briefs(app: Flask, browser: Browser):
    make(app)

    assert PAGE in browser.get("/en/outcomes").links
    assert HEBREW in browser.get("/he/outcomes").links
    assert PAGE not in browser.get("/en/outcomes?state=done").links
