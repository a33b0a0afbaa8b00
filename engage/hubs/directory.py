"""Reads for lists of hubs: where each stands today, in one statement."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from engage.hubs import queries
from engage.hubs.domain.kinds import HubScope, LifeCycle
from engage.hubs.domain.texts import Said, named
from engage.hubs.models import Hub, HubStep


@dataclass(frozen=True, slots=True)
class ListedHub:
    """A hub as lists show it."""

    id: int
    slug: str
    name: str
    names: Mapping[str, str]
    country: str
    region: str
    scope: HubScope
    languages: tuple[str, ...]
    parent_id: int | None
    published_at: datetime | None
    updated_at: datetime | None
    status: LifeCycle | None
    """None where nobody has said yet where it stands."""
    since: date | None
    round: int | None

    def name_in(self, language: str) -> Said:
        return named(self.name, self.names, self.languages, language)


@dataclass(frozen=True, slots=True)
class InTree:
    """A hub in the list, so deep below the hubs it is a part of."""

    hub: ListedHub
    depth: int


def in_tree(hubs: Sequence[ListedHub]) -> Iterator[InTree]:
    """Each hub followed by its parts, by name; a part whose whole is not among them stands for itself."""
    ids = {hub.id for hub in hubs}
    below: dict[int | None, list[ListedHub]] = {}
    for hub in hubs:
        below.setdefault(hub.parent_id if hub.parent_id in ids else None, []).append(hub)

    def walk(parent: int | None, depth: int) -> Iterator[InTree]:
        for hub in below.get(parent, ()):
            yield InTree(hub, depth)
            yield from walk(hub.id, depth + 1)

    yield from walk(None, 0)


def published(session: Session, today: date) -> list[ListedHub]:
    """Every hub that the directory lists, by name."""
    return _listed(session, _with_status(today).where(Hub.published_at.is_not(None)))


def around(session: Session, today: date, hub_id: int, parent_id: int | None) -> list[ListedHub]:
    """A hub, the one that it is a part of, and all its parts, by name; those that are not shown yet too."""
    family = Hub.id.in_(queries.and_parts(Hub.id == hub_id)) | (Hub.id == parent_id)
    return _listed(session, _with_status(today).where(family))


def within(session: Session, today: date, ids: Collection[int] | None) -> list[ListedHub]:
    """Hubs by id, or all; for their teams, so unpublished ones too."""
    statement = _with_status(today)
    return _listed(session, statement if ids is None else statement.where(Hub.id.in_(ids)))


def _with_status(today: date) -> Select[Hub, LifeCycle | None, date | None, int | None]:
    """Each hub with the newest step of its life-cycle that is not in the future."""
    newest = func.row_number().over(partition_by=HubStep.hub_id, order_by=(HubStep.on.desc(), HubStep.id.desc()))
    steps = (
        select(HubStep.hub_id, HubStep.status, HubStep.on.label("since"), HubStep.round, newest.label("place"))
        .where(HubStep.on <= today)
        .subquery()
    )
    return (
        select(Hub, steps.c.status, steps.c.since, steps.c.round)
        .outerjoin(steps, (steps.c.hub_id == Hub.id) & (steps.c.place == 1))
        .order_by(Hub.name, Hub.id)
    )


def _listed(session: Session, statement: Select[Hub, LifeCycle | None, date | None, int | None]) -> list[ListedHub]:
    return [
        ListedHub(
            id=hub.id,
            slug=hub.slug,
            name=hub.name,
            names=hub.names,
            country=hub.country,
            region=hub.region,
            scope=hub.scope,
            languages=tuple(hub.languages),
            parent_id=hub.parent_id,
            published_at=hub.published_at,
            updated_at=hub.updated_at,
            status=status,
            since=since,
            round=number,
        )
        for hub, status, since, number in session.execute(statement)
    ]
