"""Wires evidence, facts and their check."""

from flask import Flask
from flask_babel import lazy_gettext

from engage.maturity.domain.kinds import StepName
from engage.maturity.evidence.personal_data import EVIDENCE
from engage.maturity.views import manage_check, manage_evidence, manage_facts, manage_frame
from engage.privacy.registry import keeps
from engage.web import desk
from engage.web.permissions import Permission


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and entries in registries of lower rooms."""
    see = Permission.MATURITY_SEE
    for bp in (manage_evidence.bp, manage_facts.bp, manage_check.bp):
        manage_frame.adopt(app, bp)
    manage_frame.step(app, StepName.EVIDENCE, lazy_gettext("Evidence"), "manage_evidence.overview", see, 30)
    manage_frame.tab(app, "facts", lazy_gettext("Facts"), "manage_facts.facts_page", see, 60)
    manage_frame.tab(
        app,
        "check",
        lazy_gettext("Check of evidence"),
        "manage_check.waiting",
        Permission.MATURITY_CHECK,
        80,
        kinds=manage_frame.ROUNDS,
    )
    desk.undoable(app, manage_evidence.REMOVED, Permission.MATURITY_EDIT, manage_evidence.bring_back)
    keeps(app, EVIDENCE)
