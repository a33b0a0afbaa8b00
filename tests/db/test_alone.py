"""Statements that stand alone: each a transaction of its own, unless there is one already; on both databases."""

import threading
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from engage.db import alone
from engage.db.engine import writing
from engage.db.session import db
from engage.db.straight import Straight, together
from engage.web.additions.models import InterfaceLanguage
from tests.support.databases import ON_SQLITE, transaction

LANGUAGE = cast(Table, InterfaceLanguage.__table__)
PUT = Straight(insert(LANGUAGE))
RAISE = Straight(
    update(LANGUAGE)
    .where(LANGUAGE.c.language == bindparam("of"), LANGUAGE.c.revision == bindparam("as_read"))
    .values(revision=bindparam("new"))
)
REVISIONS = Straight(select(LANGUAGE.c.language, LANGUAGE.c.revision).order_by(LANGUAGE.c.language))
IRISH = {"language": "ga", "revision": 1, "offered_at": None}


def seen_by_others() -> list[tuple[str, int]]:
    with Session(db.engine) as session:
        return [tuple(row) for row in session.execute(select(LANGUAGE.c.language, LANGUAGE.c.revision))]


def test_a_write_is_seen_by_everybody_when_it_returns_and_leaves_no_transaction_behind(session: Session) -> None:
    assert alone.changed(session, PUT, **IRISH) == 1

    assert seen_by_others() == [("ga", 1)]
    assert not session.in_transaction()


def test_a_write_says_how_many_rows_were_still_as_they_were_read(session: Session) -> None:
    alone.changed(session, PUT, **IRISH)

    assert alone.changed(session, RAISE, of="ga", as_read=1, new=2) == 1
    assert alone.changed(session, RAISE, of="ga", as_read=1, new=3) == 0
    assert alone.rows(session, REVISIONS) == [("ga", 2)]


def test_inside_a_transaction_it_belongs_to_that_one(session: Session) -> None:
    session.connection()
    alone.changed(session, PUT, **IRISH)

    assert alone.rows(session, REVISIONS) == [("ga", 1)]
    session.rollback()
    assert alone.rows(session, REVISIONS) == []


def test_what_is_refused_is_told_as_sqlalchemy_tells_it_and_changes_nothing(session: Session) -> None:
    alone.changed(session, PUT, **IRISH)

    with pytest.raises(IntegrityError) as raised:
        alone.changed(session, PUT, **IRISH)

    assert raised.value.params is None
    assert alone.rows(session, REVISIONS) == [("ga", 1)]


def test_many_who_write_alone_all_come_to_write(app: Flask) -> None:
    with transaction(app) as session:
        PUT.rows(session.connection(), **IRISH)

    def raised() -> None:
        with app.app_context(), writing():
            for _ in range(10):
                while not alone.changed(db.session(), RAISE, of="ga", as_read=(now := _now()), new=now + 1):
                    pass

    def _now() -> int:
        revision: int = alone.rows(db.session(), REVISIONS)[0][1]
        return revision

    threads = [threading.Thread(target=raised) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with app.app_context():
        assert seen_by_others() == [("ga", 41)]


@ON_SQLITE
def test_who_said_that_nothing_is_written_cannot_write(app: Flask) -> None:
    with app.app_context(), writing(False), pytest.raises(OperationalError, match="readonly"):
        alone.changed(db.session(), PUT, **IRISH)


@pytest.mark.usefixtures("session")
def test_several_in_one_transaction_are_there_together_once_the_block_has_ended() -> None:
    with alone.transaction(db.engine) as connection:
        together(connection, PUT.call(**IRISH), RAISE.call(of="ga", as_read=1, new=2))
        with writing(False):
            assert seen_by_others() == []

    assert seen_by_others() == [("ga", 2)]


@pytest.mark.usefixtures("session")
def test_nothing_of_a_transaction_is_there_when_its_block_raises_and_the_next_can_write() -> None:
    def breaks_off() -> None:
        with alone.transaction(db.engine) as connection:
            together(connection, PUT.call(**IRISH))
            raise KeyError

    with pytest.raises(KeyError):
        breaks_off()
    assert seen_by_others() == []

    with alone.transaction(db.engine) as connection:
        together(connection, PUT.call(**IRISH))
    with pytest.raises(IntegrityError), alone.transaction(db.engine) as connection:
        together(connection, RAISE.call(of="ga", as_read=1, new=2), PUT.call(**IRISH))
    assert seen_by_others() == [("ga", 1)]
