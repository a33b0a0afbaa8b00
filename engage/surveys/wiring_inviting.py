"""What inviting by name brings into the application."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_babel import lazy_gettext

from engage.jobs.schedule import RegularJob
from engage.jobs.work import regularly
from engage.mail import kinds
from engage.privacy.registry import keeps
from engage.surveys import personal_data_reach
from engage.surveys.inviting import mails, shuffling
from engage.surveys.views import (
    invitation,
    manage_contacts,
    manage_invitations,
    manage_inviting,
    manage_panel,
    surroundings,
)
from engage.web import desk, permissions

__all__ = ["install", "manage_contacts", "manage_invitations", "manage_panel"]


def install(app: Flask) -> None:
    """Blueprints, and what goes into the registries of lower rooms."""
    data_dir: Path = app.config["ENGAGE_SETTINGS"].data_dir
    app.register_blueprint(invitation.bp)
    app.register_blueprint(manage_inviting.bp)
    permissions.belongs(app, manage_inviting.bp.name, surroundings.hubs_of_survey)
    desk.trail(app, manage_inviting.bp.name, manage_inviting.above)
    kinds.register(app, *mails.kinds())
    keeps(app, personal_data_reach.PARTICIPANTS, personal_data_reach.LISTS, personal_data_reach.list_files(data_dir))
    label = lazy_gettext("Take order and time out of who answered")
    regularly(app, RegularJob(shuffling.NAME, timedelta(days=1), shuffling.run, label))
