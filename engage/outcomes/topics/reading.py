"""Reads of topics: what everybody sees, in the language that serves a reader best."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from engage.activities import showing as activities
from engage.hubs.domain.texts import Said, said
from engage.hubs.models import Hub
from engage.outcomes.domain.kinds import PUBLIC_TOPICS, TopicKind, TopicState
from engage.outcomes.models import Outcome
from engage.outcomes.models_topics import Topic, TopicBox

ON_A_PAGE = 20


class Order(StrEnum):
    SUPPORT = "support"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class DealsWith:
    """The activity or published outcome that deals with a topic."""

    title: Said
    address: str = ""
    """Of an activity's page."""
    outcome: str = ""
    """The short name of an outcome."""


@dataclass(frozen=True, slots=True)
class ShownTopic:
    """A topic as everybody sees it."""

    id: int
    hub: str
    """The hub's short name."""
    kind: TopicKind
    state: TopicState
    title: Said
    text: Said
    supports: int
    shown_on: date | None
    answer: Said
    answered_on: date | None
    deals: DealsWith | None


@dataclass(frozen=True, slots=True)
class Page:
    """What one address shows of a hub's list."""

    topics: Sequence[ShownTopic]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class Door:
    """What a hub offers: whether one can propose, and how many topics there are to see."""

    open: bool = False
    shown: int = 0

    def __bool__(self) -> bool:
        return self.open or self.shown > 0


def box(session: Session, hub_id: int) -> TopicBox | None:
    return session.get(TopicBox, hub_id)


DOOR = (
    select(TopicBox.is_open).where(TopicBox.hub_id == Hub.id).correlate(Hub.__table__).scalar_subquery(),
    select(func.count())
    .where(Topic.hub_id == Hub.id, Topic.state.in_(PUBLIC_TOPICS))
    .correlate(Hub.__table__)
    .scalar_subquery(),
)
"""What `door` takes, of a row of `hub`: for a link on the hub's page, read together with it."""


def door(is_open: bool | None, shown: int) -> Door:
    return Door(bool(is_open), shown)


def of_hub(session: Session, hub_id: int, *, lang: str, now: datetime, order: Order, page: int) -> Page:
    """A hub's topics, twenty on a page.

    :param page: from 1; one beyond the last gives the last
    """
    asked = _public(hub_id)
    total = session.scalar(select(func.count()).select_from(asked.subquery())) or 0
    pages = max(1, -(-total // ON_A_PAGE))
    number = min(max(1, page), pages)
    newest = (Topic.shown_on.desc(), Topic.id)
    by = newest if order is Order.NEWEST else (Topic.supports.desc(), *newest)
    rows = session.scalars(asked.order_by(*by).limit(ON_A_PAGE).offset((number - 1) * ON_A_PAGE)).all()
    return Page(_shown(session, rows, lang, now), total, number, pages)


def of_outcome(session: Session, outcome_id: int, lang: str, *, now: datetime) -> Sequence[ShownTopic]:
    """The topics of citizens that an outcome deals with; the most wanted first."""
    asked = select(Topic).where(Topic.outcome_id == outcome_id, Topic.state.in_(PUBLIC_TOPICS))
    rows = session.scalars(asked.order_by(Topic.supports.desc(), Topic.id)).all()
    return _shown(session, rows, lang, now)


def one(session: Session, topic: Topic, *, lang: str, now: datetime) -> ShownTopic:
    """A topic that everybody may see."""
    return _shown(session, [topic], lang, now)[0]


def _public(hub_id: int) -> Select[Topic]:
    return select(Topic).where(Topic.hub_id == hub_id, Topic.state.in_(PUBLIC_TOPICS))


def _shown(session: Session, rows: Sequence[Topic], lang: str, now: datetime) -> list[ShownTopic]:
    dealing = _dealing(session, rows, lang, now)
    return [_one(row, lang, dealing.get(row.id)) for row in rows]


def _one(row: Topic, lang: str, deals: DealsWith | None) -> ShownTopic:
    own = [*row.hub.languages, row.language]

    def in_words(texts: Mapping[str, Any]) -> Said:
        return said(texts, lang, own)

    return ShownTopic(
        id=row.id,
        hub=row.hub.slug,
        kind=row.kind,
        state=row.state,
        title=in_words(row.title),
        text=in_words(row.text),
        supports=row.supports,
        shown_on=row.shown_on,
        answer=in_words(row.answer if row.answered_on else {}),
        answered_on=row.answered_on,
        deals=deals,
    )


def _dealing(session: Session, rows: Collection[Topic], lang: str, now: datetime) -> dict[int, DealsWith]:
    """What deals with each topic, by its id; what is not public is left out."""
    outcomes = _outcomes(session, {row.outcome_id for row in rows if row.outcome_id is not None}, lang)
    ids = {row.activity_id for row in rows if row.activity_id is not None}
    held = activities.some(session, ids, lang=lang, now=now)
    found = {}
    for row in rows:
        if row.outcome_id in outcomes:
            found[row.id] = outcomes[row.outcome_id]
        elif row.activity_id in held:
            each = held[row.activity_id]
            found[row.id] = DealsWith(Said(each.title, each.language), address=each.address)
    return found


def _outcomes(session: Session, ids: Collection[int], lang: str) -> dict[int | None, DealsWith]:
    if not ids:
        return {}
    asked = select(Outcome).where(Outcome.id.in_(ids), Outcome.published_at.is_not(None))
    return {
        each.id: DealsWith(said(each.title, lang, each.languages), outcome=each.slug) for each in session.scalars(asked)
    }
