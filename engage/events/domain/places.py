"""Places: which limits an event has, and whether a party fits into what is left.

One rule for everything that can be full. Each limit leaves a *slack*: what is left of it, negative where more is taken
than there is (a capacity was lowered). **A party fits when it leaves every limit with a slack of at least nothing, or
with no less than before.** Parties fit whole or not at all.

Minimums are such limits too: what they leave is what is free beyond the places kept for their groups.
`docs/explanation/places.md` says why that keeps each minimum within reach, and where its limits are.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from engage.core.refusal import Refusal
from engage.events.domain.kept import Keeper, kept_for
from engage.events.domain.kinds import AttendeeRole
from engage.events.domain.parties import Cell, Composition, Trait, read_traits


class EventFull(Refusal):
    """No place, and no room on the waiting list either."""

    code = "event_full"


class RoleFull(EventFull):
    """The same, because of a role alone."""

    code = "role_full"


class QuotaFull(EventFull):
    """The same, because of the quotas alone."""

    code = "quota_full"


class EventChanged(Refusal):
    """The event stands otherwise than when the form was read: read the form again."""

    code = "event_changed"


class DoesNotFit(Refusal):
    """A change for which there are no places; all stays as it was. Its arguments are the limits in the way."""

    code = "does_not_fit"


class RegistrationClosed(Refusal):
    code = "registration_closed"


class PartyTooLarge(Refusal):
    code = "party_too_large"


class RoleNotOffered(Refusal):
    """A role that nobody may register as by themselves."""

    code = "role_not_offered"


class CompanionAlone(Refusal):
    """A companion comes with a person of the party."""

    code = "companion_alone"


class NoSuchSite(Refusal):
    code = "no_such_site"


class InvitationNeeded(Refusal):
    code = "invitation_needed"


class InvitationUsed(Refusal):
    """It was revoked, or has been used as often as it is good for."""

    code = "invitation_used"


class NotPossibleNow(Refusal):
    """The registration stands where this cannot be done: it has ended, or nothing was offered."""

    code = "not_possible_now"


class OfferOver(Refusal):
    """The deadline of an offer, or of confirming an address, has passed."""

    code = "offer_over"


class LimitKind(StrEnum):
    EVENT = "event"
    ROLE = "role"
    SITE = "site"
    ROOM = "room"
    """Everybody at a site, whatever their role."""
    QUOTA = "quota"
    KEPT = "kept"
    """What is left over is kept for groups whose minimum is not reached."""
    KEPT_AT_SITE = "kept_at_site"
    KEPT_IN_QUOTA = "kept_in_quota"


KEPT = (LimitKind.KEPT, LimitKind.KEPT_AT_SITE, LimitKind.KEPT_IN_QUOTA)


class Limit(NamedTuple):
    """One thing that can be full: of a kind, and which (a role, or the id of a site or quota)."""

    kind: LimitKind
    of: str | int = 0


EVENT = Limit(LimitKind.EVENT)
Taken = Counter[Limit]
"""Persons that count against each limit."""


@dataclass(frozen=True, slots=True)
class SiteSeats:
    """Places of a site: for citizens, and for everybody. None: no limit of its own."""

    seats: int | None = None
    room: int | None = None


@dataclass(frozen=True, slots=True)
class QuotaRule:
    """Citizens' places for a group, over the event or at one site."""

    id: int
    key: str
    codes: frozenset[str]
    minimum: int = 0
    maximum: int | None = None
    site_id: int | None = None
    release_at: datetime | None = None
    name: str = ""

    def counts(self, site_id: int, traits: frozenset[Trait]) -> bool:
        """Whether a citizen at this site, with these traits, belongs to the group."""
        if self.site_id is not None and self.site_id != site_id:
            return False
        return any(trait.key == self.key and trait.code in self.codes for trait in traits)


@dataclass(frozen=True)
class Limits:
    """How many places there are for whom."""

    starts_at: datetime
    seats: int | None = None
    roles: Mapping[str, int] = field(default_factory=dict)
    sites: Mapping[int, SiteSeats] = field(default_factory=dict)
    quotas: tuple[QuotaRule, ...] = ()

    @cached_property
    def _keepers(self) -> tuple[Keeper, ...]:
        return tuple(
            Keeper(quota.id, quota.key, quota.codes, quota.site_id, quota.minimum, quota.release_at or self.starts_at)
            for quota in self.quotas
            if quota.minimum
        )

    def keepers(self, now: datetime) -> tuple[Keeper, ...]:
        """The minimums for which places are kept now: not beyond their release, never after the start."""
        return tuple(keeper for keeper in self._keepers if now < min(keeper.until, self.starts_at))

    def counted(self, cell: Cell) -> tuple[Limit, ...]:
        """The limits that a person of this kind counts against."""
        known = self._counted.get(cell)
        if known is None:
            known = self._counted[cell] = self._count(cell)
        return known

    @cached_property
    def _counted(self) -> dict[Cell, tuple[Limit, ...]]:
        return {}

    def _count(self, cell: Cell) -> tuple[Limit, ...]:
        found = [Limit(LimitKind.ROOM, cell.site_id)]
        if cell.role is not AttendeeRole.CITIZEN:
            return (*found, Limit(LimitKind.ROLE, cell.role.value))
        found += [EVENT, Limit(LimitKind.SITE, cell.site_id)]
        if "citizen" in self.roles:
            found.append(Limit(LimitKind.ROLE, cell.role.value))
        if self.quotas:
            traits = read_traits(cell.traits)
            found += [Limit(LimitKind.QUOTA, q.id) for q in self.quotas if q.counts(cell.site_id, traits)]
        return tuple(found)

    def taken(self, composition: Composition) -> Taken:
        """What persons take of each limit."""
        found: Taken = Counter()
        for cell, number in composition.items():
            for limit in self.counted(cell):
                found[limit] += number
        return found

    def slacks(self, taken: Taken, now: datetime) -> dict[Limit, int]:
        """What is left of each limit there is."""
        found: dict[Limit, int] = {}
        if self.seats is not None:
            found[EVENT] = self.seats - taken[EVENT]
        for role, seats in self.roles.items():
            limit = Limit(LimitKind.ROLE, role)
            found[limit] = seats - taken[limit]
        for site_id, site in self.sites.items():
            for kind, places in ((LimitKind.SITE, site.seats), (LimitKind.ROOM, site.room)):
                if places is not None:
                    limit = Limit(kind, site_id)
                    found[limit] = places - taken[limit]
        for quota in self.quotas:
            if quota.maximum is not None:
                limit = Limit(LimitKind.QUOTA, quota.id)
                found[limit] = quota.maximum - taken[limit]
        keepers = self.keepers(now)
        if keepers:
            found |= self._beyond_kept(keepers, found, taken)
        return found

    def _beyond_kept(self, keepers: tuple[Keeper, ...], left: Mapping[Limit, int], taken: Taken) -> dict[Limit, int]:
        """What is left beyond the places kept for groups: in all, at each site, inside each quota."""
        short = {keeper.id: max(0, keeper.minimum - taken[Limit(LimitKind.QUOTA, keeper.id)]) for keeper in keepers}
        kept = kept_for(keepers, short, [quota for quota in self.quotas if quota.maximum is not None])
        free_at = {site_id: _least(left, site_id) for site_id in self.sites}
        found = {
            Limit(LimitKind.KEPT_AT_SITE, site_id): free - kept.at_sites.get(site_id, 0)
            for site_id, free in free_at.items()
            if free is not None
        }
        bounds = [left[EVENT]] if EVENT in left else []
        known = [max(0, free) for free in free_at.values() if free is not None]
        if known and len(known) == len(free_at):
            bounds.append(sum(known))
        if bounds:
            found[Limit(LimitKind.KEPT)] = min(bounds) - kept.in_all
        for quota_id, number in kept.in_quotas.items():
            found[Limit(LimitKind.KEPT_IN_QUOTA, quota_id)] = left[Limit(LimitKind.QUOTA, quota_id)] - number
        return found

    def stops(self, before: Taken, after: Taken, now: datetime) -> tuple[Limit, ...]:
        """The limits in the way of a step from one to the other; none: it fits."""
        then = self.slacks(after, now)
        if all(left >= 0 for left in then.values()):
            return ()
        was = self.slacks(before, now)
        return tuple(limit for limit, left in then.items() if left < 0 and left < was[limit])

    def fits(self, party: Taken, taken: Taken, now: datetime) -> bool:
        """Whether a party fits into what is left, whole."""
        return not self.stops(taken, taken + party, now)


def _least(left: Mapping[Limit, int], site_id: int) -> int | None:
    """What is free for citizens at a site; None: however many."""
    free = [left[limit] for kind in (LimitKind.SITE, LimitKind.ROOM) if (limit := Limit(kind, site_id)) in left]
    return min(free) if free else None


def full(stops: tuple[Limit, ...]) -> EventFull:
    """The refusal that says what is full."""
    kinds = {limit.kind for limit in stops}
    if kinds == {LimitKind.ROLE}:
        return RoleFull()
    if kinds and kinds <= {LimitKind.QUOTA, *KEPT}:
        return QuotaFull()
    return EventFull()
