"""Drawing places: within the targets, from a public seed, the same for everybody who draws again."""

from collections import Counter
from hashlib import sha256
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.selection import Candidate, InfeasibleTargets, Target, select


def _people(**counts: int) -> list[Candidate]:
    """People with one feature: `_people(no=3, se=2)`."""
    return [
        Candidate(f"{country}{number}", {"country": country})
        for country, count in counts.items()
        for number in range(count)
    ]


def _target(value: str, minimum: int = 0, maximum: int | None = None, feature: str = "country") -> Target:
    return Target(feature, frozenset({value}), minimum, maximum)


def test_without_targets_the_first_of_the_random_order_are_selected():
    pool = _people(no=10)

    drawn = select(pool, 3, [], "7")

    assert (
        list(drawn.panel) == sorted((each.id for each in pool), key=lambda i: sha256(f"7:{i}".encode()).hexdigest())[:3]
    )
    assert drawn.runs == 0
    assert drawn.probabilities["no4"] == pytest.approx(0.3)


def test_the_order_in_which_people_asked_makes_no_difference():
    pool = _people(no=10, se=10)
    targets = [_target("no", 2, 4), _target("se", 1, 5)]

    assert select(pool, 6, targets, "a").panel == select(pool[::-1], 6, targets, "a").panel


def test_another_seed_draws_others():
    assert len({select(_people(no=20), 5, [], str(seed)).panel for seed in range(20)}) > 15


def test_parties_are_selected_whole_or_not_at_all():
    pool = [Candidate(f"{party}{n}", party=str(party)) for party in range(8) for n in range(3)]

    drawn = select(pool, 10, [], "x")

    assert drawn.filled == 9
    assert set(Counter(person[0] for person in drawn.panel).values()) == {3}


def test_no_place_stays_empty_that_parties_can_fill():
    pool = [*(Candidate(f"{p}{n}", party=f"pair{p}") for p in range(10) for n in range(2)), Candidate("alone")]

    assert all(select(pool, 5, [], str(seed)).filled == 5 for seed in range(10))


def test_companions_take_no_place_and_still_count_for_what_they_are():
    pool = [
        Candidate(f"{n}-{role}", {"at": "oslo"}, party=str(n), takes_place=role == "citizen")
        for n in range(6)
        for role in ("citizen", "companion")
    ]

    drawn = select(pool, 6, [_target("oslo", 0, 7, "at")], "x")

    assert drawn.filled == 3
    assert len(drawn.panel) == 6


def test_targets_that_cannot_be_met_are_named():
    with pytest.raises(InfeasibleTargets) as refusal:
        select(_people(no=3, se=9), 6, [_target("no", 4), _target("se", 1)], "x")
    assert [target.called for target in refusal.value.targets] == ["country: no"]


def test_targets_that_only_together_are_too_much_are_all_named():
    with pytest.raises(InfeasibleTargets) as refusal:
        select(_people(no=9, se=9, pl=9), 6, [_target("no", 4), _target("se", 4), _target("pl", 1)], "x")
    assert [target.called for target in refusal.value.targets] == ["country: no", "country: se"]


def test_the_report_names_no_features_of_anybody():
    report = select(_people(no=4, se=4), 4, [_target("no", 2, 2)], "x").report

    assert report["targets"] == [{"name": "country: no", "minimum": 2, "maximum": 2, "pool": 4, "selected": 2}]
    assert set(report["order"]) == {f"{c}{n}" for c in ("no", "se") for n in range(4)}


FEATURES = st.fixed_dictionaries({"a": st.sampled_from("xyz"), "b": st.sampled_from("pq")})
LIMIT = st.tuples(st.integers(0, 2), st.integers(0, 3))


@settings(max_examples=120, deadline=None)
@given(
    people=st.lists(st.tuples(FEATURES, st.integers(0, 4)), min_size=1, max_size=9),
    places=st.integers(0, 5),
    limits=st.dictionaries(st.sampled_from([("a", "x"), ("a", "y"), ("b", "p"), ("b", "q")]), LIMIT, max_size=3),
    seed=st.integers(0, 99),
)
def test_minimums_are_met_whenever_trying_every_panel_finds_a_way(people, places, limits, seed):
    pool = [Candidate(str(n), features, party=f"p{party}") for n, (features, party) in enumerate(people)]
    targets = [_target(value, least, least + more, feature) for (feature, value), (least, more) in limits.items()]
    best = _largest(pool, places, targets)

    try:
        drawn = select(pool, places, targets, str(seed), runs=2)
    except InfeasibleTargets:
        assert best is None
        return

    assert best is not None
    chosen = [each for each in pool if each.id in drawn.panel]
    assert _meets(chosen, places, targets)
    assert len(chosen) == best == drawn.filled
    assert {each.party for each in chosen}.isdisjoint(each.party for each in pool if each not in chosen)


def _largest(pool, places, targets):
    parties = sorted({each.party for each in pool})
    sizes = [
        len(people)
        for size in range(len(parties) + 1)
        for chosen in combinations(parties, size)
        if _meets(people := [each for each in pool if each.party in chosen], places, targets)
    ]
    return max(sizes, default=None)


def _meets(people, places, targets):
    counts = [sum(bool(each.values(target.feature) & target.values) for each in people) for target in targets]
    return len(people) <= places and all(
        target.minimum <= count <= target.maximum for target, count in zip(targets, counts, strict=True)
    )


def test_people_of_one_stratum_have_the_same_chance():
    """Chi-square over 3,000 draws with seeds that stay the same; 27.9 is the 99.9 % point at 9 degrees of freedom."""
    pool = _people(no=10, se=10)
    targets = [_target("no", 4, 6), _target("se", 1, 3)]
    drawn = Counter(person for seed in range(3000) for person in select(pool, 8, targets, str(seed), runs=0).panel)

    for country in ("no", "se"):
        counts = [drawn[f"{country}{n}"] for n in range(10)]
        expected = sum(counts) / 10
        assert sum((count - expected) ** 2 / expected for count in counts) < 27.9


@pytest.mark.parametrize(
    ("counts", "places", "targets"),
    [
        pytest.param({"no": 6, "se": 3}, 4, [("no", 0, 2)], id="a maximum"),
        pytest.param({"no": 8, "se": 2}, 4, [("se", 2, 4)], id="a minimum"),
        pytest.param({"no": 5, "se": 4, "pl": 3}, 5, [("no", 1, 3), ("se", 1, 2)], id="both, and a rest"),
    ],
)
def test_exact_chances_are_the_shares_of_many_draws(counts, places, targets):
    pool = _people(**counts)
    limits = [_target(*target) for target in targets]
    drawn = select(pool, places, limits, "x")
    shares = Counter(p[:2] for seed in range(2000) for p in select(pool, places, limits, str(seed)).panel)

    assert drawn.runs == 0
    for country, number in counts.items():
        assert shares[country] / (2000 * number) == pytest.approx(drawn.probabilities[f"{country}0"], abs=0.02)


def test_chances_over_several_features_are_simulated_and_it_says_so():
    pool = [Candidate(str(n), {"a": "xy"[n % 2], "b": "pq"[n // 2 % 2]}) for n in range(16)]

    drawn = select(pool, 4, [_target("x", 2, 2, "a"), _target("p", 2, 2, "b")], "x")

    assert drawn.runs == 400
    assert drawn.min_probability == pytest.approx(0.25, abs=0.06)
