"""What policy briefs bring in."""

from flask import Flask
from flask_babel import lazy_gettext

from engage.outcomes.views import manage_briefs, manage_briefs_frame, public_briefs
from engage.web import console, desk, permissions
from engage.web.desk import Group, NavItem, Search
from engage.web.permissions import Permission


def install(app: Flask) -> None:
    """Blueprints, whose briefs they show, navigation, search, and the way back after deleting."""
    app.register_blueprint(public_briefs.bp)
    bp, see = manage_briefs_frame.bp, Permission.OUTCOME_SEE
    app.register_blueprint(bp)
    app.before_request_funcs.setdefault(bp.name, []).append(console.use_language)
    permissions.belongs(app, bp.name, manage_briefs_frame.hubs_behind)
    label = lazy_gettext("Policy briefs")
    desk.trail(app, bp.name, manage_briefs_frame.above)
    desk.nav(app, NavItem(Group.LISTENING, label, "manage_briefs.every", see, 61))
    desk.search(app, Search("briefs", label, manage_briefs_frame.find, see, order=26))
    desk.undoable(app, manage_briefs.REMOVED, Permission.OUTCOME_EDIT, manage_briefs.bring_back)
