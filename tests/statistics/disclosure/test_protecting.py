"""What protects is attacked: every survey that would look the same is counted through, without the solver."""

from collections.abc import Iterator
from math import inf

import numpy as np
import pytest

from engage.statistics.disclosure import covering, protecting
from engage.statistics.disclosure.auditing import audit
from engage.statistics.disclosure.figures import BASE, Earlier, Shape, Shown, band_of
from engage.statistics.disclosure.protecting import protect
from engage.statistics.disclosure.tables import MINIMUM, NONE, Study, Table, rounded
from tests.factories.studies import make_people, make_study, make_table

MOST = 90
"""Larger counts are not tried where a reader knows no upper end."""


def possible(shape: Shape, whole: Table, split: Table, code: str, value: str, count: int) -> bool:
    """Whether some survey would be published so and has this count, found by adding up all that is possible.

    Of each answer all pairs of counts in the two groups that fit what is printed; then all sums of such pairs.
    """
    sums = np.zeros((MOST + 1, MOST + 1), dtype=bool)
    sums[0, 0] = True
    for each in whole.codes:
        added = np.zeros_like(sums)
        for one, other in _pairs(shape, whole, split, each):
            if each == code and count != {NONE: one + other}.get(value, (one, other)[value == split.groups[1]]):
                continue
            added[one:, other:] |= sums[: MOST + 1 - one, : MOST + 1 - other]
        sums = added
    one, other = np.nonzero(sums)
    about = next((each.high for each in shape.known() if not each.box), inf)
    fits = one + other <= about
    for table, value_, found in (
        (whole, NONE, one + other),
        *zip([split] * 2, split.groups, (one, other), strict=True),
    ):
        low, high = _band(shape, table, BASE, value_)
        fits &= (found >= low) & (found <= high)
    return bool(fits.any())


def _pairs(shape: Shape, whole: Table, split: Table, code: str) -> Iterator[tuple[int, int]]:
    low, high = _band(shape, whole, code, NONE)
    ends = [_band(shape, split, code, value) for value in split.groups]
    ranges = [range(int(least), int(min(most, MOST)) + 1) for least, most in ends]
    return ((one, other) for one in ranges[0] for other in ranges[1] if low <= one + other <= high)


def _band(shape: Shape, table: Table, code: str, value: str) -> tuple[float, float]:
    """What a reader knows, from what is printed alone."""
    match shape.of(table, code, value):
        case Shown.COUNT:
            count = shape.count(table, code, value)
            assert count is not None
            return band_of(count)
        case Shown.FEW:
            return 0, 9
        case Shown.HIDDEN:
            return MINIMUM, 10**6
    return 0, 10**6


def narrowed(shape: Shape, whole: Table, split: Table) -> list[tuple[str, str]]:
    """The small counts of both tables that an attacker knows better than "0 to 9"."""
    return [
        (code, value)
        for table in (whole, split)
        for value in table.groups
        for code in table.codes
        if table.counts[code, value] < MINIMUM
        and not all(possible(shape, whole, split, code, value, count) for count in (0, 9))
    ]


@pytest.mark.parametrize("seed", range(6))
def test_nobody_narrows_a_small_count_by_counting_through_all_surveys_that_would_look_the_same(seed):
    people = make_people(40 + 6 * seed, seed=seed)
    whole, split = make_table(people, "q"), make_table(people, "q", "_language")

    protected = protect(make_study(people, whole, split))

    assert protected.audit.ok
    assert narrowed(protected.shape, whole, split) == []
    about = next(each for each in protected.shape.known() if not each.box)
    assert about.high - about.low >= 20, "nobody knows how many there are exactly"


@pytest.mark.parametrize("broken", ["no complement", "exact counts"])
def test_the_attack_succeeds_where_a_rule_is_broken(broken, monkeypatch):
    people = [{"q": "c0", "_language": "l0"} for _ in range(30)] + [{"q": "c1", "_language": "l0"} for _ in range(4)]
    people += [{"q": "c0", "_language": "l1"} for _ in range(25)] + [{"q": "c1", "_language": "l1"} for _ in range(15)]
    whole, split = make_table(people, "q"), make_table(people, "q", "_language")
    monkeypatch.setattr(protecting, "_repair", lambda *_: False)
    monkeypatch.setattr(covering, "settle", lambda shape, table: None)
    if broken == "exact counts":
        for module in ("figures", "tables"):
            monkeypatch.setattr(f"engage.statistics.disclosure.{module}.rounded", lambda count: count)

    protected = protect(make_study(people, whole, split))

    assert narrowed(protected.shape, whole, split)
    assert not protected.audit.ok
    assert {leak.place[1] for leak in protected.audit.leaks} >= {"c1"}


def test_what_people_said_who_are_in_no_group_is_not_worked_out_from_everybody_and_the_groups():
    """Nine did not say their sex; all of them heard by letter."""
    people = [{"q": code, "sex": sex} for code in ("doctor", "letter") for sex in ("f", "m") for _ in range(60)]
    people += [{"q": "letter"}] * 9
    tables = make_table(people, "q"), make_table(people, "q", "sex")
    study = Study(tables, len(people), {"sex": ("f", "m", NONE)})
    plain = Shape(study)
    for each in tables:
        for value in each.groups:
            plain.shown |= {(each.name, code, value): Shown.COUNT for code in each.codes}
            plain.shown[each.name, BASE, value] = Shown.SUM

    assert {(leak.place[1:]) for leak in audit(plain).leaks} == {("doctor", NONE), ("letter", NONE)}
    assert protect(study).audit.ok


@pytest.mark.parametrize(("many", "few"), [(10, 0), (10, 2), (11, 1), (97, 3), (40, 9)])
def test_a_count_is_not_shown_beside_a_total_that_gives_the_other_away(many, few):
    people = [{"q": "yes"} for _ in range(many)] + [{"q": "no"} for _ in range(few)]
    table = make_table(people, "q", codes=("no", "yes"))

    shape = protect(make_study(people, table)).shape

    assert shape.of(table, "no", NONE) is Shown.FEW
    assert shape.count(table, "yes", NONE) is None or shape.count(table, BASE, NONE) is None


def test_zero_is_shown_like_any_other_small_count_unless_everybody_knows_that_it_is_one():
    people = [{"q": f"c{n % 3}"} for n in range(90)]
    table = make_table(people, "q", codes=("c0", "c1", "c2", "c3"))
    barred = Table(**{name: getattr(table, name) for name in table.__slots__} | {"impossible": {("c3", NONE)}})

    assert protect(make_study(people, table)).shape.of(table, "c3", NONE) is Shown.FEW
    assert protect(make_study(people, barred)).shape.count(barred, "c3", NONE) == 0


def test_two_tables_that_share_answers_bound_a_third_and_the_audit_sees_it():
    """Of at most 102 people with b at least 88 have a and at least 18 have c: at least 4 have both."""
    people = [{"q": "a", "r": "b", "s": "c"} for _ in range(9)] + [{"q": "a", "r": "b", "s": "d"} for _ in range(81)]
    people += [{"q": "x", "r": "b", "s": "c"} for _ in range(9)] + [{"q": "x", "r": "y", "s": "d"} for _ in range(60)]
    tables = [make_table(people, *names) for names in (("r",), ("q", "r"), ("r", "s"), ("q", "s"))]
    shape = Shape(make_study(people, *tables))
    shape.shown = {
        ("q r", "a", "b"): Shown.COUNT,
        ("r", "b", NONE): Shown.COUNT,
        ("r s", "b", "c"): Shown.COUNT,
        ("q s", "a", "c"): Shown.FEW,
        ("q s", BASE, "c"): Shown.HIDDEN,
    }

    leaks = audit(shape).leaks

    leak = next(each for each in leaks if each.place == ("q s", "a", "c"))
    assert (leak.low, leak.high) == (pytest.approx(4), 9)
    assert set(leak.reasons) >= {("q r", "a", "b"), ("r s", "b", "c"), ("r", "b", NONE)}


def test_what_an_earlier_edition_said_of_the_same_answers_counts():
    people = [{"q": code} for code, n in (("c0", 200), ("c1", 30), ("c2", 30), ("c3", 2)) for _ in range(n)]
    table = make_table(people, "q")
    study = make_study(people, table)
    shown = {("q", "c0", NONE): Shown.COUNT, ("q", "c3", NONE): Shown.FEW, ("q", BASE, NONE): Shown.COUNT}
    earlier, now = Shape(study), Shape(study)
    earlier.shown = {**shown, ("q", "c1", NONE): Shown.COUNT, ("q", "c2", NONE): Shown.HIDDEN}
    now.shown = {**shown, ("q", "c1", NONE): Shown.HIDDEN, ("q", "c2", NONE): Shown.COUNT}
    before = Earlier(tuple(earlier.known()), tuple(earlier.small()), study.variables(), frozenset(), 1, batch=None)

    assert audit(earlier).ok
    assert audit(now).ok
    assert [leak.place[1] for leak in audit(now, [before]).leaks if leak.place[0] == "q"] == ["c3"]


def test_an_edition_after_more_answers_came_is_proven_together_with_the_one_before():
    first = make_people(120, seed=3)
    later = first + make_people(60, seed=4)
    shapes = []
    for people in (first, later):
        study = make_study(people, make_table(people, "q"), make_table(people, "q", "_language"))
        earlier = [
            Earlier(tuple(shape.known()), tuple(shape.small()), shape.study.variables(), frozenset(), n, batch=n)
            for n, shape in enumerate(shapes)
        ]
        found = protect(study, earlier)
        assert found.audit.ok
        assert not found.audit.refuted
        shapes.append(found.shape)


def test_editions_that_fit_only_if_people_withdrew_are_not_joined():
    many = [{"q": "c0"} for _ in range(100)] + [{"q": "c1"} for _ in range(100)]
    fewer = many[20:]
    before = protect(make_study(many, make_table(many, "q"))).shape
    earlier = Earlier(tuple(before.known()), (), before.study.variables(), frozenset(), 1, batch=0)

    found = protect(make_study(fewer, make_table(fewer, "q")), [earlier])

    assert found.audit.ok
    assert found.audit.refuted == (1,)


def test_what_nobody_had_said_before_may_be_said_later():
    few = [{"q": "c0", "r": "c0"} for _ in range(60)] + [{"q": "c1", "r": "c1"} for _ in range(40)]
    later = few + [{"q": "c0", "r": "c1"} for _ in range(40)]
    barred = frozenset({frozenset({("q", "c0"), ("r", "c1")})})
    before = Shape(make_study(few, make_table(few, "q"), make_table(few, "r"), make_table(few, "q", "r")))
    before.shown = dict.fromkeys([("q", "c0", NONE), ("r", "c0", NONE)], Shown.COUNT)
    earlier = Earlier(tuple(before.known()), (), before.study.variables(), barred, 1, batch=0)
    tables = [make_table(later, *names) for names in (("q",), ("r",), ("q", "r"))]

    assert protect(make_study(later, *tables), [earlier]).audit.refuted == ()


@pytest.mark.parametrize(("count", "shown"), [(10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (1000, 1000)])
def test_counts_are_rounded_to_the_nearest_five(count, shown):
    assert rounded(count) == shown
