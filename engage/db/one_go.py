"""Statements in one message to PostgreSQL, and their answers in one back.

psycopg's own pipeline hands each statement to the socket by itself and makes a cursor for it: 0.05 ms of ours and 0.02
of the server's each, while others wait for the lock that the first one took (docs/decisions/0031-one-go.md). Here
libpq has all of them before anything is sent. Values go in and out by psycopg's adapters, and its errors are raised.
"""

from collections.abc import Sequence
from typing import Any

from psycopg import Connection, abc, errors, generators
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

from engage.db.sent import Answer, Statement

_BEGIN, _COMMIT = b"BEGIN", b"COMMIT"


def send(
    driver: Connection[Any],
    kept: set[bytes] | None,
    wanted: Sequence[tuple[Statement, Sequence[Any]]],
    *,
    commit: bool = False,
) -> list[Answer]:
    """What each statement answers, in their order. The transaction is begun where there is none.

    :param wanted: statements with parameters as `$1`, `$2`…, and their values
    :param kept: names of what the server keeps prepared for this connection, to which what is prepared now is added;
        None: it keeps nothing
    :param commit: it is on disk when this returns
    :raises psycopg.Error: of the first statement that failed; none after it was done, and nothing is committed
    """
    adapting = Transformer(driver)
    dumped = [
        (statement, adapting.dump_sequence(values, [PyFormat.TEXT] * len(values)) if values else ())
        for statement, values in wanted
    ]
    if driver.isolation_level is not None:
        driver.execute("SELECT 1")  # begins as the connection was told to
    pg = driver.pgconn
    pg.enter_pipeline_mode()
    try:
        expected = _queue(driver, kept, dumped, commit=commit)
        pg.pipeline_sync()
        *results, _said_that_this_is_all = driver.wait(_exchange(pg, len(expected) + 1))
        pg.exit_pipeline_mode()
    except BaseException:
        driver.close()  # what is under way on it would be the answer to the next question
        raise
    return _answers(driver, kept, adapting, zip(expected, results, strict=True))


def _exchange(pg: PGconn, number: int) -> abc.PQGen[list[PGresult]]:
    yield from generators.send(pg)
    results = []
    for _ in range(number):
        results += yield from generators.fetch_many(pg)
    return results


_Expected = Statement | bytes
"""Whose answer comes next: a statement's; the name of one that is prepared; or of one that begins or commits."""


def _queue(
    driver: Connection[Any],
    kept: set[bytes] | None,
    dumped: Sequence[tuple[Statement, Sequence[Any]]],
    *,
    commit: bool,
) -> list[_Expected]:
    pg = driver.pgconn
    expected: list[_Expected] = []
    if not driver.autocommit and pg.transaction_status == TransactionStatus.IDLE:
        pg.send_query_params(_BEGIN, None)
        expected.append(_BEGIN)
    for statement, values in dumped:
        if kept is None:
            pg.send_query_params(statement.encoded, values)
        else:
            if statement.name not in kept and statement.name not in expected:
                pg.send_prepare(statement.name, statement.encoded)
                expected.append(statement.name)
            pg.send_query_prepared(statement.name, values)
        expected.append(statement)
    if commit:
        pg.send_query_params(_COMMIT, None)
        expected.append(_COMMIT)
    return expected


def _answers(
    driver: Connection[Any],
    kept: set[bytes] | None,
    adapting: abc.Transformer,
    results: "zip[tuple[_Expected, PGresult]]",
) -> list[Answer]:
    answers = []
    for asked, result in results:
        if result.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
            raise errors.error_from_result(result, encoding=driver.info.encoding)
        if isinstance(asked, Statement):
            rows: list[tuple[Any, ...]] = []
            if result.status == ExecStatus.TUPLES_OK:
                adapting.set_pgresult(result)
                rows = adapting.load_rows(0, result.ntuples, tuple)
            answers.append(Answer(rows, result.command_tuples or 0))
        elif kept is not None and asked not in (_BEGIN, _COMMIT):
            kept.add(asked)
    return answers
