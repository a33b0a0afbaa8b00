"""Calculating by the worker, where a survey has so many responses that nobody should wait for a page."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.jobs.models import Job
from engage.jobs.queue import ask_for
from engage.jobs.work import Task
from engage.results.models import Weighting
from engage.surveys.models import Survey

KIND = "results.weighting"
MANY = 50_000
"""Responses above which a page does not wait."""
STEPS = 3


class NoSuchWeighting(Refusal):
    """It was deleted since."""

    code = "no_such_weighting"


def _key(weighting: Weighting) -> str:
    return f"{KIND}:{weighting.id}"


def ask(session: Session, survey: Survey, weighting: Weighting, *, by: int | None, now: datetime) -> Job:
    """Have it calculated; asked for twice meanwhile, it is calculated once."""
    params = {"weighting_id": weighting.id, "slug": survey.slug, "name": weighting.name}
    return ask_for(session, KIND, params, key=_key(weighting), by=by, hub_id=survey.activity.hub_id, now=now)


def under_way(session: Session, weighting: Weighting) -> Job | None:
    """The job that waits or runs for it."""
    return session.scalar(select(Job).where(Job.key == _key(weighting)))


def run(data_dir: Path) -> Callable[[Task], None]:
    """The job, with the folder of this instance."""

    def work(task: Task) -> None:
        from engage.results.weighting.calculating import found_now  # polars is loaded where sums are done

        with task.reading() as session:
            weighting = session.get(Weighting, task.params["weighting_id"])
            survey = session.get(Survey, weighting.survey_id) if weighting else None
            if weighting is None or survey is None:
                raise NoSuchWeighting
            revision = weighting.revision
            found = found_now(session, survey, weighting, data_dir=data_dir, told=lambda n: task.step(n, STEPS))
        weighting = task.session.get(Weighting, task.params["weighting_id"])
        if weighting is None:
            raise NoSuchWeighting
        if weighting.revision == revision:  # else somebody changed it meanwhile: what was found is of another
            weighting.found, weighting.calculated_on = found, task.now.date()
        task.step(STEPS, STEPS)

    return work


def calculate_now(session: Session, survey: Survey, weighting: Weighting, *, data_dir: Path, now: datetime) -> None:
    """While somebody waits for the page."""
    from engage.results.weighting.calculating import found_now  # polars is loaded where sums are done

    weighting.found = found_now(session, survey, weighting, data_dir=data_dir)
    weighting.calculated_on = now.date()
    session.flush()
