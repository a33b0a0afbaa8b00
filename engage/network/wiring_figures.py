"""What the figures bring in."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l

from engage.network.views import corrections, figures, frame, reports, targets  # noqa: F401 -- their pages
from engage.web import desk, permissions
from engage.web.desk import Group, NavItem, Step
from engage.web.desk.crumbs import Crumb
from engage.web.permissions import Permission


def install(app: Flask) -> None:
    """Pages, an entry of the navigation, and where an evaluator begins."""
    app.register_blueprint(frame.bp)
    permissions.belongs(app, frame.bp.name, _of_the_network)
    title = _l("Figures of the network")
    desk.nav(app, NavItem(Group.NETWORK, title, "network.index", Permission.FIGURES, order=10))
    told = _l("What hubs do in a period: surveys, events, outcomes, by month, country and hub.")
    desk.step(app, Step(_l("See the figures of the network"), told, "network.index", Permission.FIGURES, order=90))
    desk.trail(app, frame.bp.name, _above)


def _of_the_network(_label: Permission, _args: Mapping[str, Any]) -> None:
    """Figures, targets and reports are of no hub: who holds the permission for any sees them, protected."""


def _above(endpoint: str, _arguments: Mapping[str, Any], _values: Mapping[str, Any]) -> list[Crumb]:
    first: Crumb = (_l("Figures of the network"), url_for("network.index"))
    if endpoint == "network.index":
        return []
    below = {
        "network.report": (_l("Reports"), "network.reports"),
        "network.report_new": (_l("Reports"), "network.reports"),
        "network.report_make": (_l("Reports"), "network.reports"),
        "network.target": (_l("Targets"), "network.targets"),
        "network.target_change": (_l("Targets"), "network.targets"),
        "network.target_new": (_l("Targets"), "network.targets"),
        "network.target_add": (_l("Targets"), "network.targets"),
        "network.correction_new": (_l("Corrections"), "network.corrections"),
        "network.correction_add": (_l("Corrections"), "network.corrections"),
    }
    if endpoint in below:
        label, above = below[endpoint]
        return [first, (label, url_for(above))]
    return [first]
