"""Topics of citizens in the console: what waits to be looked at, and the list of all."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy import and_, case, select
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.db.folding import words_of
from engage.db.session import db
from engage.hubs import queries as hub_queries
from engage.hubs.domain.texts import named, said
from engage.hubs.models import Hub
from engage.outcomes.domain.kinds import TopicKind, TopicState
from engage.outcomes.domain.topics import ANSWER_WORKING_DAYS, is_late, working_days
from engage.outcomes.models_topics import Topic, TopicBox
from engage.outcomes.topics import keeping
from engage.outcomes.views import public_topics_words as words
from engage.web import desk
from engage.web.console import render
from engage.web.desk import ToDo, listing
from engage.web.desk.crumbs import Crumb
from engage.web.desk.listing import Column, Filter, Page, Table
from engage.web.permissions import Permission, may_somewhere, permission

bp = Blueprint("manage_topics", __name__, template_folder="../templates", url_prefix="/console/topics")
LARGEST = 2**63 - 1
EXCERPT = 120


def hubs_behind(_label: Permission, args: Mapping[str, Any]) -> frozenset[int] | None:
    """The hub of the topic or box that an address names."""
    session = db.session()
    if "number" in args:
        found = session.get(Topic, args["number"]) if args["number"] <= LARGEST else None
        return frozenset({found.hub_id}) if found else frozenset()
    if "hub" in args:
        hub = hub_queries.by_slug(session, args["hub"])
        return frozenset({hub.id}) if hub else frozenset()
    return None


def topic_or_404(number: int) -> Topic:
    found = db.session().get(Topic, number) if number <= LARGEST else None
    if found is None:
        abort(404)
    return found


def hub_name(hub: Hub) -> str:
    """In the language of the console where it has one."""
    return named(hub.name, hub.names, hub.languages, g.get("interface", "en")).text


def title_of(topic: Topic) -> tuple[str, str]:
    """What a topic is called, and the language of that: its title, else how its words begin."""
    title = said(topic.title, g.get("interface", "en"), topic.hub.languages)
    if title:
        return title.text, title.language
    first = " ".join(topic.words.split())
    if not first:
        return gettext("Without words"), g.get("interface", "en")
    return (first if len(first) <= EXCERPT else f"{first[:EXCERPT]}…"), topic.language


def waits(topic: Topic) -> tuple[str, bool]:
    """How long a topic has waited to be looked at, or a question for its answer; and whether that is too long."""
    today = utcnow().date()
    if topic.kind is TopicKind.QUESTION and topic.state not in (TopicState.ANSWERED, TopicState.NOT_SHOWN):
        days = working_days(topic.proposed_on, today)
        return ngettext("%(num)s working day", "%(num)s working days", days), is_late(topic.proposed_on, today)
    if topic.state is TopicState.WAITING:
        days = (today - topic.proposed_on).days
        return ngettext("%(num)s day", "%(num)s days", days), False
    return "", False


@bp.get("")
@permission(Permission.TOPICS)
def topics() -> ResponseReturnValue:
    """Those of one's hubs: what waits to be looked at stands first, then questions without an answer."""
    hubs = desk.reach(Permission.TOPICS)
    boxes = select(TopicBox.hub_id).where(TopicBox.is_open)
    opened = db.session().scalars((boxes if hubs is None else boxes.where(TopicBox.hub_id.in_(hubs))).limit(1)).first()
    return render(
        "outcomes/manage/topics.html",
        page=_page(),
        words=words,
        title_of=title_of,
        hub_name=hub_name,
        waits=waits,
        tags={TopicState.WAITING: "warning", TopicState.NOT_SHOWN: "note", TopicState.ANSWERED: "success"},
        any_open=opened is not None,
        target=ANSWER_WORKING_DAYS,
    )


def _page() -> Page:
    asked = select(Topic).join(Hub, Hub.id == Topic.hub_id)
    hubs = desk.reach(Permission.TOPICS)
    unanswered = and_(Topic.kind == TopicKind.QUESTION, Topic.state.in_((TopicState.SHOWN, TopicState.TAKEN_UP)))
    rank = case((Topic.state == TopicState.WAITING, 0), (unanswered, 1), else_=2)
    table = Table(
        columns=(
            Column("title", gettext("Topic or question")),
            Column("kind", gettext("Kind"), sort=Topic.kind),
            Column("hub", gettext("Hub"), sort=Hub.name),
            Column("state", gettext("State"), sort=Topic.state),
            Column("waits", gettext("Waits for"), sort=(rank, Topic.proposed_on)),
            Column("supports", gettext("Support"), sort=Topic.supports, kind="number", descending=True),
        ),
        tie=Topic.id,
        default="waits",
        filters=[
            Filter("state", gettext("State"), list(_named(words.STATES)), lambda value: Topic.state == value),
            Filter("kind", gettext("Kind"), list(_named(words.KINDS)), lambda value: Topic.kind == value),
        ],
        search=(Topic.words, words_of(Topic.title), words_of(Topic.text)),
    )
    return listing.read(db.session(), asked if hubs is None else asked.where(Topic.hub_id.in_(hubs)), table)


def _named(what: Mapping[Any, Any]) -> Sequence[tuple[str, Any]]:
    return [(each.value, label) for each, label in what.items()]


def waiting(session: Session) -> list[ToDo]:
    """For the start page: proposals that nobody has looked at, and questions that should be answered by now."""
    if not may_somewhere(Permission.TOPICS):
        return []
    new, late = keeping.waiting(session, desk.reach(Permission.TOPICS), today=utcnow().date())
    found = []
    if new:
        sentence = ngettext("%(num)s proposal of citizens waits", "%(num)s proposals of citizens wait", new)
        found.append(
            ToDo(sentence, url_for("manage_topics.topics", state="waiting"), gettext("Look at them"), urgent=True)
        )
    if late:
        sentence = ngettext(
            "%(num)s question of citizens waits longer than %(days)s working days for its answer",
            "%(num)s questions of citizens wait longer than %(days)s working days for their answer",
            late,
            days=ANSWER_WORKING_DAYS,
        )
        found.append(ToDo(sentence, url_for("manage_topics.topics", kind="question"), gettext("Answer"), urgent=True))
    return found


def above(endpoint: str, _arguments: Mapping[str, Any], _values: Mapping[str, Any]) -> Sequence[Crumb]:
    if endpoint == "manage_topics.topics":
        return []
    crumbs: list[Crumb] = [(gettext("Topics of citizens"), url_for("manage_topics.topics"))]
    if endpoint in ("manage_topics.box", "manage_topics.save_box"):
        crumbs.append((gettext("Where topics can be proposed"), url_for("manage_topics.boxes")))
    return crumbs
