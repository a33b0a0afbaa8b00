"""Wires the registration form."""

from flask import Flask

from engage.events.asking import form
from engage.events.views import manage_frame, manage_register, public_form
from engage.hubs import changes


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and entries in registries of lower rooms."""
    app.register_blueprint(public_form.bp)
    manage_frame.adopt(app, manage_register.bp)
    changes.listen(app, lambda _session, _hubs: form.forget())
