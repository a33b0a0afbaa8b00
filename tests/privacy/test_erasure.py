"""A canary in every store: found, handed over, erased, and found nowhere any more."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from engage.accounts.models import AccountLink, ConsoleSession, LinkPurpose, Person
from engage.accounts.roles import RoleName
from engage.hubs import queries as hubs
from engage.instruments.translating.models import TakenOver, TextComment
from engage.jobs import worker
from engage.mail import outbox
from engage.privacy import audit, requests
from engage.privacy import service as consent
from engage.privacy.models import Consent, PrivacyRequest, RequestKind, RequestState
from engage.privacy.proof import occurrences
from engage.surveys.domain.secret import keys, new_secret, to_code
from engage.surveys.file_models import ResponseFile
from engage.surveys.models import Response
from engage.surveys.models_before_field import TrialFinding, TrialLink
from engage.surveys.models_paper import Mode, PaperSheet
from tests.conftest import KEY
from tests.factories.people import make_person
from tests.factories.surveys import make_survey
from tests.support.databases import reading, transaction

NOW = datetime.now(UTC)
CANARY = "Canary.Yellow@Example.org"
ADDRESS = CANARY.casefold()
STORES = {
    "console_session",
    "account_link",
    "hub",
    "mail files",
    "outbox_mail",
    "paper_sheet",
    "person",
    "questionnaire work",
    "response",
    "survey",
    "trial",
}


def plant(app: Flask, data_dir: Path) -> None:
    """The canary's address in every store that can hold one."""
    with transaction(app) as session:
        make_person(session, RoleName.NETWORK_ADMIN)
        person = make_person(session, RoleName.ORGANISER, email=CANARY)
        survey = make_survey(session, contact_name="Canary", contact_email=CANARY)
        hub = hubs.default(session)
        hub.contact_email, hub.data_protection_officer = CANARY, f"Canary, {CANARY}"
        plant_response(session, survey, {"brand": f"Write to {CANARY}"}, b"receipt of an address")
        session.add(
            PaperSheet(
                survey_id=survey.id, version_id=survey.version_id, number="7", mode=Mode.PAPER, language="en",
                day=NOW.date(), first={"brand": CANARY},
            )
        )  # fmt: skip
        session.add(TrialLink(survey_id=survey.id, language="en", token="t" * 26, made_at=NOW, made_by=CANARY))
        session.add(
            TrialFinding(
                survey_id=survey.id, version=1, language="en", item="age", words=f"Ask {CANARY}", tester=CANARY, at=NOW
            )
        )
        session.add(
            TextComment(
                instrument_id=survey.instrument_id, language="de", path="title", words=CANARY, by_id=None, at=NOW
            )
        )
        session.add(
            TakenOver(instrument_id=survey.instrument_id, languages=["de"], texts=1, reason="x", by_name=CANARY, at=NOW)
        )
        later = NOW + timedelta(days=1)
        session.add(ConsoleSession(id="s" * 64, person_id=person.id, made_at=NOW, seen_at=NOW, ends_at=later))
        session.add(
            AccountLink(
                person_id=person.id, purpose=LinkPurpose.NEW_ADDRESS, address=CANARY, made_at=NOW, ends_at=later
            )
        )
        outbox.put(session, "kind", CANARY, language="en", values={"name": CANARY}, now=NOW)
    (data_dir / "mail").mkdir(parents=True, exist_ok=True)
    (data_dir / "mail" / "1.eml").write_text(f"To: {CANARY}\nSubject: x\n\nHello {CANARY}\n")


def plant_response(session, survey, answers, receipt: bytes) -> Response:
    response = Response(
        survey_id=survey.id, version_id=survey.version_id, language="en", channel="open", day=NOW.date(),
        answers=answers, receipt_hash=receipt.ljust(32, b"."),
    )  # fmt: skip
    session.add(response)
    session.flush()
    session.add(
        ResponseFile(id="f" * 32, response_id=response.id, item="x", name="a", type="x/y", size=9, content=b"x")
    )
    digest = consent.keep_text(session, "I agree", "en")
    consent.record(session, purpose="p", subject="response", subject_id=response.id, digest=digest, day=NOW.date())
    return response


def ask(app: Flask, kind: RequestKind, asked: str, hub: str | None = None) -> int:
    with transaction(app) as session:
        hub_id = hubs.by_slug(session, hub).id if hub else None
        request = requests.open_request(session, kind, asked, secret_key=KEY, hub_id=hub_id, language="en", now=NOW)
        number = request.id
    worker.run_once(app)
    return number


def erase(app: Flask, number: int) -> PrivacyRequest:
    with transaction(app) as session:
        requests.ask_to_erase(session, requests.by_id(session, number), by=None, now=NOW)
    worker.run_once(app)
    return state(app, number)


def state(app: Flask, number: int) -> PrivacyRequest:
    with reading(app) as session:
        request = requests.by_id(session, number)
        session.expunge(request)
        return request


@pytest.fixture
def data_dir(app: Flask) -> Path:
    folder: Path = app.config["ENGAGE_SETTINGS"].data_dir
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def database_files(app: Flask) -> list[Path]:
    path = Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    return [path, path.with_name(f"{path.name}-wal")]


def test_an_address_is_found_in_every_store_erased_and_then_nowhere(app: Flask, data_dir: Path):
    plant(app, data_dir)

    number = ask(app, RequestKind.ERASURE, CANARY)
    found = state(app, number)
    assert found.state is RequestState.FOUND
    assert set(found.found) == STORES
    done = erase(app, number)

    assert done.state is RequestState.ENDED
    assert {store for store, row in done.found.items() if row.get("erased")} == STORES
    assert done.proof["found"] == 0, done.proof
    assert done.sealed is None
    if done.proof["method"] == "bytes":
        assert sum(occurrences(path, [ADDRESS.encode()]) for path in database_files(app)) == 0
    assert not list((data_dir / "mail").glob("*.eml"))
    with reading(app) as session:
        assert session.scalars(select(Person).where(Person.email == ADDRESS)).all() == []
        assert session.scalars(select(Response)).all() == []
        assert session.scalars(select(Consent)).all() == []


def test_a_receipt_code_finds_its_response_and_after_erasing_neither_it_nor_the_answers_are_there(
    app: Flask, data_dir: Path
):
    held = keys(new_secret())
    code = to_code(held.receipt)
    with transaction(app) as session:
        survey = make_survey(session)
        response = plant_response(session, survey, {"brand": "kanarienvogel-4711"}, b"")
        response.receipt_hash = held.receipt_hash
        plant_response_of_somebody_else = Response(
            survey_id=survey.id, version_id=survey.version_id, language="en", channel="open", day=NOW.date(), answers={}
        )
        session.add(plant_response_of_somebody_else)

    number = ask(app, RequestKind.ERASURE, code.lower())
    assert state(app, number).found == {"response": {"found": 1, "stays": False}}
    done = erase(app, number)

    assert done.proof["found"] == 0
    if done.proof["method"] == "bytes":
        assert sum(occurrences(path, [b"kanarienvogel-4711", held.receipt_hash]) for path in database_files(app)) == 0
    with reading(app) as session:
        assert len(session.scalars(select(Response)).all()) == 1


def test_a_hub_finds_only_what_it_is_responsible_for(app: Flask, data_dir: Path):
    plant(app, data_dir)
    with transaction(app) as session:
        from engage.hubs.models import Hub

        session.add(Hub(slug="other", name="Other"))

    own = state(app, ask(app, RequestKind.ACCESS, CANARY, hub="default"))
    other = state(app, ask(app, RequestKind.ACCESS, CANARY, hub="other"))

    assert {"response", "person", "hub"} <= set(own.found)
    assert "mail files" not in own.found
    assert other.found == {}


def test_what_has_to_stay_is_said_with_the_reason_and_never_names_citizens(app: Flask):
    with transaction(app) as session:
        from engage.core.actor import Actor

        audit.record(session, Actor(1, ADDRESS), "hub.changed", "hub", 1, now=NOW)

    done = erase(app, ask(app, RequestKind.ERASURE, ADDRESS))

    assert done.found == {"audit_entry": {"found": 1, "stays": True}}
    assert done.proof["found"] > 0


def test_the_last_person_of_the_network_office_is_not_erased_and_the_rest_is(app: Flask):
    with transaction(app) as session:
        make_person(session, RoleName.NETWORK_ADMIN, email=ADDRESS)
        outbox.put(session, "kind", ADDRESS, language="en", now=NOW)

    done = erase(app, ask(app, RequestKind.ERASURE, ADDRESS))

    assert done.found["person"]["refused"] == "last_of_the_office"
    assert done.found["outbox_mail"]["erased"] == 1


def test_a_proof_is_found_again_by_who_has_the_address_and_does_not_hold_it(app: Flask, data_dir: Path):
    number = ask(app, RequestKind.ERASURE, CANARY)
    erase(app, number)

    with reading(app) as session:
        assert [each.id for each in requests.of_person(session, f" {ADDRESS} ", KEY)] == [number]
        assert requests.of_person(session, "somebody@example.org", KEY) == []


def test_access_hands_over_what_is_kept_store_by_store(app: Flask, data_dir: Path):
    from engage.privacy.registry import Sought, kept

    plant(app, data_dir)
    with reading(app) as session:
        copy = requests.copy(session, kept(app), Sought(address=ADDRESS))

    assert set(copy) == STORES
    assert copy["response"][0]["answers"] == {"brand": f"Write to {CANARY}"}
