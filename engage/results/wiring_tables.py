"""What tables and charts bring into the application: cross-tabulation and its kin below the results of a survey."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from engage.db.session import db
from engage.results.views import desk, manage_charts, manage_compare, manage_crossing, manage_languages
from engage.surveys import queries
from engage.surveys.sight import hubs_behind
from engage.web import desk as web_desk
from engage.web import permissions
from engage.web.permissions import Permission


def install(app: Flask) -> None:
    """Blueprints, and what goes into the registries of lower rooms."""
    for made in (manage_crossing.bp, manage_charts.bp, manage_compare.bp, manage_languages.bp):
        app.register_blueprint(made)
        permissions.belongs(app, made.name, _hubs)
        web_desk.trail(app, made.name, desk.above)


def _hubs(label: Permission, arguments: Mapping[str, Any]) -> frozenset[int] | None:
    return hubs_behind(db.session(), queries.by_slug(db.session(), arguments["slug"]), label)
