"""The worker makes the next edition: the proof takes its time."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.jobs.models import Job
from engage.jobs.queue import ask_for
from engage.jobs.work import Task
from engage.results.publishing import keeping
from engage.results.publishing.figures import Texts
from engage.surveys.models import Survey

KIND = "results.edition"
STEPS = 4


class NoSuchPlan(Refusal):
    """The survey or its plan was deleted since."""

    code = "publishing_no_such_plan"


def _key(survey_id: int) -> str:
    return f"{KIND}:{survey_id}"


def ask(session: Session, survey: Survey, names: Mapping[str, Texts], *, by: int | None, now: datetime) -> Job:
    """Have the next edition made of the plan as it stands; asked for twice meanwhile, it is made once.

    :param names: what "Language" and "Country" are called, by `_language` and `_country` and language
    """
    params = {"survey_id": survey.id, "slug": survey.slug, "names": {key: dict(each) for key, each in names.items()}}
    return ask_for(session, KIND, params, key=_key(survey.id), by=by, hub_id=survey.activity.hub_id, now=now)


def under_way(session: Session, survey: Survey) -> Job | None:
    """The job that waits or runs for it."""
    return session.scalar(select(Job).where(Job.key == _key(survey.id)))


def run(data_dir: Path) -> Callable[[Task], None]:
    """The job, with the folder of this instance."""

    def work(task: Task) -> None:
        from engage.results.publishing.making import make  # polars and the solver are loaded where they are needed

        with task.reading() as session:
            survey = session.get(Survey, task.params["survey_id"])
            row = keeping.page(session, survey) if survey else None
            if survey is None or row is None:
                raise NoSuchPlan
            revision = row.revision
            made = make(session, survey, keeping.plan_of(row), task.params["names"], data_dir=data_dir, told=task.step)
        keeping.put(task.session, task.params["survey_id"], made, revision=revision)
        task.step(STEPS, STEPS)

    return work
