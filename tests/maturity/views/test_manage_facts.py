"""Facts in the console: measuring, what was counted, declaring by hand, explaining."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.models import Grant, Person
from engage.accounts.roles import Duty, RoleName
from engage.core.clock import utcnow
from engage.maturity import measuring
from engage.maturity.domain.kinds import FactSource, Stage
from engage.maturity.evidence import facts
from engage.maturity.measuring import Counted, Figures
from engage.maturity.models import Assessment, Explanation, Fact
from engage.web.permissions import Permission
from tests.factories.events import make_event
from tests.factories.maturity import make_assessment
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]


def make(app: Flask, **columns: Any) -> int:
    with transaction(app) as session:
        return make_assessment(session, **columns).id


def known(app: Flask, number: int, metric: str) -> Fact:
    with reading(app) as session:
        return facts.of(session, number)[metric]


def test_measuring_counts_what_is_there_and_says_from_where_each_figure_comes(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        number = make_assessment(session).id
        make_event(session, starts_in=-timedelta(days=30), report_published_at=utcnow())

    page = sign_in(RoleName.ASSESSOR).submit(f"/console/assessments/{number}/facts")

    assert known(app, number, "M06").figures["with_report"] == 1
    assert known(app, number, "M19").source is FactSource.NONE
    assert "Counted by the platform" in page
    assert "Not measured here" in page


def test_what_was_counted_is_listed_and_linked_for_who_may_see_it_and_never_names_people(app: Flask, sign_in: SignIn):
    with transaction(app) as session:
        found = make_assessment(session)
        number, hub = found.id, found.hub_id
    row = Counted("Open day", endpoint="manage_events.event", arguments={"slug": "x"}, label=Permission.EVENT_SEE)
    linked = Counted("Linked", **{**_values(row), "hubs": frozenset({hub})})
    measuring.offer(app, "M06", lambda *_: Figures({"dialogues": 2}, [row, linked]))

    organiser = sign_in(RoleName.ORGANISER).get(f"/console/assessments/{number}/facts/M06")
    assessor = sign_in(RoleName.ASSESSOR).get(f"/console/assessments/{number}/facts/M06")

    assert organiser.links.count("/console/events/x") == 1
    assert "Linked" in assessor
    assert "/console/events/x" not in assessor.links


def _values(row: Counted) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("endpoint", "arguments", "label")}


def test_somebody_who_only_holds_a_duty_sees_no_number_of_few_people(app: Flask, sign_in: SignIn):
    measuring.offer(app, "M08", lambda *_: Figures({"asked": 40, "non_organised": 7, "share": 17.5}))
    number, checker = make(app), sign_in(RoleName.TRANSLATOR)
    with transaction(app) as session:
        found = session.get_one(Assessment, number)
        facts.measure(session, found, measuring.measures(app), now=utcnow())
        person = session.scalars(select(Person).order_by(Person.id.desc())).first()
        assert person is not None
        session.add(Grant(person_id=person.id, thing="assessment", thing_id=number, duty=Duty.EVIDENCE_CHECKER))
    address = f"/console/assessments/{number}/facts/M08"

    assert "17.5 of 100" in sign_in(RoleName.ASSESSOR).get(address)
    page = checker.get(address)
    assert "fewer than 10" in page
    assert "17.5" not in page


def test_what_the_platform_cannot_count_is_declared_with_what_it_rests_on(app: Flask, sign_in: SignIn):
    number, browser = make(app), sign_in(RoleName.ASSESSOR)
    address = f"/console/assessments/{number}/facts/M19/declare"

    without = browser.submit(address, {"figure-records": "4"})
    assert any("rest on" in each for each in without.errors)
    page = browser.press(without, {"note": "The training register"})

    assert "Said by the hub" in page
    assert "The training register" in page
    assert known(app, number, "M19").by_hand == ["records"]


@pytest.mark.parametrize(
    ("metric", "figure", "value"),
    [
        pytest.param("M19", "records", "1.5", id="half a record"),
        pytest.param("M19", "records", "many", id="words"),
        pytest.param("M10", "answered_share", "101", id="more than all"),
        pytest.param("M10", "answered_share", "inf", id="without end"),
        pytest.param("M12", "fairness", "0", id="below the scale"),
    ],
)
def test_a_figure_that_cannot_be_is_said_at_its_field(
    app: Flask, sign_in: SignIn, metric: str, figure: str, value: str
):
    number, browser = make(app), sign_in(RoleName.ASSESSOR)

    page = browser.submit(
        f"/console/assessments/{number}/facts/{metric}/declare", {f"figure-{figure}": value, "note": "A list"}
    )

    assert page.status == 422
    assert page.value(f"figure-{figure}") == value


def test_a_comma_is_a_decimal_point(app: Flask, sign_in: SignIn):
    number, browser = make(app), sign_in(RoleName.ASSESSOR)

    browser.submit(f"/console/assessments/{number}/facts/M12/declare", {"figure-fairness": "4,2", "note": "A list"})

    assert known(app, number, "M12").figures["fairness"] == 4.2


def _failed(app: Flask, stage: Stage) -> int:
    measuring.offer(app, "M01", lambda *_: Figures({"closed": 0}))
    with transaction(app) as session:
        found = make_assessment(session, stage=stage, levels={"LIS-1": 2})
        facts.measure(session, found, measuring.measures(app), now=utcnow())
        return found.id


def test_a_claimed_level_whose_test_fails_is_explained_and_the_explanation_can_be_taken_back(
    app: Flask, sign_in: SignIn
):
    number, browser = _failed(app, Stage.CONSENSUS), sign_in(RoleName.ASSESSOR)
    page = browser.get(f"/console/assessments/{number}/facts")
    assert "not explained yet" in page
    address = f"/console/assessments/{number}/facts/explain/LIS-1/M01/2"
    assert address in page.links

    explained = browser.submit(address, {"text": "The survey opens in May."})
    assert "The survey opens in May." in explained
    browser.submit(address, {"text": ""})

    with reading(app) as session:
        assert session.get(Explanation, (number, "LIS-1", "M01", 2)) is None


@pytest.mark.parametrize("stage", [Stage.PREPARING, Stage.RATING], ids=str)
def test_what_a_fact_would_allow_is_hidden_until_ratings_close(app: Flask, sign_in: SignIn, stage: Stage):
    number, browser = _failed(app, stage), sign_in(RoleName.ASSESSOR)

    page = browser.get(f"/console/assessments/{number}/facts")

    assert "passed" not in page
    assert "To be explained" not in page
    assert browser.get(f"/console/assessments/{number}/facts/explain/LIS-1/M01/2").status == 404


@pytest.mark.parametrize(
    "address", ["facts/M99", "facts/M99/declare", "evidence/of/XXX-9", "evidence/1", "evidence/1/file"]
)
def test_what_the_model_or_the_round_has_not_is_not_found(app: Flask, sign_in: SignIn, address: str):
    number = make(app)

    assert sign_in(RoleName.ASSESSOR).get(f"/console/assessments/{number}/{address}").status == 404


def test_a_question_shows_its_evidence_its_facts_and_what_could_show_it(app: Flask, sign_in: SignIn):
    number = make(app)

    page = sign_in(RoleName.ANALYST).get(f"/console/assessments/{number}/evidence/of/LIS-1")

    assert "There is no evidence for this yet." in page
    assert "Citizen surveys closed" in page
    assert "Add a file" not in page
