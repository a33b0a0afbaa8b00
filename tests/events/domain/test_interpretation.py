"""The interpretation planner: pairs, coverage, the best sets of booths."""

import random
from itertools import chain, combinations

import pytest

from engage.events.domain import interpretation
from engage.events.domain.interpretation import Listener, Pair, coverage, demand, largest, relays, smallest

TAGS = ("nb", "sv", "pl", "it", "en", "de", "nsl")


def people(*languages: str) -> list[Listener]:
    """One for each text: what they speak, then what they only understand ("nb" or "pl/en de")."""
    return [
        Listener.of(at, spoken.split(), understood.split())
        for at, (spoken, _, understood) in enumerate(text.partition("/") for text in languages)
    ]


def some(seed: int, number: int = 25) -> list[Listener]:
    chance = random.Random(seed)
    return [
        Listener.of(at, chance.sample(TAGS, chance.randint(0, 2)), chance.sample(TAGS, chance.randint(0, 1)))
        for at in range(number)
    ]


def test_pairs_count_who_does_not_follow_the_floor_and_who_has_no_other_language() -> None:
    assert demand(["nb"], people("nb", "pl", "pl/en", "")) == (Pair("nb", "pl", 2, 1), Pair("nb", "en", 1, 0))


@pytest.mark.parametrize(
    ("floor", "booths", "who", "place"),
    [
        pytest.param(["nb"], [], "nb", "direct", id="speaks what is spoken"),
        pytest.param(["nb"], [], "pl/nb", "direct", id="only understands it"),
        pytest.param(["de-AT"], [], "de", "direct", id="the same language of another country"),
        pytest.param(["no"], [], "nb", "direct", id="Norwegian is written in two ways"),
        pytest.param(["nb"], ["pl"], "pl", "pl", id="listens to a booth"),
        pytest.param(["nb"], ["en", "pl"], "pl/en", "pl", id="their own language before one they only understand"),
        pytest.param(["nb", "en"], [], "nb", "partly", id="follows one of two"),
        pytest.param(["nb", "en"], ["nb"], "nb", "nb", id="the booth helps with the other"),
        pytest.param(["nb"], ["it"], "pl", "uncovered", id="nothing for them"),
        pytest.param([], [], "pl", "uncovered", id="nothing is said of the floor"),
        pytest.param(["nb"], ["pl"], "", "unknown", id="said nothing"),
    ],
)
def test_everybody_stands_in_one_place(floor: list[str], booths: list[str], who: str, place: str) -> None:
    found = coverage(floor, booths, people(who))

    places = {"direct": found.direct, "partly": found.partly, "uncovered": found.uncovered, "unknown": found.unknown}
    assert [name for name, ids in chain(places.items(), found.by_booth.items()) if ids] == [place]


@pytest.mark.parametrize("seed", range(20))
def test_nobody_is_counted_as_covered_who_follows_nothing_of_what_is_offered(seed: int) -> None:
    listeners = some(seed)
    by_id = {each.id: each for each in listeners}

    found = coverage(["nb", "en"], ["pl", "nsl"], listeners)

    assert all({"nb", "en"} <= by_id[who].follows for who in found.direct)
    assert all(tag in by_id[who].follows for tag, ids in found.by_booth.items() for who in ids)
    assert found.asked + len(found.unknown) == len(listeners)
    assert not any(by_id[who].follows & {"nb", "en", "pl", "nsl"} for who in found.uncovered)


@pytest.mark.parametrize("seed", range(8))
def test_the_best_sets_are_those_that_trying_all_of_them_finds(seed: int) -> None:
    listeners = some(seed, 12)
    sets = [set_ for number in range(len(TAGS) + 1) for set_ in combinations(TAGS, number)]
    reached = {set_: coverage(["nb"], set_, listeners).covered for set_ in sets}

    every, two = smallest(["nb"], listeners), largest(["nb"], listeners, 2)

    assert every.exact
    assert every.covered == max(reached.values()) == coverage(["nb"], every.booths, listeners).covered
    assert len(every.booths) == min(len(set_) for set_, covered in reached.items() if covered == every.covered)
    assert two.exact
    assert two.covered == max(covered for set_, covered in reached.items() if len(set_) <= 2)


def test_no_booth_is_asked_for_where_nobody_needs_one() -> None:
    assert smallest(["nb"], people("nb", "nb", "")).booths == ()
    assert largest(["nb"], people("nb", "nb"), 3).booths == ()
    assert smallest([], []).covered == 0


def test_a_long_search_is_greedy_and_says_what_could_be_better(monkeypatch: pytest.MonkeyPatch) -> None:
    listeners = some(3)
    best = largest(["nb"], listeners, 2)
    monkeypatch.setattr(interpretation, "MOST_STEPS", 0)

    found, every = largest(["nb"], listeners, 2), smallest(["nb"], listeners)

    assert found.covered <= best.covered <= found.at_most
    assert len(found.booths) <= 2
    assert not every.exact
    assert every.covered == every.at_most


def test_a_pair_is_relayed_over_the_booths_that_are_there() -> None:
    assert relays(["nb"], ["en", "it"]) == {("nb", "en"): ("it",), ("nb", "it"): ("en",)}
