"""What others write while it is read: no response is missing and none is there that was withdrawn."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.db.engine import writing as may_write
from engage.db.session import db
from engage.results import queries
from engage.results.snapshots import loose, reading, writing
from engage.surveys import answering
from engage.surveys.models import Response, Survey
from tests.factories.surveys import make_survey
from tests.support.databases import transaction

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]
DAY = date(2026, 11, 21)


def answered(session: Session, survey: Survey, number: int) -> None:
    about = {"survey_id": survey.id, "version_id": survey.version_id, "day": DAY, "channel": "web", "language": "en"}
    session.add_all(Response(answers={"smoker": "no"}, **about) for _ in range(number))
    session.flush()


def once(monkeypatch: pytest.MonkeyPatch, of: object, name: str, deed: Callable[[], None]) -> None:
    """Somebody else does something just before a function is called for the first time."""
    real, done = getattr(of, name), []

    def between(*arguments, **more):
        if not done:
            done.append(name)
            deed()
        return real(*arguments, **more)

    monkeypatch.setattr(of, name, between)


def test_a_segment_that_is_taken_into_use_meanwhile_hides_nothing(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with transaction(app) as session:
        answered(session, make_survey(session), 5)

    def publish() -> None:
        with Session(db.engine) as other:
            survey = other.scalars(select(Survey)).one()
            prepared = writing.prepare(other, survey, tmp_path / "data", least=1)
            assert prepared is not None
            writing.publish(other, prepared)
            other.commit()

    with app.app_context(), may_write():
        once(monkeypatch, queries, "loose", publish)
        survey = db.session().scalars(select(Survey)).one()

        assert reading.frame(db.session(), survey, tmp_path / "data", keys=()).height == 5


def test_what_is_withdrawn_again_is_not_kept_for_the_next_who_reads(app: Flask, monkeypatch: pytest.MonkeyPatch):
    with transaction(app) as session:
        answered(session, make_survey(session), 5)

    def one_more() -> None:
        with Session(db.engine) as other:
            answered(other, other.scalars(select(Survey)).one(), 1)
            other.commit()

    with app.app_context(), may_write():
        session = db.session()
        survey = session.scalars(select(Survey)).one()
        before = set(session.scalars(select(Response.id)))
        once(monkeypatch, loose, "parts", one_more)
        reading.frame(session, survey, keys=())
        new = session.scalars(select(Response).where(Response.id.not_in(before))).one()
        answering.remove(session, survey.id, new)

        assert set(reading.frame(session, survey, keys=())["_response"]) == before
