"""What a person restricts (GDPR, articles 18 and 21) is kept as it is and used for nothing, until it is lifted."""

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.jobs import worker
from engage.privacy import requests
from engage.privacy.below import REQUESTS
from engage.privacy.models import AuditEntry, PrivacyRequest, RequestKind, RequestState
from engage.privacy.registry import kept
from engage.results import queries, service
from engage.results.domain.plan import Plan
from engage.results.exports.csv_file import pieces
from engage.results.exports.source import opened
from engage.results.models import TextWork
from engage.results.publishing.making import make
from engage.results.quality import deciding
from engage.surveys import files
from engage.surveys import queries as surveys
from engage.surveys.domain.secret import keys, new_secret, to_code
from engage.surveys.models import Response, Survey
from tests.factories.surveys import make_survey
from tests.privacy.test_erasure import ADDRESS, CANARY, NOW, ask, erase, plant_response, state
from tests.support.databases import reading, transaction

PLAN = Plan(("smoker",))


@pytest.fixture
def code(app: Flask) -> str:
    """The receipt of one of thirty-one people, the only one who smokes and wrote something."""
    held = keys(new_secret())
    with transaction(app) as session:
        survey = make_survey(session)
        here = {"survey_id": survey.id, "version_id": survey.version_id, "language": "en", "channel": "open"}
        session.add_all(Response(**here, day=NOW.date(), answers={"age": 40, "smoker": "no"}) for _ in range(30))
        own = plant_response(session, survey, {"age": 44, "smoker": "yes", "brand": "Rare brand"}, b"")
        own.receipt_hash = held.receipt_hash
        session.add(
            TextWork(response_id=own.id, item="brand", survey_id=survey.id, redacted="Rare", quote={"en": "Rare"},
                     released_on=NOW.date())
        )  # fmt: skip
    return to_code(held.receipt)


def restrict(app: Flask, number: int) -> PrivacyRequest:
    with transaction(app) as session:
        requests.ask_to_restrict(session, requests.by_id(session, number), by=None, now=NOW)
    worker.run_once(app)
    return state(app, number)


def lift(app: Flask, number: int) -> dict[str, int]:
    with transaction(app) as session:
        return requests.lift(session, kept(app), requests.by_id(session, number), now=NOW)


def used(session: Session) -> dict[str, object]:
    """What results, files, a new edition and uploads make of the responses now."""
    survey = session.scalars(select(Survey)).one()
    table = b"".join(data for _, data in pieces(opened(session, survey))).decode()
    edition = make(session, survey, PLAN, {})
    return {
        "received": queries.received(session, survey.id),
        "counted": service.tables(session, survey).results.responses,
        "smokers": service.filtered(session, survey, keys=["smoker"])["smoker"].to_list().count("yes"),
        "with all": service.filtered(session, survey, counted_only=False).height,
        "rows": len(list(csv.reader(io.StringIO(table)))) - 1,
        "brand": "Rare brand" in table,
        "quoted": "Rare" in str(edition),
        "files": len(files.of_item(session, survey.id, "x")),
    }


ALL = {
    "received": 31, "counted": 31, "smokers": 1, "with all": 31, "rows": 31, "brand": True, "quoted": True, "files": 1,
}  # fmt: skip
WITHOUT = {
    "received": 30, "counted": 30, "smokers": 0, "with all": 30, "rows": 30, "brand": False, "quoted": False,
    "files": 0,
}  # fmt: skip


def test_what_is_restricted_is_in_no_result_file_or_edition_and_stays_as_it_is_until_it_is_lifted(
    app: Flask, code: str
):
    with reading(app) as session:
        assert used(session) == ALL
        before = [(each.id, each.answers, each.segment) for each in session.scalars(select(Response))]

    number = ask(app, RequestKind.RESTRICTION, code)
    with reading(app) as session:
        assert used(session) == ALL  # somebody decides first
    done = restrict(app, number)

    assert done.state is RequestState.RESTRICTED
    assert {store: row["restricted"] for store, row in done.found.items()} == {"response": 1, "text_work": 1}
    with reading(app) as session:
        assert used(session) == WITHOUT
        assert [(each.id, each.answers, each.segment) for each in session.scalars(select(Response))] == before

    assert lift(app, number) == {"response": 1}
    ended = state(app, number)
    assert (ended.state, ended.sealed, set(ended.proof)) == (RequestState.ENDED, None, {"restricted", "lifted"})
    with reading(app) as session:
        assert used(session) == ALL


def test_the_team_can_neither_count_it_again_nor_lose_what_it_decided_before(app: Flask, code: str):
    def decide(*, left_out: bool) -> int:
        with transaction(app) as session:
            survey = session.scalars(select(Survey)).one()
            own = session.scalars(select(TextWork.response_id)).all()
            return deciding.decide(
                session, survey.id, own, left_out=left_out, flag="", reason="A test", by=None, now=utcnow()
            )

    assert decide(left_out=True) == 1
    number = ask(app, RequestKind.RESTRICTION, code)
    restrict(app, number)

    assert decide(left_out=False) == 0
    with reading(app) as session:
        assert used(session) == WITHOUT
    lift(app, number)
    with reading(app) as session:
        assert used(session)["counted"] == 30
        assert used(session)["rows"] == 31
    assert decide(left_out=False) == 1


def test_who_asks_twice_is_restricted_until_the_newest_request_is_lifted(app: Flask, code: str):
    first, second = (ask(app, RequestKind.RESTRICTION, code) for _ in range(2))
    restrict(app, first)
    restrict(app, second)

    assert lift(app, first) == {}
    with reading(app) as session:
        assert used(session) == WITHOUT
    assert lift(app, second) == {"response": 1}


def test_access_and_erasure_find_what_is_restricted_and_erasure_ends_the_restriction(app: Flask, code: str):
    restricted = ask(app, RequestKind.RESTRICTION, code)
    restrict(app, restricted)

    assert state(app, ask(app, RequestKind.ACCESS, code)).found["response"]["found"] == 1
    done = erase(app, ask(app, RequestKind.ERASURE, code))

    assert done.found["response"]["erased"] == 1
    assert done.proof["found"] == 0
    with reading(app) as session:
        survey = session.scalars(select(Survey)).one()
        assert surveys.restricted(session, survey.id) == frozenset()
        assert queries.received(session, survey.id) == 30
    ended = state(app, restricted)
    assert (ended.state, ended.sealed) == (RequestState.ENDED, None)


def test_the_code_of_a_stranger_finds_nothing_and_restricts_nothing(app: Flask, code: str):
    stranger = to_code(keys(new_secret()).receipt)
    number = ask(app, RequestKind.RESTRICTION, stranger)

    found = state(app, number)
    assert (found.found, found.state) == ({}, RequestState.ENDED)
    with transaction(app) as session, pytest.raises(requests.NotNow):
        requests.ask_to_restrict(session, requests.by_id(session, number), by=None, now=NOW)
    with reading(app) as session:
        assert used(session) == ALL


def test_what_can_only_be_done_by_hand_stays_as_it_is_and_the_trail_names_nobody(app: Flask):
    with transaction(app) as session:
        survey = make_survey(session, contact_email=CANARY)
        plant_response(session, survey, {"brand": CANARY}, b"receipt")

    done = restrict(app, ask(app, RequestKind.RESTRICTION, CANARY))

    assert done.found["response"]["restricted"] == 1
    assert "restricted" not in done.found["survey"]
    with reading(app) as session:
        assert session.scalars(select(Survey)).one().contact_email == CANARY
        noted = session.scalars(select(AuditEntry).where(AuditEntry.action == "privacy.restricted")).one()
        assert noted.details == {"stores": {"response": 1}}


def test_the_address_is_kept_as_long_as_it_is_in_force_so_that_the_person_can_be_told(app: Flask):
    with transaction(app) as session:
        plant_response(session, make_survey(session), {"brand": CANARY}, b"receipt")
    number = ask(app, RequestKind.RESTRICTION, ADDRESS)
    restrict(app, number)
    with transaction(app) as session:
        old = requests.by_id(session, number)
        old.made_at = old.made_at.replace(year=old.made_at.year - 2)
        session.flush()
        assert REQUESTS.delete_due(session, utcnow()) == 0

    assert state(app, number).sealed is not None
    lift(app, number)
    assert state(app, number).sealed is None
