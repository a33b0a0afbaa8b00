"""What handing a hub over brings into the application: its page, and the work of making the archive."""

from pathlib import Path

from flask import Flask, url_for
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.handover import job, words
from engage.handover.views import manage
from engage.jobs import files
from engage.jobs import queries as jobs
from engage.jobs.work import Kind, Lane, register
from engage.web import permissions


def install(app: Flask) -> None:
    """Blueprints, and what goes into the registries of lower rooms."""
    app.register_blueprint(manage.bp)
    permissions.belongs(app, manage.bp.name, manage.hubs_here)
    data_dir: Path = app.config["ENGAGE_SETTINGS"].data_dir

    def download(job_id: int) -> str:
        made = jobs.one(db.session(), job_id)
        if made is None or files.existing(data_dir, job_id, utcnow()) is None:
            return ""
        return url_for("handover.made", hub=made.params["hub"], job_id=job_id)

    register(
        app,
        Kind(
            job.KIND,
            job.run(data_dir),
            words.ARCHIVE,
            lane=Lane.LONG,
            says=lambda params: gettext("Hub %(hub)s", hub=params["hub"]),
            download=download,
        ),
    )
