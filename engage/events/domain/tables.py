"""Table groups: people who can talk with each other.

Everybody at a table speaks (or signs) the language of the table. Nobody sits alone: a table has at least `least`
people. As many people as possible are seated, then at as few tables as the search finds. The same people always give
the same tables, in whatever order they come.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from engage.events.domain.interpretation import Listener

SEARCHED = 10
"""Languages up to which every choice of languages is tried; with more, languages are dropped one after the other."""


@dataclass(frozen=True, slots=True)
class Table:
    language: str
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Seating:
    tables: tuple[Table, ...]
    unseated: tuple[int, ...]
    """Share no language with enough others."""
    unknown: tuple[int, ...]
    """Have not said what they speak."""
    exact: bool
    """Nobody more can be seated, whatever is done."""


_Groups = Mapping[frozenset[str], int]
"""How many people there are with the same languages."""


def seat(listeners: Iterable[Listener], size: int, least: int = 2) -> Seating:
    """Tables of at most `size` and at least `least` people who share a language.

    :raises ValueError: when `least` is more than half of `size` rounded up: not every number could be divided
    """
    if not 1 <= least <= (size + 1) // 2:
        raise ValueError("a table must be able to be divided into two")
    people = sorted(listeners, key=lambda each: each.id)
    talks = {each.id: each.spoken | each.signed for each in people}
    unknown = tuple(who for who, languages in talks.items() if not languages)
    groups = Counter(languages for languages in talks.values() if languages)
    open_, exact = _languages(groups, size, least)
    given = _given(groups, open_, size, least)
    tables, unseated = _placed(talks, given, size)
    return Seating(tables, tuple(who for who in unseated if who not in unknown), unknown, exact)


def _languages(groups: _Groups, size: int, least: int) -> tuple[tuple[str, ...], bool]:
    """The languages that get tables, and whether no other choice seats more."""
    heads: Counter[str] = Counter()
    for languages, count in groups.items():
        heads.update(dict.fromkeys(languages, count))
    usable = tuple(sorted((tag for tag, count in heads.items() if count >= least), key=lambda tag: (-heads[tag], tag)))
    if len(usable) > SEARCHED:
        return _reduced(groups, usable, least)
    choices = (chosen for number in range(len(usable) + 1) for chosen in combinations(usable, number))
    feasible = [chosen for chosen in choices if _minimums(groups, chosen, least) is not None]
    most = max(_seated(groups, chosen) for chosen in feasible)
    best = [chosen for chosen in feasible if _seated(groups, chosen) == most]
    return min(best, key=lambda chosen: (_number(_given(groups, chosen, size, least), size), len(chosen), chosen)), True


def _reduced(groups: _Groups, usable: tuple[str, ...], least: int) -> tuple[tuple[str, ...], bool]:
    """Many languages: drop the least spoken until all that are left get their minimum, then those nobody depends on."""
    chosen = usable
    while _minimums(groups, chosen, least) is None:
        chosen = chosen[:-1]
    most, whole = _seated(groups, chosen), _seated(groups, usable)
    for tag in reversed(chosen):
        without = tuple(each for each in chosen if each != tag)
        if _seated(groups, without) == most and _minimums(groups, without, least) is not None:
            chosen = without
    return chosen, most == whole


def _seated(groups: _Groups, chosen: Sequence[str]) -> int:
    return sum(count for languages, count in groups.items() if not languages.isdisjoint(chosen))


_Given = dict[tuple[frozenset[str], str], int]
"""How many people of a group sit at tables of a language."""


def _minimums(groups: _Groups, chosen: Sequence[str], least: int) -> _Given | None:
    """`least` people for each language, nobody twice; None when that cannot be (augmenting paths)."""
    given: _Given = Counter()
    left = Counter(groups)
    for tag in chosen:
        for _ in range(least):
            if not _one_more(groups, given, left, tag, set()):
                return None
    return given


def _one_more(groups: _Groups, given: _Given, left: Counter[frozenset[str]], tag: str, seen: set[str]) -> bool:
    """Give a language one more person, moving others to where somebody is free."""
    seen.add(tag)
    able = [languages for languages in _ordered(groups) if tag in languages]
    for languages in able:
        if left[languages] > 0:
            left[languages] -= 1
            given[languages, tag] = given.get((languages, tag), 0) + 1
            return True
    for languages in able:
        for other in sorted(languages - seen):
            if given.get((languages, other), 0) > 0 and _one_more(groups, given, left, other, seen):
                given[languages, other] -= 1
                given[languages, tag] = given.get((languages, tag), 0) + 1
                return True
    return False


def _ordered(groups: _Groups) -> list[frozenset[str]]:
    """Who has the fewest languages first: they are the hardest to seat."""
    return sorted(groups, key=lambda languages: (len(languages), sorted(languages)))


def _given(groups: _Groups, chosen: Sequence[str], size: int, least: int) -> _Given:
    """Everybody who can sit somewhere does; tables that are begun are filled first."""
    given = _minimums(groups, chosen, least) or Counter()
    filled: Counter[str] = Counter()
    for (_, tag), count in given.items():
        filled[tag] += count
    taken: Counter[frozenset[str]] = Counter()
    for (languages, _), count in given.items():
        taken[languages] += count
    for languages in _ordered(groups):
        own = [tag for tag in chosen if tag in languages]
        for _ in range(groups[languages] - taken[languages] if own else 0):
            tag = min(own, key=lambda tag: (filled[tag] % size == 0, -filled[tag], tag))
            filled[tag] += 1
            given[languages, tag] = given.get((languages, tag), 0) + 1
    return given


def _number(given: _Given, size: int) -> int:
    filled: Counter[str] = Counter()
    for (_, tag), count in given.items():
        filled[tag] += count
    return sum(-(-count // size) for count in filled.values())


def _placed(talks: Mapping[int, frozenset[str]], given: _Given, size: int) -> tuple[tuple[Table, ...], tuple[int, ...]]:
    """People put to the tables, each language divided as evenly as it can be."""
    waiting: dict[frozenset[str], list[int]] = {}
    for who, languages in talks.items():
        waiting.setdefault(languages, []).append(who)
    seated: dict[str, list[int]] = {}
    for (languages, tag), count in sorted(given.items(), key=lambda item: (item[0][1], sorted(item[0][0]))):
        seated.setdefault(tag, []).extend(waiting[languages][:count])
        del waiting[languages][:count]
    tables = [
        Table(tag, tuple(sorted(people[at::number])))
        for tag, people in sorted(seated.items())
        if people and (number := -(-len(people) // size))
        for at in range(number)
    ]
    return tuple(tables), tuple(sorted(who for ids in waiting.values() for who in ids))
