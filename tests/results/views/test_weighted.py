"""Results with weights: beside the figures without, on the page, in crossed tables and in files."""

from collections.abc import Callable

import pytest
from flask import Flask

from engage.accounts.roles import RoleName
from tests.factories.surveys import SLUG, make_survey
from tests.results.views.test_manage_weighting import population, put
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
PAGE = f"/console/surveys/{SLUG}/results"


@pytest.fixture
def weighted(app: Flask, sign_in: Callable[..., Browser]) -> tuple[Browser, str]:
    """20 smokers who all ask for care, 80 others of whom half do; half of the population smokes."""
    with transaction(app) as session:
        survey = make_survey(session)
        put(session, survey, 20, smoker="yes", topics=["care"], age=60)
        put(session, survey, 40, smoker="no", topics=["care"], age=40, **{"trust/doctor": "high"})
        put(session, survey, 40, smoker="no", topics=["data"], age=40)
        number = population(session, survey, "Smoking", yes=50, no=50)
    organiser = sign_in(RoleName.ORGANISER)
    organiser.submit(f"/console/surveys/{SLUG}/weights/new", name="By smoking", population=[str(number)])
    page = organiser.get(PAGE)
    return organiser, next(each["value"] for each in page.root.all("option") if each.text == "By smoking")


def test_a_weighting_is_chosen_and_both_percentages_stand_side_by_side(weighted: tuple[Browser, str]) -> None:
    organiser, number = weighted

    page = organiser.get(f"{PAGE}?weighting={number}")

    assert "Yes 20 20% 13.3%–28.9% 50%" in page
    assert "Not weighted" in page
    assert "Weighted, these answers are as precise as 64 unweighted ones (effective sample size)." in page
    assert "Weighted mean 50." in page


def test_crossed_answers_have_both_percentages_and_the_design_effect(weighted: tuple[Browser, str]) -> None:
    organiser, number = weighted

    page = organiser.get(f"{PAGE}/crossing?rows=topics&columns=smoker&of=column&weighting={number}")

    assert "as precise as 64 unweighted ones (effective sample size)" in page
    assert "design effect 1.56" in page
    alone = organiser.get(f"{PAGE}/crossing?rows=smoker&weighting={number}")
    assert "20% weighted: 50% people: 20 95 percent interval: 38.1%–61.9%" in alone


def test_the_file_of_crossed_answers_has_weighted_columns(weighted: tuple[Browser, str]) -> None:
    organiser, number = weighted

    text = organiser.raw("GET", f"{PAGE}/crossing.csv?rows=smoker&weighting={number}").get_data(as_text=True)

    assert "Weighted number" in text
    assert "Yes,yes,20," in text
    assert ",50.0,38.102,61.898" in text


@pytest.mark.parametrize("number", ["999", "x"])
def test_a_weighting_that_is_not_there_is_not_found(weighted: tuple[Browser, str], number: str) -> None:
    assert weighted[0].raw("GET", f"{PAGE}?weighting={number}").status_code == 404
