"""Results are planned, made, looked at, published and taken back, as hub teams do it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.jobs import worker
from engage.results.models import Edition
from engage.surveys import queries
from tests.factories.surveys import SLUG
from tests.results.publishing.test_making import answer, filled
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
PAGE = f"/console/surveys/{SLUG}/publishing"


@pytest.fixture
def organiser(app: Flask, sign_in: Callable[..., Browser]) -> Browser:
    with transaction(app) as session:
        filled(session)
    return sign_in(RoleName.ORGANISER)


def planned(browser: Browser) -> None:
    browser.submit(f"{PAGE}/plan", item=["heard", "trust"], filter=["_language"])


def test_a_page_leads_from_the_results_to_publishing_them(organiser: Browser):
    assert "Publish results" in organiser.get(f"/console/surveys/{SLUG}/results")
    assert "Nothing is planned yet" in organiser.get(PAGE)


def test_results_are_planned_made_looked_at_published_and_taken_back(app: Flask, organiser: Browser):
    page = organiser.submit(
        f"{PAGE}/plan",
        item=["heard", "trust"],
        filter=["_language"],
        **{"rows-0": "trust", "columns-0": "heard", "lead-en": "Most hear it from a doctor."},
    )
    assert "2 questions" in page
    assert "At the top: missing in Deutsch" in page

    assert "are being made" in organiser.submit(PAGE, action="make")
    worker.run_once(app)
    page = organiser.get(PAGE)
    assert "Proven safe" in page

    preview = organiser.get(f"{PAGE}/preview/en")
    assert "This is a preview" in preview
    assert "Most hear it from a doctor." in preview
    assert "fewer than 10" in preview.text.lower()

    assert "You see the answers of one group." in organiser.get(f"{PAGE}/preview/en?group=_language:en")

    page = organiser.submit(PAGE, action="publish")
    assert "Edition 1 is published" in page
    assert "Shown now" in page
    assert "Most hear it from a doctor." in organiser.get(f"/en/surveys/{SLUG}/results")

    page = organiser.submit(PAGE, action="take-back", reason="One answer was read wrongly.")
    assert "Edition 1 is taken back" in page
    gone = organiser.get(f"/en/surveys/{SLUG}/results")
    assert gone.status == 410
    assert "One answer was read wrongly." in gone


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param({"item": []}, "Choose at least one question.", id="nothing"),
        pytest.param({"rows-0": "heard", "columns-0": "heard"}, "Choose two different questions", id="with itself"),
        pytest.param({"rows-0": "heard"}, "Choose two different questions", id="half a crossing"),
    ],
)
def test_a_plan_that_does_not_hold_comes_back_with_what_is_wrong(organiser: Browser, typed: dict[str, Any], said: str):
    page = organiser.submit(f"{PAGE}/plan", {"item": ["heard"], **typed})

    assert page.status == 422
    assert said in page


def test_it_says_in_words_why_there_is_no_new_edition(app: Flask, organiser: Browser):
    planned(organiser)
    organiser.submit(PAGE, action="make")
    worker.run_once(app)
    organiser.submit(PAGE, action="publish")
    with transaction(app) as session:
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        answer(session, survey, 3, heard="doctor")

    organiser.submit(PAGE, action="make")
    worker.run_once(app)
    page = organiser.get(PAGE)

    assert "Fewer than 10 responses came or went since edition 1." in page
    assert "Wait until more people have answered." in page
    with transaction(app) as session:
        assert len(session.scalars(select(Edition)).all()) == 1


def test_who_may_not_publish_has_no_such_page(
    organiser: Browser,
    sign_in: Callable[..., Browser],
):
    assert sign_in(RoleName.TRANSLATOR).get(PAGE).status == 404
