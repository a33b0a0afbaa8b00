"""Wires needs, the interpretation planner, duties."""

from flask import Flask
from flask_babel import lazy_gettext

from engage.accounts import grants
from engage.events.needs import duties
from engage.events.views import (
    manage_duties,
    manage_frame,
    manage_interpretation,
    manage_needs,
    manage_needs_counts,
)
from engage.events.views.manage_needs_blueprint import bp
from engage.web import desk
from engage.web.permissions import Permission

__all__ = ["install", "manage_interpretation", "manage_needs", "manage_needs_counts"]


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and entries in registries of lower rooms."""
    manage_frame.adopt(app, bp)
    manage_frame.tab(app, "needs", lazy_gettext("Needs"), "manage_needs.counts", Permission.EVENT_PEOPLE, 70)
    manage_frame.tab(
        app, "needs-people", lazy_gettext("Answer needs"), "manage_needs.needs", Permission.EVENT_NEEDS, 71
    )
    manage_frame.tab(app, "duties", lazy_gettext("Duties"), "manage_needs.held", Permission.PEOPLE, 95)
    grants.offer(
        app, grants.Things(duties.THING, lazy_gettext("Duties at events"), duties.DUTIES, manage_duties.offered)
    )
    desk.todo(app, manage_duties.waiting)
    desk.running(app, manage_duties.going_on)
