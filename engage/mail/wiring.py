"""What mail brings into the application."""

import logging
import threading

from flask import Flask
from sqlalchemy.exc import DBAPIError

from engage.core.settings import Settings
from engage.db.session import db
from engage.jobs import work
from engage.mail import delivery, kinds, post, trying
from engage.mail.views import manage, manage_texts, public
from engage.web import permissions

log = logging.getLogger("engage.mail")


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and what goes into the registries of lower rooms."""
    settings: Settings = app.config["ENGAGE_SETTINGS"]
    post.install(app, settings)
    kinds.register(app, trying.KIND)
    app.register_blueprint(public.bp)
    app.register_blueprint(manage.bp)
    permissions.belongs(app, manage.bp.name, manage.hubs_behind)
    manage.install(app)
    manage_texts.install(app)
    work.watch(app, work.Watch("mail", look))


def look(app: Flask, stop: threading.Event) -> int:
    """Send what is due. A fault here is told and tried again: mails must not stop for good."""
    with app.app_context():
        try:
            return delivery.turn(db.session(), post.of(app), stop)
        except DBAPIError:
            raise
        except Exception:
            db.session.rollback()
            log.exception("mails cannot be sent", extra={"event": "mail"})
            return 0
