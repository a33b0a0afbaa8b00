"""What weighting brings into the application."""

from pathlib import Path

from flask import Flask
from flask_babel import gettext, lazy_gettext

from engage.jobs.work import Kind, Lane, register
from engage.results.views import manage_population_file as _by_file  # noqa: F401 -- its pages join the others'
from engage.results.views import manage_populations, manage_weighting, team_pages
from engage.results.weighting import working
from engage.web import desk
from engage.web.permissions import Permission


def install(app: Flask) -> None:
    """Pages of populations and weights, and calculating by the worker."""
    team_pages.install(app, manage_populations.bp)
    team_pages.install(app, manage_weighting.bp)
    decide = Permission.RESULTS_DECIDE
    desk.undoable(app, manage_populations.REMOVED, decide, manage_populations.bring_back)
    desk.undoable(app, manage_weighting.REMOVED, decide, manage_weighting.bring_back)
    data_dir: Path = app.config["ENGAGE_SETTINGS"].data_dir
    register(
        app,
        Kind(
            working.KIND,
            working.run(data_dir),
            lazy_gettext("Weights"),
            lane=Lane.LONG,
            says=lambda params: gettext("“%(name)s” of survey %(slug)s", name=params["name"], slug=params["slug"]),
        ),
    )
