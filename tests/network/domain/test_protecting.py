"""Numbers of people, attacked: whatever is shown, other numbers of people would have been shown in the same way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.network.domain.adding import CORRECTION, number
from engage.network.domain.figures import BY_KEY, Number
from engage.network.domain.items import Item
from engage.network.domain.protecting import SMALLEST, Cell, Sight, chance, people, protected, share

MONTHS = (date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1))
CHANCES = [(n + 0.5) / 20 for n in range(20)]
FIGURES = ("registrations", "no_show")


@cache
def possible(cell: Cell) -> frozenset[int]:
    """The numbers of people that are shown like this, by some chance: all that somebody who knows the rule knows."""
    numbers = product(range(cell.value + 11), CHANCES)
    return frozenset(count for count, each in numbers if protected(count, each) == cell)


@pytest.mark.parametrize("count", range(1, SMALLEST))
def test_a_number_below_ten_may_be_any_from_one_to_nine(count: int):
    for each in CHANCES:
        assert possible(protected(count, each)) == set(range(1, SMALLEST))


@pytest.mark.parametrize("count", range(SMALLEST, 41))
def test_a_larger_number_may_be_one_of_five_in_a_row_at_least(count: int):
    for each in CHANCES:
        cell = protected(count, each)
        found = possible(cell)
        assert not cell.hidden
        assert cell.value % 5 == 0
        assert abs(cell.value - count) < 5
        assert len(found) >= 5
        assert found == set(range(min(found), max(found) + 1))


def test_nobody_is_said_to_be_nobody():
    assert protected(0, 0.5) == Cell(0)


@pytest.mark.parametrize("count", [pytest.param(n, id=f"{n} people") for n in (1, 4, 9, 10, 13, 28)])
def test_sums_are_right_on_average(count: int):
    assert sum(protected(count, each).value for each in CHANCES) / len(CHANCES) == pytest.approx(count, abs=0.2)


def test_a_cell_is_protected_in_the_same_way_whenever_it_is_counted():
    assert chance("secret", "people:7:came 2026-01-01") == chance("secret", "people:7:came 2026-01-01")
    assert chance("secret", "people:7:came 2026-01-01") != chance("other", "people:7:came 2026-01-01")
    assert chance("secret", "people:7:came 2026-01-01") != chance("secret", "people:8:came 2026-01-01")


# -- everything that is shown of a network


@dataclass(frozen=True)
class Known(Sight):
    """Somebody's sight with the chances of this test."""

    chances: Mapping[str, float] = field(default_factory=dict)

    def cell(self, item: Item) -> Cell:
        if self.exact(item.hub):
            return Cell(int(item.value), exact=True)
        return protected(int(item.value), self.chances[item.key])


def sight(chances: Mapping[str, float], exact_for: frozenset[int] | None = frozenset()) -> Known:
    return Known(exact_for, "", date(2027, 1, 1), chances=chances)


def everything(items: Sequence[Item], looks: Sight) -> list[Number]:
    """The figures of every hub, country and span of months, alone and crossed."""
    found = []
    hubs, countries = {each.hub for each in items}, {each.country for each in items}
    spans = [(one, two) for one in MONTHS for two in MONTHS if one <= two]
    for figure, hub, country, (since, until) in product(
        FIGURES, [None, *sorted(hubs)], ["", *sorted(countries)], spans
    ):
        some = [
            each
            for each in items
            if (hub is None or each.hub == hub) and country in ("", each.country) and since <= each.month <= until
        ]
        found.append(number(BY_KEY[figure], some, looks))
    return found


networks = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.sampled_from(["NO", "MT"]),
        st.sampled_from(MONTHS),
        st.booleans(),
        st.one_of(st.integers(0, 12), st.integers(0, 60)),
        st.sampled_from(CHANCES),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=15, deadline=None)
@given(networks)
def test_no_two_figures_together_narrow_what_one_of_them_hides(cells: list[tuple[int, str, date, bool, int, float]]):
    """For each cell and each number of people it could stand for there is a network with that number, and with the
    same figures of every hub, country and span."""
    items = [
        Item(hub, country, month, value, key=f"cell {n}", inside=inside)
        for n, (hub, country, month, inside, value, _) in enumerate(cells)
    ]
    chances = {f"cell {n}": each[-1] for n, each in enumerate(cells)}
    shown = everything(items, sight(chances))
    for n, item in enumerate(items):
        cell = protected(int(item.value), chances[item.key])
        others = possible(cell)
        assert others >= (set(range(1, 10)) if cell.hidden else {int(item.value)})
        assert cell == Cell(0) or len(others) >= 5
        for other in (min(others), max(others)):
            luck = next(each for each in CHANCES if protected(other, each) == cell)
            instead = [*items[:n], replace(item, value=other), *items[n + 1 :]]
            assert everything(instead, sight({**chances, item.key: luck})) == shown


# -- how it looks


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param([], Number(0), id="nobody"),
        pytest.param([Cell(0), Cell(0)], Number(0), id="nobody anywhere"),
        pytest.param([Cell(10, hidden=True)], Number(None, below=10), id="one hidden, whatever it stands for"),
        pytest.param([Cell(0, hidden=True), Cell(0, hidden=True)], Number(None, below=20), id="two hidden"),
        pytest.param([Cell(10, hidden=True), Cell(10, hidden=True)], Number(20, about=True), id="hidden ones together"),
        pytest.param([Cell(0, hidden=True), Cell(25)], Number(25, about=True), id="hidden beside others"),
        pytest.param([Cell(3, exact=True), Cell(4, exact=True)], Number(7), id="one's own"),
        pytest.param([Cell(3, exact=True), Cell(25)], Number(28, about=True), id="one's own and others"),
        pytest.param([Cell(3, exact=True), Cell(0, hidden=True)], Number(None, below=13), id="one's own beside hidden"),
    ],
)
def test_a_sum_says_whether_it_is_exact_about_right_or_hidden(cells: list[Cell], expected: Number):
    assert people(cells) == expected


@pytest.mark.parametrize(
    ("part", "rest", "expected"),
    [
        pytest.param([Cell(15)], [Cell(30)], Number(33.0, about=True, base=45), id="whole percents"),
        pytest.param([Cell(10)], [Cell(0, hidden=True)], Number(None, withheld=True), id="of fewer than twenty"),
        pytest.param([Cell(1, exact=True)], [Cell(2, exact=True)], Number(33.3, base=3), id="one's own, however few"),
        pytest.param([], [], Number(None, base=0), id="of nobody"),
    ],
)
def test_shares_are_made_of_protected_numbers_of_twenty_people_or_more(
    part: list[Cell], rest: list[Cell], expected: Number
):
    assert share(part, rest) == expected


def test_people_of_a_month_that_goes_on_are_for_their_hub_alone():
    items = [Item(hub, "NO", month, 30, key=f"{hub}") for hub in (1, 2) for month in MONTHS]
    looks = Sight(frozenset({1}), "secret", today=date(2026, 3, 31))

    assert number(BY_KEY["responses"], items, looks) == Number(3 * 30 + 2 * 30, about=True)


def test_corrections_are_protected_like_the_people_they_add():
    items = [Item(1, "NO", MONTHS[0], 40, key="a"), Item(1, "NO", MONTHS[0], -3, key=f"{CORRECTION}1")]
    found = number(BY_KEY["responses"], items, Sight(frozenset(), "secret", date(2027, 1, 1)))

    assert number(BY_KEY["responses"], items, Sight(None, "", date(2027, 1, 1))) == Number(37, corrected=-3)
    assert found.value in (30, 40)
    assert found.about
