"""What everybody reads brings in: the public list, and what pages of rooms below say of it."""

from collections.abc import Mapping, Sequence

from flask import Flask
from sqlalchemy.orm import Session

from engage.activities import became
from engage.activities.became import Became
from engage.outcomes import showing
from engage.outcomes.views import public_outcomes, public_outcomes_files
from engage.outcomes.views.public_outcomes_blueprint import answer_days, bp, today

PAGES = (public_outcomes, public_outcomes_files)
"""Modules that bring addresses under the blueprint."""


def install(app: Flask) -> None:
    """Blueprint, and who tells what became of activities."""
    app.register_blueprint(bp)
    became.told_by(app, _of_activities)


def _of_activities(session: Session, ids: Sequence[int], lang: str) -> Mapping[int, Sequence[Became]]:
    return showing.of_activities(session, ids, lang, today(), answer_days())
