"""Wires the library of guides, toolkits and trainings."""

from flask import Flask
from flask_babel import lazy_gettext

from engage.maturity.views import manage_library, manage_library_file, public_library
from engage.web import console, desk, permissions
from engage.web.desk import Group, NavItem
from engage.web.permissions import Permission

__all__ = ["install", "manage_library_file"]


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and entries in registries of lower rooms."""
    app.register_blueprint(public_library.bp)
    bp, edit = manage_library.bp, Permission.LIBRARY_EDIT
    app.register_blueprint(bp)
    app.before_request_funcs.setdefault(bp.name, []).append(console.use_language)
    permissions.belongs(app, bp.name, manage_library.hubs_behind)
    desk.trail(app, bp.name, manage_library.above)
    desk.nav(app, NavItem(Group.HUB, lazy_gettext("Library"), "manage_library.entries", edit, 36))
    desk.undoable(app, manage_library.REMOVED, edit, manage_library.bring_back)
