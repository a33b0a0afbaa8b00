"""The work that keeps snapshots: looked for every minute, done survey by survey in short steps."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.jobs.queue import ask_for
from engage.jobs.work import Task
from engage.results import queries
from engage.results.models import Segment
from engage.results.snapshots import place, segments, writing
from engage.surveys import queries as surveys
from engage.surveys.models import Survey

KIND = "results.snapshot"
GRACE = 60.0
"""Seconds that a file which is in use no more is left for those who are reading it."""


def ask(session: Session, survey_id: int, *, now: datetime) -> None:
    """Have the segments of a survey written; asked for twice while it is done, it is done once."""
    ask_for(session, KIND, {"survey_id": survey_id}, key=f"{KIND}:{survey_id}", now=now)


def look(data_dir: Path) -> Callable[[Session, datetime], int]:
    """The regular job: asks for what has to be done, and deletes files that are in use no more."""

    def run(session: Session, now: datetime) -> int:
        found = with_work(session, data_dir)
        for survey_id in found:
            ask(session, survey_id, now=now)
        return len(found) + sweep(session, data_dir)

    return run


def with_work(session: Session, data_dir: Path) -> list[int]:
    """The surveys of which many responses are in no segment, or a segment has to be written anew."""
    found = queries.surveys_with_gone(session)
    found |= {each.id for each in surveys.all_surveys(session) if _many_are_loose(session, each.id)}
    for survey_id in queries.surveys_with_segments(session) - found:
        if any(writing.is_broken(data_dir, survey_id, each) for each in queries.segments(session, survey_id)):
            found.add(survey_id)
    return sorted(found)


def _many_are_loose(session: Session, survey_id: int) -> bool:
    if not queries.has_loose(session, survey_id, writing.LEAST):
        return False
    return any(number >= writing.LEAST for number in queries.loose_by_version(session, survey_id).values())


def sweep(session: Session, data_dir: Path, *, grace: float = GRACE) -> int:
    """Delete the files that are in use no more, or were never taken into use; how many."""
    used = {(str(survey_id), file) for survey_id, file in session.execute(select(Segment.survey_id, Segment.file))}
    count = 0
    for path in _files(data_dir):
        if (path.parent.name, path.name) not in used and path.stat().st_mtime <= time.time() - grace:
            segments.delete(path)
            count += 1
    return count


def _files(data_dir: Path) -> Iterator[Path]:
    return (path for path in sorted((data_dir / place.FOLDER).glob("*/*")) if path.is_file())


def run(data_dir: Path) -> Callable[[Task], None]:
    """The job, with the folder of this instance."""

    def write(task: Task) -> None:
        done = 0
        while True:
            with task.reading() as session:
                survey = session.get(Survey, task.params["survey_id"])
                prepared = None if survey is None else writing.prepare(session, survey, data_dir)
            if prepared is None:
                return
            try:
                writing.publish(task.session, prepared)
                done += prepared.rows
                task.step(done)
            except (writing.Overtaken, IntegrityError):
                task.session.rollback()
                return  # who overtook this one is at work
            segments.retire(data_dir, prepared.survey_id, prepared.before)

    return write
