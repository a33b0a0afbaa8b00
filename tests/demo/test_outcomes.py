"""What became of what people said, in the demonstration."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.demo import hub_file, outcomes
from engage.hubs import importing
from engage.network.models import NetworkReport, NetworkTarget
from engage.network.reporting import reports
from engage.outcomes.domain.kinds import RecommendationState, RestKind, TopicState
from engage.outcomes.domain.ledger import clock
from engage.outcomes.models import Outcome, PolicyBrief, Recommendation
from engage.outcomes.models_topics import Topic
from engage.outcomes.writing import keeping
from tests.support.databases import ON_SQLITE, transaction

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def loaded(app: Flask) -> Flask:
    with app.app_context(), transaction(app) as session:
        importing.bring_in(session, hub_file(), now=NOW)
        assert outcomes.load(session, now=NOW) == 12
    return app


@ON_SQLITE
def test_twelve_outcomes_stand_in_every_state_one_overdue_and_one_declined_with_its_reason(loaded: Flask):
    with transaction(loaded) as session:
        asked = session.scalars(select(Recommendation)).all()
        late = [each for each in asked if clock(each, NOW.date(), 120).overdue]
        declined = [each for each in asked if each.state is RecommendationState.DECLINED]

        assert {each.state for each in asked} == set(RecommendationState)
        assert len(late) == 1
        assert [bool(each.reason) for each in declined] == [True]


@ON_SQLITE
def test_every_outcome_is_public_and_whole_in_each_language_it_offers(loaded: Flask):
    with transaction(loaded) as session:
        for outcome in session.scalars(select(Outcome)):
            written = keeping.read(outcome)
            assert outcome.published_at is not None
            for name, _, texts in written.texts():
                assert not texts or set(texts) == set(written.languages), (outcome.slug, name)


def test_two_rest_on_published_results():
    rests = {each["slug"]: {rest["kind"] for rest in each.get("rests", ())} for each in outcomes.given()["outcomes"]}

    assert sum(RestKind.TABLE in kinds for kinds in rests.values()) == 2
    assert sum(RestKind.REPORT in kinds for kinds in rests.values()) == 1


@ON_SQLITE
def test_topics_wait_are_shown_taken_up_and_answered(loaded: Flask):
    with transaction(loaded) as session:
        states = Counter(session.scalars(select(Topic.state)))

    assert states == {TopicState.SHOWN: 2, TopicState.TAKEN_UP: 1, TopicState.ANSWERED: 1, TopicState.WAITING: 1}


@ON_SQLITE
def test_a_brief_is_public_and_the_last_half_year_has_a_report_and_targets(loaded: Flask):
    with transaction(loaded) as session:
        report = session.scalars(select(NetworkReport)).one()

        assert _brief(session).published_at is not None
        assert (report.since.isoformat(), report.until.isoformat()) == ("2026-05-01", "2026-10-31")
        assert reports.board_of(report).figures
        assert len(session.scalars(select(NetworkTarget)).all()) == 2


def _brief(session: Session) -> PolicyBrief:
    return session.scalars(select(PolicyBrief)).one()
