"""One row a response, whatever the worker has done so far."""

from datetime import date

import polars as pl
from flask import Flask
from sqlalchemy.orm import Session

from engage.results.snapshots import reading
from engage.surveys.models import Response
from tests.factories.surveys import make_survey
from tests.support.databases import ON_SQLITE

DAY = date(2026, 11, 21)


def put(session: Session, survey, *answers: dict[str, object], **more) -> None:
    for each in answers:
        values = {"language": "en", "channel": "web", "day": DAY} | more
        session.add(Response(survey_id=survey.id, version_id=survey.version_id, answers=each, **values))
    session.flush()


@ON_SQLITE
def test_answers_are_columns_by_their_keys(app: Flask, session: Session):
    survey = make_survey(session)
    put(session, survey, {"age": 30, "smoker": "yes", "topics": ["care", "else"], "topics/other": "Air"}, seconds=40)
    put(session, survey, {"age": "_declined", "trust/doctor": "low"}, language="de")

    frame = reading.frame(session, survey).sort("_language")

    assert frame["_language"].to_list() == ["de", "en"]
    assert frame["age"].to_list() == [None, 30.0]
    assert frame["smoker"].to_list() == [None, "yes"]
    assert frame["smoker"].dtype == pl.Enum(["yes", "no"])
    assert frame["topics"].to_list() == [None, "care\x1felse"]
    assert frame["topics/other"].to_list() == [None, "Air"]
    assert frame["trust/doctor"].to_list() == ["low", None]
    assert frame["_seconds"].to_list() == [None, 40]
    assert frame["_version"].to_list() == [1, 1]
    assert reading.frame(session, survey, keys=["age?declined"])["age?declined"].to_list().count(True) == 1
