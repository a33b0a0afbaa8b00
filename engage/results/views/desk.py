"""What results bring to the desk of the console: their breadcrumbs."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask, url_for
from flask_babel import gettext

from engage.web import desk
from engage.web.desk.crumbs import Crumb


def install(app: Flask) -> None:
    for blueprint in ("results", "result_files"):
        desk.trail(app, blueprint, above)


def above(endpoint: str, arguments: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Crumb]:
    """The surveys, the survey, and for what one question brought the results."""
    slug = arguments["slug"]
    crumbs: list[Crumb] = [
        (gettext("Surveys"), url_for("manage.surveys")),
        (values.get("title") or slug, url_for("manage.survey", slug=slug)),
    ]
    if endpoint != "results.page":
        crumbs.append((gettext("Results"), url_for("results.page", slug=slug)))
    return crumbs
