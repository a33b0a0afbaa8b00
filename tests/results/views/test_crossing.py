"""The page of crossed answers, opened as hub teams do."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from engage.accounts.roles import RoleName
from tests.factories.surveys import SLUG, make_survey
from tests.results.views.test_manage import fill
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE

SignIn = Callable[..., Browser]
PAGE = f"/console/surveys/{SLUG}/results/crossing"
ANSWERS: list[dict[str, Any]] = [
    {"age": 40, "smoker": "yes", "topics": ["care", "data"]},
    {"age": 30, "smoker": "no", "topics": ["care"]},
    {"age": 50, "smoker": "no", "topics": ["data"]},
    {"age": 60, "smoker": "no"},
]


@pytest.fixture
def organiser(app: Flask, sign_in: SignIn) -> Browser:
    with transaction(app) as session:
        fill(session, *ANSWERS)
    return sign_in(RoleName.ORGANISER)


def test_without_a_choice_the_page_says_what_to_choose(organiser: Browser) -> None:
    page = organiser.get(PAGE)

    assert page.status == 200
    assert "Choose a question for the rows." in page


def test_two_questions_make_a_table_with_rows_columns_and_all(organiser: Browser) -> None:
    page = organiser.get(f"{PAGE}?rows=smoker&columns=topics")

    assert "3 of 4 responses answer all the questions of the table." in page
    assert "may add up to more than all people and more than 100 percent" in page
    assert "100% people: 1 95 percent interval: 20.7%–100%" in page


def test_without_anybody_the_page_says_so(app: Flask, sign_in: SignIn) -> None:
    with transaction(app) as session:
        make_survey(session)

    assert "Nobody has answered yet" in sign_in(RoleName.ORGANISER).get(f"{PAGE}?rows=smoker")


def test_a_number_by_groups_has_means_and_medians(organiser: Browser) -> None:
    page = organiser.get(f"{PAGE}?rows=smoker&columns=age")

    assert "Mean Median" in page
    assert "46.67 50" in page


def test_what_cannot_be_crossed_is_told_and_the_rest_stays_chosen(organiser: Browser) -> None:
    page = organiser.get(f"{PAGE}?rows=reason&columns=smoker&of=total")

    assert page.status == 422
    assert "“reason” makes no rows or columns" in page
    assert 'value="total" checked' in page.html
    assert 'value="smoker" selected' in page.html


def test_a_filter_that_does_not_fit_leaves_the_table_and_the_other_filters(organiser: Browser) -> None:
    page = organiser.get(f"{PAGE}?rows=smoker&where=age=30..60&where=topics=nonsense")

    assert page.status == 422
    assert "“nonsense” is not an answer to “topics”" in page
    assert "from 30 to 60" in page
    assert page.html.count('class="eng-chip__text"') == 1
    assert 'id="cross-1"' in page.html


def test_the_address_of_the_file_asks_for_what_the_page_shows_and_nothing_else(organiser: Browser) -> None:
    page = organiser.get(f"{PAGE}?rows=smoker&columns=topics&of=total&where=age=30..60&slug=other&_anchor=x")

    assert page.status == 200
    assert f"{PAGE}.csv?rows=smoker&columns=topics&of=total&where=age%3D30..60" in page.links


def test_the_file_has_every_cell_with_all_percentages(organiser: Browser) -> None:
    response = organiser.raw("GET", f"{PAGE}.csv?rows=smoker&columns=topics")
    rows = list(csv.DictReader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff"))))

    cell = next(row for row in rows if row["Code: smoker"] == "no" and row["Code: topics"] == "care")
    assert cell["People"] == "1"
    assert (cell["Percent of row"], cell["Percent of column"], cell["Percent of all"]) == ("50.0", "50.0", "33.333")


@pytest.mark.parametrize(
    ("kind", "begins"), [pytest.param("svg", b"<?xml", id="svg"), pytest.param("png", b"\x89PNG", id="png")]
)
def test_a_chart_can_be_kept(organiser: Browser, kind: str, begins: bytes) -> None:
    response = organiser.client.get(f"{PAGE}/chart.{kind}?rows=smoker&columns=topics")

    assert response.status_code == 200
    assert response.data.startswith(begins)
    assert "attachment" in response.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "address", ["chart.svg", "chart.gif?rows=smoker", "chart.svg?rows=smoker&table=9", "chart.svg?rows=nothing"]
)
def test_a_chart_that_is_not_there_is_not_found(organiser: Browser, address: str) -> None:
    assert organiser.client.get(f"{PAGE}/{address}").status_code == 404
