"""What data protection brings into the application."""

from flask import Flask
from flask_babel import lazy_gettext

from engage.portal.data_protection import work
from engage.portal.views import manage_privacy, manage_trail, public_notices  # noqa: F401 -- the notices are pages of the portal
from engage.web import desk, permissions
from engage.web.desk import Group, NavItem
from engage.web.permissions import Permission


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and what goes into the registries of lower rooms."""
    work.install(app)
    app.register_blueprint(manage_privacy.bp)
    app.register_blueprint(manage_trail.bp)
    permissions.belongs(app, manage_privacy.bp.name, manage_privacy.hubs_behind)
    protection = NavItem(
        Group.HUB, lazy_gettext("Data protection"), "data_protection.index", Permission.DATA_PROTECTION, 60
    )
    desk.nav(app, protection)
    desk.nav(app, NavItem(Group.NETWORK, lazy_gettext("Trail"), "trail.entries", Permission.AUDIT, 80))
    desk.todo(app, manage_privacy.waiting)
