"""Regular jobs run when they are due, once, whoever looks."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.jobs.commands import run_once
from engage.jobs.models import ScheduledRun
from engage.jobs.schedule import RegularJob, claim, run_if_due
from engage.surveys import answering
from engage.surveys.domain.secret import new_secret
from engage.surveys.models import Draft, FieldworkCount
from tests.factories.surveys import fielded, make_survey
from tests.support.databases import reading, transaction

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def job(name: str = "count", ran: list[datetime] | None = None) -> RegularJob:
    def run(_session: Session, now: datetime) -> int:
        if ran is None:
            raise RuntimeError("broken")
        ran.append(now)
        return 1

    return RegularJob(name, HOUR, run)


def test_a_job_is_due_first_at_once_and_then_when_its_time_has_passed(session: Session):
    ran: list[datetime] = []
    for minutes in (0, 59, 60, 61, 120):
        run_if_due(session, job(ran=ran), NOW + timedelta(minutes=minutes))

    assert ran == [NOW, NOW + HOUR, NOW + 2 * HOUR]
    assert session.scalars(select(ScheduledRun.last_at)).all() == [NOW + 2 * HOUR]


def test_of_two_workers_one_gets_the_job(session: Session):
    assert [claim(session, job(ran=[]), NOW) for _ in range(2)] == [True, False]


def test_a_job_that_fails_does_not_keep_the_others_from_running(session: Session):
    ran: list[datetime] = []

    assert [run_if_due(session, each, NOW) for each in (job("broken"), job(ran=ran))] == [False, True]
    assert ran == [NOW]


def test_the_worker_deletes_drafts_that_nobody_came_back_to(app: Flask):
    long_ago = datetime.now(UTC) - timedelta(days=31)
    with transaction(app) as session:
        make_survey(session)
        for moment in (long_ago, datetime.now(UTC)):
            answering.start(
                session,
                fielded(session),
                new_secret(),
                first_section="about-you",
                language="en",
                channel="open",
                device="phone",
                pulse=False,
                consent=None,
                now=moment,
            )

    assert run_once(app) == len(app.extensions["engage-jobs"])
    assert run_once(app) == 0

    with reading(app) as session:
        assert len(session.scalars(select(Draft)).all()) == 1
        assert session.scalars(select(FieldworkCount.outcome)).all() == ["left"]
