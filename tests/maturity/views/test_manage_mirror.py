"""The citizen mirror in the console: made, sent by the hub itself, read beside the hub's level."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.core.clock import utcnow
from engage.maturity.domain.kinds import Stage
from engage.maturity.models import Assessment
from engage.surveys import fielding, queries
from tests.factories.maturity import make_assessment
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE


@pytest.fixture
def number(app: Flask) -> int:
    with transaction(app) as session:
        now = utcnow()
        return make_assessment(session, stage=Stage.CONSENSUS, levels={"MAN-3": 2}, rating_closed_at=now).id


@pytest.fixture
def organiser(sign_in: Callable[..., Browser]) -> Browser:
    return sign_in(RoleName.ORGANISER)


def address(number: int) -> str:
    return f"/console/assessments/{number}/mirror"


def answered(app: Flask, number: int, people: int) -> None:
    with transaction(app) as session:
        survey = queries.by_slug(session, session.get_one(Assessment, number).mirror)
        assert survey is not None
        version = fielding.answered_version(session, survey, now=utcnow())
        row = {"version_id": version.id, "language": "en", "channel": "open", "day": utcnow().date()}
        answers = {"man_3": "fully_agree", "res_1": "cannot_say"}
        fielding.add_responses(session, survey, [{**row, "answers": answers}] * people)


def test_it_is_made_with_one_button_and_shows_what_to_send(app: Flask, number: int, organiser: Browser):
    before = organiser.get(address(number))
    assert "Citizens like me have a say in how the hub is run." in before

    page = organiser.press(before)

    assert "The survey takes answers. Send its link to people who took part." in page
    assert "Not enough answers yet (fewer than 20)." in page
    assert len(page.root.all("textarea")) == 1, "the model of the tests is there in English only"
    with reading(app) as session:
        slug = session.scalars(select(Assessment.mirror)).one()
    assert any(link.endswith(f"/surveys/{slug}") for link in page.links)
    assert Browser(app).get(f"/en/surveys/{slug}").status == 200


@pytest.mark.parametrize(
    "until",
    [
        pytest.param("", id="empty"),
        pytest.param("soon", id="no-day"),
        pytest.param("2020-01-01", id="past"),
        pytest.param("2099-01-01", id="far"),
    ],
)
def test_its_last_day_lies_ahead_and_not_too_far(number: int, organiser: Browser, until: str):
    page = organiser.submit(address(number), until=until)

    assert page.status == 422
    assert len(page.errors) == 1


def test_the_gap_stands_in_a_picture_and_a_table_and_changes_no_score(app: Flask, number: int, organiser: Browser):
    organiser.submit(address(number))
    answered(app, number, 20)

    page = organiser.get(address(number))

    assert "20 people have answered." in page
    assert "It does not change the score." in page
    row = next(each.text for each in page.root.all("tr") if "MAN-3" in each.text)
    assert "5.0" in row
    assert "\N{MINUS SIGN}0.75 (" in row
    assert "not enough answers yet (fewer than 20)" in next(e.text for e in page.root.all("tr") if "RES-1" in e.text)
    assert page.root.all("svg")


def test_closing_keeps_what_people_said(app: Flask, number: int, organiser: Browser):
    organiser.submit(address(number))
    answered(app, number, 21)

    page = organiser.press(organiser.get(address(number)))

    assert "The survey is closed, and what people said is kept." in page
    answered_later = organiser.get(address(number))
    assert "21 people have answered." in answered_later


def test_before_rating_is_open_there_is_no_mirror_and_while_it_is_nothing_is_shown(
    app: Flask, number: int, organiser: Browser
):
    with transaction(app) as session:
        session.get_one(Assessment, number).stage = Stage.PREPARING
    assert "The survey can be made once rating is open." in organiser.get(address(number))

    with transaction(app) as session:
        made = session.get_one(Assessment, number)
        made.stage, made.rating_closed_at = Stage.RATING, None
    organiser.submit(address(number))
    answered(app, number, 30)
    page = organiser.get(address(number))
    assert "so that nobody rates by it" in page
    assert not [each for each in page.root.all("tr") if "MAN-3" in each.text]


def test_who_only_translates_sees_no_mirror(number: int, sign_in: Callable[..., Browser]):
    assert sign_in(RoleName.TRANSLATOR).get(address(number)).status in (403, 404)
