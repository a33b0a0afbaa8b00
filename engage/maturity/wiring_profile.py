"""Wires profiles, reports and files."""

from flask import Flask
from flask_babel import lazy_gettext

from engage.maturity.domain.kinds import Stage
from engage.maturity.views import manage_files, manage_frame, manage_profile, manage_report
from engage.web.permissions import Permission

CLOSED = frozenset({Stage.CONSENSUS, Stage.SIGNED})
"""Before ratings are closed nobody sees anything of a result."""


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and entries in registries of lower rooms."""
    see = Permission.MATURITY_SEE
    for bp in (manage_profile.bp, manage_report.bp, manage_files.bp):
        manage_frame.adopt(app, bp)
    manage_frame.tab(app, "summary", lazy_gettext("At a glance"), "manage_profile.summary", see, 18, stages=CLOSED)
    manage_frame.tab(app, "profile", lazy_gettext("Profile"), "manage_profile.profile", see, 20, stages=CLOSED)
    manage_frame.tab(app, "report", lazy_gettext("Report"), "manage_assessment_report.reports", see, 30, stages=CLOSED)
