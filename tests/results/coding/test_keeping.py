"""What is kept of work with written answers, also when two people do it at once."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.results.coding import answers, keeping
from engage.results.coding.answers import Answer
from engage.results.domain.coding import State
from engage.results.models import TextCode, TextCoding, TextWork
from engage.surveys.models import Response, Survey
from tests.factories.people import make_person
from tests.factories.surveys import make_survey


@pytest.fixture
def survey(session: Session) -> Survey:
    """One person gave a reason."""
    made = make_survey(session)
    session.add(
        Response(
            survey_id=made.id, version_id=made.version_id, language="en", channel="open",
            day=datetime.now(UTC).date(), answers={"smoker": "yes", "reason": " A habit "},
        )
    )  # fmt: skip
    session.flush()
    return made


def one(session: Session, survey: Survey) -> Answer:
    (found,) = answers.answers(session, survey, "reason")
    return found


def coders(session: Session) -> tuple[int, int]:
    return make_person(session, RoleName.ANALYST).id, make_person(session, RoleName.ANALYST).id


def test_of_two_who_redact_at_once_the_first_text_stays(session: Session, survey: Survey) -> None:
    both_see = one(session, survey)

    assert keeping.redact(session, survey.id, "reason", both_see, "First", by=None)
    assert not keeping.redact(session, survey.id, "reason", both_see, "Second", by=None)

    assert one(session, survey).redacted == "First"


def test_codes_that_are_sent_twice_are_kept_once(session: Session, survey: Survey) -> None:
    coder, _ = coders(session)
    answer = one(session, survey)

    assert keeping.code_answer(session, survey.id, "reason", answer, ["b", "a", "a"], by=coder)
    assert not keeping.code_answer(session, survey.id, "reason", answer, ["c"], by=coder)

    assert list(session.scalars(select(TextCoding.codes))) == [["a", "b"]]


def test_what_was_settled_last_holds_and_the_two_codings_stay(session: Session, survey: Survey) -> None:
    for coder, code in zip(coders(session), "ab", strict=True):
        keeping.code_answer(session, survey.id, "reason", one(session, survey), [code], by=coder)

    keeping.settle(session, survey.id, "reason", one(session, survey), ["a"])
    keeping.settle(session, survey.id, "reason", one(session, survey), [])

    coded = one(session, survey).coded
    assert (coded.state, coded.hold) == (State.SETTLED, frozenset())
    assert [set(each.codes) for each in coded.counted] == [{"a"}, {"b"}]


def test_a_merged_code_is_given_once_to_each_answer(session: Session, survey: Survey) -> None:
    first = keeping.add_code(session, survey.id, "reason", "a", {"en": "A"}, "")
    second = keeping.add_code(session, survey.id, "reason", "b", {"en": "B"}, "")
    keeping.code_answer(session, survey.id, "reason", one(session, survey), ["a", "b"], by=coders(session)[0])

    with pytest.raises(keeping.CodeInUse):
        keeping.remove_code(session, first)
    assert keeping.merge_code(session, first, second) == 1
    session.flush()

    assert list(session.scalars(select(TextCoding.codes))) == [["b"]]
    assert list(session.scalars(select(TextCode.code))) == ["b"]


def test_a_name_in_files_is_of_one_code(session: Session, survey: Survey) -> None:
    keeping.add_code(session, survey.id, "reason", "a", {"en": "A"}, "")

    with pytest.raises(keeping.CodeTaken):
        keeping.add_code(session, survey.id, "reason", "a", {"en": "Another"}, "")
    assert len(session.scalars(select(TextCode)).all()) == 1


def test_an_answer_that_is_given_back_loses_its_translation_and_its_quote(session: Session, survey: Survey) -> None:
    keeping.redact(session, survey.id, "reason", one(session, survey), "A habit", by=None)
    keeping.translate(one(session, survey), "Gewohnheit", "de")
    keeping.release(one(session, survey), {"en": "A habit"}, by=None, on=datetime.now(UTC).date())

    keeping.give_back(one(session, survey))
    session.flush()

    work = session.scalars(select(TextWork)).one()
    kept = (work.redacted, work.translation, work.translation_language, work.quote, work.released_on)
    assert kept == (None, "", "", None, None)
    with pytest.raises(keeping.NotRedacted):
        keeping.release(one(session, survey), {"en": "A habit"}, by=None, on=datetime.now(UTC).date())
