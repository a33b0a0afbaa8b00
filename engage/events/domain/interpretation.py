"""Interpretation: who follows what is said in a room, which booths would help, and what is still missing.

A booth interprets everything that is said into one language, spoken or signed. Somebody is covered who follows every
language spoken from the floor, or the language of a booth that is there; nobody else is counted as covered.
Languages are compared by their first part: who understands `de` follows `de-AT`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

MOST_STEPS = 400_000
"""Sets of booths times groups of people that are looked through; above it the search is greedy."""

_SAME = {"no": "nb"}


def base(tag: str) -> str:
    """What a language is compared by: `de` of `de-AT`; `no` counts as `nb`, and `sgn-DE` stays what it is."""
    first = tag.partition("-")[0].lower()
    return tag.lower() if first == "sgn" else _SAME.get(first, first)


@dataclass(frozen=True, slots=True)
class Listener:
    """One person in a room, by the languages that they speak, understand and sign."""

    id: int
    spoken: frozenset[str] = frozenset()
    understood: frozenset[str] = frozenset()
    signed: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, number: int, spoken: Iterable[str], understood: Iterable[str] = (), signed: Iterable[str] = ()
    ) -> "Listener":
        return cls(number, *(frozenset(base(tag) for tag in tags) for tags in (spoken, understood, signed)))

    @property
    def follows(self) -> frozenset[str]:
        """Who speaks a language understands it."""
        return self.spoken | self.understood | self.signed


@dataclass(frozen=True, slots=True)
class Pair:
    """From a language of the floor into one that people follow."""

    source: str
    target: str
    people: int
    """Who do not follow the source and follow the target."""
    only: int
    """Of them, who follow no other language: nothing else helps them."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who follows what, by their ids; everybody stands in exactly one place."""

    direct: tuple[int, ...]
    """Follow everything without help."""
    by_booth: Mapping[str, tuple[int, ...]]
    """Listen to a booth: one they speak before one they only understand."""
    partly: tuple[int, ...]
    """Follow some of what is said, and no booth helps them with the rest."""
    uncovered: tuple[int, ...]
    """Follow nothing that is said or interpreted."""
    unknown: tuple[int, ...]
    """Have not said which languages they follow."""

    @property
    def covered(self) -> int:
        return len(self.direct) + sum(len(people) for people in self.by_booth.values())

    @property
    def asked(self) -> int:
        """All who said which languages they follow."""
        return self.covered + len(self.partly) + len(self.uncovered)


@dataclass(frozen=True, slots=True)
class Plan:
    """A set of booths."""

    booths: tuple[str, ...]
    covered: int
    """People covered with it, among those who said which languages they follow."""
    exact: bool
    """Nothing smaller or better exists. Else `at_most` says how much better something could be."""
    at_most: int
    """People that no set of that many booths can exceed."""


@dataclass(frozen=True, slots=True)
class _Groups:
    """People with the same languages taken together: what is searched."""

    candidates: tuple[str, ...]
    """Languages that help somebody, those that help most first."""
    masks: tuple[tuple[int, int], ...]
    """Of people who need help: bits of the candidates they follow, and how many people."""
    direct: int


def demand(floor: Collection[str], listeners: Iterable[Listener]) -> tuple[Pair, ...]:
    """Which pairs of languages would help how many people; those who follow the source need none of them."""
    people: Counter[tuple[str, str]] = Counter()
    only: Counter[tuple[str, str]] = Counter()
    for each in listeners:
        for source in _bases(floor) - each.follows:
            for target in each.follows:
                people[source, target] += 1
                only[source, target] += len(each.follows) == 1
    pairs = (Pair(source, target, count, only[source, target]) for (source, target), count in people.items())
    return tuple(sorted(pairs, key=lambda pair: (-pair.people, -pair.only, pair.source, pair.target)))


def coverage(floor: Collection[str], booths: Collection[str], listeners: Iterable[Listener]) -> Coverage:
    """Who follows what is said, with these booths."""
    spoken, offered = _bases(floor), _bases(booths)
    direct, partly, uncovered, unknown = [], [], [], []
    by_booth: dict[str, list[int]] = {tag: [] for tag in sorted(offered)}
    for each in listeners:
        if not each.follows:
            unknown.append(each.id)
        elif spoken and spoken <= each.follows:
            direct.append(each.id)
        elif own := offered & each.follows:
            by_booth[min(own, key=lambda tag: (tag not in each.spoken | each.signed, tag))].append(each.id)
        elif spoken & each.follows:
            partly.append(each.id)
        else:
            uncovered.append(each.id)
    booth_people = {tag: tuple(ids) for tag, ids in by_booth.items()}
    return Coverage(tuple(direct), booth_people, tuple(partly), tuple(uncovered), tuple(unknown))


def smallest(floor: Collection[str], listeners: Iterable[Listener]) -> Plan:
    """The smallest set of booths that covers everybody who can be covered.

    Exact while the search is short (`MOST_STEPS`); else greedy, which needs at most ln(people) + 1 times as many.
    """
    groups = _grouped(floor, listeners)
    wanted = sum(count for _, count in groups.masks)
    for number in range(len(groups.candidates) + 1):
        if _too_long(groups, number):
            return _greedy(groups, None)
        best, helped = _best(groups, number)
        if helped == wanted:
            return Plan(best, groups.direct + helped, exact=True, at_most=groups.direct + helped)
    raise AssertionError("all candidates together help everybody who is in a group")


def largest(floor: Collection[str], listeners: Iterable[Listener], number: int) -> Plan:
    """The set of at most `number` booths that covers most people; of equal ones that with fewer booths, then by name.

    Exact while the search is short; else greedy, which covers at least 63 % of what is possible, and `at_most` says
    what no set of that size exceeds.
    """
    groups = _grouped(floor, listeners)
    number = min(number, len(groups.candidates))
    found, most = (), -1  # type: tuple[str, ...], int
    for size in range(number + 1):
        if _too_long(groups, size):
            return _greedy(groups, number)
        best, helped = _best(groups, size)
        if helped > most:
            found, most = best, helped
    return Plan(found, groups.direct + most, exact=True, at_most=groups.direct + most)


def relays(floor: Collection[str], booths: Collection[str]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """For each pair from the floor into a booth: over which other booths it can be relayed.

    An interpreter who does not understand the floor listens to another booth, and interprets what comes from it.
    """
    spoken, offered = _bases(floor), _bases(booths)
    return {
        (source, target): tuple(sorted(offered - {source, target}))
        for source in sorted(spoken)
        for target in sorted(offered - {source})
    }


def _bases(tags: Collection[str]) -> frozenset[str]:
    return frozenset(base(tag) for tag in tags)


def _grouped(floor: Collection[str], listeners: Iterable[Listener]) -> _Groups:
    spoken = _bases(floor)
    needing: Counter[frozenset[str]] = Counter()
    direct = 0
    for each in listeners:
        if spoken and spoken <= each.follows:
            direct += 1
        elif each.follows:
            needing[each.follows] += 1
    helps: Counter[str] = Counter()
    for languages, count in needing.items():
        helps.update(dict.fromkeys(languages, count))
    candidates = tuple(sorted(helps, key=lambda tag: (-helps[tag], tag)))
    bit = {tag: 1 << at for at, tag in enumerate(candidates)}
    masks = tuple((sum(bit[tag] for tag in languages), count) for languages, count in needing.items())
    return _Groups(candidates, masks, direct)


def _too_long(groups: _Groups, number: int) -> bool:
    return comb(len(groups.candidates), number) * max(1, len(groups.masks)) > MOST_STEPS


def _best(groups: _Groups, number: int) -> tuple[tuple[str, ...], int]:
    """The best set of exactly that many; the first one in the order of the candidates among equals."""
    found, most = (), -1  # type: tuple[str, ...], int
    for chosen in combinations(range(len(groups.candidates)), number):
        bits = sum(1 << at for at in chosen)
        helped = _helped(groups.masks, bits)
        if helped > most:
            found, most = tuple(groups.candidates[at] for at in chosen), helped
    return tuple(sorted(found)), most


def _helped(masks: Sequence[tuple[int, int]], bits: int) -> int:
    return sum(count for mask, count in masks if mask & bits)


def _greedy(groups: _Groups, number: int | None) -> Plan:
    """The booth that helps most of those who are left, again and again; `number` None: until nobody is left."""
    wanted = sum(count for _, count in groups.masks)
    bits, chosen = 0, []  # type: int, list[int]
    while _helped(groups.masks, bits) < wanted and (number is None or len(chosen) < number):
        at = max(range(len(groups.candidates)), key=lambda at: (_helped(groups.masks, bits | 1 << at), -at))
        bits |= 1 << at
        chosen.append(at)
    helped = _helped(groups.masks, bits)
    single = sorted((_helped(groups.masks, 1 << at) for at in range(len(groups.candidates))), reverse=True)
    limit = wanted if number is None else min(wanted, sum(single[:number]))
    booths = tuple(sorted(groups.candidates[at] for at in chosen))
    exact = number is not None and helped == limit
    return Plan(booths, groups.direct + helped, exact=exact, at_most=groups.direct + limit)
