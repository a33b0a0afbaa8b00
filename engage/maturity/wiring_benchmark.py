"""Wires benchmarks and the figures of the network."""

from datetime import timedelta

from flask import Flask
from flask_babel import lazy_gettext

from engage.jobs.schedule import RegularJob
from engage.jobs.work import regularly
from engage.maturity.benchmarking import editions
from engage.maturity.domain.kinds import AssessmentKind, Stage
from engage.maturity.views import manage_benchmark, manage_frame
from engage.web import desk
from engage.web.permissions import Permission

EDITIONS = lazy_gettext("Make new figures for comparing hubs, when enough has changed")


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and entries in registries of lower rooms."""
    manage_frame.adopt(app, manage_benchmark.bp)
    manage_frame.tab(
        app,
        "comparison",
        lazy_gettext("Comparison"),
        "manage_benchmark.comparison",
        Permission.MATURITY_SEE,
        40,
        kinds={AssessmentKind.FULL},
        stages={Stage.SIGNED},
    )
    app.register_blueprint(manage_benchmark.network_bp)
    label = lazy_gettext("Self-assessment in the network")
    desk.nav(
        app, desk.NavItem(desk.Group.NETWORK, label, "maturity_network.network", Permission.MATURITY_NETWORK, order=30)
    )
    regularly(app, RegularJob("maturity.benchmark", timedelta(days=1), editions.make_all, EDITIONS))
