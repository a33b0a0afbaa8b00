"""Reads of outcomes."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session, selectinload

from engage.hubs.models import Hub
from engage.outcomes.domain.kinds import RecommendationState
from engage.outcomes.models import Outcome, Recommendation

_WHOLE = (selectinload(Outcome.recommendations), selectinload(Outcome.rests), selectinload(Outcome.activities))


def by_id(session: Session, outcome_id: int) -> Outcome | None:
    return session.get(Outcome, outcome_id)


def slugs(session: Session) -> set[str]:
    """Every place in addresses that is taken."""
    return set(session.scalars(select(Outcome.slug)))


def within(hubs: Collection[int] | None) -> Select[Outcome]:
    """Outcomes of these hubs (None: all), drafts too, with their parts, for a table; their hub is joined as `Hub`."""
    statement = select(Outcome).join(Hub, Hub.id == Outcome.hub_id).options(*_WHOLE)
    return statement if hubs is None else statement.where(Outcome.hub_id.in_(hubs))


# -- conditions


def overdue(before: date) -> ColumnElement[bool]:
    """A recommendation of it waits for its answer since before a day (`ledger.handed_before`)."""
    return exists().where(
        Recommendation.outcome_id == Outcome.id,
        Recommendation.state == RecommendationState.OPEN,
        Recommendation.handed_on < before,
    )


def in_state(state: RecommendationState) -> ColumnElement[bool]:
    """Its own state, worked out from those of its recommendations (`engage.outcomes.domain.ledger.state_of`)."""

    def any_in(*states: RecommendationState) -> ColumnElement[bool]:
        return exists().where(Recommendation.outcome_id == Outcome.id, Recommendation.state.in_(states))

    some, state_open = any_in(*RecommendationState), any_in(RecommendationState.OPEN)
    declined = any_in(RecommendationState.DECLINED)
    accepted, done = any_in(RecommendationState.ACCEPTED), any_in(RecommendationState.DONE)
    in_part = any_in(RecommendationState.IN_PART)
    settled = some & ~state_open
    return {
        RecommendationState.OPEN: ~settled,
        RecommendationState.DECLINED: settled & declined & ~accepted & ~done & ~in_part,
        RecommendationState.ACCEPTED: settled & accepted & ~declined & ~in_part,
        RecommendationState.DONE: settled & done & ~accepted & ~declined & ~in_part,
        RecommendationState.IN_PART: settled & (in_part | (declined & (accepted | done))),
    }[state]
