"""A thousand people answer on one day: after the daily job the files of the database do not tell who said what."""

import random
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from engage.db.session import db
from engage.surveys import answering
from engage.surveys.domain.channels import Channel
from engage.surveys.domain.secret import keys, new_secret
from engage.surveys.inviting import lists, sending, shuffling
from engage.surveys.models import Response
from engage.surveys.models_reach import Participant
from tests.factories.invited import NOW, contact
from tests.factories.surveys import fielded, make_survey
from tests.support import linking
from tests.support.databases import transaction

MANY = 1_000
CHANCE = 0.55


def _answer(session: Session) -> list[tuple[int, str, bytes]]:
    """Everybody in an order of their own, each in a transaction; (participant, address, receipt hash) as they came."""
    survey = make_survey(session)
    lists.add(session, survey.id, [contact(f"p{n:04d}@example.org") for n in range(MANY)], Channel.INVITATION)
    sending.invite(session, survey, now=NOW - timedelta(days=3))
    here = fielded(session)
    people = list(session.execute(select(Participant.id, Participant.email)).all())
    random.Random(7).shuffle(people)
    secrets = [new_secret() for _ in people]
    for (number, _email), secret in zip(people, secrets, strict=True):
        answering.start(
            session,
            here,
            secret,
            first_section="about-you",
            language="en",
            channel=Channel.INVITATION,
            device="desktop",
            pulse=False,
            consent=None,
            now=NOW,
            invitation=number,
        )
    session.commit()
    for secret in secrets:
        draft = answering.find(session, here, secret, lock=True)
        answers = {"age": random.Random(secret).randrange(120)}
        answering.store(session, here, draft, answers, language="en", now=NOW)
        session.commit()
    return [
        (number, email or "", keys(secret).receipt_hash)
        for (number, email), secret in zip(people, secrets, strict=True)
    ]


def _attack(session: Session, truth: list[tuple[int, str, bytes]]) -> tuple[float, str]:
    receipts = {row.receipt_hash: row.id for row in session.execute(select(Response.id, Response.receipt_hash))}
    session.rollback()
    ids, responses = [number for number, _, _ in truth], [receipts[receipt] for _, _, receipt in truth]
    persons = linking.hidden(db.engine, "participant", ids)
    said = linking.hidden(db.engine, "response", responses)
    for table in ("participant", "outbox_mail"):
        persons |= linking.in_files(linking.files_of(db.engine, table), [email.encode() for _, email, _ in truth])
    said |= linking.in_files(linking.files_of(db.engine, "response"), [receipt for _, _, receipt in truth])
    return linking.best(persons, said)


@pytest.fixture
def quick(app: Flask) -> None:
    """A test need not wait until each commit lies on a disk."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "checkout", lambda driver, *_: driver.execute("PRAGMA synchronous=OFF"))
            db.engine.dispose()


@pytest.mark.usefixtures("quick")
def test_who_said_what_cannot_be_told_from_the_files_after_the_daily_job(app: Flask):
    with transaction(app) as session:
        truth = _answer(session)
        before, by_what = _attack(session, truth)
        if db.engine.dialect.name == "postgresql":
            assert before > CHANCE, "without the job the hidden number of the transaction tells it"
            assert "transaction" in by_what or "place" in by_what or "first in" in by_what or "last in" in by_what

        shuffling.run(session, NOW + timedelta(hours=6))
        after, by_what = _attack(session, truth)

        assert after <= CHANCE, f"{by_what}: {after:.3f}"
        marked = session.execute(select(Participant.answered, Participant.answered_on)).all()
        assert set(marked) == {(True, None)}, "the day is forgotten"


def test_an_attack_on_rows_that_lie_in_one_order_succeeds():
    """So that the one above can fail."""
    order = [float(number) for number in range(200)]

    assert linking.best({"place": order}, {"place": order})[0] > 0.95
    assert linking.best({"place": order}, {"place": order[::-1]})[0] > 0.95
    assert linking.best({"place": order}, {"place": random.Random(3).sample(order, 200)})[0] < 0.6
