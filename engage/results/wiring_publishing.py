"""What publishing of results brings into the application."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_babel import gettext, lazy_gettext

from engage.jobs.schedule import RegularJob
from engage.jobs.work import Kind, Lane, register, regularly
from engage.results.publishing import taking_out, working
from engage.results.views import manage_publishing, team_pages


def install(app: Flask) -> None:
    """Pages, and making editions by the worker."""
    team_pages.install(app, manage_publishing.bp)
    quotes = lazy_gettext("Take words out of published results whose answers are gone")
    regularly(app, RegularJob("results.quotes", timedelta(minutes=1), taking_out.take_out, quotes))
    data_dir: Path = app.config["ENGAGE_SETTINGS"].data_dir
    register(
        app,
        Kind(
            working.KIND,
            working.run(data_dir),
            lazy_gettext("Figures to publish"),
            lane=Lane.LONG,
            says=lambda params: gettext("Survey %(slug)s", slug=params["slug"]),
        ),
    )
