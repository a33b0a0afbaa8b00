"""Words of citizens are forgotten in time, and found where somebody wrote an address into them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.ids import random_id
from engage.hubs import queries as hubs
from engage.outcomes.domain.kinds import TopicKind, TopicState
from engage.outcomes.domain.topics import NOT_SHOWN_DAYS, WhyNot, words_until
from engage.outcomes.models_topics import Topic
from engage.outcomes.personal_data import TOPICS
from engage.outcomes.topics import forgetting, keeping, proposing
from engage.privacy.registry import Sought

DAY = date(2026, 3, 2)


def put(session: Session, **more: Any) -> Topic:
    values: dict[str, Any] = {"kind": TopicKind.TOPIC, "language": "en", "words": "Buses", "proposed_on": DAY}
    topic = Topic(id=random_id(), hub_id=hubs.default(session).id, words_until=words_until(DAY), **(values | more))
    session.add(topic)
    session.flush()
    return topic


def run(session: Session, day: date) -> int:
    found = forgetting.delete_due(session, datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    session.expire_all()
    return found


def test_words_go_after_ninety_days_and_a_proposal_that_nobody_looked_at_says_so(session: Session):
    topic = put(session)

    assert run(session, DAY + timedelta(days=90)) == 0
    assert run(session, DAY + timedelta(days=91)) == 1

    assert (topic.words, topic.words_until, topic.state) == ("", None, TopicState.NOT_SHOWN)
    assert topic.reason is WhyNot.NOT_LOOKED_AT


def test_words_go_two_weeks_after_somebody_decided_and_what_is_shown_stays(session: Session):
    topic = put(session, title={"en": "Buses"})
    keeping.show(topic, today=DAY + timedelta(days=1))
    session.flush()

    assert run(session, DAY + timedelta(days=16)) == 1

    assert (topic.words, topic.state, topic.title) == ("", TopicState.SHOWN, {"en": "Buses"})


def test_what_is_not_shown_is_gone_after_a_year(session: Session):
    put(session, words="", state=TopicState.NOT_SHOWN, reason=WhyNot.UNCLEAR)

    run(session, DAY + timedelta(days=NOT_SHOWN_DAYS))
    assert session.scalars(select(Topic)).all()
    run(session, DAY + timedelta(days=NOT_SHOWN_DAYS + 1))
    assert not session.scalars(select(Topic)).all()


def test_an_address_that_somebody_wrote_is_found_and_taken_out(session: Session):
    topic = put(session, words="Write to Ada@Example.org", text={"en": "ada@example.org asks"})
    sought = Sought(address="ada@example.org")
    assert TOPICS.find
    assert TOPICS.erase

    assert TOPICS.find(session, sought) == 1
    assert TOPICS.erase(session, sought) == 1

    assert (topic.words, topic.text) == ("Write to …", {"en": "… asks"})
    assert TOPICS.find(session, sought) == 0


@pytest.mark.parametrize("state", [TopicState.WAITING, TopicState.NOT_SHOWN])
def test_support_counts_only_what_everybody_sees_and_never_below_nothing(session: Session, state: TopicState):
    hidden, shown = put(session, state=state), put(session, state=TopicState.SHOWN)

    assert not proposing.support(session, hidden.id, by=1)
    assert proposing.support(session, shown.id, by=1)
    assert proposing.support(session, shown.id, by=-1)
    assert not proposing.support(session, shown.id, by=-1)
