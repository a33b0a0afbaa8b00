"""What the snapshot of responses brings into the application."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from flask_babel import lazy_gettext
from sqlalchemy.orm import Session

from engage.db.session import db
from engage.jobs.schedule import RegularJob
from engage.jobs.work import Kind, Lane, Task, register, regularly
from engage.results import personal_data
from engage.results.snapshots import place

SNAPSHOTS = lazy_gettext("Put responses into the files that results are counted from")
LOOKING = lazy_gettext("See which responses are not in the files of results yet")
KIND = "results.snapshot"


def install(app: Flask) -> None:
    """Blueprints, and what goes into the registries of lower rooms."""
    data_dir: Path = app.config["ENGAGE_SETTINGS"].data_dir
    with app.app_context():
        place.keep(db.engine, data_dir)
    personal_data.install(app, data_dir)
    register(app, Kind(KIND, _later(data_dir), SNAPSHOTS, lane=Lane.LONG))
    regularly(app, RegularJob("results.snapshots", timedelta(minutes=1), _looking(data_dir), LOOKING))


def _later(data_dir: Path) -> Callable[[Task], None]:
    """What counts columns is loaded where there is something to count, and never by a process that serves forms."""

    def run(task: Task) -> None:
        from engage.results.snapshots import job

        job.run(data_dir)(task)

    return run


def _looking(data_dir: Path) -> Callable[[Session, datetime], int]:
    def run(session: Session, now: datetime) -> int:
        from engage.results.snapshots import job

        return job.look(data_dir)(session, now)

    return run
