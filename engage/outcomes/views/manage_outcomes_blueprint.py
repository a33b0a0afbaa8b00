"""What the console's pages of outcomes share: the blueprint, finding one, whose it is, its way up, saving."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, Flask, abort, current_app, g, request, url_for
from flask_babel import gettext, lazy_gettext, ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.activities.domain.shown import picked
from engage.core.clock import utcnow
from engage.db.folding import words_of
from engage.db.session import db
from engage.hubs.domain.texts import named
from engage.hubs.models import Hub
from engage.i18n.locales import direction, endonym
from engage.instruments.rendering import texts
from engage.outcomes import queries
from engage.outcomes.domain import ledger
from engage.outcomes.domain.kinds import RecommendationState
from engage.outcomes.domain.ledger import Clock
from engage.outcomes.models import Outcome, Recommendation
from engage.outcomes.writing.keeping import words
from engage.web import desk, permissions, trail
from engage.web.console import use_language
from engage.web.desk import Group, Hit, NavItem, Search, ToDo
from engage.web.desk.crumbs import Crumb
from engage.web.permissions import Permission

bp = Blueprint("manage_outcomes", __name__, template_folder="../templates", url_prefix="/console/outcomes")
bp.before_request(use_language)


def hubs_behind(_label: Permission, args: Mapping[str, Any]) -> frozenset[int] | None:
    """The hub that wrote the outcome that an address names."""
    if "outcome_id" not in args:
        return None
    found = queries.by_id(db.session(), args["outcome_id"])
    return frozenset() if found is None else frozenset({found.hub_id})


def outcome_or_404(outcome_id: int) -> Outcome:
    found = queries.by_id(db.session(), outcome_id)
    if found is None:
        abort(404)
    return found


def said(stored: Mapping[str, Any]) -> tuple[str, str]:
    """A stored text in the language of the console where it has one, and which that is."""
    return picked(words(stored, ""), g.get("interface", "en"))


def title_of(outcome: Outcome) -> str:
    return said(outcome.title)[0] or gettext("Without a title")


def today() -> date:
    return utcnow().date()


def answer_days() -> int:
    """How many days a body has to answer."""
    days: int = current_app.config["ENGAGE_SETTINGS"].answer_days
    return days


def clock(recommendation: Recommendation) -> Clock:
    return ledger.clock(recommendation, today(), answer_days())


def state_of(outcome: Outcome) -> RecommendationState:
    return ledger.state_of([each.state for each in outcome.recommendations])


def own_hubs() -> Mapping[str, Hub]:
    """Those for which who asks may write outcomes, by short name."""
    mine = permissions.reach(Permission.OUTCOME_EDIT)
    asked = select(Hub).order_by(Hub.name)
    found = db.session().scalars(asked if mine is None else asked.where(Hub.id.in_(mine)))
    return {hub.slug: hub for hub in found}


def hub_name(hub: Hub) -> str:
    return named(hub.name, hub.names, hub.languages, g.get("interface", "en")).text


def tongue(tag: str) -> tuple[str, str, str]:
    """A language for a form: tag, name, direction."""
    return tag, endonym(tag), direction(tag)


def note(action: str, outcome: Outcome, **details: Any) -> None:
    """Say in the trail what who asks has done; in the transaction of the deed."""
    trail.note(db.session(), action, "outcome", outcome.id, now=utcnow(), hub_id=outcome.hub_id, **details)


def seen(outcome: Outcome) -> int:
    """The revision that the page showed."""
    value = request.form.get("seen", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else outcome.revision


@bp.context_processor
def _names() -> dict[str, Any]:
    return {"block": texts.prose, "hub_name": hub_name, "said": said, "title_of": title_of}


def install(app: Flask) -> None:
    """Blueprint, navigation, way up and search."""
    app.register_blueprint(bp)
    permissions.belongs(app, bp.name, hubs_behind)
    label = lazy_gettext("Outcomes")
    desk.nav(app, NavItem(Group.LISTENING, label, "manage_outcomes.every", Permission.OUTCOME_SEE, 60))
    desk.trail(app, bp.name, above)
    desk.todo(app, waiting)
    desk.search(app, Search("outcomes", label, find, Permission.OUTCOME_SEE, order=25))


def above(endpoint: str, arguments: Mapping[str, Any], _values: Mapping[str, Any]) -> Sequence[Crumb]:
    """The list, and the outcome."""
    if endpoint == "manage_outcomes.every":
        return []
    crumbs: list[Crumb] = [(gettext("Outcomes"), url_for("manage_outcomes.every"))]
    outcome = queries.by_id(db.session(), arguments["outcome_id"]) if "outcome_id" in arguments else None
    if outcome is not None and endpoint != "manage_outcomes.outcome":
        crumbs.append((title_of(outcome), url_for("manage_outcomes.outcome", outcome_id=outcome.id)))
    return crumbs


def find(session: Session, looked_for: Sequence[str], limit: int) -> list[Hit]:
    """Outcomes by what they say, for the search of the console."""
    statement = queries.within(desk.reach(Permission.OUTCOME_SEE))
    statement = statement.where(desk.matches(looked_for, words_of(Outcome.title), words_of(Outcome.heard)))
    found = session.scalars(statement.order_by(Outcome.id.desc()).limit(limit)).all()
    return [
        Hit(title_of(each), url_for("manage_outcomes.outcome", outcome_id=each.id), hub_name(each.hub))
        for each in found
    ]


def waiting(session: Session) -> list[ToDo]:
    """Outcomes with overdue answers, for who may write what was answered."""
    if not permissions.may_somewhere(Permission.OUTCOME_EDIT):
        return []
    late = queries.overdue(ledger.handed_before(today(), answer_days()))
    statement = queries.within(desk.reach(Permission.OUTCOME_EDIT)).where(late)
    number = session.scalar(select(func.count()).select_from(statement.with_only_columns(Outcome.id).subquery())) or 0
    if not number:
        return []
    told = ngettext("%(num)s outcome waits for an overdue answer", "%(num)s outcomes wait for overdue answers", number)
    return [ToDo(told, url_for("manage_outcomes.every", show="overdue"), gettext("See which"), urgent=True)]
