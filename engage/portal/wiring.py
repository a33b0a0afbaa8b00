"""What the portal brings into the application."""

from flask import Flask

from engage.portal.data_protection import wiring as data_protection
from engage.portal.views import manage_hubs, public_activities, public_hubs
from engage.web import desk


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and what goes into the registries of lower rooms."""
    app.register_blueprint(public_activities.bp)
    app.register_blueprint(public_hubs.bp)
    data_protection.install(app)
    desk.switcher(app, manage_hubs.choices, manage_hubs.parts)
