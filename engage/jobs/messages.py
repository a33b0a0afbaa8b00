"""What the console says of jobs."""

from typing import Any

from flask import Flask
from flask_babel import gettext, lazy_gettext

from engage.jobs import work
from engage.jobs.leases import DIED
from engage.jobs.models import JobState

STATES: dict[JobState, Any] = {
    JobState.WAITING: lazy_gettext("Waits"),
    JobState.RUNNING: lazy_gettext("Runs"),
    JobState.DONE: lazy_gettext("Done"),
    JobState.FAILED: lazy_gettext("Failed"),
}
MARKS = {JobState.WAITING: "note", JobState.RUNNING: "warning", JobState.DONE: "success", JobState.FAILED: "error"}
REFUSALS = {
    "not_failed": lazy_gettext("This job has not failed: there is nothing to run again."),
}
OLD_FILES = lazy_gettext("Delete exported files after a day")
OLD_JOBS = lazy_gettext("Forget jobs that ended long ago")
JOBS = lazy_gettext("Jobs")
YOUR_WORK = lazy_gettext("Your work")


def label(app: Flask, kind: str) -> str:
    """What a kind of job does; its bare name where no release says more."""
    known = work.kinds(app).get(kind)
    return str(known.label) if known and known.label else kind


def about(app: Flask, kind: str, params: dict[str, Any]) -> str:
    """What one job is about."""
    known = work.kinds(app).get(kind)
    return known.says(params) if known and known.says else ""


def problem(code: str) -> str:
    """Why a job failed. What nobody foresaw is named as the log names it."""
    if code == DIED:
        return gettext("The worker ended in the middle of it, every time it was tried.")
    return code
