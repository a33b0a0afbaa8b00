"""The page on which a team says when its survey closes."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.surveys.models import Survey
from tests.factories.surveys import SLUG, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE
PAGE = f"/console/surveys/{SLUG}/closing"


@pytest.fixture
def organiser(app: Flask, sign_in: Callable[..., Browser]) -> Browser:
    """Of a hub whose clock is that of Oslo."""
    with transaction(app) as session:
        make_survey(session).activity.hub.time_zone = "Europe/Oslo"
    return sign_in(RoleName.ORGANISER)


def closes_at(app: Flask) -> datetime | None:
    with transaction(app) as session:
        return session.scalars(select(Survey)).one().closes_at


def test_the_closing_time_is_read_by_the_clock_of_the_hub(app: Flask, organiser: Browser) -> None:
    assert "Times are those of the clock in Oslo" in organiser.get(PAGE)

    organiser.submit(PAGE, {"how": "at", "closes_at": "2099-07-01", "closes_at-time": "18:00"})

    assert closes_at(app) == datetime(2099, 7, 1, 16, tzinfo=UTC)


def test_a_time_that_comes_twice_is_asked_about(app: Flask, organiser: Browser) -> None:
    page = organiser.submit(PAGE, {"how": "at", "closes_at": "2099-10-25", "closes_at-time": "02:30"})

    assert page.status == 422
    assert "exists twice" in page
    organiser.press(page, {"closes_at-which": "2099-10-25T01:30:00+00:00"})
    assert closes_at(app) == datetime(2099, 10, 25, 1, 30, tzinfo=UTC)


def test_a_time_that_is_over_is_not_taken(app: Flask, organiser: Browser) -> None:
    page = organiser.submit(PAGE, {"how": "at", "closes_at": "2020-01-01", "closes_at-time": "12:00"})

    assert page.status == 422
    assert "This time is over" in page
    assert closes_at(app) is None


def test_what_somebody_else_said_meanwhile_is_not_overwritten_unseen(app: Flask, organiser: Browser) -> None:
    form = organiser.get(PAGE)
    organiser.submit(PAGE, {"how": "at", "closes_at": "2099-07-01", "closes_at-time": "18:00"})

    page = organiser.press(form, {"how": "at", "closes_at": "2099-07-02", "closes_at-time": "18:00"})

    assert page.status == 409
    assert closes_at(app) == datetime(2099, 7, 1, 16, tzinfo=UTC)
    organiser.press(page)
    assert closes_at(app) == datetime(2099, 7, 2, 16, tzinfo=UTC)
