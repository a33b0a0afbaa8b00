"""Storing a form once, on both databases, also when many come at once."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db import engine as database
from engage.db.session import db
from engage.events.asking import sending
from engage.events.domain.wanted import Person, Wanted
from engage.events.models import Event
from engage.events.models_people import Registration
from engage.events.queries_public import as_it_stands
from engage.mail.models import OutboxMail
from tests.factories.events import make_event
from tests.support.databases import transaction

FORMS = 6


WAYS = pytest.mark.parametrize("alone", [pytest.param(False, id="by a session"), pytest.param(True, id="alone first")])


def at_once(app: Flask, wanted: Callable[[int], Wanted], *, alone: bool = False) -> list[Any]:
    """Forms sent by as many people at the same moment: what each was told.

    :param alone: stored without a session where that can be
    """
    gate, told = Barrier(FORMS), []

    def send(number: int) -> None:
        with app.app_context(), database.writing():
            database.intend(database.Intent.READS_FIRST)
            session = db.session()
            event = session.scalars(select(Event)).one()
            stands, form, outcome = as_it_stands(session, event.slug), wanted(number), None
            assert stands is not None
            gate.wait()
            try:
                if alone:
                    outcome = sending.send_alone(db.engine, event, form, [], key="key", now=utcnow(), stands=stands)
                told.append(outcome or sending.send(session, event, form, key="key", now=utcnow()))
                session.commit()
            except Refusal as refusal:
                session.rollback()
                told.append(refusal)
            db.session.remove()

    threads = [Thread(target=send, args=(number,)) for number in range(FORMS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def a_form(**columns: Any) -> Wanted:
    return Wanted(site_id=1, party=(Person("Ada"),), language="en", **columns)


@pytest.fixture
def event(app: Flask) -> None:
    with transaction(app) as session:
        assert make_event(session, seats=2, waiting_seats=0).sites[0].id == 1


@WAYS
@pytest.mark.usefixtures("event")
def test_one_form_sent_many_times_at_once_is_one_registration(app: Flask, alone: bool) -> None:
    told = at_once(app, lambda _: a_form(email="ada@example.org", registration_id=4711), alone=alone)

    assert {outcome.registration_id for outcome in told} == {4711}
    with transaction(app) as session:
        assert session.scalars(select(Registration.id)).all() == [4711]
        assert len(session.scalars(select(OutboxMail)).all()) == 1


@WAYS
@pytest.mark.usefixtures("event")
def test_one_address_in_many_forms_at_once_is_one_registration(app: Flask, alone: bool) -> None:
    told = at_once(app, lambda number: a_form(email="ada@example.org", registration_id=100 + number), alone=alone)

    assert len({(outcome.status, outcome.confirm_by is None) for outcome in told}) == 1
    with transaction(app) as session:
        assert len(session.scalars(select(Registration)).all()) == 1
        kinds = session.scalars(select(OutboxMail.kind).order_by(OutboxMail.kind)).all()
    assert kinds == ["events.check-address", *["events.link-again"] * (FORMS - 1)]


@pytest.mark.usefixtures("event")
def test_who_has_no_address_is_never_a_double_of_another(app: Flask) -> None:
    told = at_once(app, lambda number: a_form(registration_id=100 + number))

    assert sum(isinstance(each, Refusal) for each in told) == FORMS - 2
    with transaction(app) as session:
        assert len(session.scalars(select(Registration)).all()) == 2


@WAYS
@pytest.mark.usefixtures("event")
def test_no_more_than_there_are_places(app: Flask, alone: bool) -> None:
    told = at_once(app, lambda number: a_form(email=f"{number}@example.org", registration_id=100 + number), alone=alone)

    assert sum(isinstance(each, Refusal) for each in told) == FORMS - 2
    with transaction(app) as session:
        assert len(session.scalars(select(Registration)).all()) == 2
        assert len(session.scalars(select(OutboxMail)).all()) == 2
