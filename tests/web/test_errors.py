"""What people are told when something does not work: the database is away or busy, or the fault is ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from engage.accounts import session_cookie
from engage.db import engine as database
from engage.db.away import is_away
from engage.db.session import db
from engage.surveys.models import Response
from engage.web.security import LARGEST_FORM, LARGEST_UPLOAD
from tests.factories.surveys import FIRST, instrument, item, make_survey, section
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

TYPED = 'Ünïcode "quoted" <b> & more\nand a second line'


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another process writes, and does not come to an end."""
    other = database.sqlite_module().connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 100)


@pytest.fixture
def busy_app(impatient: None, make_app: Any) -> Flask:
    app: Flask = make_app()
    with transaction(app) as session:
        make_survey(session, instrument(section("one", item("word"))))
    return app


def file_of(app: Flask) -> Path:
    with app.app_context():
        return Path(str(db.engine.url.database))


@ON_SQLITE
@pytest.mark.parametrize("language", ["en", "de"])
def test_while_another_process_holds_the_database_a_page_keeps_what_was_typed_and_sends_it_again(
    busy_app: Flask, language: str
) -> None:
    browser = Browser(busy_app)
    page = browser.submit(FIRST.replace("/en/", f"/{language}/"))

    with locked(file_of(busy_app)):
        refused = browser.press(page, word=TYPED, action="next")

    assert (refused.status, refused.headers["Retry-After"], refused.lang) == (503, "5", language)
    assert refused.value("word") == TYPED
    assert browser.press(refused).path.endswith("/review")
    browser.submit(f"/{language}/surveys/health/review", action="submit")
    with reading(busy_app) as session:
        answers = session.scalars(select(Response.answers)).one()
    assert str(answers["word"]).splitlines() == TYPED.splitlines()


@ON_SQLITE
def test_a_form_that_another_site_sent_is_not_offered_once_more(busy_app: Flask) -> None:
    with locked(file_of(busy_app)):
        page = Browser(busy_app).post(FIRST, {"_action": "start"}, Sec_Fetch_Site="cross-site")
        ours = Browser(busy_app).post(FIRST, {"_action": "start"})

    assert not page.forms
    assert ours.fields == {"_action": ["start"]}


@ON_SQLITE
def test_a_form_with_a_password_is_not_kept_in_a_page(busy_app: Flask) -> None:
    with locked(file_of(busy_app)):
        page = Browser(busy_app).post(FIRST, {"_action": "start", "new_password": "x"})

    assert page.status == 503
    assert not page.forms


@ON_SQLITE
@pytest.mark.parametrize("size", [LARGEST_FORM, LARGEST_UPLOAD])
def test_a_form_that_is_too_large_is_not_kept_in_a_page_either(
    app: Flask, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    def fails(*_: object) -> None:
        raise OperationalError(*STATEMENT, psycopg.OperationalError("gone"))

    monkeypatch.setattr(session_cookie, "_load", fails)
    browser = Browser(app)
    browser.client.set_cookie(app.config["SESSION_COOKIE_NAME"], "x" * 40)
    page = browser.post("/console/surveys", {"name": "x" * size})

    assert page.status == 503
    assert not page.forms


def cut(app: Flask, error: Exception, path: str, monkeypatch: pytest.MonkeyPatch) -> Page:
    """What a request gets that meets `error` on its way to the database."""
    from engage.surveys import queries

    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(queries, "fielded", fails)
    return Browser(app).get(path)


STATEMENT: tuple[str, dict[str, str]] = ("SELECT", {})


@ON_SQLITE
@pytest.mark.parametrize(
    ("error", "status"),
    [
        pytest.param(OperationalError(*STATEMENT, psycopg.OperationalError("gone")), 503, id="the server is gone"),
        pytest.param(OperationalError(*STATEMENT, psycopg.errors.DeadlockDetected("x")), 503, id="a deadlock"),
        pytest.param(
            InternalError(*STATEMENT, psycopg.errors.ReadOnlySqlTransaction("x")), 503, id="a standby that only reads"
        ),
        pytest.param(
            DBAPIError(*STATEMENT, psycopg.InterfaceError("closed"), connection_invalidated=True),
            503,
            id="a connection that ended",
        ),
        pytest.param(psycopg.errors.AdminShutdown("below SQLAlchemy"), 503, id="the driver itself"),
        pytest.param(NoConnectionFree("QueuePool limit"), 503, id="no connection is free"),
        pytest.param(IntegrityError(*STATEMENT, psycopg.errors.UniqueViolation("x")), 500, id="a rule of the database"),
        pytest.param(InternalError(*STATEMENT, psycopg.errors.InFailedSqlTransaction("x")), 500, id="our own mistake"),
        pytest.param(ValueError("x"), 500, id="a fault"),
    ],
)
def test_a_database_that_is_away_is_no_fault_and_a_fault_is_not_taken_for_one(
    app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    page = cut(app, error, "/de/surveys/health?channel=letter", monkeypatch)

    assert page.status == status
    assert page.lang == "de"
    assert ("Retry-After" in page.headers) == (status == 503)
    assert ("/de/surveys/health?channel=letter" in page.links) == (status == 503)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("SELECT * FROM no_such_table", id="a table that is not there"),
        pytest.param("CREATE TABLE new (a)", id="a page that was said to read only"),
    ],
)
def test_what_sqlite_says_of_our_own_mistakes_is_a_fault(tmp_path: Path, statement: str) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/new.db", **database.engine_options("sqlite://"))
    database.configure(engine)

    with database.writing(False), engine.connect() as connection, pytest.raises(OperationalError) as told:
        connection.execute(text(statement))
    with database.writing(False):
        assert not is_away(told.value)
    engine.dispose()


@pytest.mark.parametrize("name", ["BUSY", "FULL", "IOERR", "CANTOPEN", "READONLY"])
def test_a_disk_that_is_full_or_gone_is_away_and_no_fault(name: str) -> None:
    driver = database.sqlite_module()
    error = driver.OperationalError(name)
    error.sqlite_errorcode = getattr(driver, f"SQLITE_{name}")

    with database.writing():
        assert is_away(OperationalError(*STATEMENT, error))
