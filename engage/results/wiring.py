"""What results bring into the application, besides their pages."""

from pathlib import Path

from flask import Flask, url_for
from flask_babel import gettext, lazy_gettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.jobs import files
from engage.jobs import queries as jobs
from engage.jobs.work import Kind, Lane, register
from engage.results import exporting


def install(app: Flask) -> None:
    data_dir: Path = app.config["ENGAGE_SETTINGS"].data_dir

    def download(job_id: int) -> str:
        job = jobs.one(db.session(), job_id)
        if job is None or files.existing(data_dir, job_id, utcnow()) is None:
            return ""
        return url_for("results.export_made", slug=job.params["slug"], job_id=job_id)

    register(
        app,
        Kind(
            exporting.KIND,
            exporting.run(data_dir),
            lazy_gettext("Export of all responses"),
            lane=Lane.LONG,
            says=lambda params: gettext("Survey %(slug)s", slug=params["slug"]),
            download=download,
        ),
    )
