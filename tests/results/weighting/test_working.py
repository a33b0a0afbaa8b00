"""Weights of large surveys, made by the worker."""

from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select

from engage.core.clock import utcnow
from engage.jobs import worker
from engage.results.domain.populations import composition
from engage.results.models import Weighting
from engage.results.weighting import keeping, working
from engage.results.weighting.keeping import Wish
from engage.surveys.models import Response
from tests.factories.surveys import make_survey
from tests.support.databases import transaction


def prepared(app: Flask) -> int:
    with transaction(app) as session:
        survey = make_survey(session)
        given: dict[str, Any] = {"version_id": survey.version_id, "language": "en", "channel": "open"}
        session.add_all(
            Response(survey_id=survey.id, day=date(2026, 11, 21), answers={"smoker": code}, **given)
            for code in ("yes", "no", "no")
        )
        made = composition("Smoking", ["smoker"], [[[["yes"]], 1], [[["no"]], 1]])
        row = keeping.set_up(
            session, survey, Wish("w", (keeping.keep(session, survey, [made], "S")[0].id,), False, None)
        )
        job = working.ask(session, survey, row, by=None, now=utcnow())
        assert working.ask(session, survey, row, by=None, now=utcnow()).id == job.id
        assert working.under_way(session, row) is job
        return job.id


def test_the_worker_calculates_and_what_it_found_is_kept(app: Flask) -> None:
    prepared(app)

    worker.run_once(app)

    with transaction(app) as session:
        row = session.scalars(select(Weighting)).one()
        assert row.found is not None
        assert [cell["factor"] for cell in row.found["margins"][0]["cells"]] == [1.5, 0.75]
        assert row.calculated_on == utcnow().date()
        assert working.under_way(session, row) is None
