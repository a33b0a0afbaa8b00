"""A proposal is kept once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from time import sleep

from flask import Flask
from sqlalchemy import func, select

from engage.core.ids import random_id
from engage.hubs import queries as hubs
from engage.outcomes.domain.kinds import TopicKind
from engage.outcomes.models_topics import Topic
from engage.outcomes.topics import proposing
from tests.support.databases import reading, transaction


def test_a_form_sent_twice_at_the_same_moment_is_one_proposal(app: Flask) -> None:
    with reading(app) as session:
        hub_id = hubs.default(session).id
    number = random_id()

    def send(seconds: float) -> bool:
        with transaction(app) as session:
            new = proposing.propose(
                session,
                number,
                hub_id=hub_id,
                kind=TopicKind.TOPIC,
                words="Buses",
                language="en",
                today=date(2026, 3, 2),
            )
            sleep(seconds)
        return new

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(send, (0.2, 0.2))) == [False, True]
    with reading(app) as session:
        assert session.scalar(select(func.count()).select_from(Topic)) == 1
