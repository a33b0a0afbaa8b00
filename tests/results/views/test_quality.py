"""Signs of carelessness; a decision about responses is seen in the figures, has a reason and can be taken back."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.roles import RoleName
from engage.results.models import Decision
from engage.results.views import manage_quality
from engage.surveys.models import Response, Restriction
from tests.factories.surveys import SLUG, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, transaction

pytestmark = ON_SQLITE

PAGE = f"/console/surveys/{SLUG}/quality"
RESULTS = f"/console/surveys/{SLUG}/results"


@pytest.fixture
def analyst(app: Flask, sign_in: Callable[..., Browser]) -> Browser:
    """Thirty take three minutes; two of them, who smoke, ten seconds."""
    with transaction(app) as session:
        survey = make_survey(session)
        common = {"survey_id": survey.id, "version_id": survey.version_id, "language": "en", "channel": "open"}
        for number in range(30):
            hurried = number < 2
            answers = {"age": 30 + number, "smoker": "yes" if hurried else "no"}
            session.add(
                Response(
                    **common, day=survey.activity.created_at.date(), seconds=10 if hurried else 180, answers=answers
                )
            )
    return sign_in(RoleName.ANALYST)


def test_hurried_responses_are_listed_and_none_is_left_out_by_itself(app: Flask, analyst: Browser):
    page = analyst.get(PAGE)

    assert "Very fast" in page
    assert page.text.count("0.2 min") == 2
    with transaction(app) as session:
        ids = [str(each) for each in session.scalars(select(Response.id))]
    assert not any(each in str(page.html) for each in ids)


def test_a_long_list_has_pages_that_lead_to_each_other(analyst: Browser, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(manage_quality, "A_PAGE", 1)

    page = analyst.get(PAGE)

    numbers = [link for link in page.root.all("a") if "pagination__link" in link["class"]]
    assert [link.text for link in numbers] == ["1", "2", "Next page"]
    assert analyst.get(numbers[1]["href"]).text.count("0.2 min") == 1


def test_leaving_out_needs_a_reason_and_keeps_what_was_ticked(app: Flask, analyst: Browser):
    page = analyst.submit(PAGE, which="all", action="leave-out")

    assert page.status == 422
    assert "Say why these responses are not counted." in page
    with transaction(app) as session:
        assert session.scalars(select(Decision)).all() == []


def test_a_decision_is_seen_in_the_figures_and_can_be_taken_back(app: Flask, analyst: Browser):
    before = analyst.get(f"{RESULTS}").text
    done = analyst.submit(f"{PAGE}?flag=fast", which="all", reason="Impossible in this time.", action="leave-out")

    assert done.status == 200
    assert "2 responses are not counted now." in done
    assert "Impossible in this time." in done
    assert "What that changes" in done
    assert "2 of them are not counted below, because the team decided so." in analyst.get(RESULTS)
    with transaction(app) as session:
        assert len(session.scalars(select(Response)).all()) == 30

    again = analyst.submit(f"{PAGE}?flag=fast", which="all", action="count")

    assert "2 responses count again." in again
    assert "Impossible in this time." in again
    assert "What that changes" not in again
    assert analyst.get(RESULTS).text == before


def test_one_response_can_be_meant(app: Flask, analyst: Browser):
    page = analyst.get(PAGE)
    first = page.root.all("input")
    reference = next(each["value"] for each in first if each["name"] == "response")

    done = analyst.submit(PAGE, which="ticked", response=reference, reason="Tested by us.", action="leave-out")

    assert "1 response is not counted now." in done


def test_who_ticks_nothing_is_told(analyst: Browser):
    page = analyst.submit(PAGE, which="ticked", reason="Why not.", action="leave-out")

    assert page.status == 422
    assert "Tick the responses that you mean." in page
    assert "Why not." in page


def test_what_a_person_restricted_is_said_not_listed_and_not_counted_again_here(app: Flask, analyst: Browser):
    page = analyst.get(PAGE)
    fields = [each["value"] for each in page.root.all("input") if each["name"] == "response"]
    with transaction(app) as session:
        for response in session.scalars(select(Response).where(Response.seconds == 10)):
            session.add(Restriction(response_id=response.id, survey_id=response.survey_id, request_id=1))

    page = analyst.get(PAGE)
    assert "Restricted on request" in page
    assert "2 responses: the persons asked that they are kept and used for nothing." in page
    assert "0.2 min" not in page
    token = {"_csrf": page.value("_csrf"), "_action": "count", "which": "ticked"}
    assert analyst.raw("POST", PAGE, data=token | {"response": fields}).status_code == 422
    with transaction(app) as session:
        assert session.scalars(select(Decision)).all() == []
    assert "not counted below" not in analyst.get(RESULTS)
