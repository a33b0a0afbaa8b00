"""The use cases of a respondent, on both databases."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select, update
from sqlalchemy.orm import Session

from engage.privacy import service as privacy
from engage.privacy.models import Consent, ConsentText
from engage.surveys import answering, pages, queries
from engage.surveys.domain.draft import NoDraft, NotAccepting, NotComplete, NothingToWithdraw, Overtaken
from engage.surveys.domain.secret import keys, new_secret
from engage.surveys.domain.status import Availability, SurveyStatus
from engage.surveys.models import Draft, FieldworkCount, Response, Survey
from tests.factories.surveys import fielded, make_survey

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
AGREED = ("I agree.", "en")


class Respondent:
    """Somebody who answers through the use cases alone."""

    def __init__(self, session: Session, *, agreed: bool = False, pulse: bool = False, now: datetime = NOW) -> None:
        self.session, self.secret = session, new_secret()
        self.survey = fielded(session)
        self.questionnaire = pages.edition(session, self.survey).questionnaire
        answering.start(
            session,
            self.survey,
            self.secret,
            first_section="about-you",
            language="en",
            channel="open",
            device="phone",
            pulse=pulse,
            consent=AGREED if agreed else None,
            now=now,
        )

    def save(self, section: str = "about-you", *, consent: bool = True, now: datetime = NOW, **answers: Any) -> None:
        draft = answering.find(self.session, self.survey, self.secret, lock=True)
        answering.save(self.session, draft, answers, section=section, language="en", now=now, consent=consent)

    def submit(self, draft: answering.OpenDraft | None = None, *, now: datetime = NOW) -> None:
        draft = draft or self.draft
        answers = answering.complete(draft, self.questionnaire, language="en", now=now)
        answering.store(self.session, self.survey, draft, answers, language="en", now=now)

    @property
    def draft(self) -> answering.OpenDraft:
        return answering.find(self.session, self.survey, self.secret)

    @property
    def response(self) -> Any:
        return queries.response_by_receipt(self.session, self.survey.id, keys(self.secret).receipt_hash)


@pytest.fixture(autouse=True)
def _survey(session: Session) -> None:
    make_survey(session)


def counters(session: Session) -> dict[tuple[str, str], int]:
    rows = session.execute(select(FieldworkCount.section, FieldworkCount.outcome, FieldworkCount.count))
    return {(section, outcome): count for section, outcome, count in rows}


def responses(session: Session) -> list[Response]:
    return list(session.scalars(select(Response)))


def test_a_draft_begins_empty_and_keeps_only_what_counting_needs_in_clear(session: Session):
    ada = Respondent(session)

    row = session.scalars(select(Draft)).one()

    assert (row.language, row.channel, row.device, row.section, row.day) == ("en", "open", "phone", "about-you", TODAY)
    assert ada.draft.content.raw == {}


def test_a_draft_keeps_what_was_typed_also_what_is_wrong(session: Session):
    ada = Respondent(session)

    ada.save(age="a lot", smoker="yes")
    ada.save("views", topics=("care",))

    assert ada.draft.content.raw == {"age": "a lot", "smoker": "yes", "topics": ("care",)}
    assert ada.draft.section == "views"


def test_submitting_stores_typed_answers_counts_and_ends_the_draft(session: Session):
    ada = Respondent(session)
    ada.save(age="44", smoker="no", topics=("care", "data"), **{"trust/doctor": "high"})

    ada.submit(now=NOW + timedelta(minutes=3, seconds=17))

    stored = responses(session)[0]
    assert stored.answers == {"age": 44, "smoker": "no", "topics": ["care", "data"], "trust/doctor": "high"}
    assert (stored.day, stored.seconds, stored.language, stored.channel) == (TODAY, 200, "en", "open")
    assert session.scalars(select(Draft)).all() == []
    assert counters(session) == {("", "submitted"): 1}


def test_what_has_become_a_response_already_is_stored_no_second_time(session: Session):
    ada = Respondent(session)
    ada.save(age="44")
    draft = ada.draft
    ada.submit(draft)

    with pytest.raises(Overtaken):
        ada.submit(draft)
    with pytest.raises(NoDraft):
        ada.submit()

    assert len(responses(session)) == 1
    assert counters(session) == {("", "submitted"): 1}


def test_a_draft_that_another_tab_saved_meanwhile_is_neither_saved_over_nor_sent(session: Session):
    ada = Respondent(session)
    as_read = ada.draft
    ada.save(age="44")

    with pytest.raises(Overtaken):
        answering.save(session, as_read, {"age": "45"}, section="about-you", language="en", now=NOW)
    with pytest.raises(Overtaken):
        ada.submit(as_read)

    assert ada.draft.content.raw == {"age": "44"}
    assert responses(session) == []


def test_submitting_without_ever_starting_is_refused(session: Session):
    ada = Respondent(session)
    ada.secret = new_secret()

    with pytest.raises(NoDraft):
        ada.submit()


def test_what_became_irrelevant_is_kept_in_the_draft_and_left_out_of_the_response(session: Session):
    ada = Respondent(session)
    ada.save(smoker="yes", brand="North", reason="Habit")
    ada.save(smoker="no")

    assert ada.draft.content.raw["brand"] == "North"
    ada.submit()
    assert responses(session)[0].answers == {"smoker": "no"}


def test_a_required_answer_that_is_missing_names_its_section(session: Session):
    ada = Respondent(session)
    ada.save(smoker="yes", age="200")

    with pytest.raises(NotComplete) as refusal:
        ada.submit()

    assert refusal.value.sections == ("about-you", "smoking")
    assert responses(session) == []
    assert ada.draft.content.raw["age"] == "200"


def test_two_tabs_that_save_different_sections_lose_nothing(session: Session):
    """Both opened their page before either saved: what is merged into is what is stored now."""
    ada = Respondent(session)

    ada.save("about-you", age="44")
    ada.save("views", topics=("data",))

    assert ada.draft.content.raw == {"age": "44", "topics": ("data",)}


def test_without_consent_special_category_items_are_never_stored(session: Session):
    ada = Respondent(session)
    ada.save(illness="asthma", age="44")

    ada.submit()

    assert responses(session)[0].answers == {"age": 44}
    assert session.scalars(select(Consent)).all() == []


def test_a_consent_row_says_to_which_words_in_which_language_on_which_day(session: Session):
    ada = Respondent(session, agreed=True)
    ada.save(illness="asthma")

    ada.submit()

    consent, response = session.scalars(select(Consent)).one(), responses(session)[0]
    text = session.get_one(ConsentText, consent.text_digest)
    assert response.answers == {"illness": "asthma"}
    assert (consent.subject, consent.subject_id, consent.day) == ("response", response.id, TODAY)
    assert consent.purpose == privacy.SPECIAL_CATEGORY
    assert (text.text, text.language) == AGREED
    assert text.digest == privacy.digest_of(*AGREED)


def test_taking_consent_back_drops_the_answers_it_was_for(session: Session):
    ada = Respondent(session, agreed=True)
    ada.save(illness="asthma", age="44")

    ada.save(consent=False)
    ada.submit()

    assert responses(session)[0].answers == {"age": 44}
    assert session.scalars(select(Consent)).all() == []


def test_withdrawing_deletes_the_response_and_the_consent_given_for_it(session: Session):
    ada, bo = Respondent(session, agreed=True), Respondent(session, agreed=True)
    for who, illness in ((ada, "asthma"), (bo, "none")):
        who.save(illness=illness)
        who.submit()

    answering.withdraw(session, ada.survey, keys(ada.secret).receipt)

    assert [response.answers for response in responses(session)] == [{"illness": "none"}]
    assert len(session.scalars(select(Consent)).all()) == 1
    with pytest.raises(NothingToWithdraw):
        answering.withdraw(session, ada.survey, keys(ada.secret).receipt)


def test_a_receipt_of_another_survey_withdraws_nothing(session: Session):
    make_survey(session, slug="other")
    ada = Respondent(session)
    ada.submit()

    with pytest.raises(NothingToWithdraw):
        answering.withdraw(session, fielded(session, "other"), keys(ada.secret).receipt)

    assert len(responses(session)) == 1


def test_stopping_deletes_what_was_written_and_counts_where(session: Session):
    ada = Respondent(session)
    ada.save("views", age="44")

    answering.stop(session, ada.survey, ada.secret, now=NOW)
    answering.stop(session, ada.survey, ada.secret, now=NOW)

    assert session.scalars(select(Draft)).all() == []
    assert counters(session) == {("views", "deleted"): 1}


def test_drafts_that_nobody_came_back_to_fold_into_counters(session: Session):
    old = NOW - timedelta(days=31)
    for section in ("about-you", "views", "views"):
        Respondent(session, now=old).save(section, now=old, age="44")
    kept = Respondent(session)

    number = answering.expire_drafts(session, before=TODAY - timedelta(days=30))

    assert number == 3
    assert counters(session) == {("about-you", "left"): 1, ("views", "left"): 2}
    assert [row.id for row in session.scalars(select(Draft))] == [keys(kept.secret).draft_id]


def test_a_draft_of_exactly_the_last_day_is_kept(session: Session):
    Respondent(session, now=NOW - timedelta(days=30))

    assert answering.expire_drafts(session, before=TODAY - timedelta(days=30)) == 0


def test_counters_of_the_same_place_add_up(session: Session):
    survey = fielded(session)
    for number in (1, 4):
        answering.count(session, survey.id, day=TODAY, language="en", section="views", outcome="left", number=number)

    assert counters(session) == {("views", "left"): 5}


def test_another_secret_opens_no_draft(session: Session):
    ada = Respondent(session)

    with pytest.raises(NoDraft):
        answering.find(session, ada.survey, new_secret())


def test_a_draft_that_was_tampered_with_or_moved_to_another_version_does_not_open(session: Session):
    ada, bo = Respondent(session), Respondent(session)
    sealed = session.scalars(select(Draft.sealed).where(Draft.id == keys(bo.secret).draft_id)).one()

    session.execute(update(Draft).where(Draft.id == keys(ada.secret).draft_id).values(sealed=sealed))

    with pytest.raises(NoDraft):
        answering.find(session, ada.survey, ada.secret)


def test_a_draft_stays_on_the_version_it_began_on(session: Session):
    from engage.hubs import queries as hubs
    from engage.instruments.readers.reading import Reading
    from engage.surveys import fielding
    from tests.factories.surveys import HEALTH, without

    ada = Respondent(session)
    survey = queries.by_slug(session, "health")
    fielding.import_reading(
        session,
        Reading(without(HEALTH, "age")),
        hub=hubs.default(session),
        file="b.yaml",
        slug="health",
        gate=survey.text_gate,
        texts=None,
        now=NOW,
    )
    fielding.publish(session, survey, now=NOW, without_check="a test")

    ada.save(age="44")
    ada.submit()

    assert fielded(session).version_id != ada.survey.version_id
    assert responses(session)[0].version_id == ada.survey.version_id
    assert responses(session)[0].answers == {"age": 44}


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        pytest.param({"status": SurveyStatus.PAUSED}, Availability.PAUSED, id="paused"),
        pytest.param({"status": SurveyStatus.CLOSED}, Availability.CLOSED, id="closed"),
        pytest.param({"opens_at": NOW + timedelta(hours=1)}, Availability.NOT_YET, id="not yet open"),
        pytest.param({"closes_at": NOW}, Availability.CLOSED, id="over"),
        pytest.param({"most_responses": 1}, Availability.FULL, id="full"),
    ],
)
def test_starting_is_refused_when_no_answers_are_taken(session: Session, columns: dict[str, Any], found: Availability):
    Respondent(session).submit()
    session.execute(update(Survey).values(**columns))

    with pytest.raises(NotAccepting) as refusal:
        Respondent(session)

    assert refusal.value.args == (found,)


# -- what is not stored


SECRETS = ("Canary-brand", "Canary-illness", "Canary-wish")


def test_a_draft_holds_no_answer_no_consent_and_no_time_in_clear(session: Session):
    ada = Respondent(session, agreed=True)
    ada.save(brand=SECRETS[0], illness=SECRETS[1])
    session.flush()

    row = session.execute(select(Draft.__table__)).one()

    stored = b"".join(part if isinstance(part, bytes) else str(part).encode() for part in row)
    assert not [word for word in SECRETS if word.encode() in stored]
    assert set(row._mapping) == {
        *("id", "survey_id", "version_id", "language", "channel", "country"),
        *("device", "section", "day", "sealed"),
    }


def test_a_response_has_no_column_for_address_agent_referrer_or_time(session: Session):
    columns = {column["name"]: str(column["type"]) for column in inspect(session.connection()).get_columns("response")}

    assert set(columns) == {
        *("id", "survey_id", "version_id", "language", "channel", "country", "day"),
        *("seconds", "answers", "weight", "receipt_hash", "segment"),
    }
    assert columns["day"] == "DATE"
    assert not [kind for kind in columns.values() if "TIME" in kind]


@pytest.mark.parametrize("stage", ["draft", "response"])
def test_the_secret_and_the_receipt_are_stored_nowhere(session: Session, stage: str):
    ada = Respondent(session, agreed=True)
    ada.save(age="44")
    if stage == "response":
        ada.submit()
    session.flush()
    held = keys(ada.secret)

    for table in Survey.metadata.sorted_tables:
        for row in session.execute(select(table)):
            stored = b"\n".join(
                part if isinstance(part, bytes) else json.dumps(part, default=str).encode() for part in row
            )
            for secret in (ada.secret, held.receipt, held.draft_key, held.form):
                assert secret not in stored
                assert secret.hex().encode() not in stored


def test_the_duration_is_rounded_to_ten_seconds(session: Session):
    ada = Respondent(session)
    draft = ada.draft

    assert draft.content.seconds(NOW + timedelta(seconds=14)) == 10
    assert replace(draft.content, started_at=NOW - timedelta(days=3)).seconds(NOW) == 4 * 60 * 60
