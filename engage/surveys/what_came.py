"""Where one can read what came of a survey: its published results. The room that has them says so.

It says it as a condition on a row of `survey`, so that whoever reads surveys reads it along. Without such a room no
page leads to results.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask import Flask, current_app
from sqlalchemy import ColumnElement, bindparam, false, select
from sqlalchemy.orm import Session

from engage.db import alone
from engage.db.straight import Straight
from engage.surveys.models import Survey

FirstDay = Callable[[Session, int], date | None]
"""(session, survey by id) -> the day on which results of it were first published."""

_KEY = "engage-survey-results"


@dataclass(frozen=True)
class Results:
    """What the room that has results says of them."""

    published: ColumnElement[bool]
    """Whether there are some of a row of `survey`."""
    page: Callable[[str, str], str]
    """(a survey's place in addresses, language of the reader) -> the address of their page."""
    first_day: FirstDay

    @cached_property
    def of_one(self) -> Straight:
        """A survey's own first page asks, which many read: straight to the driver."""
        survey = Survey.__table__.c
        return Straight(select(survey.slug).where(survey.id == bindparam("survey_id"), self.published))


_NOWHERE = Results(false(), lambda *_: "", lambda *_: None)


def told_by(app: Flask, results: Results) -> None:
    """Say who knows where results are, and since when there are some."""
    app.extensions[_KEY] = results


def _results() -> Results:
    found: Results = current_app.extensions.get(_KEY, _NOWHERE)
    return found


def published() -> ColumnElement[bool]:
    """Whether results of a row of `survey` are published."""
    return _results().published


def page(slug: str, lang: str) -> str:
    """Where published results of a survey are."""
    return _results().page(slug, lang)


def address(session: Session, survey_id: int, lang: str) -> str:
    """The same; empty while nothing is published."""
    rows = alone.rows(session, _results().of_one, survey_id=survey_id)
    return page(rows[0][0], lang) if rows else ""


def published_on(session: Session, survey_id: int) -> date | None:
    """The day on which results of a survey were first published; None while none are, or all were taken back."""
    return _results().first_day(session, survey_id)
