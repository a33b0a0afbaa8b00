"""The file with all responses of a large survey, made by the worker for one person."""

import secrets
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.jobs import files
from engage.jobs.models import Job
from engage.jobs.queue import ask_for
from engage.jobs.work import Task
from engage.results import service
from engage.results.archive import archive
from engage.surveys import queries
from engage.surveys.models import Survey
from engage.surveys.sight import Seen

KIND = "results.export"
MANY = 5_000
"""Responses above which the file is not made while somebody waits for a page."""
SECONDS_A_STEP = 1.0


class NoSuchSurvey(Refusal):
    """It was deleted since."""

    code = "no_such_survey"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted in the file. It is all that its reader may see: whoever may see less does not get the file."""

    survey_id: int
    slug: str
    spreadsheet: bool
    with_texts: bool
    seen: Seen

    def as_params(self) -> dict[str, Any]:
        return {
            "survey_id": self.survey_id,
            "slug": self.slug,
            "spreadsheet": self.spreadsheet,
            "with_texts": self.with_texts,
            "seen": None if self.seen is None else sorted(self.seen),
        }

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> "Wish":
        seen = params["seen"]
        return cls(
            params["survey_id"],
            params["slug"],
            params["spreadsheet"],
            params["with_texts"],
            None if seen is None else frozenset(seen),
        )

    def is_for(self, *, with_texts: bool, seen: Seen) -> bool:
        """Whether somebody who may see this much may see all of the file."""
        if self.with_texts and not with_texts:
            return False
        return seen is None or (self.seen is not None and self.seen <= seen)


def ask(session: Session, wish: Wish, *, by: int, hub_id: int, now: datetime) -> Job:
    """Have the file made; asked for twice while it is made, it is made once."""
    seen = "all" if wish.seen is None else "-".join(sorted(wish.seen))
    key = f"{KIND}:{by}:{wish.survey_id}:{wish.spreadsheet:d}{wish.with_texts:d}:{seen}"[:100]
    return ask_for(session, KIND, wish.as_params(), key=key, by=by, hub_id=hub_id, now=now)


def run(data_dir: Path) -> Callable[[Task], None]:
    """The job, with the folder of this instance."""

    def export(task: Task) -> None:
        wish = Wish.of(task.params)
        with task.reading() as session, files.written(data_dir, task.job_id) as file:
            survey = session.get(Survey, wish.survey_id)
            if survey is None:
                raise NoSuchSurvey
            total = queries.responses(session, survey.id, wish.seen)
            task.step(0, total)
            lists = service.list_names(session, survey)
            pieces = service.response_files(
                session,
                survey,
                salt=secrets.token_bytes(16),
                byte_order_mark=wish.spreadsheet,
                with_texts=wish.with_texts,
                seen=wish.seen,
                told=_each_second(task, total),
            )
            name = f"{wish.slug}-{task.now:%Y-%m-%d}"
            if lists:
                inside = {each: f"{name}-{each.replace('/', '-')}.csv" for each in lists}
                with archive({"": f"{name}.csv", **inside}, pieces) as packed:
                    shutil.copyfileobj(packed, file)
            else:
                for _, piece in pieces:
                    file.write(piece)
        ending, type_ = ("zip", "application/zip") if lists else ("csv", "text/csv")
        task.result.update(name=f"{name}.{ending}", type=type_)
        task.step(total, total)

    return export


def _each_second(task: Task, total: int) -> Callable[[int], None]:
    last = time.monotonic()

    def told(number: int) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_A_STEP:
            last = time.monotonic()
            task.step(number, total)

    return told
