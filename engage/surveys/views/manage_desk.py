"""What surveys bring to the desk of the console: navigation, breadcrumbs, search, what waits and what runs."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask, url_for
from flask_babel import gettext, lazy_gettext

from engage.db.session import db
from engage.surveys import queries
from engage.surveys.views import manage_guide, manage_publishing, manage_search, manage_start
from engage.surveys.views.manage_blueprint import title_of
from engage.web import desk
from engage.web.desk import Group, NavItem, Search
from engage.web.desk.crumbs import Crumb
from engage.web.permissions import Permission


def install(app: Flask) -> None:
    desk.nav(app, NavItem(Group.LISTENING, lazy_gettext("Surveys"), "manage.surveys", Permission.SURVEY_SEE, 10))
    desk.trail(app, "manage", above)
    see = Permission.SURVEY_SEE
    desk.search(app, Search("surveys", lazy_gettext("Surveys"), manage_search.surveys, see, 10))
    desk.search(app, Search("items", lazy_gettext("Questions"), manage_search.items, see, 60))
    desk.undoable(app, manage_publishing.STATUS, Permission.SURVEY_FIELD, manage_publishing.as_it_was)
    desk.todo(app, manage_start.waiting)
    for step in manage_start.STEPS:
        desk.step(app, step)
    desk.running(app, manage_start.running)
    manage_guide.install(app)


def above(endpoint: str, arguments: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Crumb]:  # noqa: ARG001
    """The list of surveys, the survey, and where there is one the page between."""
    if endpoint == "manage.surveys":
        return []
    crumbs: list[Crumb] = [(gettext("Surveys"), url_for("manage.surveys"))]
    slug = arguments.get("slug")
    if slug is None or endpoint == "manage.survey":
        return crumbs
    crumbs.append(survey_crumb(slug))
    if endpoint in _BETWEEN:
        between = _BETWEEN[endpoint]
        crumbs.append((_NAMES[between], url_for(between, slug=slug)))
    return crumbs


_BETWEEN = {
    "manage.ask_check": "manage.publishing",
    "manage.asked_check": "manage.publishing",
    "manage.check": "manage.publishing",
    "manage.sign_check": "manage.publishing",
    "manage.enter": "manage.paper",
    "manage.keep": "manage.paper",
    "manage.decide": "manage.paper",
    "manage.decided": "manage.paper",
}
_NAMES = {
    "manage.publishing": lazy_gettext("Publishing"),
    "manage.paper": lazy_gettext("On paper and by telephone"),
}


def survey_crumb(slug: str) -> Crumb:
    """The page of a survey, by its title."""
    found = queries.by_slug(db.session(), slug)
    return (title_of(found) if found else slug, url_for("manage.survey", slug=slug))
