"""Populations, brought and typed as hub teams do."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.results.models import Population, Weighting
from engage.surveys import queries
from tests.factories.surveys import SLUG, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE

PAGE = f"/console/surveys/{SLUG}/populations"
FILE = f"{PAGE}/file"
TABLE = "item;code;number\nsmoker;yes;20,5\nsmoker;no;79,5\nage;18-29;1\nage;30+;4\n"


@pytest.fixture
def organiser(app: Flask, sign_in: Callable[..., Browser]) -> Browser:
    with transaction(app) as session:
        make_survey(session)
    return sign_in(RoleName.ORGANISER)


def keep(browser: Browser, text: str, source: str, **more: str) -> Any:
    """Look at a table, then keep it."""
    return browser.press(browser.submit(FILE, text=text, source=source), action="keep", **more)


def stored(app: Flask) -> list[tuple[str, list[str], list[Any], str]]:
    with transaction(app) as session:
        rows = session.scalars(select(Population).order_by(Population.name))
        return [(row.name, row.items, row.cells, row.source) for row in rows]


def test_a_table_is_looked_at_before_it_is_kept(app: Flask, organiser: Browser) -> None:
    page = organiser.submit(FILE, text=TABLE, source="Statistics, 2026")

    assert page.status == 200
    assert "What the table says" in page
    assert "20.5%" in page
    assert stored(app) == []

    organiser.press(page, action="keep")

    assert stored(app) == [
        ("Question age?", ["age"], [[[["18..29"]], 1.0], [[["30.."]], 4.0]], "Statistics, 2026"),
        ("Question smoker?", ["smoker"], [[[["yes"]], 20.5], [[["no"]], 79.5]], "Statistics, 2026"),
    ]


def test_of_a_table_with_a_fault_nothing_is_kept_and_the_line_is_named(app: Flask, organiser: Browser) -> None:
    page = organiser.submit(FILE, text=TABLE + "smoker;perhaps;3\n", source="Statistics")

    assert page.status == 422
    assert "Line 6" in page
    assert "“perhaps” is no answer to this question." in page
    assert stored(app) == []


def test_figures_without_a_source_are_not_taken(app: Flask, organiser: Browser) -> None:
    page = organiser.submit(FILE, text=TABLE, source="")

    assert page.status == 422
    assert "Say whose figures these are" in page
    assert stored(app) == []


def test_a_population_of_the_same_name_is_replaced_only_when_that_was_said(app: Flask, organiser: Browser) -> None:
    keep(organiser, TABLE, "Old")

    assert keep(organiser, TABLE, "New").status == 409
    assert {source for *_, source in stored(app)} == {"Old"}

    keep(organiser, TABLE, "New", replace="yes")
    assert {source for *_, source in stored(app)} == {"New"}


def test_figures_can_be_typed_row_by_row(app: Flask, organiser: Browser) -> None:
    assert "Statistics Norway" in organiser.get(f"{PAGE}/new?item=smoker")

    organiser.submit(
        f"{PAGE}/new?item=smoker",
        item="smoker",
        name="Smoking",
        source="Survey of health, 2025",
        codes0=["yes", "no", ""],
        number=["1", "4", ""],
    )

    assert stored(app) == [("Smoking", ["smoker"], [[[["yes"]], 1.0], [[["no"]], 4.0]], "Survey of health, 2025")]


def test_what_is_wrong_with_a_row_is_said_and_everything_typed_stays(app: Flask, organiser: Browser) -> None:
    page = organiser.submit(
        f"{PAGE}/new?item=smoker",
        item="smoker",
        name="Smoking",
        source="Somebody",
        codes0=["yes", "no"],
        number=["1", "lots"],
    )

    assert page.status == 422
    assert "Row 2: “lots” is not a number above 0." in page
    assert page.fields["number"] == ["1", "lots"]
    assert stored(app) == []


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(app: Flask, organiser: Browser) -> None:
    keep(organiser, TABLE, "Old")
    with transaction(app) as session:
        row = session.scalars(select(Population).where(Population.name == "Question smoker?")).one()
        number = row.id
    typed = {"name": "Mine", "source": "Mine", "codes0": ["yes", "no"], "number": ["1", "1"]}

    page = organiser.submit(f"{PAGE}/{number}", **typed, _mark="another")

    assert page.status == 409
    assert "Somebody changed it" in page
    assert "Mine" not in [name for name, *_ in stored(app)]


def test_a_population_that_weights_rest_on_stays(app: Flask, organiser: Browser) -> None:
    keep(organiser, TABLE, "Old")
    with transaction(app) as session:
        row = session.scalars(select(Population).where(Population.name == "Question smoker?")).one()
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        session.add(Weighting(survey_id=survey.id, name="Smoking", populations=[row.id]))
        number = row.id

    token = organiser.get(PAGE).value("_csrf")
    page = organiser.post(f"{PAGE}/{number}/remove", {"_csrf": token})

    assert "The weights “Smoking” rest on it." in page
    assert "Question smoker?" in [name for name, *_ in stored(app)]


def test_what_was_deleted_can_be_brought_back(app: Flask, organiser: Browser) -> None:
    keep(organiser, TABLE, "Old")
    before = stored(app)
    with transaction(app) as session:
        number = session.scalars(select(Population.id).where(Population.name == "Question age?")).one()
    token = organiser.get(PAGE).value("_csrf")
    page = organiser.post(f"{PAGE}/{number}/remove", {"_csrf": token})
    assert [name for name, *_ in stored(app)] == ["Question smoker?"]

    organiser.post("/console/undo", {name: page.value(name) or "" for name in ("_csrf", "undo", "next")})

    assert stored(app) == before


def test_who_may_not_decide_sees_no_populations(app: Flask, sign_in: Callable[..., Browser]) -> None:
    with transaction(app) as session:
        make_survey(session)
    assert sign_in(RoleName.TRANSLATOR).get(PAGE).status == 404


def test_rows_of_a_matrix_are_told_apart_by_their_statements(organiser: Browser) -> None:
    page = organiser.get(PAGE)

    assert "Question trust? Doctors" in page
