"""The release check: asked for by one person, signed by another, void after any change."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.instruments.document import to_document
from engage.surveys import fielding, queries, releasing
from engage.surveys.domain.release import (
    AlreadySigned,
    ChangedMeanwhile,
    CheckNeeded,
    CheckState,
    SamePerson,
    digest,
    state_of,
)
from engage.surveys.models import Survey
from engage.surveys.models_before_field import ReleaseCheck
from engage.surveys.releasing import Evidence
from tests.factories.people import make_person
from tests.factories.surveys import HEALTH, make_survey, text

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
EVIDENCE = Evidence(
    testers=7, tested_on=date(2026, 11, 20), ethics="REK 2026/17", impact="DPIA 4", languages=("en", "de")
)


class Two:
    """A survey that is not published, and two people."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.survey: Survey = make_survey(session, publish=False)
        self.kari = make_person(session, RoleName.ORGANISER)
        self.ola = make_person(session, RoleName.COORDINATOR)

    def ask(self) -> ReleaseCheck:
        return releasing.ask(self.session, self.survey, EVIDENCE, by_id=self.kari.id, by=self.kari.email, now=NOW)

    def sign(self, check: ReleaseCheck, by: int) -> None:
        releasing.sign(
            self.session, self.survey, check, by_id=by, by="x@example.org", name="Ola N.", role="DPO", now=NOW
        )

    def change_words(self) -> None:
        from dataclasses import replace

        version = queries.newest_version(self.session, self.survey.instrument_id)
        assert version is not None
        version.document = to_document(replace(HEALTH, title=text("Other words")))
        self.session.flush()


@pytest.fixture
def two(session: Session) -> Two:
    return Two(session)


def test_with_a_check_signed_by_a_second_person_no_reason_is_needed_and_it_is_kept(two: Two) -> None:
    check = two.ask()
    two.sign(check, two.ola.id)

    version = fielding.publish(two.session, two.survey, now=NOW, by=two.kari.email, without_check="not looked at")
    kept = queries.publications(two.session, two.survey.id)[version.id]

    assert kept.check is check
    assert kept.without_check == ""
    assert (check.signed_name, check.signed_role, check.signed_at) == ("Ola N.", "DPO", NOW)


def test_who_asked_does_not_sign(two: Two) -> None:
    check = two.ask()

    with pytest.raises(SamePerson):
        two.sign(check, two.kari.id)
    with pytest.raises(CheckNeeded):
        fielding.publish(two.session, two.survey, now=NOW)


def test_a_check_of_somebody_whose_account_is_gone_is_signed_by_nobody(two: Two) -> None:
    check = two.ask()
    check.asked_by_id = None

    with pytest.raises(SamePerson):
        two.sign(check, two.ola.id)


def test_a_check_is_signed_once(two: Two) -> None:
    check = two.ask()
    two.sign(check, two.ola.id)

    with pytest.raises(AlreadySigned):
        two.sign(check, two.ola.id)


def test_a_change_of_words_makes_a_signed_check_void(two: Two) -> None:
    two.sign(two.ask(), two.ola.id)
    two.change_words()

    with pytest.raises(CheckNeeded):
        fielding.publish(two.session, two.survey, now=NOW)


def test_what_changed_since_it_was_asked_for_cannot_be_signed(two: Two) -> None:
    check = two.ask()
    two.change_words()

    with pytest.raises(ChangedMeanwhile):
        two.sign(check, two.ola.id)


@pytest.mark.parametrize(
    ("signed", "now", "expected"),
    [
        pytest.param(False, "a", CheckState.ASKED, id="waits"),
        pytest.param(True, "a", CheckState.SIGNED, id="signed"),
        pytest.param(True, "b", CheckState.VOID, id="signed, then changed"),
        pytest.param(False, "b", CheckState.VOID, id="changed before anybody signed"),
    ],
)
def test_a_check_holds_for_exactly_what_was_checked(signed: bool, now: str, expected: CheckState) -> None:
    assert state_of(signed=signed, checked="a", now=now) is expected


def test_a_document_has_one_digest_in_whatever_order_its_keys_come() -> None:
    assert digest({"a": 1, "b": [{"c": "ø", "d": 2}]}) == digest({"b": [{"d": 2, "c": "ø"}], "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
