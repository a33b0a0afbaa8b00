"""What an organiser sets of an event's places."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from engage.core.refusal import Refusal
from engage.events.domain.places import KEPT, Limits, QuotaRule, SiteSeats

_BEGINNING, _END = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
"""Of time: minimums are looked at as if nothing was released yet."""


class MinimumsTooMany(Refusal):
    """Groups are promised more places than there are. Its argument is the key of the groups."""

    code = "minimums_too_many"


class QuotaUpsideDown(Refusal):
    """A maximum below its minimum. Its argument is the quota's name."""

    code = "quota_upside_down"


class UnknownQuota(Refusal):
    code = "unknown_quota"


@dataclass(frozen=True, slots=True)
class QuotaChange:
    """A quota as it shall be."""

    name: str
    key: str
    codes: tuple[str, ...]
    minimum: int = 0
    maximum: int | None = None
    site_id: int | None = None
    release_at: datetime | None = None
    id: int | None = None
    """Of the one that is there; None: a new one."""


@dataclass(frozen=True, slots=True)
class PlacesChange:
    """All numbers of an event's places, as they shall be. Quotas that are not among these go."""

    seats: int | None = None
    waiting_seats: int | None = None
    role_seats: Mapping[str, int] = field(default_factory=dict)
    sites: Mapping[int, SiteSeats] = field(default_factory=dict)
    """Sites that are not named stay as they are."""
    quotas: tuple[QuotaChange, ...] = ()


def check(change: PlacesChange) -> None:
    """Whether the numbers can be kept together. Fewer places than are taken are allowed: nobody loses theirs.

    :raises QuotaUpsideDown: a maximum below its minimum
    :raises MinimumsTooMany: minimums of groups that cannot all be reached: at one site, or in all
    """
    for quota in change.quotas:
        if quota.maximum is not None and quota.maximum < quota.minimum:
            raise QuotaUpsideDown(quota.name)
    for site_id, site in change.sites.items():
        _check_sum([quota for quota in change.quotas if quota.site_id == site_id], site.seats, site.room)
    _check_sum([quota for quota in change.quotas if quota.site_id is None], change.seats)
    _check_kept(change)


def _check_kept(change: PlacesChange) -> None:
    """What is kept for groups while nobody is there fits into the places.

    Where groups only overlap, more is kept than one person in both would need. Were it more than there is, who comes
    first could put a minimum out of reach.
    """
    rules = (
        QuotaRule(at, quota.key, frozenset(quota.codes), quota.minimum, quota.maximum, quota.site_id)
        for at, quota in enumerate(change.quotas)
    )
    limits = Limits(_END, change.seats, {}, change.sites, tuple(rules))
    if any(left < 0 for limit, left in limits.slacks(Counter(), _BEGINNING).items() if limit.kind in KEPT):
        raise MinimumsTooMany(next(quota.key for quota in change.quotas if quota.minimum))


def _check_sum(quotas: list[QuotaChange], *capacities: int | None) -> None:
    """Groups that share a code may be the same people: only those apart from each other add up."""
    known = [number for number in capacities if number is not None]
    for key in {quota.key for quota in quotas}:
        seen: set[str] = set()
        total = 0
        for quota in quotas:
            if quota.key == key and seen.isdisjoint(quota.codes):
                seen.update(quota.codes)
                total += quota.minimum
        if known and total > min(known):
            raise MinimumsTooMany(key)
