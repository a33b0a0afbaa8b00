"""The file with all responses of a large survey, made by the worker for one person."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.jobs import files
from engage.jobs.models import Job
from engage.jobs.queue import ask_for
from engage.jobs.work import Task
from engage.results.exports import making
from engage.results.exports.making import Choice, Format
from engage.surveys.models import Survey
from engage.surveys.sight import Seen

if TYPE_CHECKING:
    from engage.results.exports.source import Source

KIND = "results.export"
MANY = 5_000
"""Responses above which the file is not made while somebody waits for a page."""
SECONDS_A_STEP = 1.0
_LESS = ("none", "redacted", "all")
"""Texts: from what shows the least."""


class NoSuchSurvey(Refusal):
    """It was deleted since."""

    code = "no_such_survey"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wanted in the file. It is all that its reader may see: whoever may see less does not get the file."""

    survey_id: int
    slug: str
    choice: Choice
    texts: str
    """`engage.results.exports.source.Texts`"""
    seen: Seen

    def as_params(self) -> dict[str, Any]:
        seen = None if self.seen is None else sorted(self.seen)
        return {**asdict(self), "choice": asdict(self.choice), "seen": seen}

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> "Wish":
        seen = params["seen"]
        choice = Choice(**{**params["choice"], "format": Format(params["choice"]["format"])})
        return cls(
            survey_id=params["survey_id"],
            slug=params["slug"],
            choice=choice,
            texts=params["texts"],
            seen=None if seen is None else frozenset(seen),
        )

    def is_for(self, *, texts: str, seen: Seen) -> bool:
        """Whether somebody who may see this much may see all of the file."""
        if _LESS.index(self.texts) > _LESS.index(texts):
            return False
        return seen is None or (self.seen is not None and self.seen <= seen)


def ask(session: Session, wish: Wish, *, by: int, hub_id: int, now: datetime) -> Job:
    """Have the file made; asked for twice while it is made, it is made once."""
    seen = "all" if wish.seen is None else "-".join(sorted(wish.seen))
    choice = wish.choice
    said = f"{choice.format}:{choice.language}:{choice.labels:d}{choice.spreadsheet:d}{wish.texts}"
    key = f"{KIND}:{by}:{wish.survey_id}:{said}:{seen}"[:100]
    return ask_for(session, KIND, wish.as_params(), key=key, by=by, hub_id=hub_id, now=now)


def run(data_dir: Path, base_url: str) -> Callable[[Task], None]:
    """The job, with the folder and the address of this instance."""

    def export(task: Task) -> None:
        wish = Wish.of(task.params)
        with (
            task.reading() as session,
            files.written(data_dir, task.job_id) as file,
            making.scratch(data_dir) as folder,
        ):
            survey = session.get(Survey, wish.survey_id)
            if survey is None:
                raise NoSuchSurvey
            source = opened(session, survey, wish)
            task.step(0, source.total)
            name = f"{wish.slug}-{task.now:%Y-%m-%d}"
            ending = making.write(
                wish.choice,
                source,
                file,
                name=name,
                folder=folder,
                made=task.now,
                described=describing(session, survey, wish.choice.language, base_url, task.now),
                told=_each_second(task, source.total),
            )
            total = source.total
        task.result.update(name=f"{name}.{ending}", type=making.TYPES[ending])
        task.step(total, total)

    return export


def opened(session: Session, survey: Survey, wish: Wish) -> "Source":
    """What the file is made of: every weighting that was calculated is a column."""
    from engage.results.exports import source  # columns are loaded where a file is wanted

    weightings = source.calculated(session, survey.id)
    texts = source.Texts(wish.texts)
    return source.opened(session, survey, seen=wish.seen, texts=texts, weightings=weightings)


def describing(
    session: Session, survey: Survey, language: str, base_url: str, now: datetime
) -> Callable[["Source"], bytes]:
    """Makes the DDI document."""

    def document(found: "Source") -> bytes:
        from engage.results.exports import ddi, study

        return ddi.document(found, study.study(session, survey, base_url=base_url, language=language, now=now))

    return document


def _each_second(task: Task, total: int) -> Callable[[int], None]:
    last = time.monotonic()

    def told(number: int) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_A_STEP:
            last = time.monotonic()
            task.step(min(number, total), total)

    return told
