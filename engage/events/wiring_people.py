"""Wires the organisers' pages of people."""

from pathlib import Path

from flask import Flask, url_for
from flask_babel import gettext, lazy_gettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.events.people import export_job
from engage.events.views import (
    manage_doubles,
    manage_draw,
    manage_frame,
    manage_invitations,
    manage_mail,
    manage_people,
    manage_people_files,
    manage_registration,
    manage_statistics,
)
from engage.events.views.manage_people_blueprint import bp
from engage.jobs import files
from engage.jobs import queries as jobs
from engage.jobs.work import Kind, Lane, register
from engage.web import desk
from engage.web.permissions import Permission

__all__ = [
    "install",
    "manage_draw",
    "manage_invitations",
    "manage_mail",
    "manage_people",
    "manage_people_files",
    "manage_registration",
    "manage_statistics",
]


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and entries in registries of lower rooms."""
    manage_frame.adopt(app, bp)
    manage_frame.tab(app, "people", lazy_gettext("People"), "manage_people.live", Permission.EVENT_SEE, 60)
    desk.undoable(app, manage_doubles.UNDO, Permission.EVENT_PEOPLE, manage_doubles.undo)
    desk.todo(app, manage_people.waiting)
    data_dir: Path = app.config["ENGAGE_SETTINGS"].data_dir

    def download(job_id: int) -> str:
        job = jobs.one(db.session(), job_id)
        if job is None or files.existing(data_dir, job_id, utcnow()) is None:
            return ""
        return url_for("manage_people.made_file", slug=job.params["slug"], job_id=job_id)

    register(
        app,
        Kind(
            export_job.KIND,
            export_job.run(data_dir),
            lazy_gettext("Export of everybody who registered"),
            lane=Lane.LONG,
            says=lambda params: gettext("Event %(slug)s", slug=params["slug"]),
            download=download,
        ),
    )
