"""The file of a large survey is made by the worker, and had by who asked, while they may, for a day."""

import csv
import io
import json
import os
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from engage.accounts.models import PersonRole
from engage.accounts.roles import RoleName
from engage.core.clock import utcnow
from engage.hubs import queries as hubs
from engage.hubs.models import Hub
from engage.jobs import files, worker
from engage.jobs.models import Job, JobState
from engage.privacy.models import AuditEntry
from engage.results import exporting
from engage.results.exports.making import Choice, Format
from tests.factories.surveys import SLUG, make_survey
from tests.results.views.test_manage import FILE, OTHERS, PAGE, SMOKER, fill
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction

pytestmark = ON_SQLITE
SignIn = Callable[..., Browser]


@pytest.fixture(autouse=True)
def _filled(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MANY", 2)
    with transaction(app) as session:
        fill(session, SMOKER, *OTHERS)


FILES = f"{PAGE}/files"


def asked(browser: Browser, **more: str) -> Page:
    page = browser.get(FILES)
    form = next(form for form in page.forms if form.element["action"] == FILES)
    return browser.post(FILES, form.values() | {name: [value] for name, value in more.items()})


def made(app: Flask, browser: Browser, **more: str) -> str:
    """The address of the file."""
    asked(browser, **more)
    worker.run_once(app)
    with reading(app) as session:
        id_ = session.scalars(select(Job.id)).one()
    page = browser.get(f"/console/work/{id_}")
    assert "Download the file" in page
    return next(link for link in page.links if "/results/exports/" in link)


def had(browser: Browser, address: str) -> TestResponse:
    """The file, read and closed."""
    response = browser.raw("GET", address)
    response.get_data()
    response.close()
    return response


def folder(app: Flask) -> Path:
    found: Path = app.config["ENGAGE_SETTINGS"].data_dir / files.FOLDER
    return found


def test_a_large_survey_offers_to_have_the_file_made_in_place_of_a_download(sign_in: SignIn):
    organiser = sign_in(RoleName.ORGANISER)
    page = organiser.get(FILES)
    direct = organiser.get(FILE)

    assert "You find it under “Your work” for a day" in page
    assert "many responses" in direct
    assert direct.path == FILES
    assert FILES in organiser.get(PAGE).links


def test_a_small_one_is_downloaded_at_once(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(exporting, "MANY", 3)
    organiser = sign_in(RoleName.ORGANISER)

    assert "the file is made while you go on" not in organiser.get(FILES)
    assert organiser.raw("GET", FILE).mimetype == "text/csv"


def test_the_file_is_the_same_as_the_one_that_is_downloaded_at_once(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
):
    organiser = sign_in(RoleName.ORGANISER)
    waits = asked(organiser)
    response = had(organiser, made(app, organiser))
    monkeypatch.setattr(exporting, "MANY", 3)
    direct = organiser.raw("GET", FILE)

    assert "waits for its turn" in waits
    assert sorted(without_names(response.text)) == sorted(without_names(direct.text))
    assert response.headers["Content-Disposition"].endswith(f"{SLUG}-{utcnow():%Y-%m-%d}.csv")
    assert response.headers["Cache-Control"] == "no-store"
    with reading(app) as session:
        job = session.scalars(select(Job)).one()
        assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
        assert "results.exported" in session.scalars(select(AuditEntry.action).where(AuditEntry.thing == "survey"))


def without_names(text: str) -> list[tuple[str, ...]]:
    return [tuple(row[1:]) for row in csv.reader(io.StringIO(text))]


def test_for_a_spreadsheet_it_says_how_it_is_encoded(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(exporting, "MANY", 3)
    organiser = sign_in(RoleName.ORGANISER)

    assert organiser.raw("GET", f"{FILE}?for=spreadsheet").data.startswith(b"\xef\xbb\xbf")


def test_it_is_made_once_however_often_it_is_asked_for(app: Flask, sign_in: SignIn):
    organiser = sign_in(RoleName.ORGANISER)
    for _ in range(2):
        asked(organiser)

    with reading(app) as session:
        assert len(session.scalars(select(Job)).all()) == 1


def test_who_sees_no_texts_gets_none(app: Flask, sign_in: SignIn):
    analyst = sign_in(RoleName.ANALYST)
    text = had(analyst, made(app, analyst)).text

    assert "age" in text
    assert "Habit" not in text


def test_nobody_else_gets_it_and_nobody_who_may_no_longer(app: Flask, sign_in: SignIn):
    organiser, colleague, office = (sign_in(role) for role in (RoleName.ORGANISER, RoleName.ORGANISER, "network-admin"))
    address = made(app, organiser)
    elsewhere = address.replace(f"/{SLUG}/", "/another/")
    with transaction(app) as session:
        make_survey(session, slug="another")

    assert had(organiser, address).status_code == 200
    assert organiser.raw("GET", elsewhere).status_code == 404
    for other in (colleague, office):
        assert other.raw("GET", address).status_code == 404

    with transaction(app) as session:
        session.execute(update(PersonRole).where(PersonRole.hub_id.is_not(None)).values(hub_id=_other_hub(session)))
    assert organiser.raw("GET", address).status_code == 404


def _other_hub(session: object) -> int:
    from sqlalchemy.orm import Session

    assert isinstance(session, Session)
    other = Hub(slug="other", name="Another hub")
    session.add(other)
    session.flush()
    assert other.id != hubs.default(session).id
    return other.id


def test_who_may_see_less_than_is_in_it_does_not_get_it():
    choice = Choice(Format.CSV, "en")
    everything = exporting.Wish(survey_id=1, slug=SLUG, choice=choice, texts="all", seen=None)
    norwegian = exporting.Wish(survey_id=1, slug=SLUG, choice=choice, texts="none", seen=frozenset({"NO"}))

    assert everything.is_for(texts="all", seen=None)
    assert not everything.is_for(texts="redacted", seen=None)
    assert not everything.is_for(texts="all", seen=frozenset({"NO"}))
    assert norwegian.is_for(texts="none", seen=frozenset({"NO", "SE"}))
    assert norwegian.is_for(texts="redacted", seen=None)
    assert not norwegian.is_for(texts="all", seen=frozenset({"SE"}))
    assert exporting.Wish.of(json.loads(json.dumps(norwegian.as_params()))) == norwegian


def test_only_the_product_can_read_it_and_it_is_gone_after_a_day(app: Flask, sign_in: SignIn):
    organiser = sign_in(RoleName.ORGANISER)
    address = made(app, organiser)
    (path,) = (each for each in folder(app).iterdir() if each.is_file())
    mode = stat.S_IMODE(path.stat().st_mode)
    half = folder(app) / "7.part"
    half.write_text("left by a worker that was killed")
    long_ago = (utcnow() - timedelta(hours=25)).timestamp()
    for each in (path, half):
        os.utime(each, (long_ago, long_ago))
    answer = organiser.get(address)
    listed = organiser.get("/console/work")
    with transaction(app) as session:
        assert files.delete(files.due(folder(app).parent, utcnow())) == 2
        session.rollback()

    assert mode == 0o600
    assert "deleted after a day" in answer
    assert address not in listed.links
    assert list(folder(app).iterdir()) == []


def test_a_survey_that_was_deleted_meanwhile_ends_the_job(app: Flask, sign_in: SignIn):
    asked(sign_in(RoleName.ORGANISER))
    with transaction(app) as session:
        job = session.scalars(select(Job)).one()
        job.params = job.params | {"survey_id": 999}
    worker.run_once(app)

    with reading(app) as session:
        job = session.scalars(select(Job)).one()
        assert (job.state, job.problem) == (JobState.FAILED, "no_such_survey")
    assert list(folder(app).iterdir()) == []
