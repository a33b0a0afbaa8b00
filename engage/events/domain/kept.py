"""How many places minimums keep: the fewest with which each could still be reached.

Quotas of one key are groups of citizens, each a set of codes at one site or at all. Where one group lies inside
another, a person of the inner one counts for both. Groups that only overlap are kept for apart. One person has a code
for each key, so across keys the same places serve: what counts is the key that needs most.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Keeper:
    """A minimum for a group."""

    id: int
    key: str
    codes: frozenset[str]
    site_id: int | None
    minimum: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """Places kept for groups."""

    in_all: int
    at_sites: Mapping[int, int]
    in_quotas: Mapping[int, int]
    """Inside quotas with a maximum, for smaller groups in them."""


class _Group(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def key(self) -> str: ...
    @property
    def codes(self) -> frozenset[str]: ...
    @property
    def site_id(self) -> int | None: ...


def _inside(inner: _Group, outer: _Group) -> bool:
    """Whether whoever belongs to one belongs to the other."""
    return inner.key == outer.key and inner.codes <= outer.codes and outer.site_id in (None, inner.site_id)


def kept_for(keepers: Sequence[Keeper], short: Mapping[int, int], limited: Collection[_Group]) -> Kept:
    """The places to keep.

    :param short: how many persons each group lacks to its minimum, by id
    :param limited: quotas with a maximum
    """
    by_key: dict[str, list[Keeper]] = defaultdict(list)
    for keeper in keepers:
        by_key[keeper.key].append(keeper)
    sites = {keeper.site_id for keeper in keepers if keeper.site_id is not None}
    at_sites = {
        site: max(_need([k for k in group if k.site_id == site], short) for group in by_key.values()) for site in sites
    }
    in_all = max((_need(group, short) for group in by_key.values()), default=0)
    in_quotas = {
        quota.id: _need([k for k in by_key[quota.key] if _inside(k, quota) and k.id != quota.id], short)
        for quota in limited
        if quota.key in by_key
    }
    return Kept(max(in_all, sum(at_sites.values())), at_sites, in_quotas)


def _need(groups: Sequence[Keeper], short: Mapping[int, int]) -> int:
    """The fewest persons that bring each group to its minimum (where groups only overlap: enough)."""
    total = 0
    inner: dict[int, int] = defaultdict(int)
    ordered = sorted(groups, key=lambda group: (group.site_id is None, len(group.codes), group.id))
    for at, group in enumerate(ordered):
        need = max(short[group.id], inner[group.id])
        around = next((other for other in ordered[at + 1 :] if _inside(group, other)), None)
        if around is None:
            total += need
        else:
            inner[around.id] += need
    return total
