"""What the pages of the network's figures share: their addresses, who sees what exactly, the tabs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, current_app, g

from engage.core.clock import utcnow
from engage.core.settings import Settings
from engage.db.session import db
from engage.hubs import queries as hub_queries
from engage.hubs.models import Hub
from engage.network.reporting.making import Sight
from engage.network.reporting.telling import Teller
from engage.web import console
from engage.web.permissions import Hubs, Permission, reach

bp = Blueprint("network", __name__, template_folder="../templates", url_prefix="/console/network")
bp.before_request(console.use_language)

_SEE_PEOPLE = (Permission.FIGURES, Permission.SURVEY_SEE, Permission.EVENT_SEE, Permission.OUTCOME_SEE)
"""Who holds all of these for a hub sees its surveys and events with all their numbers anyway."""


def exact_for() -> Hubs:
    """The hubs whose numbers of people who asks sees as they are; an evaluator of the network: of none."""
    found: Hubs = None
    for label in _SEE_PEOPLE:
        held = reach(label)
        if held is not None:
            found = held if found is None else found & held
    return found


def today() -> date:
    return utcnow().date()


def sight(exact: Hubs = None, *, protected: bool = False) -> Sight:
    """:param protected: as everybody sees it, in reports"""
    settings: Settings = current_app.config["ENGAGE_SETTINGS"]
    return Sight(
        exact_for=frozenset() if protected else exact_for() if exact is None else exact,
        today=today(),
        answer_days=settings.answer_days,
        secret=str(current_app.config["SECRET_KEY"]),
    )


def teller() -> Teller:
    return Teller(g.interface)


def render(template: str, *, tab: str, **values: Any) -> str:
    return console.render(template, tab=tab, teller=teller(), **values)


def hubs() -> Sequence[Hub]:
    return hub_queries.every(db.session())
