"""Where one can read what came of a survey: its published results. The room that has them says so.

Asked once for all surveys of a page. Without such a room no page leads to results.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from flask import Flask, current_app
from sqlalchemy.orm import Session

Finder = Callable[[Session, Sequence[int], str], Mapping[int, str]]
"""(session, surveys by id, language of the reader) -> addresses of those whose results are published."""

FirstDay = Callable[[Session, int], date | None]
"""(session, survey by id) -> the day on which results of it were first published."""

_KEY, _DAY = "engage-survey-results", "engage-survey-results-first-day"


def told_by(app: Flask, finder: Finder, first_day: FirstDay | None = None) -> None:
    """Say who knows where results are, and since when there are some."""
    app.extensions[_KEY] = finder
    app.extensions[_DAY] = first_day


def addresses(session: Session, survey_ids: Sequence[int], lang: str) -> Mapping[int, str]:
    """Where results are, of those surveys that have published some."""
    finder: Finder | None = current_app.extensions.get(_KEY)
    return finder(session, survey_ids, lang) if finder and survey_ids else {}


def address(session: Session, survey_id: int, lang: str) -> str:
    """The same of one survey; empty while nothing is published."""
    return addresses(session, [survey_id], lang).get(survey_id, "")


def published_on(session: Session, survey_id: int) -> date | None:
    """The day on which results of a survey were first published; None while none are, or all were taken back."""
    first_day: FirstDay | None = current_app.extensions.get(_DAY)
    return first_day(session, survey_id) if first_day else None
