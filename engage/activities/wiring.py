"""What activities brings into the application."""

from flask import Flask

from engage.activities import funding, presence, showing
from engage.activities.views import manage, manage_funding, manage_import
from engage.mail import ports
from engage.web import desk
from engage.web.permissions import Permission


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and what goes into the registries of lower rooms."""
    showing.shows(app, [showing.DECLARED], presence.declared)
    manage.install(app)
    ports.statements_are(app, funding.for_mails)
    desk.undoable(app, "activities.removed", Permission.ACTIVITY_EDIT, manage_import.undo_removal)
    desk.undoable(app, "activities.import", Permission.ACTIVITY_EDIT, manage_import.undo_import)
    desk.undoable(app, "activities.funding", Permission.ACTIVITY_EDIT, manage_funding.bring_back)
