"""A draw of places: what is drawn, from the event's own limits.

Who applied are the candidates, parties whole; what is still free of each limit are the targets. So the draw gives
exactly the places that the event has, and the one service of places can carry it out as it was drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engage.core.refusal import Refusal
from engage.events.domain.kinds import AttendeeRole
from engage.events.domain.parties import Composition, read_traits
from engage.events.domain.places import EVENT, Limit, LimitKind, Limits, Taken
from engage.selection import Candidate, Selection, Target

SITE, ROOM, ROLE = "site", "room", "role"
LONGEST_STRATUM = 500


class NotADraw(Refusal):
    code = "not_a_draw"


class NotAnnounced(Refusal):
    """The source of the seed has to be said first."""

    code = "draw_not_announced"


class StillOpen(Refusal):
    """Registration has to be closed: who may be drawn must stand."""

    code = "draw_still_open"


class AlreadyDrawn(Refusal):
    code = "already_drawn"


class PoolChanged(Refusal):
    """Somebody confirmed, cancelled or was changed while the draw was reckoned."""

    code = "draw_pool_changed"


class NobodyApplied(Refusal):
    code = "nobody_applied"


class NoSeed(Refusal):
    code = "no_seed"


@dataclass(frozen=True, slots=True)
class Party:
    """A registration that takes part."""

    number: int
    persons: Composition


@dataclass(frozen=True, slots=True)
class Ask:
    """What the selection is asked."""

    pool: tuple[Candidate, ...]
    places: int
    targets: tuple[Target, ...]


def asked(parties: Sequence[Party], limits: Limits, taken: Taken, names: Mapping[Limit, str], now: datetime) -> Ask:
    """Candidates and targets for the places that are left.

    :param taken: by registrations that have places already
    :param names: of limits, for the report
    """
    pool = tuple(candidate for party in parties for candidate in _candidates(party))
    citizens = sum(candidate.takes_place for candidate in pool)
    places = citizens if limits.seats is None else max(0, limits.seats - taken[EVENT])
    return Ask(pool, places, (*_quotas(limits, taken, names, now), *_rooms(limits, taken, names)))


def _candidates(party: Party) -> list[Candidate]:
    found = []
    place = 0
    for cell, number in sorted(party.persons.items()):
        citizen = cell.role is AttendeeRole.CITIZEN
        features: dict[str, str | list[str]] = {ROOM: str(cell.site_id), ROLE: cell.role.value}
        if citizen:
            features[SITE] = str(cell.site_id)
            for trait in sorted(read_traits(cell.traits)):
                for feature in (trait.key, f"{trait.key}@{cell.site_id}"):
                    known = features.setdefault(feature, [])
                    if isinstance(known, list):
                        known.append(trait.code)
        for _ in range(number):
            place += 1
            found.append(Candidate(f"{party.number}.{place}", features, str(party.number), citizen))
    return found


def _quotas(limits: Limits, taken: Taken, names: Mapping[Limit, str], now: datetime) -> list[Target]:
    kept = {keeper.id for keeper in limits.keepers(now)}
    found = []
    for quota in limits.quotas:
        has = taken[Limit(LimitKind.QUOTA, quota.id)]
        found.append(
            Target(
                quota.key if quota.site_id is None else f"{quota.key}@{quota.site_id}",
                quota.codes,
                max(0, quota.minimum - has) if quota.id in kept else 0,
                None if quota.maximum is None else max(0, quota.maximum - has),
                names.get(Limit(LimitKind.QUOTA, quota.id), quota.name),
            )
        )
    return found


def _rooms(limits: Limits, taken: Taken, names: Mapping[Limit, str]) -> list[Target]:
    """Sites, rooms and roles: maximums alone."""
    found = []
    for site_id, site in limits.sites.items():
        for kind, feature, seats in ((LimitKind.SITE, SITE, site.seats), (LimitKind.ROOM, ROOM, site.room)):
            limit = Limit(kind, site_id)
            if seats is not None:
                values = frozenset({str(site_id)})
                found.append(Target(feature, values, 0, max(0, seats - taken[limit]), names.get(limit, "")))
    for role, seats in limits.roles.items():
        limit = Limit(LimitKind.ROLE, role)
        found.append(Target(ROLE, frozenset({role}), 0, max(0, seats - taken[limit]), names.get(limit, "")))
    return found


def in_turn(drawn: Selection, ask: Ask) -> list[int]:
    """Numbers of registrations in the order in which places are given: who was drawn, those first who fill a
    minimum (so that places kept for minimums never stand in the way of the others), then the reserve as drawn."""
    minimums = [target for target in ask.targets if target.minimum]
    fills: dict[str, int] = {}
    for person in ask.pool:
        number = sum(not person.values(target.feature).isdisjoint(target.values) for target in minimums)
        fills[person.party] = fills.get(person.party, 0) + number
    selected = sorted(drawn.parties, key=lambda party: -fills.get(party, 0))
    chosen = frozenset(drawn.parties)
    return [int(party) for party in (*selected, *(party for party in drawn.order if party not in chosen))]


def stratum(drawn: Selection, number: int) -> str:
    return drawn.strata.get(str(number), "")[:LONGEST_STRATUM]


def public_report(drawn: Selection, ask: Ask, announced_at: str) -> dict[str, Any]:
    """What everybody may read: numbers of registrations, and of groups only how many."""
    report = drawn.report
    return {
        **{key: report[key] for key in ("parties", "places", "filled", "undecided", "runs", "min_probability")},
        "algorithm": drawn.method,
        "pool": sum(person.takes_place for person in ask.pool),
        "announced_at": announced_at,
        "quotas": [
            target
            for target, result in zip(report["targets"], drawn.results, strict=True)
            if result.target.feature not in (ROOM, ROLE)
        ],
        "order": [int(party) for party in drawn.order],
        "selected": [int(party) for party in drawn.parties],
    }
