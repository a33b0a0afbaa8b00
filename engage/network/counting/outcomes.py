"""What was published of what became of it, how recommendations were answered, and who was told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from engage.activities.models import ActivityTold
from engage.network.counting import activities
from engage.network.counting.ground import Ground, Read
from engage.network.domain.items import Item, Thing
from engage.network.domain.periods import month_of
from engage.outcomes.domain.kinds import RecommendationState
from engage.outcomes.models import Outcome, Recommendation
from engage.web.permissions import Permission

Answered = Sequence[tuple[Read, date, Sequence[Read]]]
"""Outcomes, the days on which they were published, their recommendations."""


def published(ground: Ground) -> Iterator[Thing]:
    for outcome, day, _ in ground.once(_public):
        if ground.period.holds(day):
            yield _thing(ground, outcome, day, [_item(ground, outcome, month_of(day))])


def by_state(ground: Ground) -> Iterator[Thing]:
    """How far recommendations of published outcomes were at the end of each month."""
    for outcome, day, recommendations in ground.once(_public):
        items = [
            _item(ground, outcome, month, number, part=state)
            for month, end in ground.ends.items()
            if day <= end
            for state, number in sorted(Counter(state_on(each, end) for each in recommendations).items())
        ]
        if items:
            yield _thing(ground, outcome, day, items)


def overdue(ground: Ground) -> Iterator[Thing]:
    """Recommendations whose answer was overdue at the end of each month."""
    for outcome, day, recommendations in ground.once(_public):
        late = {
            month: sum(_overdue(each, end, ground.answer_days) for each in recommendations)
            for month, end in ground.ends.items()
            if day <= end
        }
        items = [_item(ground, outcome, month, number) for month, number in late.items() if number]
        if items:
            yield _thing(ground, outcome, day, items)


def answer_days(ground: Ground) -> Iterator[Thing]:
    """Days from handing over to the answer, of the answers of the period."""
    for outcome, day, recommendations in ground.once(_public):
        items = [
            _item(ground, outcome, month_of(each.answered_on), (each.answered_on - each.handed_on).days)
            for each in recommendations
            if each.handed_on is not None and ground.happened(each.answered_on)
        ]
        if items:
            yield _thing(ground, outcome, day, items)


def answered_in_time(ground: Ground) -> Iterator[Thing]:
    """Of the recommendations whose time to answer ended: those that had one then."""
    for outcome, day, recommendations in ground.once(_public):
        ended = (_ended(each, ground.answer_days) for each in recommendations if each.handed_on is not None)
        items = [_item(ground, outcome, month_of(on), inside=in_time) for on, in_time in ended if ground.happened(on)]
        if items:
            yield _thing(ground, outcome, day, items)


def told(ground: Ground) -> Iterator[Thing]:
    """People who got a message, by activity and month."""
    for activity, days in ground.once(_told).items():
        people = Counter[date]()
        for row in days:
            people[month_of(row.told_on)] += row.people
        items = [_of_activity(ground, activity, month, number) for month, number in people.items() if number]
        if items:
            yield activities.thing(ground, ground.activities[activity], days[-1].told_on, items)


def message_days(ground: Ground) -> Iterator[Thing]:
    """Days from publishing to the message."""
    for activity, days in ground.once(_told).items():
        items = [
            _of_activity(ground, activity, month_of(row.told_on), (row.told_on - row.published_on).days)
            for row in days
            if row.published_on is not None
        ]
        if items:
            yield activities.thing(ground, ground.activities[activity], days[-1].told_on, items)


# -- rules


def state_on(recommendation: Read, day: date) -> RecommendationState:
    """How far a recommendation was on a day, from the days that it carries."""
    if recommendation.answered_on is None or recommendation.answered_on > day:
        return RecommendationState.OPEN
    state = RecommendationState(recommendation.state)
    if state is RecommendationState.DONE and recommendation.done_on > day:
        return RecommendationState.ACCEPTED
    return state


def _overdue(recommendation: Read, day: date, days: int) -> bool:
    handed: date | None = recommendation.handed_on
    waits = state_on(recommendation, day) is RecommendationState.OPEN
    return waits and handed is not None and handed + timedelta(days=days) < day


def _ended(recommendation: Read, days: int) -> tuple[date, bool]:
    """When the time to answer ended, and whether with an answer: on its day, or on the day after the last one."""
    last: date = recommendation.handed_on + timedelta(days=days)
    answered: date | None = recommendation.answered_on
    return (answered, True) if answered is not None and answered <= last else (last + timedelta(days=1), False)


# -- reads


def _public(ground: Ground) -> Answered:
    """Outcomes that are public, published by the last day that is looked at."""
    o = Outcome.__table__.c
    columns = (o.id, o.hub_id, o.title, o.mission_areas, o.published_at)
    statement = select(*columns).where(o.published_at.is_not(None)).order_by(o.published_at.desc(), o.id.desc())
    recommendations = _recommendations(ground)
    found = []
    for row in ground.session.connection().execute(statement):
        day = ground.day_at(row.hub_id, row.published_at)
        if day <= ground.until and ground.of_scope(row.hub_id) and ground.of_area(row.mission_areas):
            found.append((row, day, recommendations.get(row.id, ())))
    return found


def _recommendations(ground: Ground) -> Mapping[int, Sequence[Read]]:
    r = Recommendation.__table__.c
    columns = (r.outcome_id, r.state, r.handed_on, r.answered_on, r.done_on)
    found: dict[int, list[Read]] = {}
    for row in ground.session.connection().execute(select(*columns).order_by(r.outcome_id, r.position)):
        found.setdefault(row.outcome_id, []).append(row)
    return found


def _told(ground: Ground) -> Mapping[int, Sequence[Read]]:
    """Messages of the period by activity, the earliest first."""
    t = ActivityTold.__table__.c
    statement = select(t.activity_id, t.published_on, t.told_on, t.people).where(
        t.told_on.between(ground.period.since, ground.until)
    )
    found: dict[int, list[Read]] = {}
    for row in ground.session.connection().execute(statement.order_by(t.told_on, t.id)):
        if row.activity_id in ground.activities:
            found.setdefault(row.activity_id, []).append(row)
    return found


# -- things


def _item(ground: Ground, outcome: Read, month: date, value: int = 1, *, part: str = "", inside: bool = True) -> Item:
    land = ground.country(outcome.hub_id)
    return Item(outcome.hub_id, land, month, value, key=f"outcome:{outcome.id}", part=part, inside=inside)


def _of_activity(ground: Ground, activity: int, month: date, value: int) -> Item:
    hub = ground.activities[activity].hub_id
    return Item(hub, ground.country(hub), month, value, key=f"told:{activity}")


def _thing(ground: Ground, outcome: Read, day: date, items: Iterable[Item]) -> Thing:
    return Thing(
        title={tag: said if isinstance(said, str) else said["text"] for tag, said in outcome.title.items()},
        hub=outcome.hub_id,
        country=ground.country(outcome.hub_id),
        day=day,
        items=tuple(items),
        endpoint="manage_outcomes.outcome",
        arguments={"outcome_id": outcome.id},
        label=Permission.OUTCOME_SEE,
    )
