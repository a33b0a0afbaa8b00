"""Reads of what is published: few columns of all of it, all columns of what one page shows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, literal, or_, select
from sqlalchemy.orm import Session, selectinload

from engage.db.folding import contains, words_of
from engage.hubs.models import Hub
from engage.outcomes.domain.kinds import RecommendationState
from engage.outcomes.models import Outcome, OutcomeActivity, Recommendation

_SEARCHED = (Outcome.title, Outcome.heard)
_SEARCHED_BELOW = (
    Recommendation.text,
    Recommendation.addressed_to,
    Recommendation.answer,
    Recommendation.reason,
    Recommendation.decision,
    Recommendation.done,
)


@dataclass(frozen=True, slots=True)
class Timed:
    """What is counted of a recommendation."""

    state: RecommendationState
    handed_on: date | None
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class Fact:
    """What the list is narrowed by."""

    id: int
    slug: str
    published_at: datetime
    updated_at: datetime
    languages: tuple[str, ...]
    areas: tuple[str, ...]
    sectors: tuple[str, ...]
    hub_id: int
    fits: bool
    """Whether it has the words, and belongs to the activity, that are asked for."""
    title: Mapping[str, Any]
    recommendations: tuple[Timed, ...]

    @property
    def newest_at(self) -> datetime:
        """When something of it was new to readers."""
        return max(self.published_at, self.updated_at)


def facts(
    session: Session,
    words: str = "",
    activity: int | None = None,
    *,
    only: ColumnElement[bool] | None = None,
    most: int | None = None,
) -> list[Fact]:
    """All that is published, the newest first; two statements.

    :param words: all of them must stand somewhere in it, however they are written
    :param only: leaves out the others
    :param most: how many of them; None for all
    """
    columns = (
        Outcome.id,
        Outcome.slug,
        Outcome.published_at,
        Outcome.updated_at,
        Outcome.languages,
        Outcome.mission_areas,
        Outcome.sectors,
        Outcome.hub_id,
        _fits(words, activity).label("fits"),
        Outcome.title,
    )
    published = [Outcome.published_at.is_not(None), *([only] if only is not None else [])]
    newest_first = (Outcome.published_at.desc(), Outcome.id.desc())
    rows = session.execute(select(*columns).where(*published).order_by(*newest_first).limit(most)).all()
    below: dict[int, list[Timed]] = {row.id: [] for row in rows}
    asked = (
        select(Recommendation.outcome_id, Recommendation.state, Recommendation.handed_on, Recommendation.answered_on)
        .join(Outcome, Outcome.id == Recommendation.outcome_id)
        .where(*published)
        .order_by(Recommendation.outcome_id, Recommendation.position)
    )
    if most is not None:
        asked = asked.where(Outcome.id.in_(below))
    for row in session.execute(asked) if rows else ():
        below[row.outcome_id].append(Timed(row.state, row.handed_on, row.answered_on))
    return [
        Fact(
            row.id,
            row.slug,
            row.published_at,
            row.updated_at,
            tuple(row.languages),
            tuple(row.mission_areas),
            tuple(row.sectors),
            row.hub_id,
            bool(row.fits),
            row.title,
            tuple(below[row.id]),
        )
        for row in rows
    ]


def _fits(words: str, activity: int | None) -> ColumnElement[bool]:
    asked: list[ColumnElement[bool]] = [_says(word) for word in words.split()]
    if activity is not None:
        asked.append(said_in([activity]))
    return and_(literal(True), *asked)


def _says(word: str) -> ColumnElement[bool]:
    below = [contains(words_of(column), word) for column in _SEARCHED_BELOW]
    return or_(
        *(contains(words_of(column), word) for column in _SEARCHED),
        exists().where(Recommendation.outcome_id == Outcome.id, or_(*below)),
    )


def said_in(activities: Collection[int]) -> ColumnElement[bool]:
    """Outcomes of what was said in one of some activities."""
    return exists().where(OutcomeActivity.outcome_id == Outcome.id, OutcomeActivity.activity_id.in_(activities))


def full(session: Session, ids: Sequence[int]) -> dict[int, Outcome]:
    """Outcomes with their recommendations, by id; two statements."""
    if not ids:
        return {}
    rows = session.scalars(select(Outcome).where(Outcome.id.in_(ids)).options(selectinload(Outcome.recommendations)))
    return {row.id: row for row in rows}


def hubs(session: Session, ids: Collection[int]) -> Sequence[Hub]:
    return session.scalars(select(Hub).where(Hub.id.in_(ids)).order_by(Hub.name)).all() if ids else []


def family(session: Session, slug: str) -> Sequence[Hub]:
    """A hub with its regional and local parts; empty for one that is not there."""
    below = select(Hub.id).where(Hub.slug == slug).cte(recursive=True)
    below = below.union(select(Hub.id).where(Hub.parent_id == below.c.id))
    return session.scalars(select(Hub).where(Hub.id.in_(select(below.c.id)))).all()


def activities_of(session: Session, outcome_ids: Collection[int]) -> list[tuple[int, int]]:
    """(outcome, activity) by id."""
    pairs = select(OutcomeActivity.outcome_id, OutcomeActivity.activity_id)
    found = session.execute(pairs.where(OutcomeActivity.outcome_id.in_(outcome_ids))) if outcome_ids else ()
    return [(row.outcome_id, row.activity_id) for row in found]
