"""What privacy brings into the application."""

from datetime import datetime, timedelta

from flask import Flask
from flask_babel import lazy_gettext
from sqlalchemy.orm import Session

from engage.jobs.schedule import RegularJob
from engage.jobs.work import regularly
from engage.mail import kinds as mail_kinds
from engage.privacy import audit, below, mails, retention
from engage.privacy.registry import kept
from engage.web import trail

RETENTION = lazy_gettext("Delete personal data whose time is over")


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and what goes into the registries of lower rooms."""
    trail.install(app, audit.record)
    below.install(app, app.config["ENGAGE_SETTINGS"])
    mail_kinds.register(app, mails.CONFIRM)

    def retain(session: Session, now: datetime) -> int:
        run = retention.run(session, kept(app), now)
        return sum(max(0, count) for count in run.deleted.values())

    regularly(app, RegularJob("privacy.retention", timedelta(days=1), retain, RETENTION))
