"""What files of responses bring into the application: their page, and the work of making large ones."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from flask_babel import gettext, lazy_gettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.jobs import files
from engage.jobs import queries as jobs
from engage.jobs.work import Kind, Lane, register
from engage.results import exporting
from engage.results.views import desk, manage_files
from engage.surveys import queries
from engage.surveys.sight import hubs_behind
from engage.web import desk as web_desk
from engage.web import permissions


def _hubs(label: permissions.Permission, arguments: Mapping[str, Any]) -> frozenset[int]:
    return hubs_behind(db.session(), queries.by_slug(db.session(), arguments["slug"]), label)


def install(app: Flask) -> None:
    """Blueprints, and what goes into the registries of lower rooms."""
    bp = manage_files.bp
    app.register_blueprint(bp)
    permissions.belongs(app, bp.name, _hubs)
    web_desk.trail(app, bp.name, desk.above)
    data_dir: Path = app.config["ENGAGE_SETTINGS"].data_dir

    def download(job_id: int) -> str:
        job = jobs.one(db.session(), job_id)
        if job is None or files.existing(data_dir, job_id, utcnow()) is None:
            return ""
        return url_for("result_exports.made", slug=job.params["slug"], job_id=job_id)

    register(
        app,
        Kind(
            exporting.KIND,
            exporting.run(data_dir, app.config["ENGAGE_BASE_URL"]),
            lazy_gettext("Export of all responses"),
            lane=Lane.LONG,
            says=lambda params: gettext("Survey %(slug)s", slug=params["slug"]),
            download=download,
        ),
    )
