"""What hubs brings into the application."""

from flask import Flask

from engage.hubs import mails, personal_data
from engage.hubs.views import images


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and what goes into the registries of lower rooms."""
    app.register_blueprint(images.bp)
    personal_data.install(app)
    mails.install(app)
