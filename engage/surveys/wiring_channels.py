"""What the ways to a survey bring into the application."""

from flask import Flask

from engage.privacy.registry import keeps
from engage.surveys.channels.personal_data import LINKS
from engage.surveys.views import manage_channels, manage_channels_print, surroundings
from engage.web import desk, permissions

PAGES = (manage_channels, manage_channels_print)
"""Of one blueprint."""


def install(app: Flask) -> None:
    """Blueprints, and what goes into the registries of lower rooms."""
    blueprint = manage_channels.bp
    app.register_blueprint(blueprint)
    permissions.belongs(app, blueprint.name, surroundings.hubs_of_survey)
    desk.trail(app, blueprint.name, manage_channels.above)
    keeps(app, LINKS)
