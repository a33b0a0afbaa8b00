"""Wires sign-off and plans."""

from datetime import timedelta

from flask import Flask
from flask_babel import lazy_gettext

from engage.jobs.schedule import RegularJob
from engage.jobs.work import regularly
from engage.mail import kinds as mail_kinds
from engage.maturity import measuring
from engage.maturity.domain.kinds import StepName
from engage.maturity.mails import kinds_plan, kinds_signing
from engage.maturity.signing import plans
from engage.maturity.views import manage_frame, manage_plan, manage_signing
from engage.web import desk
from engage.web.permissions import Permission

REMINDING = lazy_gettext("Remind people of the actions they have taken on")


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and entries in registries of lower rooms."""
    see = Permission.MATURITY_SEE
    manage_frame.adopt(app, manage_signing.bp)
    manage_frame.adopt(app, manage_plan.bp)
    manage_frame.step(app, StepName.SIGN_OFF, lazy_gettext("Sign-off"), "manage_signing.sign_off", see, 80)
    manage_frame.step(app, StepName.PLAN, lazy_gettext("Plan"), "manage_plan.plan", see, 90)
    desk.todo(app, manage_plan.waiting)
    mail_kinds.register(app, *kinds_plan.kinds(), *kinds_signing.kinds())
    measuring.offer(app, "M16", plans.deliver)
    regularly(app, RegularJob("maturity.action-reminders", timedelta(hours=1), plans.remind, REMINDING))
