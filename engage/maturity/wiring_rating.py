"""Wires rating pages, sheets, the digest."""

from flask import Flask
from flask_babel import lazy_gettext

from engage.maturity.domain.kinds import StepName
from engage.maturity.views import manage_digest, manage_frame, manage_sheets, public_rating
from engage.maturity.views.public_rating_page import bp
from engage.web.permissions import Permission

__all__ = ["install", "public_rating"]


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and entries in registries of lower rooms."""
    app.register_blueprint(bp)
    manage_frame.adopt(app, manage_sheets.bp)
    manage_frame.adopt(app, manage_digest.bp)
    see = Permission.MATURITY_SEE
    manage_frame.step(app, StepName.RATING, lazy_gettext("Rating"), "manage_sheets.rating", see, 40)
    manage_frame.step(app, StepName.DIGEST, lazy_gettext("Digest"), "manage_digest.digest", see, 50)
