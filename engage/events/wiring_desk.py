"""Wires the desk, and what comes after."""

from datetime import timedelta

from flask import Flask
from flask_babel import lazy_gettext

from engage.events.attending import feedback
from engage.events.views import manage_desk, manage_frame, manage_report, public_desk, public_join, public_report
from engage.jobs.schedule import RegularJob
from engage.jobs.work import regularly
from engage.web.permissions import Permission

FEEDBACK = lazy_gettext("Ask for feedback after events")


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and entries in registries of lower rooms."""
    app.register_blueprint(public_desk.bp)
    app.register_blueprint(public_join.bp)
    app.register_blueprint(public_report.bp)
    manage_frame.adopt(app, manage_desk.bp)
    manage_frame.tab(app, "desk", manage_desk.TAB, "manage_desk.desks", Permission.EVENT_DESK, 80)
    manage_frame.adopt(app, manage_report.bp)
    manage_frame.tab(app, "after", manage_report.TAB_AFTER, "manage_report.after", Permission.EVENT_SEE, 90)
    manage_frame.tab(app, "report", manage_report.TAB_REPORT, "manage_report.report", Permission.EVENT_REPORT, 95)
    regularly(app, RegularJob("events.feedback", timedelta(hours=1), feedback.job(app), FEEDBACK))
