"""The draw: announced with the source of its seed, then carried out once, in one transaction."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage import selection
from engage.events import places, queries, queries_people, queries_places
from engage.events.domain import drawing
from engage.events.domain.drawing import (
    AlreadyDrawn,
    NobodyApplied,
    NoSeed,
    NotADraw,
    NotAnnounced,
    PoolChanged,
    StillOpen,
)
from engage.events.domain.kinds import Mode, Phase, RegistrationStatus
from engage.events.domain.parties import Cell
from engage.events.domain.phases import phase
from engage.events.domain.places import Limit, LimitKind
from engage.events.models import Event
from engage.events.models_people import Attendee, Draw, Registration
from engage.selection import InfeasibleTargets, Selection, TooHard

ANNOUNCED = "announced"
LONGEST_SEED = 200


@dataclass(frozen=True, slots=True)
class State:
    """Where the draw of an event stands."""

    draw: Draw | None
    drawn: bool
    still_open: bool
    applied: int
    """Registrations that take part: they applied, and their address is confirmed or there is none."""
    unconfirmed: int
    """Registrations that do not take part, unless they confirm their address before."""
    doubles: int


def state(session: Session, event: Event, *, now: datetime) -> State:
    rules = queries_places.rules(session, event.id)
    counts = session.execute(
        select(Registration.confirm_by.is_(None), func.count())
        .where(Registration.event_id == event.id, Registration.status == RegistrationStatus.APPLIED)
        .group_by(Registration.confirm_by.is_(None))
    )
    applied = {bool(confirmed): number for confirmed, number in counts}
    sites = [site.id for site in event.sites]
    return State(
        draw=queries_people.draw(session, event.id),
        drawn=queries_places.was_drawn(session, event.id),
        still_open=phase(rules.window, now) in (Phase.OPEN, Phase.FULL, Phase.ANNOUNCED, Phase.DRAFT),
        applied=applied.get(True, 0),
        unconfirmed=applied.get(False, 0),
        doubles=len(queries_people.doubles(session, event.id, sites)),
    )


def announce(session: Session, event: Event, source: str, *, by: str, now: datetime) -> Draw:
    """Say where the seed will come from, before anybody can know it. Until the draw it can be said anew.

    :raises NotADraw: places are given in another way
    :raises AlreadyDrawn: it is too late
    """
    _require_draw(session, event)
    found = queries_people.draw(session, event.id)
    if found is None:
        found = Draw(event_id=event.id, seed="", method=ANNOUNCED, made_at=now, by_name=by, report={})
        session.add(found)
    if found.seed_source != source:
        found.seed_source, found.made_at, found.by_name = source, now, by
    event.revision += 1
    session.flush()
    return found


def _require_draw(session: Session, event: Event) -> None:
    if event.mode is not Mode.DRAW:
        raise NotADraw
    if queries_places.was_drawn(session, event.id):
        raise AlreadyDrawn


def pool(
    session: Session, event: Event, *, now: datetime, names: Mapping[Limit, str]
) -> tuple[drawing.Ask, dict[int, int]]:
    """What would be drawn now, and the ids of the registrations by their numbers."""
    rules = queries_places.rules(session, event.id)
    taken = rules.limits.taken(queries_places.occupancy(session, event.id).holding)
    rows = session.execute(
        select(Registration.id, Registration.number, Registration.site_id, Attendee.role, Attendee.traits)
        .join(Attendee, Attendee.registration_id == Registration.id)
        .where(
            Registration.event_id == event.id,
            Registration.status == RegistrationStatus.APPLIED,
            Registration.confirm_by.is_(None),
        )
        .order_by(Registration.number)
    )
    ids: dict[int, int] = {}
    persons: dict[int, Counter[Cell]] = {}
    for id_, number, site_id, role, traits in rows:
        ids[number] = id_
        persons.setdefault(number, Counter())[Cell(site_id, role, traits)] += 1
    parties = [drawing.Party(number, found) for number, found in persons.items()]
    return drawing.asked(parties, rules.limits, taken, names, now), ids


def names(session: Session, event: Event, language: str) -> dict[Limit, str]:
    """Of sites and their rooms; quotas have names of their own, roles are named where they are shown."""
    texts = queries.texts(session, event)
    found = {}
    for site in event.sites:
        text = texts.get(f"site:{site.id}:name")
        name = text.pick(language)[0] if text else str(site.id)
        found[Limit(LimitKind.SITE, site.id)] = name
        found[Limit(LimitKind.ROOM, site.id)] = name
    return found


@dataclass(frozen=True, slots=True)
class Preview:
    """What the draw will meet: without a seed, so that nobody can try seeds."""

    people: int
    places: int
    targets: tuple[tuple[str, int, int | None, int], ...]
    """Name, minimum, maximum, and how many applied."""
    in_the_way: tuple[str, ...]
    """Targets that cannot be met; none: it can be drawn."""
    too_hard: bool = False


def preview(session: Session, event: Event, *, now: datetime, language: str) -> Preview:
    ask, _ = pool(session, event, now=now, names=names(session, event, language))
    targets = tuple(
        (
            target.called,
            target.minimum,
            target.maximum,
            sum(not person.values(target.feature).isdisjoint(target.values) for person in ask.pool),
        )
        for target in ask.targets
        if target.feature not in (drawing.ROOM, drawing.ROLE)
    )
    people = sum(person.takes_place for person in ask.pool)
    try:
        selection.select(ask.pool, ask.places, ask.targets, "", runs=1)
    except InfeasibleTargets as refusal:
        return Preview(people, ask.places, targets, tuple(target.called for target in refusal.targets))
    except TooHard:
        return Preview(people, ask.places, targets, (), too_hard=True)
    return Preview(people, ask.places, targets, ())


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A draw that was reckoned and is not carried out yet."""

    ask: drawing.Ask
    drawn: Selection


def reckon(session: Session, event: Event, seed: str, *, now: datetime, language: str) -> Reckoned:
    """Draw, and change nothing: this may take some seconds, and needs no lock.

    :raises NotADraw, AlreadyDrawn, NotAnnounced, StillOpen, NobodyApplied, NoSeed: when it is not the time for it
    :raises InfeasibleTargets: naming the targets that cannot be met
    :raises TooHard: when that could not be said
    """
    _require_draw(session, event)
    where = state(session, event, now=now)
    if where.draw is None or not where.draw.seed_source or where.draw.made_at > now:
        raise NotAnnounced
    if where.still_open:
        raise StillOpen
    if not where.applied:
        raise NobodyApplied
    if not seed.strip():
        raise NoSeed
    ask, _ = pool(session, event, now=now, names=names(session, event, language))
    return Reckoned(ask, selection.select(ask.pool, ask.places, ask.targets, seed.strip()[:LONGEST_SEED]))


def carry_out(session: Session, event: Event, found: Reckoned, *, by: str, now: datetime, language: str) -> Draw:
    """Give the places as drawn, and tell everybody: in the caller's transaction.

    :raises PoolChanged: when somebody came or went since it was reckoned
    :raises AlreadyDrawn: when somebody else was faster
    """
    _require_draw(session, event)
    draw = queries_people.draw(session, event.id)
    ask, ids = pool(session, event, now=now, names=names(session, event, language))
    if draw is None or ask != found.ask:
        raise PoolChanged
    drawn = found.drawn
    strata = {id_: drawing.stratum(drawn, number) for number, id_ in ids.items()}
    report = drawing.public_report(drawn, ask, draw.made_at.isoformat())
    places.draw_order(session, event, [ids[number] for number in drawing.in_turn(drawn, ask)], strata, now=now)
    got = select(Registration.number).where(Registration.event_id == event.id, Registration.drawn.is_(True))
    held = set(session.scalars(got))
    report["selected"] = [number for number in report["order"] if number in held]
    draw.seed, draw.method, draw.report, draw.made_at, draw.by_name = drawn.seed, drawn.method, report, now, by
    event.revision += 1
    session.flush()
    return draw
