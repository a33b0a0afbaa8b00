"""What monitoring of fieldwork brings into the application."""

from flask import Flask

from engage.results.views import manage_monitoring, manage_targets, team_pages
from engage.web import desk
from engage.web.permissions import Permission


def install(app: Flask) -> None:
    """The page of fieldwork with its goals."""
    team_pages.install(app, manage_monitoring.bp)
    desk.undoable(app, manage_targets.REMOVED, Permission.RESULTS_DECIDE, manage_targets.bring_back)
