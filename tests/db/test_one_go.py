"""Several statements in one message to PostgreSQL: as if they had been sent one after the other."""

import threading
from collections.abc import Iterator
from typing import cast

import pytest
from sqlalchemy import Engine, Integer, bindparam, column, create_engine, func, literal, select, table, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from engage.core.settings import Settings
from engage.db import alone
from engage.db import engine as database
from engage.db.straight import Straight, together
from engage.privacy.models import Consent
from tests.support import postgres

pytestmark = pytest.mark.postgres

NUMBERS = table("numbers", column("n", Integer))
ADD = Straight(NUMBERS.insert().values(n=bindparam("n")))
ALL = Straight(select(NUMBERS.c.n).order_by(NUMBERS.c.n))
DIVIDED = Straight(select(literal(1) // bindparam("by", type_=Integer)))
LONG = Straight(select(func.repeat("x", bindparam("times", type_=Integer))))
KEPT = text("SELECT count(*) FROM pg_prepared_statements")


def _engine(address: str) -> Engine:
    engine = create_engine(address, **database.engine_options(address))
    database.configure(engine)
    return engine


@pytest.fixture(params=["", "&prepare_threshold=5"], ids=["not prepared", "kept prepared"])
def engine(request: pytest.FixtureRequest, postgres_cluster: postgres.Cluster) -> Iterator[Engine]:
    with postgres_cluster.database(postgres.TEMPLATE) as url:
        made = _engine(Settings(database_url=url).sqlalchemy_url + cast(str, request.param))
        with made.begin() as connection:
            connection.execute(text("CREATE TABLE numbers (n integer PRIMARY KEY)"))
        yield made
        made.dispose()


def _stored(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return [n for (n,) in ALL.rows(connection)]


def test_what_one_statement_wrote_the_next_one_reads(engine: Engine):
    with engine.begin() as connection:
        assert together(connection, ADD.call(n=2), ALL.call(), ADD.call(n=1), ALL.call()) == [
            [],
            [(2,)],
            [],
            [(1,), (2,)],
        ]

    assert _stored(engine) == [1, 2]


def test_a_transaction_that_is_undone_leaves_nothing(engine: Engine):
    with engine.connect() as connection, connection.begin() as transaction:
        together(connection, ADD.call(n=1), ADD.call(n=2))
        transaction.rollback()

    assert _stored(engine) == []


def test_what_is_committed_with_the_message_is_there_before_the_transaction_ends(engine: Engine):
    with alone.transaction(engine) as connection:
        together(connection, ADD.call(n=1))
        together(connection, ADD.call(n=2), commit=True)
        assert _stored(engine) == [1, 2]


def test_after_the_first_error_nothing_is_done_and_nothing_committed(engine: Engine):
    with pytest.raises(IntegrityError), alone.transaction(engine) as connection:
        together(connection, ADD.call(n=1), ADD.call(n=1), ADD.call(n=2), commit=True)

    assert _stored(engine) == []


def test_a_connection_goes_on_after_an_error(engine: Engine):
    with engine.connect() as connection:
        for _ in range(2):
            with pytest.raises(DBAPIError, match="division by zero"), connection.begin():
                together(connection, ADD.call(n=1), DIVIDED.call(by=0))
        with connection.begin():
            together(connection, ADD.call(n=1), DIVIDED.call(by=1))

    assert _stored(engine) == [1]


def test_a_value_that_cannot_be_sent_stops_everything_before_it_is_sent(engine: Engine):
    odd = Straight(select(bindparam("words", type_=Consent.purpose.type)))
    with engine.connect() as connection:
        with pytest.raises(DBAPIError, match="NUL"):
            together(connection, ADD.call(n=1), odd.call(words="a\0b"))
        assert ALL.rows(connection) == []


def test_answers_longer_than_what_the_network_holds_arrive_whole(engine: Engine):
    with engine.connect() as connection:
        answers = together(connection, *(LONG.call(times=1_000_000) for _ in range(12)))

    assert [len(rows[0][0]) for rows in answers] == [1_000_000] * 12


def test_questions_longer_than_what_the_network_holds_arrive_whole(engine: Engine):
    length = Straight(select(func.length(bindparam("words", type_=Consent.purpose.type))))
    with engine.connect() as connection:
        answers = together(connection, *(length.call(words="x" * 1_000_000) for _ in range(12)))

    assert answers == [[(1_000_000,)]] * 12


def test_statements_stay_prepared_where_the_address_says_so_whatever_is_undone(engine: Engine):
    """The driver would forget all that is prepared whenever a transaction is undone."""
    with engine.connect() as connection:
        for _ in range(3):
            with connection.begin() as transaction:
                together(connection, ADD.call(n=1), ALL.call())
                transaction.rollback()
        with connection.begin(), connection.begin_nested() as inside:
            together(connection, ADD.call(n=1), ALL.call())
            inside.rollback()
        kept = connection.scalar(KEPT)

    assert kept == (2 if "prepare_threshold" in engine.url.query else 0)


def test_a_transaction_begins_as_the_connection_was_told_to(engine: Engine):
    level = Straight(text("SELECT current_setting('transaction_isolation') AS level").columns(Consent.purpose))
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        assert together(connection, level.call(), ADD.call(n=1))[0] == [("repeatable read",)]
    with engine.connect() as connection:
        assert together(connection, level.call(), ADD.call(n=2))[0] == [("read committed",)]


def test_a_server_that_goes_away_in_the_middle_is_known_as_gone_and_connected_anew(engine: Engine):
    waiting = Straight(select(func.pg_sleep(bindparam("seconds", type_=Integer))))
    with engine.connect() as other, engine.connect() as connection:
        process = connection.scalar(text("SELECT pg_backend_pid()"))
        connection.rollback()
        ending = threading.Timer(0.3, lambda: other.scalar(text("SELECT pg_terminate_backend(:it)"), {"it": process}))
        ending.start()
        with pytest.raises(OperationalError) as gone:
            together(connection, ADD.call(n=1), waiting.call(seconds=30), commit=True)
        ending.join()

    assert gone.value.connection_invalidated
    assert _stored(engine) == []
