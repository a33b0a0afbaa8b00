"""Wires models of maturity, their versions and texts."""

from flask import Flask
from flask_babel import lazy_gettext

from engage.maturity.modelling import personal_data
from engage.maturity.views import manage_models, manage_models_texts
from engage.privacy.registry import keeps
from engage.web import console, desk, permissions
from engage.web.desk import Group, NavItem
from engage.web.permissions import Permission

__all__ = ["install", "manage_models_texts"]


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and entries in registries of lower rooms."""
    bp = manage_models.bp
    app.register_blueprint(bp)
    app.before_request_funcs.setdefault(bp.name, []).append(console.use_language)
    permissions.belongs(app, bp.name, lambda _label, _args: None)  # models are everybody's
    desk.trail(app, bp.name, manage_models.above)
    label = lazy_gettext("Maturity models")
    desk.nav(app, NavItem(Group.HUB, label, "manage_models.models", Permission.TRANSLATE, 35))
    keeps(
        app,
        personal_data.kept(
            lambda _: _("Who translated a text of a maturity model last"),
            lambda _: _("So that nobody reviews their own translation"),
            lambda _: _("As long as the version is kept"),
        ),
    )
