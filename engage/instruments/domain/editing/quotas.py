"""Quotas: at most so many responses of one group. The name stays: responses are counted under it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from engage.instruments.domain.definition import Cell, Instrument, Item, ItemType, Quota
from engage.instruments.domain.editing.change import Change, Missing, NameTaken, NotAllowed, NotAName, change
from engage.instruments.domain.editing.places import step

When = Mapping[str, Sequence[str]]
"""Key of an answer -> codes: the group of those who gave one of the codes under every key."""

MOST_QUOTAS = 1000
HIGHEST_LIMIT = 10_000_000
_LONGEST_NAME = 200
_CHOOSING = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.RANKING})
_CELLS = frozenset({Cell.SINGLE, Cell.MULTIPLE})


def at_quota(name: str, *rest: str) -> str:
    """The place of a quota or of something in it."""
    return ".".join(("quotas", step(name), *rest))


def countable(instrument: Instrument) -> Iterator[tuple[str, Item]]:
    """The answers that a quota can count, by key, each with its item: options chosen, outside of lists of entries."""
    for section in instrument.sections:
        for item in section.items if section.repeat is None else ():
            if item.type in _CHOOSING:
                yield item.name, item
            elif item.type is ItemType.MATRIX and item.cell in _CELLS:
                yield from ((f"{item.name}/{row.code}", item) for row in item.rows)


def quota_named(instrument: Instrument, name: str) -> Quota:
    """:raises Missing: when it is not there"""
    found = next((quota for quota in instrument.quotas if quota.name == name), None)
    if found is None:
        raise Missing(place=at_quota(name))
    return found


def add_quota(name: str, limit: int, when: When) -> Change:
    """Let at most so many people of a group answer.

    :raises NotAName, NameTaken: for the name
    :raises NotAllowed: for a limit that is none; for a group of nobody, or of what no quota can count
    """

    def apply(instrument: Instrument) -> Instrument:
        if not name.strip() or len(name) > _LONGEST_NAME:
            raise NotAName(name=name)
        if any(quota.name == name for quota in instrument.quotas):
            raise NameTaken(name=name)
        if len(instrument.quotas) >= MOST_QUOTAS:
            raise NotAllowed(place="quotas", value=name)
        new = Quota(name=name, limit=limit, when=_frozen(when))
        _require_fitting(instrument, new, {})
        return replace(instrument, quotas=(*instrument.quotas, new))

    return change("quota_added", apply, {at_quota(name)}, quota=name)


def change_quota(name: str, *, limit: int | None = None, when: When | None = None) -> Change:
    """Set the limit, the group, or both of a quota; its message is a text.

    What it counted before may stay, also where it could not be chosen any more.

    :raises Missing: when it is not there
    :raises NotAllowed: as `add_quota`
    """

    def apply(instrument: Instrument) -> Instrument:
        before = quota_named(instrument, name)
        after = replace(
            before,
            limit=before.limit if limit is None else limit,
            when=before.when if when is None else _frozen(when),
        )
        _require_fitting(instrument, after, before.when)
        return replace(instrument, quotas=tuple(after if quota is before else quota for quota in instrument.quotas))

    places = {at_quota(name, field) for field, value in (("limit", limit), ("when", when)) if value is not None}
    return change("quota_changed", apply, places, quota=name)


def remove_quota(name: str) -> Change:
    """:raises Missing: when it is not there"""

    def apply(instrument: Instrument) -> Instrument:
        gone = quota_named(instrument, name)
        return replace(instrument, quotas=tuple(quota for quota in instrument.quotas if quota is not gone))

    return change("quota_removed", apply, {at_quota(name)}, quota=name)


def _frozen(when: When) -> dict[str, tuple[str, ...]]:
    return {key: tuple(dict.fromkeys(codes)) for key, codes in when.items()}


def _require_fitting(instrument: Instrument, quota: Quota, known: When) -> None:
    if not 0 <= quota.limit <= HIGHEST_LIMIT:
        raise NotAllowed(place=at_quota(quota.name, "limit"), value=str(quota.limit))
    offered = dict(countable(instrument))
    for key, codes in quota.when.items():
        item = offered.get(key)
        for code in codes:
            if code not in known.get(key, ()) and (item is None or item.option(code) is None):
                raise NotAllowed(place=at_quota(quota.name, "when"), value=code)
    if not quota.when or not all(quota.when.values()):
        raise NotAllowed(place=at_quota(quota.name, "when"), value="")
