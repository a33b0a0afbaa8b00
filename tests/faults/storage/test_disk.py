"""The disk is full: nobody is told that anything was saved, pages are read on, and with space again it goes on."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from assurance.faults.disk import filled, small_disk
from engage.db.session import db
from engage.surveys.models import Draft
from tests.conftest import AppMaker
from tests.factories.surveys import FIRST, make_survey
from tests.support.browser import Browser
from tests.support.databases import ON_SQLITE, reading, transaction

START = {"_action": "start", "_consent": "yes"}
MEGABYTES = 8


@pytest.fixture
def disk() -> Iterator[Path]:
    try:
        with small_disk(MEGABYTES) as mounted:
            yield mounted
    except PermissionError as refused:
        reason = f"a file system cannot be mounted here: {refused}"
        if os.geteuid() == 0 and os.environ.get("ENGAGE_TEST_STRICT") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture
def small_app(disk: Path, make_app: AppMaker, sqlite_template: Path) -> Iterator[Flask]:
    shutil.copy(sqlite_template, disk / "engage.db")
    app = make_app(database_url="", data_dir=disk)
    with transaction(app) as session:
        make_survey(session)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def drafts(app: Flask) -> int:
    with reading(app) as session:
        return session.scalar(select(func.count()).select_from(Draft)) or 0


@ON_SQLITE
def test_a_full_disk_refuses_what_is_sent_reads_pages_and_needs_no_restart(small_app: Flask, disk: Path):
    told = [Browser(small_app).raw("POST", FIRST, data=START).status_code]
    with filled(disk) as ballast:
        while told[-1] == 303:  # what the log of the database has room for is written
            told.append(Browser(small_app).raw("POST", FIRST, data=START).status_code)
            ballast.grow()
        refused = Browser(small_app).post(FIRST, START)
        read = Browser(small_app).get(FIRST)
    stored = drafts(small_app)
    again = Browser(small_app).raw("POST", FIRST, data=START)

    assert told[-1] == 503
    assert (refused.status, refused.headers["Retry-After"], refused.h1) == (503, "5", "We could not save this just now")
    assert read.status == 200
    assert stored == told.count(303)
    assert again.status_code == 303
    assert drafts(small_app) == stored + 1
