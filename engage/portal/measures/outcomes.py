"""Metrics of what became of it: answers to recommendations, decisions, and telling those who asked."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from engage.activities import queries as activities
from engage.activities import told
from engage.activities.domain.shown import local_day
from engage.maturity.measuring import Counted, Figures
from engage.outcomes import queries
from engage.outcomes.domain.kinds import TAKEN_UP, CitizensRole, RecommendationState
from engage.outcomes.models import Outcome, Recommendation
from engage.portal.measures import scope
from engage.portal.measures.scope import Span, share
from engage.web.permissions import Permission

if TYPE_CHECKING:
    from engage.hubs.models import Hub

ANSWER_DAYS = timedelta(days=120)
"""Of the model. What an instance has set for its own clock does not change the figure."""
SHARED = (CitizensRole.SHARED, CitizensRole.DELEGATED)


@dataclass(frozen=True, slots=True)
class Asked:
    """One recommendation, as it stood on the last day of a period."""

    outcome: Outcome
    row: Recommendation
    until: date

    @property
    def due(self) -> date | None:
        """The last day for its answer; the day of the answer, where it came before. None: handed to nobody."""
        if self.row.handed_on is None:
            return None
        last = self.row.handed_on + ANSWER_DAYS
        return min(last, self._by_now(self.row.answered_on) or last)

    @property
    def in_time(self) -> bool:
        """Everybody could read a reasoned answer within 120 days."""
        public, answered = public_on(self.outcome, self.until), self._by_now(self.row.answered_on)
        if self.row.handed_on is None or public is None or answered is None or not self._is_reasoned():
            return False
        return max(public, answered) <= self.row.handed_on + ANSWER_DAYS

    @property
    def accepted(self) -> bool:
        return self.row.state in TAKEN_UP and self._by_now(self.row.answered_on) is not None

    @property
    def done_or_on_time(self) -> bool:
        return self._by_now(self.row.done_on) is not None or (
            self.row.due_on is not None and self.row.due_on >= self.until
        )

    def _is_reasoned(self) -> bool:
        """The answer stands there in words; where it says no, or not to all of it, with its reason."""
        needs_reason = self.row.state in (RecommendationState.DECLINED, RecommendationState.IN_PART)
        given = (self.row.reason,) if needs_reason else (self.row.answer, self.row.reason, self.row.done)
        return any(any(texts.values()) for texts in given)

    def _by_now(self, day: date | None) -> date | None:
        return day if day is not None and day <= self.until else None


def public_on(outcome: Outcome, until: date) -> date | None:
    """The day since which everybody can read it; None while nobody can, or could on a day."""
    if outcome.published_at is None:
        return None
    day = local_day(outcome.published_at, outcome.hub.time_zone)
    return day if day <= until else None


def answered(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M10: recommendations whose 120 days ended in the period, or that were answered in it before that."""
    span = Span(since, until)
    found = [each for each in _recommendations(session, hub, until) if span.holds(each.due)]
    if not found:
        return Figures({})
    in_time = [each for each in found if each.in_time]
    accepted = [each for each in found if each.accepted]
    kept = [each for each in accepted if each.done_or_on_time]
    return Figures(
        {
            "recommendations": len(found),
            "answered_share": share(len(in_time), len(found)),
            "accepted_done_share": share(len(kept), len(accepted)),
        },
        [_row(each, each.row.handed_on, counts=each in in_time) for each in found],
    )


def _recommendations(session: Session, hub: "Hub", until: date) -> list[Asked]:
    """Of all outcomes of the hub and its parts: one that was handed to somebody is not unasked because nobody else
    can read of it."""
    own = scope.with_parts(session, hub.id)
    found = session.scalars(queries.within(own).order_by(Outcome.created_at.desc(), Outcome.id.desc())).unique()
    return [Asked(outcome, row, until) for outcome in found for row in outcome.recommendations]


def decided(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M23: decisions of the period that stand in public outcomes, with what people said. One decision that answers
    several recommendations counts once."""
    span = Span(since, until)
    found = [each for each in _recommendations(session, hub, until) if span.holds(each.row.decided_on)]
    if not found:
        return Figures({})
    linked = [each for each in found if public_on(each.outcome, until) and _has_input(each.outcome)]
    return Figures(
        {
            "linked": len({_decision(each) for each in linked}),
            "mission_areas": len({area for each in linked for area in each.outcome.mission_areas}),
            "shared": len({_decision(each) for each in linked if each.row.citizens_role in SHARED}),
        },
        [_row(each, each.row.decided_on, counts=each in linked) for each in found],
    )


def _has_input(outcome: Outcome) -> bool:
    """There is an activity in which it was said, or something published that it rests on."""
    return bool(outcome.activities or outcome.rests)


def _decision(each: Asked) -> tuple[object, ...]:
    """What is the same decision: of one day, by one body, in the same words."""
    return each.row.decided_on, *(tuple(sorted(texts.items())) for texts in (each.row.decided_by, each.row.decision))


def _row(each: Asked, day: date | None, *, counts: bool) -> Counted:
    return Counted(
        title=each.row.text,
        day=day,
        counts=counts,
        endpoint="manage_outcomes.outcome",
        arguments={"outcome_id": each.outcome.id},
        label=Permission.OUTCOME_SEE,
        hubs=frozenset({each.outcome.hub_id}),
    )


# -- telling


def days_to_feedback(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M11: days from publication to the message. Each message that went out counts once."""
    own = scope.with_parts(session, hub.id)
    found = told.tellings(session, _activities(session, own), since, until)
    if not found:
        return Figures({})
    return Figures(
        {"median_days": float(median(_each(found)))},
        [
            Counted(
                title=each.activity.title,
                day=each.told_on,
                endpoint="activities.activity",
                arguments={"activity_id": each.activity.id},
                label=Permission.ACTIVITY_SEE,
                hubs=frozenset({each.activity.hub_id}),
            )
            for each in found
        ],
    )


def _activities(session: Session, own: Collection[int]) -> Sequence[int]:
    return [each.id for each in session.scalars(activities.within(own)).unique()]


def _each(found: Iterable[told.Telling]) -> list[int]:
    return [each.days for each in found for _ in range(each.people)]
