"""Topics and questions that citizens proposed, what of them is public, and what was answered."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select

from engage.network.counting.ground import Ground, Read
from engage.network.domain.items import Item, Thing
from engage.network.domain.periods import month_of
from engage.outcomes.domain.kinds import PUBLIC_TOPICS
from engage.outcomes.models_topics import Topic
from engage.web.permissions import Permission


def proposed(ground: Ground) -> Iterator[Thing]:
    """All that were proposed, by hub: what is not public says nothing of itself here."""
    by_hub: dict[int, Counter[date]] = {}
    for topic in ground.once(_topics):
        if ground.happened(topic.proposed_on):
            by_hub.setdefault(topic.hub_id, Counter())[month_of(topic.proposed_on)] += 1
    for hub, months in by_hub.items():
        land = ground.country(hub)
        items = [Item(hub, land, month, number, key=f"topics:{hub}") for month, number in sorted(months.items())]
        title = ground.hubs[hub].name
        yield Thing(title, hub, land, None, tuple(items), label=Permission.TOPICS)


def shown(ground: Ground) -> Iterator[Thing]:
    """Those that became public."""
    for topic in ground.once(_topics):
        if topic.state in PUBLIC_TOPICS:
            yield from _one(ground, topic, topic.shown_on)


def answered(ground: Ground) -> Iterator[Thing]:
    """Public ones that got an answer."""
    for topic in ground.once(_topics):
        if topic.state in PUBLIC_TOPICS:
            yield from _one(ground, topic, topic.answered_on)


def _topics(ground: Ground) -> Sequence[Read]:
    t = Topic.__table__.c
    columns = (t.id, t.hub_id, t.state, t.title, t.proposed_on, t.shown_on, t.answered_on)
    rows = ground.session.connection().execute(select(*columns).order_by(t.proposed_on.desc(), t.id))
    return [row for row in rows if ground.of_scope(row.hub_id)]


def _one(ground: Ground, topic: Read, day: date | None) -> Iterator[Thing]:
    if day is not None and ground.happened(day):
        land = ground.country(topic.hub_id)
        item = Item(topic.hub_id, land, month_of(day), key=f"topic:{topic.id}")
        title = {tag: said if isinstance(said, str) else said["text"] for tag, said in topic.title.items()}
        yield Thing(title, topic.hub_id, land, day, (item,), label=Permission.TOPICS)
