"""From the things that are counted to figures: by hub, by country, by month, by part, with their rows."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.hubs.geography import countries
from engage.network.counting import (
    activities,
    events,
    hubs,
    outcomes,
    people,
    representation,
    responses,
    surveys,
    topics,
)
from engage.network.counting.ground import Ground, Read
from engage.network.domain.adding import CORRECTION, EMPTY, number
from engage.network.domain.figures import (
    BY_KEY,
    FIGURES,
    Adding,
    Choice,
    Counted,
    Document,
    Figure,
    HubLine,
    Number,
    Row,
)
from engage.network.domain.items import Item, Thing
from engage.network.domain.periods import Period
from engage.network.domain.protecting import Sight
from engage.network.models import FigureCorrection

K_ = TypeVar("K_")
Counter = Callable[[Ground], Iterable[Thing]]
COUNTERS: dict[str, Counter] = {
    "surveys_fielded": surveys.fielded,
    "surveys_closed": surveys.closed,
    "responses": responses.responses,
    "languages_offered": surveys.languages_offered,
    "languages_answered": responses.languages_answered,
    "representation_gap": representation.gaps,
    "events_held": events.held,
    "events_announced": events.announced,
    "registrations": people.registrations,
    "places": people.places,
    "attended": people.attended,
    "no_show": people.no_show,
    "non_organised": people.non_organised,
    "transnational": events.transnational,
    "declared": activities.declared,
    "activities": activities.activities,
    "hubs": hubs.by_state,
    "hubs_recognised": hubs.recognised,
    "rounds_begun": hubs.begun,
    "rounds_signed": hubs.signed,
    "outcomes": outcomes.published,
    "recommendations": outcomes.by_state,
    "overdue": outcomes.overdue,
    "answer_days": outcomes.answer_days,
    "answered_in_time": outcomes.answered_in_time,
    "told": outcomes.told,
    "message_days": outcomes.message_days,
    "topics_proposed": topics.proposed,
    "topics_shown": topics.shown,
    "topics_answered": topics.answered,
    "library_items": activities.library,
}
"""By figure."""


def count(
    session: Session,
    key: str,
    period: Period,
    choice: Choice,
    *,
    exact_for: frozenset[int] | None,
    today: date,
    answer_days: int,
    secret: str,
) -> Counted:
    """One figure.

    :param exact_for: hubs whose numbers of people are shown as they are; None: of all
    :param answer_days: within which a recommendation should be answered
    :param secret: of the instance; what hides small numbers is made of it
    :raises KeyError: where there is no such figure
    """
    ground = Ground(session, period, choice, today=today, answer_days=answer_days)
    return _counted(ground, BY_KEY[key], Sight(exact_for, secret, today))


def all(  # noqa: A001 -- every figure, and the name of what it does
    session: Session,
    period: Period,
    choice: Choice,
    *,
    exact_for: frozenset[int] | None,
    today: date,
    answer_days: int,
    secret: str,
) -> Document:
    """Every figure, counted from one reading of the database; parameters as those of `count`."""
    ground = Ground(session, period, choice, today=today, answer_days=answer_days)
    sight = Sight(exact_for, secret, today)
    return Document(
        since=period.since,
        until=period.until,
        choice=choice,
        counted_on=today,
        answer_days=answer_days,
        figures={each.key: _counted(ground, each, sight) for each in FIGURES},
        hubs=tuple(
            HubLine(each.id, each.slug, each.name, each.names, each.country, each.scope, each.parent_id)
            for each in ground.hubs.values()
            if ground.wants(each.id, each.country)
        ),
        countries=_countries(ground),
    )


def _counted(ground: Ground, figure: Figure, sight: Sight) -> Counted:
    own = [each.id for each in ground.hubs.values() if ground.wants(each.id, each.country)]
    lands = _countries(ground)
    if ground.choice.area is not None and not figure.by_area:
        nothing = dict.fromkeys(ground.period.months, EMPTY)
        none = dict.fromkeys(own, EMPTY)
        return Counted(figure.key, EMPTY, none, dict.fromkeys(lands, EMPTY), nothing, {}, available=False)
    things = [_chosen(ground, each) for each in COUNTERS[figure.key](ground)]
    corrections = [each for each in _corrections(ground, figure) if ground.wants(each.hub, each.country)]
    items = [*(item for each in things for item in each.items), *corrections]
    last = _last(ground, figure, items)

    def of(some: Collection[Item], *, whole: bool = False) -> Number:
        return number(figure, some, sight, whole=whole)

    by_hub = _grouped(last, lambda each: each.hub)
    by_country = _grouped(last, lambda each: each.country)
    by_month = _grouped(items, lambda each: each.month)
    parts = _grouped(last, lambda each: each.part) if figure.parts else {}
    return Counted(
        figure=figure.key,
        total=of(last, whole=ground.choice == Choice()),
        by_hub={each: of(by_hub.get(each, ())) for each in dict.fromkeys([*own, *sorted(by_hub)])},
        by_country={each: of(by_country.get(each, ())) for each in dict.fromkeys([*lands, *sorted(by_country)])},
        by_month={
            each: _of_month(ground, figure, by_month.get(each, ()), each, sight) for each in ground.period.months
        },
        by_part={each: of(found) for each, found in sorted(parts.items()) if each},
        rows=tuple(_row(figure, ground, each, sight) for each in things if _looked_at(ground, figure, each)),
        corrections=tuple(int(each.key.removeprefix(CORRECTION)) for each in corrections),
    )


def _of_month(ground: Ground, figure: Figure, items: Collection[Item], month: date, sight: Sight) -> Number:
    """What lies ahead has no number; people of a month that goes on have one for their hub alone."""
    if month not in ground.ends and not items:
        return EMPTY
    if figure.is_people and not sight.sees_some(items, month):
        return Number(None, withheld=True)
    return number(figure, items, sight, whole=False)


def _corrections(ground: Ground, figure: Figure) -> Iterator[Item]:
    """What holds of them. They are of a hub and a month: what is counted for an area or a scope has none."""
    if figure.corrected and ground.choice.area is None and ground.choice.scope is None:
        for row in ground.once(_all_corrections):
            if row.figure == figure.key:
                land = ground.country(row.hub_id)
                yield Item(row.hub_id, land, row.month, row.change, key=f"{CORRECTION}{row.id}")


def _all_corrections(ground: Ground) -> Sequence[Read]:
    c = FigureCorrection.__table__.c
    statement = select(c.id, c.figure, c.hub_id, c.month, c.change).where(
        c.taken_back_at.is_(None), c.month.between(ground.period.since, ground.period.until)
    )
    return list(ground.session.connection().execute(statement.order_by(c.id)))


def _chosen(ground: Ground, thing: Thing) -> Thing:
    items = tuple(each for each in thing.items if ground.wants(each.hub, each.country))
    return thing if len(items) == len(thing.items) else replace(thing, items=items)


def _last(ground: Ground, figure: Figure, items: Sequence[Item]) -> Sequence[Item]:
    """What the whole period is made of: of what lasts, how it is at the end."""
    if figure.adding is not Adding.STATE:
        return items
    end = max(ground.ends, default=None)
    return [each for each in items if each.month == end]


def _looked_at(ground: Ground, figure: Figure, thing: Thing) -> bool:
    if thing.items:
        return bool(_last(ground, figure, thing.items))
    return ground.wants(thing.hub, thing.country)


def _row(figure: Figure, ground: Ground, thing: Thing, sight: Sight) -> Row:
    there = _last(ground, figure, thing.items)
    parts = {each.part for each in there}
    return Row(
        title=thing.title,
        hub=thing.hub or None,
        day=thing.day,
        value=number(figure, there, sight, whole=False),
        counts=bool(there),
        part=parts.pop() if figure.parts and len(parts) == 1 else "",
        endpoint=thing.endpoint,
        arguments=thing.arguments,
        label=thing.label,
    )


def _grouped(items: Iterable[Item], by: Callable[[Item], K_]) -> dict[K_, list[Item]]:
    found: dict[K_, list[Item]] = {}
    for each in items:
        found.setdefault(by(each), []).append(each)
    return found


def _countries(ground: Ground) -> tuple[str, ...]:
    """Every country that takes part in the Mission at the end of the period or has a hub; or the chosen one."""
    chosen = ground.choice.country
    if chosen:
        return (chosen,)
    if ground.own is not None:
        return tuple(sorted({ground.country(each) for each in ground.own} - {""}))
    with_hub = {each.country for each in ground.hubs.values()} - {""}
    return tuple(sorted(with_hub | set(countries().counted(ground.period.until))))
