import csv
import warnings
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engage.statistics.weighting import (
    EmptyCell,
    Margin,
    apply,
    design_effect,
    effective_size,
    rake,
)
from tests.corpora import corpora

ITERATIONS = 5000


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def cells_of(people: Sequence[dict[str, str]], items: Sequence[str], codes: Sequence[tuple[str, ...]]) -> Any:
    place = {code: n for n, code in enumerate(codes)}
    return np.array([place.get(tuple(each[item] for item in items), -1) for each in people])


def by_reference(people: Sequence[dict[str, str]], start: Any, margins: Sequence[tuple[tuple[str, ...], Any]]) -> Any:
    """The same by ipfn, an implementation by others, to its end; weights in the order of the people."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pandas
        from ipfn import ipfn

        frame = pandas.DataFrame({item: [each[item] for each in people] for item in people[0]})
        frame = frame.drop(columns=["weight", "total"], errors="ignore").assign(total=start, place=range(len(people)))
        aggregates = []
        for items, targets in margins:
            index = pandas.MultiIndex.from_tuples(targets, names=items) if len(items) > 1 else None
            series = (
                pandas.Series(list(targets.values()), index=index)
                if index is not None
                else pandas.Series(list(targets.values()), index=pandas.Index([c[0] for c in targets], name=items[0]))
            )
            aggregates.append(series)
        names = [list(items) for items, _ in margins]
        fitted = ipfn.ipfn(
            frame, aggregates, names, convergence_rate=1e-14, max_iteration=ITERATIONS, rate_tolerance=0
        ).iteration()
    return np.array(fitted.sort_values("place")["total"])


def raked(people: Sequence[dict[str, str]], start: Any, margins: Sequence[tuple[tuple[str, ...], Any]]) -> Any:
    asked = [
        Margin("x".join(items), cells_of(people, items, list(targets)), list(targets.values()))
        for items, targets in margins
    ]
    found = rake(asked, len(people), start=start, tolerance=1e-14, most_iterations=ITERATIONS)
    return apply(found, [each.cells for each in asked], len(people), start)


@pytest.mark.corpora
def test_a_real_sample_with_design_weights_is_raked_as_a_reference_library_rakes_it():
    folder = corpora("weighting", "pew-2013")
    people, population = rows(folder / "dec13_excerpt.csv"), rows(folder / "acs_2017_excerpt.csv")
    start = np.array([float(each["weight"]) for each in people])
    margins = []
    for items in (("sex", "recage"), ("receduc",)):
        targets: dict[tuple[str, ...], float] = {}
        for each in population:
            code = tuple(each[item] for item in items)
            targets[code] = targets.get(code, 0) + float(each["weight"])
        unknown: dict[tuple[str, ...], float] = {}
        for each, weight in zip(people, start, strict=True):
            code = tuple(each[item] for item in items)
            if code not in targets:
                unknown[code] = unknown.get(code, 0) + weight
        known = 1 - sum(unknown.values()) / start.sum()
        whole = sum(targets.values())
        margins.append((items, {code: n / whole * known for code, n in targets.items()}, unknown))
    ours = raked(people, start, [(items, targets) for items, targets, _ in margins])

    # the library has no people who did not say: they are a cell of their own, with their share at the start
    named = [
        {
            **each,
            "recage": each["recage"],
            "agesex": "DK" if each["recage"] == "DK/Ref" else each["sex"] + each["recage"],
        }
        for each in people
    ]
    theirs_margins = []
    for items, targets, unknown in margins:
        name = "agesex" if len(items) > 1 else items[0]
        theirs = {("".join(code),): n for code, n in targets.items()}
        theirs[("DK" if len(items) > 1 else "DK/Ref",)] = sum(unknown.values()) / start.sum()
        theirs_margins.append(((name,), theirs))
    reference = by_reference(named, start / start.sum(), theirs_margins) * len(people)

    assert len(people) == 2001
    assert np.abs(ours - reference).max() < 1e-6
    assert ours.mean() == pytest.approx(1, abs=1e-9)


EXAMPLES = [
    pytest.param("example_1D", [("margin.csv", ())], id="one total"),
    pytest.param("example_2D", [("margins_1.csv", ("var2",)), ("margins_2.csv", ("var1",))], id="two margins"),
    pytest.param(
        "example_3D",
        [("margins_1.csv", ("var2", "var3")), ("margins_2.csv", ("var1", "var3")), ("margins_3.csv", ("var1", "var2"))],
        id="three crossed margins",
    ),
]


@pytest.mark.corpora
@pytest.mark.parametrize(("example", "files"), EXAMPLES)
def test_published_raking_problems_come_out_as_in_a_reference_library(example, files):
    folder = corpora("weighting", "raking-examples", example)
    observed = [{**each, "all": "all"} for each in rows(folder / "observations.csv")]
    start = np.array([float(each["value"]) for each in observed])
    margins = []
    for name, items in files:
        table = rows(folder / name)
        number = next(column for column in table[0] if column.startswith("value"))
        margins.append(
            (items or ("all",), {tuple(each[i] for i in items) or ("all",): float(each[number]) for each in table})
        )
    total = sum(margins[0][1].values())

    ours = raked(observed, start, margins) * total / len(observed)

    assert np.abs(ours - by_reference(observed, start, margins)).max() < 1e-6
    for items, targets in margins:
        for code, number in targets.items():
            chosen = cells_of(observed, items, [code]) == 0
            assert ours[chosen].sum() == pytest.approx(number, abs=1e-6)


@pytest.mark.corpora
def test_totals_and_their_parts_are_raked_one_after_the_other_as_in_a_reference_library():
    folder = corpora("weighting", "raking-examples", "example_USHD")
    causes = {each["cause"]: float(each["value_agg_over_race_county"]) for each in rows(folder / "margins.csv")}
    everything = rows(folder / "observations.csv")
    whole = [each for each in everything if each["cause"] == "_all"]
    parts = [each for each in everything if each["cause"] != "_all"]
    first, second = (np.array([float(each["value"]) for each in some]) for some in (whole, parts))
    of_whole = [(("cause",), {("_all",): causes["_all"]})]
    totals = raked(whole, first, of_whole) * causes["_all"] / len(whole)
    places = {(each["race"], each["county"]): n for each, n in zip(whole, totals, strict=True)}
    of_parts = [(("cause",), {(c,): n for c, n in causes.items() if c != "_all"}), (("race", "county"), places)]

    ours = raked(parts, second, of_parts) * causes["_all"] / len(parts)

    assert np.abs(totals - by_reference(whole, first, of_whole)).max() < 1e-6
    assert np.abs(ours - by_reference(parts, second, of_parts)).max() < 1e-6


def sample(*counts: tuple[int, int, int]) -> tuple[Any, Any]:
    """Two columns of cells: `(cell of the first, cell of the second, how many people)`."""
    first = np.concatenate([np.full(n, a) for a, _, n in counts])
    second = np.concatenate([np.full(n, b) for _, b, n in counts])
    return first, second


def shares(cells: Any, weights: Any, cell: int) -> float:
    return float(weights[cells == cell].sum() / weights.sum())


def test_weights_have_the_mean_one_and_the_shares_of_the_population():
    sex, age = sample((0, 0, 10), (0, 1, 30), (1, 0, 40), (1, 1, 20))
    margins = [Margin("sex", sex, (490, 510)), Margin("age", age, (3, 7))]

    found = rake(margins, 100)
    weights = apply(found, [sex, age], 100)

    assert found.converged
    assert weights.mean() == pytest.approx(1)
    assert shares(sex, weights, 0) == pytest.approx(0.49)
    assert shares(age, weights, 1) == pytest.approx(0.7)


def test_who_did_not_say_keeps_the_share_of_weight_that_they_had():
    sex, age = sample((0, 0, 10), (0, 1, 30), (1, 0, 30), (1, 1, 20), (-1, 0, 6), (-1, 1, 4))
    margins = [Margin("sex", sex, (1, 1)), Margin("age", age, (3, 7))]

    weights = apply(rake(margins, 100), [sex, age], 100)

    assert shares(sex, weights, -1) == pytest.approx(0.1)
    assert shares(sex, weights, 0) == pytest.approx(0.45)
    assert shares(age, weights, 0) == pytest.approx(0.3)


def test_a_margin_of_one_country_leaves_the_weight_of_the_others_together_as_it_was():
    inside, _ = sample((0, 0, 10), (1, 0, 30), (-1, 0, 60))

    weights = apply(rake([Margin("sex in Norway", inside, (1, 1))], 100), [inside], 100)

    assert weights[inside == -1] == pytest.approx(1)
    assert shares(inside, weights, 0) == pytest.approx(0.2)


def test_a_cell_without_anybody_is_refused_by_name_and_never_invented():
    sex, _ = sample((0, 0, 50))

    with pytest.raises(EmptyCell) as refusal:
        rake([Margin("sex", sex, (1, 1))], 50)

    assert (refusal.value.margin, refusal.value.cell) == ("sex", 1)


def test_people_whose_design_weight_is_nothing_do_not_fill_a_cell():
    sex, _ = sample((0, 0, 5), (1, 0, 5))
    with pytest.raises(EmptyCell):
        rake([Margin("sex", sex, (1, 1))], 10, start=np.array([1.0] * 5 + [0.0] * 5))


def test_margins_that_contradict_each_other_do_not_converge_and_it_says_which_is_off_by_how_much():
    sex, _ = sample((0, 0, 40), (1, 0, 60))

    found = rake([Margin("register", sex, (5, 5)), Margin("census", sex, (6, 4))], 100)

    assert not found.converged
    assert found.worst is not None
    assert found.worst.margin == "register"
    assert abs(found.worst.by) == pytest.approx(0.1)


def test_no_weight_is_above_the_cap_and_the_margins_still_hold():
    sex, age = sample((0, 0, 4), (0, 1, 36), (1, 0, 30), (1, 1, 30))
    start = np.linspace(0.5, 1.5, 100)
    margins = [Margin("sex", sex, (1, 1)), Margin("age", age, (45, 55))]

    free = apply(rake(margins, 100, start=start), [sex, age], 100, start)
    found = rake(margins, 100, start=start, cap=1.8)
    held = apply(found, [sex, age], 100, start)

    assert free.max() > 1.8
    assert found.converged
    assert held.max() <= 1.8
    assert held.mean() == pytest.approx(1)
    assert shares(sex, held, 0) == pytest.approx(0.5)
    assert shares(age, held, 0) == pytest.approx(0.45)


def test_a_cap_under_which_a_group_cannot_have_its_share_does_not_converge():
    sex, _ = sample((0, 0, 10), (1, 0, 90))

    found = rake([Margin("sex", sex, (1, 1))], 100, cap=2)

    assert not found.converged
    assert np.isfinite(found.factors).all()


def test_later_people_have_a_weight_at_once_by_their_cells():
    sex, _ = sample((0, 0, 10), (1, 0, 30))
    found = rake([Margin("sex", sex, (1, 1))], 40)

    assert apply(found, [np.array([1, 0, -1])], 3) == pytest.approx([2 / 3, 2, 1])


def test_without_margins_what_is_cut_is_spread_over_the_others():
    start = np.array([1.0, 1, 1, 1, 1, 1, 1, 13])

    weights = apply(rake((), 8, start=start, cap=3), (), 8, start)

    assert weights.mean() == pytest.approx(1)
    assert weights.max() == pytest.approx(3)
    assert weights[:7] == pytest.approx(weights[0])


def test_what_weights_cost_is_as_kish_has_it():
    weights = np.array([1.0, 1, 1, 3])

    assert design_effect(weights) == pytest.approx(4 * 12 / 36)
    assert effective_size(weights) == pytest.approx(3)
    assert effective_size(np.full(7, 2.5)) == pytest.approx(7)


BAD = [
    pytest.param({"start": np.array([1.0, -1])}, (1, 1), id="a negative weight"),
    pytest.param({"start": np.array([0.0, 0])}, (1, 1), id="no weight at all"),
    pytest.param({"start": np.array([1.0, np.nan])}, (1, 1), id="no number"),
    pytest.param({"cap": 1.0}, (1, 1), id="a cap at the mean"),
    pytest.param({}, (1, 0), id="a share of nothing"),
    pytest.param({}, (), id="no cells"),
]


@pytest.mark.parametrize(("how", "targets"), BAD)
def test_what_cannot_be_weighted_is_refused(how, targets):
    with pytest.raises(ValueError, match=r"weight|targets"):
        rake([Margin("sex", np.array([0, 1]), targets)], 2, **how)


def test_however_many_margins_there_are_nothing_overflows():
    columns = [np.array([a, b] * 8) for a, b in product((0, 1), (1, 0)) if a != b] * 20
    margins = [Margin(str(n), cells, (1, 1)) for n, cells in enumerate(columns)]

    assert rake(margins, 16, cap=3).converged
