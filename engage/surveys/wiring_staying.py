"""What staying in touch brings into the application."""

from flask import Flask

from engage.mail import kinds
from engage.privacy.registry import keeps
from engage.surveys import personal_data_reach
from engage.surveys.staying import mails
from engage.surveys.views import staying


def install(app: Flask) -> None:
    """Blueprints, and what goes into the registries of lower rooms."""
    app.register_blueprint(staying.tokens)
    kinds.register(app, *mails.kinds())
    keeps(app, personal_data_reach.FOLLOW_UPS, personal_data_reach.PANEL)
