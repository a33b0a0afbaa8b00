"""Weights, set up and looked at as hub teams do."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.core.ids import random_id
from engage.jobs.models import Job
from engage.results.domain.populations import composition
from engage.results.models import Weighting
from engage.results.weighting import keeping, working
from engage.surveys import queries
from engage.surveys.models import Response, Survey
from tests.factories.surveys import SLUG, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
PAGE = f"/console/surveys/{SLUG}/weights"


def put(session: Session, survey: Survey, number: int, **answers: Any) -> None:
    given = {"version_id": survey.version_id, "language": "en", "channel": "open", "day": date(2026, 11, 21)}
    session.add_all(Response(id=random_id(), survey_id=survey.id, answers=answers, **given) for _ in range(number))


def population(session: Session, survey: Survey, name: str, **cells: float) -> int:
    made = composition(name, ["smoker"], [[[[code]], number] for code, number in cells.items()])
    return keeping.keep(session, survey, [made], "Statistics Norway, 2026")[0].id


@pytest.fixture
def numbers(app: Flask) -> dict[str, int]:
    """20 smokers and 80 others; two populations that differ."""
    with transaction(app) as session:
        survey = make_survey(session)
        put(session, survey, 20, smoker="yes")
        put(session, survey, 80, smoker="no")
        return {
            "Smoking": population(session, survey, "Smoking", yes=30, no=70),
            "Other": population(session, survey, "Other", yes=50, no=50),
        }


@pytest.fixture
def organiser(numbers: dict[str, int], sign_in: Callable[..., Browser]) -> Browser:
    return sign_in(RoleName.ORGANISER)


def weighting(app: Flask) -> Weighting:
    with transaction(app) as session:
        found = session.scalars(select(Weighting)).one()
        session.expunge(found)
        return found


def test_weights_are_calculated_at_once_and_say_what_they_cost(
    app: Flask, organiser: Browser, numbers: dict[str, int]
) -> None:
    page = organiser.submit(f"{PAGE}/new", name="Smoking", population=[str(numbers["Smoking"])])

    assert page.h1 == "Weights “Smoking”"
    assert "With these weights 100 responses tell as much as 94 would without." in page
    assert "Yes 20 20% 30% 30% 1.5" in page
    assert "No 80 80% 70% 70% 0.875" in page
    assert "Source: Statistics Norway, 2026" in page
    assert "How the weights are distributed" in page


def test_it_is_loud_when_populations_contradict_each_other(organiser: Browser, numbers: dict[str, int]) -> None:
    page = organiser.submit(f"{PAGE}/new", name="Both", population=[str(each) for each in numbers.values()])

    assert "The weights do not fit all populations at once." in page
    assert "it differs by 20 points" in page
    assert "Does not fit" in organiser.get(PAGE)


def test_a_group_that_nobody_is_in_is_named(app: Flask, organiser: Browser) -> None:
    with transaction(app) as session:
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        made = composition("Age", ["age"], [[[["..39"]], 1], [[["40.."]], 1]])
        number = keeping.keep(session, survey, [made], "Somebody")[0].id

    page = organiser.submit(f"{PAGE}/new", name="Age", population=[str(number)])

    assert "Nobody in the group “39 or less” of “Age” has answered" in page
    assert "Not possible" in organiser.get(PAGE)


def test_it_says_how_many_came_since_and_calculates_anew_when_asked(
    app: Flask, organiser: Browser, numbers: dict[str, int]
) -> None:
    page = organiser.submit(f"{PAGE}/new", name="Smoking", population=[str(numbers["Smoking"])])
    with transaction(app) as session:
        survey = queries.by_slug(session, SLUG)
        assert survey is not None
        put(session, survey, 10, smoker="yes")

    assert "10 responses came since" in organiser.get(page.path)

    after = organiser.press(organiser.get(page.path))
    assert "came since" not in after
    assert "With these weights 110 responses" in after


def test_what_cannot_be_a_weighting_is_said_field_by_field(organiser: Browser) -> None:
    page = organiser.submit(f"{PAGE}/new", name="", trim="1")

    assert page.status == 422
    assert "Give it a name" in page
    assert "Choose one population or more" in page
    assert "Enter a number from 1.5 to 50" in page


def test_a_change_by_somebody_else_is_not_overwritten(app: Flask, organiser: Browser, numbers: dict[str, int]) -> None:
    page = organiser.submit(f"{PAGE}/new", name="Smoking", population=[str(numbers["Smoking"])])
    form = organiser.get(f"{page.path}/change")
    organiser.submit(f"{page.path}/change", name="First")

    after = organiser.press(form, name="Second")

    assert after.status == 409
    assert "Somebody changed it" in after
    assert after.value("name") == "Second"
    assert weighting(app).name == "First"


def test_of_many_responses_the_worker_makes_the_weights(
    app: Flask, organiser: Browser, numbers: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "MANY", 50)

    page = organiser.submit(f"{PAGE}/new", name="Smoking", population=[str(numbers["Smoking"])])

    assert "waits for its turn" in page
    assert weighting(app).found is None
    with transaction(app) as session:
        assert [job.kind for job in session.scalars(select(Job))] == [working.KIND]


def test_deleted_weights_can_be_brought_back(app: Flask, organiser: Browser, numbers: dict[str, int]) -> None:
    page = organiser.submit(f"{PAGE}/new", name="Smoking", population=[str(numbers["Smoking"])])
    token = page.value("_csrf")

    after = organiser.post(f"{page.path}/remove", {"_csrf": token})
    with transaction(app) as session:
        assert session.scalars(select(Weighting)).all() == []

    organiser.post("/console/undo", {name: after.value(name) or "" for name in ("_csrf", "undo", "next")})
    assert weighting(app).populations == [numbers["Smoking"]]
