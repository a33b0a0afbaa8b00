"""Wires the workshop and the citizen mirror."""

from flask import Flask
from flask_babel import lazy_gettext

from engage.maturity.domain.kinds import StepName
from engage.maturity.views import manage_frame, manage_mirror, manage_workshop, public_workshop, public_workshop_phone
from engage.web.permissions import Permission

__all__ = ["install", "public_workshop_phone"]


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and entries in registries of lower rooms."""
    app.register_blueprint(public_workshop.bp)
    manage_frame.adopt(app, manage_workshop.bp)
    manage_frame.adopt(app, manage_mirror.bp)
    see = Permission.MATURITY_SEE
    manage_frame.step(app, StepName.WORKSHOP, lazy_gettext("Workshop"), "manage_workshop.room", see, 60)
    manage_frame.step(app, StepName.MIRROR, lazy_gettext("Citizen mirror"), "manage_mirror.page", see, 70)
