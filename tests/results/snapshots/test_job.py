"""The worker keeps the snapshot; nobody has to ask, and what is deleted leaves the files."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.ids import random_id
from engage.jobs.models import Job
from engage.jobs.work import kinds, regular
from engage.jobs.worker import run_once
from engage.privacy.registry import Sought, kept
from engage.results import queries
from engage.results.models import Decision
from engage.results.snapshots import job, place, reading, writing
from engage.surveys import answering, personal_data
from engage.surveys.models import Response, Survey
from engage.surveys.models_reach import GoneFromSegment
from tests.factories.surveys import make_survey
from tests.support.databases import ON_SQLITE, transaction
from tests.support.databases import reading as reads

DAY = date(2026, 11, 21)
SECRET = "Quxbridge Zanzwick lives at Vellichor Lane 77"


@pytest.fixture
def data_dir(app: Flask) -> Path:
    return app.config["ENGAGE_SETTINGS"].data_dir


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(writing, "LEAST", 5)
    monkeypatch.setattr(writing.prepare, "__kwdefaults__", {"least": 5, "batch": 100_000})


def put(session: Session, survey: Survey, number: int, **answers: object) -> list[int]:
    ids = [random_id() for _ in range(number)]
    about = {"survey_id": survey.id, "version_id": survey.version_id, "day": DAY, "channel": "web", "language": "en"}
    session.add_all(Response(id=each, answers={"age": 30, **answers}, **about) for each in ids)
    session.flush()
    return ids


def look(app: Flask) -> None:
    """One look of the worker, and what it asks for."""
    with transaction(app) as session:
        next(each for each in regular(app) if each.name == "results.snapshots").run(session, utcnow())
    run_kind(app)


def run_kind(app: Flask) -> None:
    assert job.KIND in kinds(app)
    run_once(app)


def survey_of(session: Session) -> Survey:
    return session.scalars(select(Survey)).one()


def files(data_dir: Path) -> list[Path]:
    return sorted((data_dir / place.FOLDER).glob("*/*"))


def test_many_responses_go_into_a_segment_and_few_stay_where_they_are(app: Flask, data_dir: Path):
    with transaction(app) as session:
        put(session, make_survey(session), 4)
    look(app)
    assert files(data_dir) == []

    with transaction(app) as session:
        put(session, survey_of(session), 2)
    look(app)

    with reads(app) as session:
        (segment,) = queries.segments(session, survey_of(session).id)
        assert (segment.rows, queries.loose(session, survey_of(session).id)[0]) == (6, 0)
        assert [path.name for path in files(data_dir)] == [segment.file]
        assert set(session.scalars(select(Response.segment))) == {1}
        assert session.scalars(select(Job.result).where(Job.kind == job.KIND)).one() == {}


@ON_SQLITE
def test_what_is_withdrawn_is_not_counted_from_that_moment_and_soon_in_no_file(app: Flask, data_dir: Path):
    with transaction(app) as session:
        survey = make_survey(session)
        put(session, survey, 6)
        (mine,) = put(session, survey, 1, brand=SECRET)
    look(app)
    assert holding(data_dir) == 1

    with transaction(app) as session:
        answering.remove(session, survey_of(session).id, session.get(Response, mine))
        assert reading.frame(session, survey_of(session)).height == 6
    with reads(app) as session:
        assert mine not in reading.frame(session, survey_of(session))["_response"]
    look(app)

    with transaction(app) as session:
        assert session.scalar(select(func.count()).select_from(GoneFromSegment)) == 0
        assert job.sweep(session, data_dir) == 0, "who is reading the old file may end"
        assert job.sweep(session, data_dir, grace=0) == 1
    assert holding(data_dir) == 0
    assert len(files(data_dir)) == 1


@ON_SQLITE
def test_an_erasure_deletes_the_files_in_which_somebody_was_and_nothing_is_counted_less(app: Flask, data_dir: Path):
    with transaction(app) as session:
        survey = make_survey(session)
        put(session, survey, 6)
        put(session, survey, 1, brand=f"{SECRET}, ada@example.org")
    look(app)

    with transaction(app) as session:
        counts = {entry.store: entry.erase(session, Sought("ada@example.org")) for entry in kept(app) if entry.erase}
    assert counts["response"] == 1
    assert files(data_dir) == []

    with reads(app) as session:
        assert reading.frame(session, survey_of(session)).height == 6
    look(app)
    with reads(app) as session:
        assert [each.rows for each in queries.segments(session, survey_of(session).id)] == [6]
        assert len(files(data_dir)) == 1


def holding(data_dir: Path) -> int:
    """Files in which the words of somebody can be read."""
    import polars as pl

    return sum(SECRET in pl.read_parquet(path)["brand"].to_list() for path in files(data_dir))


@ON_SQLITE
def test_responses_whose_time_is_over_are_gone_from_their_segments(app: Flask):
    with transaction(app) as session:
        survey = make_survey(session)
        put(session, survey, 6)
    look(app)

    with transaction(app) as session:
        survey_of(session).keep_until = date(2026, 1, 1)
        session.flush()
        assert personal_data.RESPONSES.delete_due(session, utcnow()) == 6
        assert reading.frame(session, survey_of(session)).is_empty()
    look(app)

    with reads(app) as session:
        assert [each.rows for each in queries.segments(session, survey_of(session).id)] == [0]


@ON_SQLITE
def test_a_snapshot_that_was_not_in_the_backup_is_made_again(app: Flask, data_dir: Path):
    with transaction(app) as session:
        put(session, make_survey(session), 6)
    look(app)
    (lost,) = files(data_dir)
    lost.unlink()

    with reads(app) as session:
        assert reading.frame(session, survey_of(session)).height == 6
    look(app)

    (made,) = files(data_dir)
    assert made != lost
    with reads(app) as session:
        assert queries.segments(session, survey_of(session).id)[0].file == made.name


@ON_SQLITE
def test_files_of_a_survey_that_is_gone_are_deleted(app: Flask, data_dir: Path):
    folder = data_dir / place.FOLDER / "77"
    folder.mkdir(parents=True)
    (folder / "1-abc.parquet").write_bytes(b"rest")

    with transaction(app) as session:
        assert job.sweep(session, data_dir, grace=0) == 1
    assert not files(data_dir)


@ON_SQLITE
def test_of_two_who_write_a_segment_one_is_refused(app: Flask, data_dir: Path):
    with transaction(app) as session:
        survey = make_survey(session)
        put(session, survey, 6)
        first, second = (writing.prepare(session, survey, data_dir) for _ in range(2))
        writing.publish(session, first)
        with pytest.raises(writing.Overtaken):
            writing.publish(session, second)


@ON_SQLITE
def test_what_the_team_leaves_out_is_counted_only_where_that_is_asked_for(app: Flask):
    with transaction(app) as session:
        survey = make_survey(session)
        out, back, *_ = put(session, survey, 6)
    look(app)

    def decide(response: int, left_out: bool) -> None:
        with transaction(app) as session:
            said = {"survey_id": survey_of(session).id, "response_id": response, "left_out": left_out}
            session.add(Decision(**said, flag="speed", at=utcnow()))

    decide(out, True)
    decide(back, True)
    decide(back, False)

    with reads(app) as session:
        assert out not in reading.frame(session, survey_of(session))["_response"]
        assert reading.frame(session, survey_of(session)).height == 5
        assert reading.frame(session, survey_of(session), counted_only=False).height == 6
