"""The results pages, opened as hub teams do, on a survey small enough to count by hand."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.instruments.domain.definition import ItemType
from engage.surveys import answering, fielding
from engage.surveys.models import Survey
from tests.factories.surveys import HEALTH, SLUG, instrument, item, make_survey, options, section
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE

SignIn = Callable[..., Browser]
PAGE = f"/console/surveys/{SLUG}/results"
FILE = f"/console/surveys/{SLUG}/results.csv"
SMOKER = {"age": 40, "smoker": "yes", "brand": "Blue", "reason": "Habit & <b>company</b>", "trust/doctor": "high"}
OTHERS: list[dict[str, Any]] = [
    {"age": 30, "smoker": "no", "topics": ["care", "else"], "topics/other": "=1+1", "trust/doctor": "low"},
    {"age": 50, "smoker": "no", "topics": ["care"]},
]


def fill(session: Session, *answers: dict[str, Any], survey: Survey | None = None, counted: bool = True) -> None:
    """Responses of two days; `counted`: given here, so that their starts are known."""
    found = survey or make_survey(session)
    assert found.version_id is not None
    rows = [
        {
            "version_id": found.version_id,
            "language": "en",
            "channel": "link",
            "day": date(2026, 11, 1 + number % 2),
            "answers": given,
        }
        for number, given in enumerate(answers)
    ]
    fielding.add_responses(session, found, rows)
    if counted:
        for row in rows:
            ended(session, found, row["day"], "", "submitted")


def ended(session: Session, survey: Survey, day: date, section: str, outcome: str, number: int = 1) -> None:
    answering.count(session, survey.id, day=day, language="en", section=section, outcome=outcome, number=number)


@pytest.fixture
def filled(app: Flask) -> None:
    with transaction(app) as session:
        fill(session, SMOKER, *OTHERS)


@pytest.fixture
def organiser(sign_in: SignIn) -> Browser:
    return sign_in(RoleName.ORGANISER)


# -- the page


def test_the_page_says_that_its_figures_are_exact_and_not_the_publics(filled: None, organiser: Browser) -> None:
    assert "These are exact figures for hub staff. The public sees protected ones." in organiser.get(PAGE)


def test_without_responses_the_page_says_what_will_come(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        make_survey(session)

    page = organiser.get(PAGE)

    assert page.status == 200
    assert "Nobody has answered yet" in page


def test_starts_completion_and_drop_off_are_shown(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        survey = make_survey(session)
        fill(session, SMOKER, *OTHERS, survey=survey)
        ended(session, survey, date(2026, 11, 2), "views", "left")

    page = organiser.get(PAGE)

    assert "3 responses" in page
    assert "4 started" in page
    assert "75%" in page
    assert "How far people came" in page
    assert "Part views 4 1 0 25%" in page


def test_responses_from_elsewhere_are_shown_without_starts(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        fill(session, SMOKER, *OTHERS, counted=False)

    page = organiser.get(PAGE)

    assert "3 responses were not given here but imported" in page
    assert "Responses by day" in page
    assert "How far people came" not in page


def test_every_question_has_its_chart_and_its_table(filled: None, organiser: Browser) -> None:
    page = organiser.get(PAGE)

    for asked in HEALTH.items:
        assert asked.label.source in page
    assert page.html.count("<svg") == 3 + len(["age", "smoker", "topics", "trust"])
    assert "Median 40, mean 40" in page
    assert "66.7%" in page


def test_a_page_carries_no_inline_style_and_no_inline_script(filled: None, organiser: Browser) -> None:
    for path in (PAGE, f"{PAGE}/texts/reason", f"{PAGE}?item=smoker", f"/console/surveys/{SLUG}"):
        page = organiser.get(path)
        for element in page.root.walk():
            assert "style" not in element, path
            assert element.tag != "style", path
            assert element.tag != "script" or element["src"], path


def test_the_labels_are_in_the_readers_language(filled: None, organiser: Browser) -> None:
    page = organiser.get(f"{PAGE}?lang=de")

    assert page.lang == "de"
    assert "Frage smoker?" in page


# -- one group


def test_a_group_is_chosen_by_question_and_answer(filled: None, organiser: Browser) -> None:
    first = organiser.get(f"{PAGE}?item=smoker")
    then = organiser.get(f"{PAGE}?item=smoker&value=no")

    assert "You see" not in first
    assert first.asks("value")
    assert "You see 2 responses out of 3" in then
    assert "Question smoker? No" in then
    assert PAGE in then.links


def test_several_answers_of_one_question_and_several_questions_are_filters_together(
    filled: None, organiser: Browser
) -> None:
    both = organiser.get(f"{PAGE}?where=smoker=yes&item=smoker&value=no")
    then = organiser.get(f"{PAGE}?where=smoker=no&item=age&from=45&to=")

    assert "You see 3 responses out of 3" in both
    assert "Question smoker? Yes or No" in both
    assert "You see 1 response out of 3" in then
    assert "Question age? from 45 on" in then
    assert f"{PAGE}?where=smoker%3Dno" in then.links
    assert f"{PAGE}?where=age%3D45.." in then.links


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        pytest.param("where=_language=en", 3, id="language"),
        pytest.param("where=_language=de", 0, id="a language nobody used"),
        pytest.param("where=_channel=link", 3, id="channel"),
        pytest.param("where=_version=1", 3, id="version"),
        pytest.param("where=age=..30", 1, id="up to"),
        pytest.param("where=topics=care&where=topics=else", 2, id="one of several answers"),
    ],
)
def test_what_is_kept_beside_the_answers_and_ranges_are_filters_too(
    filled: None, organiser: Browser, filters: str, shown: int
) -> None:
    page = organiser.get(f"{PAGE}?{filters}")

    assert f"You see {shown} response" in page


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        pytest.param("item=age&from=9&to=1", "From “9” to “1” is no range", id="a range from its end"),
        pytest.param("item=age&from=old", "From “old” to “” is no range", id="no number"),
        pytest.param("where=_version=new", "“new” is not an answer to “_version”", id="no version"),
    ],
)
def test_a_filter_that_does_not_fit_is_told_and_the_others_stay(
    filled: None, organiser: Browser, filters: str, said: str
) -> None:
    page = organiser.get(f"{PAGE}?where=smoker=no&{filters}")

    assert page.status == 422
    assert said in page
    assert "You see 2 responses out of 3" in page


@pytest.mark.parametrize(
    ("address", "begins"),
    [
        pytest.param("items/smoker/chart-0.svg", b"<?xml", id="question as svg"),
        pytest.param("items/smoker/chart-0.png", b"\x89PNG", id="question as png"),
        pytest.param("items/trust/table.csv", b"\xef\xbb\xbf", id="table of a matrix"),
        pytest.param("fieldwork/days.svg", b"<?xml", id="days"),
        pytest.param("fieldwork/languages.csv", b"\xef\xbb\xbf", id="languages as a table"),
    ],
)
def test_every_chart_and_every_table_can_be_kept(filled: None, organiser: Browser, address: str, begins: bytes) -> None:
    response = organiser.raw("GET", f"{PAGE}/{address}")

    assert response.status_code == 200
    assert response.data.startswith(begins)
    assert f"{PAGE}/{address}" in organiser.get(PAGE).links


@pytest.mark.parametrize("address", ["items/smoker/chart-9.svg", "items/nothing/table.csv", "fieldwork/nothing.svg"])
def test_a_file_of_what_is_not_there_is_not_found(filled: None, organiser: Browser, address: str) -> None:
    assert organiser.raw("GET", f"{PAGE}/{address}").status_code == 404


def test_a_long_survey_shows_its_sections_one_at_a_time_and_a_long_section_in_pages(
    app: Flask, organiser: Browser
) -> None:
    long = instrument(
        section("first", *(item(f"q{n}", ItemType.SINGLE, options=options("yes", "no")) for n in range(40))),
        section("second", item("last", ItemType.SINGLE, options=options("yes", "no"))),
    )
    with transaction(app) as session:
        fill(session, {"q0": "yes", "q39": "no", "last": "yes"}, survey=make_survey(session, long))

    front, first = organiser.get(PAGE), organiser.get(f"{PAGE}?section=first")
    rest = organiser.get(f"{PAGE}?section=first&page=2")

    assert "Open a section to see its questions." in front
    assert "Question q0?" not in front.text.split("What people said")[-1]
    assert "Question q29?" in first
    assert "Question q30?" not in first.text.split("What people said")[-1]
    assert "Question q39?" in rest.text.split("What people said")[-1]
    assert "Question last?" in organiser.get(f"{PAGE}?section=second").text.split("What people said")[-1]


def test_a_group_in_which_nobody_is_says_so(filled: None, organiser: Browser) -> None:
    assert "Nobody gave these answers" in organiser.get(f"{PAGE}?item=age&value=99")


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        pytest.param("item=nothing&value=1", "There is no question “nothing”", id="no such question"),
        pytest.param("item=smoker&value=maybe", "“maybe” is not an answer", id="no such answer"),
        pytest.param("item=age&value=old", "“old” is not an answer", id="not a number"),
        pytest.param("item=reason&value=Habit", "in their own words", id="a free text"),
        pytest.param("item=<script>&value=1", "“<script>”", id="marks are shown as text"),
    ],
)
def test_a_filter_that_does_not_fit_is_explained_and_hides_nothing(
    filled: None, organiser: Browser, query: str, reason: str
) -> None:
    page = organiser.get(f"{PAGE}?{query}")

    assert page.status == 422
    assert [reason in error for error in page.errors] == [True]
    assert "3 responses" in page
    assert "<script>&" not in page.html


# -- what people wrote


def test_texts_are_read_by_who_runs_the_survey_and_shown_as_text(filled: None, organiser: Browser) -> None:
    page = organiser.get(f"{PAGE}/texts/reason")

    assert f"{PAGE}/texts/reason" in organiser.get(PAGE).links
    assert "Habit & <b>company</b>" in page
    assert "<b>company" not in page.html


def test_words_beside_an_answer_are_read_under_their_own_key(filled: None, organiser: Browser) -> None:
    assert "=1+1" in organiser.get(f"{PAGE}/texts/topics/other")


def test_texts_can_be_read_of_one_group(filled: None, organiser: Browser) -> None:
    path = f"{PAGE}/texts/brand"

    assert "Blue" in organiser.get(f"{path}?item=smoker&value=yes")
    assert "Nobody wrote anything here" in organiser.get(f"{path}?item=smoker&value=no")
    assert organiser.get(f"{path}?item=smoker&value=maybe").status == 422


def test_texts_are_searched_whatever_their_capitals(filled: None, organiser: Browser) -> None:
    path = f"{PAGE}/texts/reason"

    assert "Habit & <b>company</b>" in organiser.get(f"{path}?words=COMPANY+hab")
    nothing = organiser.get(f"{path}?words=<i>nowhere")
    assert "No text has these words." in nothing
    assert "Habit" not in nothing
    assert "<i>nowhere" not in nothing.html


@pytest.mark.parametrize("key", ["age", "nothing", "topics"])
def test_a_key_without_texts_is_not_found(filled: None, organiser: Browser, key: str) -> None:
    assert organiser.get(f"{PAGE}/texts/{key}").status == 404


def test_many_texts_come_in_pages_of_fifty(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        fill(session, *({"smoker": "yes", "reason": f"because {number:03}"} for number in range(120)))
    path = f"{PAGE}/texts/reason"

    first, last, beyond = (organiser.get(f"{path}?page={page}") for page in ("1", "3", "999"))
    odd = organiser.get(f"{path}?page=two")

    assert "because 049" in first
    assert "because 050" not in first
    assert "because 119" in last
    assert "because 119" in beyond
    assert "because 000" in odd
    assert any(link.endswith("page=2") for link in first.links)


# -- the file


def lines(browser: Browser, path: str = FILE) -> list[list[str]]:
    answer = browser.raw("GET", path)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.get_data(as_text=True))))


def test_the_file_is_a_download_that_nobody_keeps(filled: None, organiser: Browser) -> None:
    answer = organiser.raw("GET", FILE)
    today = datetime.now(UTC).date().isoformat()

    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={SLUG}-{today}.csv"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.is_streamed


def test_the_file_has_a_row_for_each_response_and_no_formula(filled: None, organiser: Browser) -> None:
    head, *rows = lines(organiser)

    assert len(rows) == 3
    assert sorted(row[head.index("age")] for row in rows) == ["30", "40", "50"]
    assert "'=1+1" in {row[head.index("topics/other")] for row in rows}


def test_the_file_for_a_spreadsheet_begins_with_its_mark(filled: None, organiser: Browser) -> None:
    assert organiser.raw("GET", f"{FILE}?for=spreadsheet").get_data().startswith(b"\xef\xbb\xbf_response")


def test_who_codes_texts_gets_none_that_nobody_redacted(filled: None, sign_in: SignIn) -> None:
    head, *rows = lines(sign_in(RoleName.ANALYST))

    assert {"age", "smoker", "topics", "topics/care"} <= set(head)
    assert {row[head.index(key)] for row in rows for key in ("brand", "reason", "topics/other")} == {""}
    assert not any("Blue" in cell or "Habit" in cell for row in rows for cell in row)


# -- who may


@pytest.mark.parametrize(
    ("role", "page", "texts", "file"),
    [
        pytest.param(RoleName.ORGANISER, 200, 200, 200, id="organiser"),
        pytest.param(RoleName.COORDINATOR, 200, 200, 200, id="coordinator"),
        pytest.param(RoleName.ANALYST, 200, 404, 200, id="an analyst reads no texts"),
        pytest.param(RoleName.NETWORK_ADMIN, 200, 404, 200, id="nor does the network"),
        pytest.param(RoleName.TRANSLATOR, 404, 404, 404, id="translator"),
        pytest.param(RoleName.ASSESSOR, 404, 404, 404, id="assessor"),
    ],
)
def test_each_role_sees_what_it_needs(
    filled: None, sign_in: SignIn, role: RoleName, page: int, texts: int, file: int
) -> None:
    browser = sign_in(role)
    seen = [browser.raw("GET", path).status_code for path in (PAGE, f"{PAGE}/texts/reason", FILE)]

    assert seen == [page, texts, file]


def test_who_may_not_read_texts_is_not_offered_them(filled: None, sign_in: SignIn) -> None:
    page = sign_in(RoleName.ANALYST).get(PAGE)

    assert "1 person wrote something" in page
    assert not [link for link in page.links if "/results/texts/" in link]


def test_a_stranger_is_asked_to_sign_in_and_comes_back_here(filled: None, browser: Browser) -> None:
    answer = browser.raw("GET", PAGE)

    assert answer.status_code == 303
    assert "/console/sign-in?next=" in answer.headers["Location"]
