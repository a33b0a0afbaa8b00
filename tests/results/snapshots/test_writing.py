"""What went into a segment comes out of it: lists of entries, files, versions, and answers of unforeseen types."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.ids import random_id
from engage.instruments.domain.definition import ItemType
from engage.results import queries, service
from engage.results.snapshots import reading, segments, writing
from engage.surveys.models import Response, Survey
from tests.factories.lists import with_lists
from tests.factories.surveys import instrument, item, make_survey, options, section
from tests.support.databases import ON_SQLITE

pytestmark = ON_SQLITE
DAY = date(2026, 11, 21)


def put(session: Session, survey: Survey, *people: dict[str, Any]) -> None:
    about = {"survey_id": survey.id, "version_id": survey.version_id, "day": DAY, "channel": "web", "language": "en"}
    session.add_all(Response(id=random_id(), answers=each, **about) for each in people)
    session.flush()


def segment(session: Session, survey: Survey, data_dir: Path, batch: int = 2) -> None:
    """All of it, some at a time: the last segment grows."""
    while prepared := writing.prepare(session, survey, data_dir, least=1, batch=batch):
        writing.publish(session, prepared)


@pytest.fixture
def data_dir(app: Flask) -> Path:
    return app.config["ENGAGE_SETTINGS"].data_dir


def test_entries_of_lists_are_the_same_from_a_segment_that_grew(session: Session, data_dir: Path):
    survey = make_survey(session, with_lists())
    put(
        session,
        survey,
        {"treatments": [{"kind": "surgery", "year": 2020, "side_effects": "Pain"}, {"kind": "drugs"}]},
        {"treatments": [{"kind": "drugs", "year": 2021}], "comment": "Thanks"},
        {"treatments": []},
        {},
        {"treatments": [{"kind": "radiation"}]},
    )
    order = ["_response", "_entry"]
    before, tables = reading.entries(session, survey, "treatments").sort(order), counts(session, survey)

    segment(session, survey, data_dir)

    after = reading.entries(session, survey, "treatments").sort(order)
    assert (queries.segments(session, survey.id)[0].rows, after.height) == (5, 4)
    assert after.to_dicts() == before.to_dicts()
    assert counts(session, survey) == tables
    assert sorted(reading.frame(session, survey)["treatments"].to_list()) == [0, 0, 1, 1, 2]
    assert [each.text for each in service.free_texts(session, survey, "side_effects")] == ["Pain"]
    wanted = service.filtered(session, survey, where=(("kind", "drugs"),), keys=["comment"])
    assert sorted(wanted["comment"].to_list(), key=str) == [None, "Thanks"]


def counts(session: Session, survey: Survey) -> dict[str, dict[str, int]]:
    return {
        table.name: {row.code: row.count for row in table.rows}
        for table in service.tables(session, survey).results.tables
    }


def test_each_version_has_segments_of_its_own_and_both_are_read_under_their_names(session: Session, data_dir: Path):
    yes_or_no = instrument(section("one", item("pain", ItemType.SINGLE, options=options("yes", "no"))))
    scale = instrument(section("one", item("pain", ItemType.SCALE, minimum=0, maximum=10)))
    survey = make_survey(session, yes_or_no)
    put(session, survey, {"pain": "yes"}, {"pain": "no"})
    make_survey(session, scale)
    put(session, survey, {"pain": 7}, {"pain": 3}, {"pain": 3})

    segment(session, survey, data_dir, batch=10)

    assert [(each.version, each.rows) for each in queries.segments(session, survey.id)] == [(1, 2), (2, 3)]
    frame = reading.frame(session, survey)
    assert Counter(frame["pain"].to_list()) == {"yes": 1, "no": 1, None: 3}
    assert Counter(frame["pain__v2"].to_list()) == {7: 1, 3: 2, None: 2}
    assert Counter(frame["_version"].to_list()) == {1: 2, 2: 3}
    assert service.tables(session, survey, where=(("_version", "2"),)).results.responses == 3


def test_answers_of_types_that_nobody_foresaw_are_no_answers_in_a_segment_either(session: Session, data_dir: Path):
    survey = make_survey(session)
    put(session, survey, {"age": "old"}, {"age": [3]}, {"topics": "care"}, {"smoker": ["yes"]}, {"age": 40}, {"why": 3})
    before = counts(session, survey)

    segment(session, survey, data_dir)

    assert counts(session, survey) == before
    assert before["smoker"] == {"yes": 0, "no": 0}
    assert before["topics"]["care"] == 0
    assert before["age"] == {"40": 1}


def test_rows_of_a_segment_are_in_random_order(session: Session, data_dir: Path):
    survey = make_survey(session)
    put(session, survey, *({"age": each} for each in range(100)))

    segment(session, survey, data_dir, batch=100)

    file = pl.read_parquet(next((data_dir / "snapshots").glob("*/*")))
    ids = file["_response"].to_list()
    assert ids != sorted(ids)
    assert set(ids) == set(session.scalars(select(Response.id)))


def test_a_file_that_goes_while_it_is_read_is_read_from_the_database(
    session: Session, data_dir: Path, monkeypatch: pytest.MonkeyPatch
):
    survey = make_survey(session)
    put(session, survey, {"age": 30}, {"age": 40})
    segment(session, survey, data_dir)
    whole = pl.read_parquet

    def late(path: Path, **more: Any) -> pl.DataFrame:
        found = whole(path, **more)
        segments.delete(path)
        return found

    monkeypatch.setattr(pl, "read_parquet", late)

    assert sorted(reading.frame(session, survey)["age"].to_list()) == [30, 40]
