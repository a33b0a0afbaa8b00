"""Wires personal pages, tickets and mails."""

from datetime import timedelta

from flask import Flask
from flask_babel import lazy_gettext

from engage.events import personal_data, places
from engage.events.mails import kinds, reminding
from engage.events.mails.above import Above
from engage.events.views import personal, personal_again, personal_change, personal_news, personal_ticket
from engage.events.views.personal_page import bp
from engage.jobs.schedule import RegularJob
from engage.jobs.work import regularly
from engage.mail import kinds as mail_kinds

REMINDERS = lazy_gettext("Remind people of events for which they are registered")
PAGES = (personal, personal_change, personal_ticket)
"""They stand in the one blueprint once they are imported."""


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and entries in registries of lower rooms."""
    for blueprint in (bp, personal_again.bp, personal_news.bp):
        app.register_blueprint(blueprint)
    above = Above(standing=lambda session, registration, now: places.standing(session, registration, now=now))
    mail_kinds.register(app, *kinds.kinds(above))
    personal_data.install(app)
    regularly(app, RegularJob("events.reminders", timedelta(minutes=15), reminding.remind, REMINDERS))
