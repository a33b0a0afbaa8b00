"""Who asked hears what became of it: one message, in their language, and then they are on no list."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities.models import ActivityHub, ActivityTold
from engage.events.models_people import FollowUp
from engage.hubs.models import Hub
from engage.mail import kinds, post
from engage.mail.models import OutboxMail
from engage.outcomes.domain.kinds import RecommendationState
from engage.outcomes.mails import BECAME
from engage.outcomes.models import Outcome, Recommendation
from engage.outcomes.telling import tell
from engage.outcomes.telling.service import waiting
from engage.surveys.models_reach import SurveyFollowUp
from tests.factories.events import make_event
from tests.factories.registrations import make_registration
from tests.factories.surveys import make_survey
from tests.factories.telling import ADA, BERT, CLEO, EXPECTED, NOW, asked_at, came_to, outcome_about
from tests.support.databases import ON_SQLITE, transaction


def mails(session: Session) -> dict[str, OutboxMail]:
    return {each.to: each for each in session.scalars(select(OutboxMail).where(OutboxMail.kind == BECAME))}


def letter(app: Flask, session: Session, to: str) -> str:
    return post.of(app).letter(session, mails(session)[to]).text


def test_everybody_who_asked_hears_in_their_language_what_was_asked_for_and_answered(app: Flask, session: Session):
    survey, event = make_survey(session), make_event(session)
    asked_at(session, survey, ADA, "en")
    asked_at(session, survey, BERT, "de")
    came_to(session, event, CLEO, "he")

    assert tell(session, outcome_about(session, survey, event), now=NOW) == 3

    for to, language in ((ADA, "en"), (BERT, "de"), (CLEO, "he")):
        words = letter(app, session, to)
        assert EXPECTED[language].rstrip(".") in words
        assert f"http://localhost/{language}/outcomes/buses" in words
    assert "Buses in the evening" in letter(app, session, ADA)
    assert "The ministry says yes." in letter(app, session, ADA)
    assert "Many have no car." in letter(app, session, ADA)


def test_nothing_is_kept_of_who_was_told_and_nobody_is_told_twice(session: Session):
    survey, event = make_survey(session), make_event(session)
    asked_at(session, survey, ADA, "en")
    asked_at(session, survey, "unconfirmed@example.org", "en", confirmed=False)
    came_to(session, event, CLEO, "en")
    outcome = outcome_about(session, survey, event)

    assert waiting(session, outcome) == 2
    assert tell(session, outcome, now=NOW) == 2

    assert session.scalars(select(SurveyFollowUp.email)).all() == ["unconfirmed@example.org"]
    assert session.scalars(select(FollowUp.email)).all() == []
    assert tell(session, outcome, now=NOW) == 0
    assert tell(session, outcome_about(session, survey, event, slug="second"), now=NOW) == 0
    assert len(mails(session)) == 2


def test_who_asked_at_two_activities_of_an_outcome_gets_one_message(app: Flask, session: Session):
    survey, event = make_survey(session), make_event(session)
    asked_at(session, survey, ADA, "fr")
    came_to(session, event, "Ada@Example.org", "de")

    outcome = outcome_about(session, survey, event)

    assert waiting(session, outcome) == 1
    assert tell(session, outcome, now=NOW) == 1

    mail = next(iter(mails(session).values()))
    assert mail.language == "de", "of their two languages, the one in which it can be read"
    words = letter(app, session, mail.to)
    assert "Offener Tag" in words
    assert session.scalar(select(FollowUp.id)) is None
    assert session.scalar(select(SurveyFollowUp.id)) is None


def test_two_outcomes_that_are_published_at_once_write_to_nobody_twice(app: Flask):
    people = {f"p{number}@example.org" for number in range(20)}
    with transaction(app) as session:
        survey, event = make_survey(session), make_event(session)
        for email in people:
            asked_at(session, survey, email, "en")
            came_to(session, event, email, "en")
        ids = [outcome_about(session, survey, event, slug=f"o{number}").id for number in range(4)]
    first = Barrier(len(ids))

    def publish(outcome_id: int) -> int:
        first.wait(10)
        with transaction(app) as session:
            return tell(session, session.get_one(Outcome, outcome_id), now=NOW)

    with ThreadPoolExecutor(len(ids)) as teams:
        told = list(teams.map(publish, ids))

    with transaction(app) as session:
        sent = session.scalars(select(OutboxMail.to).where(OutboxMail.kind == BECAME)).all()
        assert sorted(sent) == sorted(people)
        assert sum(told) == len(people)


@ON_SQLITE
def test_a_language_in_which_it_is_not_there_is_said_and_the_link_is_there_all_the_same(app: Flask, session: Session):
    survey = make_survey(session)
    asked_at(session, survey, ADA, "fr")

    tell(session, outcome_about(session, survey), now=NOW)

    words = letter(app, session, ADA)
    assert "anglais" in words.lower()
    assert "Buses in the evening" in words
    assert "http://localhost/fr/outcomes/buses" in words


@ON_SQLITE
def test_a_translation_that_is_not_whole_is_not_offered(app: Flask, session: Session):
    survey = make_survey(session)
    asked_at(session, survey, BERT, "de")

    tell(session, outcome_about(session, survey, heard={"en": "Many have no car."}), now=NOW)

    assert "Getting to the clinic" in letter(app, session, BERT)


@ON_SQLITE
def test_an_outcome_that_is_not_published_tells_nobody(session: Session):
    survey = make_survey(session)
    asked_at(session, survey, ADA, "en")

    assert tell(session, outcome_about(session, survey, published_at=None), now=NOW) == 0

    assert session.scalars(select(SurveyFollowUp.email)).one() == ADA


def test_people_of_other_activities_hear_nothing(session: Session):
    survey, other = make_survey(session), make_survey(session, slug="other")
    event, elsewhere = make_event(session), make_event(session, slug="elsewhere")
    asked_at(session, other, ADA, "en")
    came_to(session, elsewhere, BERT, "en")

    assert tell(session, outcome_about(session, survey, event), now=NOW) == 0

    assert (session.scalars(select(SurveyFollowUp.email)).one(), session.scalars(select(FollowUp.email)).one()) == (
        ADA,
        BERT,
    )


def test_a_hub_tells_people_of_its_own_activities_and_not_those_of_a_hub_in_whose_it_took_part(session: Session):
    other = Hub(slug="other", name="Other")
    session.add(other)
    session.flush()
    survey, event = make_survey(session), make_event(session)
    event.activity.owners.append(ActivityHub(hub_id=other.id))
    asked_at(session, survey, ADA, "en")
    came_to(session, event, BERT, "en")
    outcome = outcome_about(session, survey, event, hub_id=other.id)

    assert waiting(session, outcome) == 1
    assert tell(session, outcome, now=NOW) == 1

    assert set(mails(session)) == {BERT}, "of the event that it owns together with the hub that leads it"
    assert session.scalars(select(SurveyFollowUp.email)).one() == ADA


def test_an_address_that_nobody_confirmed_at_registration_is_not_written_to(session: Session):
    event = make_event(session)
    make_registration(session, event, confirm_by=NOW)
    came_to(session, event, ADA, "en")
    session.flush()

    assert tell(session, outcome_about(session, event), now=NOW) == 0
    assert session.scalars(select(FollowUp.email)).one() == ADA


def test_it_is_noted_for_each_activity_how_many_were_told_and_when_and_never_who(session: Session):
    survey, event = make_survey(session), make_event(session)
    asked_at(session, survey, ADA, "en")
    asked_at(session, survey, BERT, "en")
    came_to(session, event, ADA, "en")

    tell(session, outcome_about(session, survey, event), now=NOW)

    rows = session.scalars(select(ActivityTold).order_by(ActivityTold.people)).all()
    assert [(row.activity_id, row.published_on, row.told_on, row.people) for row in rows] == [
        (event.activity_id, date(2026, 11, 17), date(2026, 11, 20), 1),
        (survey.activity_id, date(2026, 11, 17), date(2026, 11, 20), 2),
    ]


@ON_SQLITE
def test_the_mail_keeps_no_moment_is_listed_for_nobody_and_is_not_sent_once_it_was_taken_back(
    app: Flask, session: Session
):
    survey = make_survey(session)
    asked_at(session, survey, ADA, "en")
    outcome = outcome_about(session, survey)
    tell(session, outcome, now=NOW)
    mail = mails(session)[ADA]

    assert mail.made_at == datetime(2026, 11, 20, tzinfo=UTC)
    assert BECAME in kinds.unseen(app)
    assert post.of(app).is_wanted(session, mail, NOW)
    outcome.published_at = None
    assert not post.of(app).is_wanted(session, mail, NOW)


@ON_SQLITE
@pytest.mark.parametrize(
    ("state", "says"),
    [
        pytest.param(RecommendationState.OPEN, "The ministry has not answered yet.", id="open"),
        pytest.param(RecommendationState.IN_PART, "The ministry says yes to a part of it.", id="in part"),
        pytest.param(RecommendationState.DECLINED, "The ministry says no.", id="declined"),
        pytest.param(RecommendationState.DONE, "It is done.", id="done"),
    ],
)
def test_each_answer_is_said_in_plain_words(app: Flask, session: Session, state: RecommendationState, says: str):
    survey = make_survey(session)
    asked_at(session, survey, ADA, "en")
    one = Recommendation(position=0, text={"en": "Buses"}, addressed_to={"en": "The ministry"}, state=state)
    one.answered_on = None if state is RecommendationState.OPEN else date(2026, 10, 1)
    one.done_on = date(2026, 10, 2) if state is RecommendationState.DONE else None

    tell(session, outcome_about(session, survey, recommendations=[one]), now=NOW)

    assert says in letter(app, session, ADA)
