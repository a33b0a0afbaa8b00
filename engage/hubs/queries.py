"""Reads about hubs."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.hubs.models import Hub

DEFAULT_SLUG = "default"


def by_slug(session: Session, slug: str) -> Hub | None:
    return session.scalar(select(Hub).where(Hub.slug == slug))


def published(session: Session, slug: str) -> Hub | None:
    """A hub that the directory lists; None for one that is not there or not shown yet."""
    return session.scalar(select(Hub).where(Hub.slug == slug, Hub.published_at.is_not(None)))


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
    if not ids:
        return frozenset()
    below = select(Hub.id).where(Hub.id.in_(ids)).cte(recursive=True)
    below = below.union(select(Hub.id).where(Hub.parent_id == below.c.id))
    return frozenset(session.scalars(select(below.c.id)))
