"""Statements straight to the driver: what SQLAlchemy would store, read and raise, on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import Table, bindparam, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from engage.db.straight import Call, Straight, insert_straight, together
from engage.mail.models import MailState, OutboxMail

MAIL = cast(Table, OutboxMail.__table__)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ROW = {
    "id": 4711,
    "message_id": "<a@b>",
    "kind": "a.kind",
    "to_address": "ada@example.org",
    "language": "nb",
    "params": {"event_id": 7, "name": "Åse"},
    "hub_id": None,
    "activity_id": 3,
    "state": MailState.WAITING,
    "made_at": NOW,
    "due_at": NOW + timedelta(hours=1),
    "leased_until": None,
    "attempts": 0,
    "ended_at": None,
    "answer": "",
}
PUT = Straight(insert(MAIL))
STATE = Straight(select(MAIL.c.state, MAIL.c.due_at, MAIL.c.params).where(MAIL.c.id == bindparam("at")))
TRIED = Straight(
    update(MAIL)
    .where(MAIL.c.id == bindparam("at"), MAIL.c.state == MailState.WAITING)
    .values(attempts=MAIL.c.attempts + bindparam("more"))
    .returning(MAIL.c.attempts)
)


def test_what_is_stored_is_read_by_the_object_relational_way_as_if_it_had_stored_it(session: Session) -> None:
    PUT.rows(session.connection(), **ROW)

    mail = session.get_one(OutboxMail, 4711)

    assert (mail.to, mail.values, mail.state, mail.due_at) == (
        "ada@example.org",
        {"event_id": 7, "name": "Åse"},
        MailState.WAITING,
        NOW + timedelta(hours=1),
    )


def test_what_is_read_has_the_values_of_its_columns_types(session: Session) -> None:
    PUT.rows(session.connection(), **ROW)

    assert STATE.rows(session.connection(), at=4711) == [(MailState.WAITING, ROW["due_at"], ROW["params"])]


def test_raw_rows_are_what_the_driver_gives_and_can_be_read_later(session: Session) -> None:
    raw = Straight(select(MAIL.c.state, MAIL.c.due_at).where(MAIL.c.id == bindparam("at")), raw=True)
    PUT.rows(session.connection(), **ROW)

    rows = raw.rows(session.connection(), at=4711)

    assert type(rows[0][0]) is str
    assert raw.read(session.connection().dialect.name, rows) == [{"state": MailState.WAITING, "due_at": ROW["due_at"]}]


def test_statements_sent_together_see_what_the_ones_before_them_did(session: Session) -> None:
    answers = together(
        session.connection(),
        Call(PUT, ROW),
        TRIED.call(at=4711, more=2),
        TRIED.call(at=4711, more=3),
        TRIED.call(at=1, more=1),
    )

    assert answers == [[], [(2,)], [(5,)], []]


def test_what_stands_in_a_statement_itself_is_sent_along(session: Session) -> None:
    together(session.connection(), Call(PUT, ROW | {"state": MailState.SENT}))

    assert TRIED.rows(session.connection(), at=4711, more=1) == []


def test_sql_as_it_is_says_which_columns_it_answers_with(session: Session) -> None:
    PUT.rows(session.connection(), **ROW)
    statement = Straight(text("SELECT due_at FROM outbox_mail WHERE id = :at").columns(MAIL.c.due_at))

    assert statement.rows(session.connection(), at=4711) == [(ROW["due_at"],)]


def _twice(session: Session) -> None:
    together(session.connection(), Call(PUT, ROW), Call(PUT, ROW), TRIED.call(at=4711, more=1))


def _alone(session: Session) -> None:
    PUT.rows(session.connection(), **ROW)
    PUT.rows(session.connection(), **ROW)


@pytest.mark.parametrize(
    "store", [pytest.param(_alone, id="one after the other"), pytest.param(_twice, id="sent together")]
)
def test_errors_are_raised_as_sqlalchemy_raises_them_and_say_nobodys_values(
    session: Session, store: Callable[[Session], None]
) -> None:
    with pytest.raises(IntegrityError) as raised:
        store(session)

    assert raised.value.params is None
    session.rollback()
    assert session.get(OutboxMail, 4711) is None


def test_a_value_that_is_missing_is_a_fault_of_whoever_wrote_the_statement(session: Session) -> None:
    short: dict[str, Any] = {name: value for name, value in ROW.items() if name != "answer"}

    with pytest.raises((KeyError, DBAPIError)):
        PUT.rows(session.connection(), **short)


def test_values_that_are_always_the_same_stand_in_the_statement_and_are_stored_alike(session: Session) -> None:
    always = {"state": MailState.WAITING, "attempts": 0, "answer": "", "leased_until": None, "ended_at": None}
    put = insert_straight(MAIL, always)

    put.rows(session.connection(), **{name: value for name, value in ROW.items() if name not in always})

    assert [dict(row) for row in session.execute(select(MAIL)).mappings()] == [ROW]


def test_what_would_have_to_be_quoted_is_not_written_into_a_statement() -> None:
    with pytest.raises(ValueError, match="not written"):
        insert_straight(MAIL, {"answer": "it's"})


def test_one_kind_of_database_may_be_asked_another_way(session: Session) -> None:
    kind = session.connection().dialect.name
    asked = Straight(select(text("'any'")), instead={kind: text("SELECT 'this'").columns(MAIL.c.answer)})

    assert asked.rows(session.connection()) == [("this",)]
