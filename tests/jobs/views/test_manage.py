"""Jobs in the console: what recurs, what was asked for, and what one asked for oneself."""

from collections.abc import Callable
from datetime import timedelta
from typing import NoReturn

import pytest
from flask import Flask
from sqlalchemy import select, update

from engage.accounts.models import Person
from engage.accounts.roles import RoleName
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.jobs import worker
from engage.jobs.models import Job, JobState, ScheduledRun
from engage.jobs.queue import ask_for
from engage.jobs.schedule import RegularJob
from engage.jobs.work import Kind, register, regularly
from engage.privacy.models import AuditEntry
from tests.support.browser import Browser, Page
from tests.support.databases import ON_SQLITE, reading, transaction
from tests.support.html import Form

pytestmark = ON_SQLITE


class Never(Refusal):
    code = "never"


def fails(*_: object) -> NoReturn:
    raise Never


@pytest.fixture(autouse=True)
def _kinds(app: Flask) -> None:
    register(
        app,
        Kind("test.export", lambda _: None, "Export of responses", says=lambda params: f"Survey {params['slug']}"),
        Kind("test.never", fails, "A job that fails"),
    )


@pytest.fixture
def office(sign_in: Callable[..., Browser]) -> Browser:
    return sign_in(RoleName.NETWORK_ADMIN)


def ask(app: Flask, kind: str = "test.export", by: int | None = None, **columns: object) -> int:
    with transaction(app) as session:
        job = ask_for(session, kind, {"slug": "health"}, by=by, now=utcnow())
        for name, value in columns.items():
            setattr(job, name, value)
        return job.id


def form_of(page: Page, ending: str) -> Form:
    return next(form for form in page.forms if form.element["action"].endswith(ending))


def send(browser: Browser, path: str, ending: str) -> Page:
    form = form_of(browser.get(path), ending)
    return browser.post(form.element["action"], form.values())


def newest_person(app: Flask) -> int:
    with reading(app) as session:
        return session.scalars(select(Person.id).order_by(Person.id.desc())).first() or 0


def test_without_a_job_the_page_says_what_will_be_there(office: Browser):
    assert "No jobs yet" in office.get("/console/jobs")
    assert "not asked for anything long yet" in office.get("/console/work")


def test_jobs_are_listed_with_state_tries_and_problem_and_narrowed_to_those_that_failed(app: Flask, office: Browser):
    ask(app)
    ask(app, "test.never")
    ask(app, "of an earlier release")
    worker.run_once(app)
    page = office.get("/console/jobs")
    failed = office.get("/console/jobs?state=failed")

    for words in ("Export of responses", "Survey health", "Done", "A job that fails", "Failed", "never", "Waits"):
        assert words in page
    assert "of an earlier release" in page
    assert "A job that fails" in failed
    assert "Export of responses" not in failed
    assert "Jobs that did not work: 1" in office.get("/console/")


def test_a_job_that_was_given_up_is_run_again_and_the_trail_knows_who_wanted_it(app: Flask, office: Browser):
    id_ = ask(app, "test.never")
    worker.run_once(app)
    again = send(office, f"/console/jobs/{id_}", "/again")
    with reading(app) as session:
        job = session.get_one(Job, id_)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "job.run")).one()
        assert (job.state, job.attempts, job.problem) == (JobState.WAITING, 0, "")
        assert (entry.thing, entry.thing_id) == ("job", str(id_))
    assert "It is tried again" in again
    assert "Run again" not in again


def test_what_is_done_is_not_run_again(app: Flask, office: Browser):
    id_ = ask(app, "test.never")
    worker.run_once(app)
    form = form_of(office.get(f"/console/jobs/{id_}"), "/again")
    with transaction(app) as session:
        session.execute(update(Job).values(state=JobState.DONE))
    answer = office.post(form.element["action"], form.values())

    assert "nothing to run again" in answer
    with reading(app) as session:
        assert session.get_one(Job, id_).state is JobState.DONE


def test_progress_is_said_in_words_and_by_a_bar_and_there_is_a_link_to_look_again(app: Flask, office: Browser):
    id_ = ask(app, state=JobState.RUNNING, done=3, total=8, leased_until=utcnow() + timedelta(minutes=1))
    page = office.get(f"/console/jobs/{id_}")

    assert "3 of 8" in page
    assert '<progress class="eng-progress__bar" aria-labelledby="progress" max="8" value="3">' in page.html
    assert "Look again" in page
    assert "data-live" in page.html
    assert 'http-equiv="refresh"' not in page.html


def test_people_see_the_jobs_they_asked_for_and_no_others(app: Flask, sign_in: Callable[..., Browser]):
    organiser = sign_in(RoleName.ORGANISER)
    me = newest_person(app)
    own, other, nobodys = ask(app, by=me), ask(app, by=me + 1), ask(app)
    page = organiser.get("/console/work")

    assert "Survey health" in page
    assert [link for link in page.links if link.startswith("/console/work/")] == [f"/console/work/{own}"]
    assert organiser.get(f"/console/work/{own}").status == 200
    assert "Export of responses" in organiser.get("/console/")
    for id_ in (other, nobodys):
        assert organiser.raw("GET", f"/console/work/{id_}").status_code == 404
    assert organiser.raw("GET", "/console/jobs").status_code == 404
    assert organiser.raw("GET", f"/console/jobs/{own}").status_code == 404


def test_jobs_that_recur_say_how_they_went_and_are_run_when_somebody_wants_it(app: Flask, office: Browser):
    ran: list[int] = []
    regularly(app, RegularJob("test.well", timedelta(hours=6), lambda *_: len(ran) or ran.append(1) or 7, "Goes well"))
    regularly(app, RegularJob("test.badly", timedelta(hours=6), fails, "Goes badly"))
    before = office.get("/console/jobs/regular")
    worker.run_once(app)
    page = office.get("/console/jobs/regular")
    worker.run_once(app)
    assert ran == [1]
    answer = send(office, "/console/jobs/regular", "/test.well/run")
    worker.run_once(app)
    after = office.get("/console/jobs/regular")

    assert "never so far" in before
    for words in ("Goes well", "7 things done", "Goes badly", "Failed", "never"):
        assert words in page
    assert "runs as soon as the worker looks" in answer
    assert "1 thing done" in after
    with reading(app) as session:
        assert session.get_one(ScheduledRun, "test.well").asked_at is None
        assert session.scalars(select(AuditEntry.thing_id).where(AuditEntry.action == "job.run")).all() == ["test.well"]
    assert office.raw("POST", "/console/jobs/regular/nothing/run").status_code == 404


def test_jobs_that_ended_long_ago_are_forgotten(app: Flask):
    now = utcnow()
    kept = [
        ask(app, state=JobState.DONE, ended_at=now - timedelta(days=29)),
        ask(app, state=JobState.FAILED, ended_at=now - timedelta(days=89)),
        ask(app, due_at=now + timedelta(days=1)),
    ]
    ask(app, state=JobState.DONE, ended_at=now - timedelta(days=31))
    ask(app, state=JobState.FAILED, ended_at=now - timedelta(days=91))
    worker.run_once(app)

    with reading(app) as session:
        assert set(session.scalars(select(Job.id))) == set(kept)
