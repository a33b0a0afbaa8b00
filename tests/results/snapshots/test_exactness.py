"""Whatever happens in whatever order: what is read is what the database holds."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.ids import random_id
from engage.db.engine import writing as may_write
from engage.db.session import db
from engage.results import queries, service
from engage.results.snapshots import place, reading, writing
from engage.surveys import answering
from engage.surveys.models import Response, Survey
from engage.surveys.models_reach import GoneFromSegment
from tests.factories.surveys import make_survey

DAY = date(2026, 11, 21)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "age": st.one_of(st.integers(0, 120), st.just("_declined")),
        "smoker": st.sampled_from(["yes", "no", "_declined"]),
        "topics": st.lists(st.sampled_from(["care", "data", "else"]), unique=True),
        "topics/other": st.sampled_from(["Air", " ", "Łódź"]),
        "trust/doctor": st.sampled_from(["low", "high"]),
    },
)
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("submit"), st.lists(ANSWERS, min_size=1, max_size=5)),
        st.tuples(st.just("withdraw"), st.integers(0, 20)),
        st.tuples(st.just("segment"), st.integers(1, 4)),
        st.tuples(st.just("withdraw meanwhile"), st.integers(0, 20)),
        st.tuples(st.just("lose"), st.integers(0, 5)),
        st.tuples(st.just("spoil"), st.integers(0, 5)),
    ),
    min_size=1,
    max_size=12,
)


class Told:
    """Deeds done to a survey."""

    def __init__(self, session: Session, survey: Survey, data_dir: Path) -> None:
        self.session, self.survey, self.data_dir = session, survey, data_dir

    def do(self, deed: str, with_: Any) -> None:
        match deed:
            case "submit":
                self.submit(with_)
            case "withdraw":
                self.withdraw(with_)
            case "segment":
                self.segment(with_)
            case "withdraw meanwhile":
                prepared = writing.prepare(self.session, self.survey, self.data_dir, least=1, batch=3)
                self.withdraw(with_)
                if prepared:
                    writing.publish(self.session, prepared)
            case "lose" | "spoil":
                self.spoil(with_, lose=deed == "lose")

    def submit(self, people: list[dict[str, Any]]) -> None:
        about = {"survey_id": self.survey.id, "version_id": self.survey.version_id, "day": DAY, "channel": "web"}
        self.session.add_all(Response(id=random_id(), answers=each, language="en", **about) for each in people)
        self.session.flush()

    def withdraw(self, number: int) -> None:
        there = self.session.scalars(select(Response).order_by(Response.id)).all()
        if there:
            found = there[number % len(there)]
            answering.remove(self.session, self.survey.id, found)
            self.session.expunge(found)

    def segment(self, times: int) -> None:
        for _ in range(times):
            prepared = writing.prepare(self.session, self.survey, self.data_dir, least=1, batch=3)
            if prepared:
                writing.publish(self.session, prepared)

    def spoil(self, number: int, *, lose: bool) -> None:
        there = queries.segments(self.session, self.survey.id)
        if not there:
            return
        path = place.path(self.data_dir, self.survey.id, there[number % len(there)].file)
        if lose:
            path.unlink(missing_ok=True)
        elif path.exists():
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 1
            path.write_bytes(bytes(data))


def held(session: Session) -> Counter[str]:
    """What the database holds, as a frame would have it."""
    return Counter(
        json.dumps(
            [
                row.id,
                float(age) if isinstance(age := row.answers.get("age"), int) else None,
                row.answers.get("smoker"),
                "\x1f".join(row.answers.get("topics", [])) or None,
                row.answers.get("topics/other"),
                row.answers.get("trust/doctor"),
                age == "_declined",
            ]
        )
        for row in session.scalars(select(Response))
    )


def read(session: Session, survey: Survey) -> Counter[str]:
    keys = ["age", "smoker", "topics", "topics/other", "trust/doctor", "age?declined"]
    frame = reading.frame(session, survey, keys=keys)
    return Counter(json.dumps(list(row)) for row in frame.select("_response", *keys).iter_rows())


def check(app: Flask, tmp_path: Path, deeds: list[tuple[str, Any]]) -> None:
    with app.app_context(), may_write():
        session = db.session()
        survey = make_survey(session)
        told = Told(session, survey, tmp_path / "data")
        for deed, with_ in deeds:
            told.do(deed, with_)
            assert read(session, survey) == held(session), deed
            assert queries.received(session, survey.id) == sum(held(session).values()), deed
        found = service.tables(session, survey).results
        assert found.responses == sum(held(session).values())
        told.segment(60)
        assert read(session, survey) == held(session)
        assert not session.scalars(select(GoneFromSegment)).all()
        assert sum(segment.rows for segment in queries.segments(session, survey.id)) == found.responses
        session.rollback()


def settle(examples: int) -> Any:
    return settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settle(25)
@given(deeds=DEEDS)
def test_what_is_read_is_what_the_database_holds_after_any_deeds(app: Flask, tmp_path: Path, deeds):
    check(app, tmp_path, deeds)


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
@settle(5)
@given(deeds=DEEDS)
def test_the_same_on_postgresql(app: Flask, tmp_path: Path, deeds):
    check(app, tmp_path, deeds)
