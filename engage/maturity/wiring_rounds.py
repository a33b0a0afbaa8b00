"""Wires rounds, panels, first looks."""

from datetime import timedelta

from flask import Flask
from flask_babel import lazy_gettext

from engage.accounts import grants
from engage.jobs.schedule import RegularJob
from engage.jobs.work import regularly
from engage.mail import kinds as mail_kinds
from engage.maturity import personal_data, queries
from engage.maturity.domain.kinds import StepName
from engage.maturity.mails import kinds
from engage.maturity.rating import closing
from engage.maturity.rounds import duties, opening
from engage.maturity.views import (
    manage_assessments,
    manage_assessments_desk,
    manage_duties,
    manage_first_look,
    manage_frame,
    manage_pack,
    manage_panel,
    manage_round_new,
    manage_rounds,
    manage_rounds_blueprint,
    public_about,
)
from engage.web import desk
from engage.web.permissions import Permission

__all__ = ["install", "manage_round_new", "public_about"]
CLOSING = lazy_gettext("Close the rating of self-assessments whose last day is over")


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and entries in registries of lower rooms."""
    see, edit = Permission.MATURITY_SEE, Permission.MATURITY_EDIT
    for bp in (
        manage_assessments.bp,
        manage_rounds_blueprint.bp,
        manage_panel.bp,
        manage_pack.bp,
        manage_first_look.bp,
        manage_duties.bp,
    ):
        manage_frame.adopt(app, bp)
    manage_frame.tab(app, "overview", lazy_gettext("Overview"), "manage_assessments.assessment", see, 10)
    manage_frame.step(app, StepName.ROUND, lazy_gettext("Dates and goals"), "manage_rounds.settings", see, 10)
    manage_frame.step(app, StepName.PANEL, lazy_gettext("Panel"), "manage_panel.members", edit, 20)
    manage_frame.tab(
        app,
        "duties",
        lazy_gettext("Duties"),
        "manage_assessment_duties.held",
        Permission.MATURITY_SIGN,
        90,
        kinds=manage_frame.ROUNDS,
    )
    manage_assessments_desk.install(app)
    grants.offer(app, grants.Things(queries.THING, manage_duties.TITLE, duties.DUTIES, manage_duties.offered))
    desk.undoable(app, manage_rounds.CANCELLED, edit, manage_rounds.bring_back)
    personal_data.install(app)
    mail_kinds.register(app, *kinds.kinds())
    regularly(app, RegularJob("maturity.closing", timedelta(minutes=15), opening.job(closing.close), CLOSING))
