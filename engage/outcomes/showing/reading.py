"""Reads of what is published: few columns of all of it, all columns of what one page shows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, literal, or_, select
from sqlalchemy.orm import Session, joinedload

from engage.db.folding import contains, words_of
from engage.hubs import queries as hub_queries
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
    """All that is published, the newest first; one statement.

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
    each = select(*columns).where(*published).order_by(*newest_first).limit(most).cte()
    outcome = each.prefix_with("MATERIALIZED").c  # words are looked for once in each, and not beside each request of it
    timed = (Recommendation.state, Recommendation.handed_on, Recommendation.answered_on)
    asked = (
        select(*outcome, *timed)
        .outerjoin(Recommendation, Recommendation.outcome_id == outcome.id)
        .order_by(outcome.published_at.desc(), outcome.id.desc(), Recommendation.position)
    )
    rows, below = {}, dict[int, list[Timed]]()
    for row in session.execute(asked):
        rows[row.id] = row
        below.setdefault(row.id, []).extend([Timed(*row[-len(timed) :])] if row.state is not None else [])
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
        for row in rows.values()
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


def full(session: Session, ids: Collection[int]) -> dict[int, Outcome]:
    """Outcomes with their recommendations, by id; one statement."""
    if not ids:
        return {}
    rows = session.scalars(select(Outcome).where(Outcome.id.in_(ids)).options(joinedload(Outcome.recommendations)))
    return {row.id: row for row in rows.unique()}


def hubs(session: Session, ids: Collection[int], slug: str = "") -> Sequence[Hub]:
    """Some hubs by name, and the one at an address with all its parts; one statement."""
    wanted: ColumnElement[bool] = Hub.id.in_(ids)
    if slug:
        wanted |= Hub.id.in_(hub_queries.and_parts(Hub.slug == slug))
    return session.scalars(select(Hub).where(wanted).order_by(Hub.name)).all() if ids or slug else []


def activities_of(session: Session, outcome_ids: Collection[int]) -> list[tuple[int, int]]:
    """(outcome, activity) by id."""
    pairs = select(OutcomeActivity.outcome_id, OutcomeActivity.activity_id)
    found = session.execute(pairs.where(OutcomeActivity.outcome_id.in_(outcome_ids))) if outcome_ids else ()
    return [(row.outcome_id, row.activity_id) for row in found]
