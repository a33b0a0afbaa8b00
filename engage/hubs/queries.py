"""Reads about hubs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from engage.hubs import images
from engage.hubs.images import ShownImage
from engage.hubs.models import Hub, Image

DEFAULT_SLUG = "default"


def by_slug(session: Session, slug: str) -> Hub | None:
    return session.scalar(select(Hub).where(Hub.slug == slug))


def published(session: Session, slug: str) -> Hub | None:
    """A hub that the directory lists; None for one that is not there or not shown yet."""
    return session.scalar(select(Hub).where(Hub.slug == slug, Hub.published_at.is_not(None)))


@dataclass(frozen=True, slots=True)
class Whole:
    """A hub with its steps and its members, as its page shows it."""

    hub: Hub
    emblem: ShownImage | None
    along: tuple[Any, ...]
    """What was asked for besides."""


def whole(session: Session, slug: str, along: Sequence[ColumnElement[Any]] = ()) -> Whole | None:
    """A hub that the directory lists, in one statement; None for one that is not there or not shown yet.

    :param along: what rooms above know of a row of `hub`
    """
    statement = select(Hub, *images.COLUMNS, *along).outerjoin(Image, Image.digest == Hub.emblem)
    statement = statement.where(Hub.slug == slug, Hub.published_at.is_not(None))
    every = session.execute(statement.options(joinedload(Hub.steps), joinedload(Hub.organisations)))
    row = every.unique().one_or_none()
    if row is None:
        return None
    last = 1 + len(images.COLUMNS)
    return Whole(row[0], images.as_shown(*row[1:last]), tuple(row[last:]))


def every(session: Session) -> Sequence[Hub]:
    return session.scalars(select(Hub).order_by(Hub.name)).all()


def default(session: Session) -> Hub:
    """The hub used where none is named; the first migration makes it."""
    return session.scalars(select(Hub).where(Hub.slug == DEFAULT_SLUG)).one()


def parts(session: Session, hub_id: int) -> Sequence[Hub]:
    """The hubs right below one."""
    return session.scalars(select(Hub).where(Hub.parent_id == hub_id).order_by(Hub.name)).all()


def with_parts(session: Session, ids: Collection[int]) -> frozenset[int]:
    """Hubs and all their regional and local parts, by id."""
    return frozenset(session.scalars(and_parts(Hub.id.in_(ids)))) if ids else frozenset()


def and_parts(which: ColumnElement[bool]) -> Select[int]:
    """The ids of some hubs and of all their regional and local parts.

    :param which: what is so of a row of `hub` for those at the top
    """
    below = select(Hub.id).where(which).cte(recursive=True)
    below = below.union(select(Hub.id).where(Hub.parent_id == below.c.id))
    return select(below.c.id)
