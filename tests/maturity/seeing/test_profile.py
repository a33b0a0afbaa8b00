"""What a profile puts beside a result: claims, goals, what moved, what is only read differently."""

from dataclasses import replace
from datetime import date

import pytest

from engage.maturity.domain.change import ChangeKind
from engage.maturity.domain.kinds import AssessmentKind, LevelState
from engage.maturity.domain.signed import SignedLevel
from engage.maturity.seeing.profile import Past, Standing, profile
from tests.factories.maturity_results import MODEL, result

BEFORE = date(2025, 6, 1)


def after(levels: dict[str, int], **given):
    past = [Past(1, result({}), BEFORE)]
    return profile(MODEL, result(levels, **given), past, Standing.SIGNED)


@pytest.mark.parametrize(
    ("level", "day", "kind"),
    [
        pytest.param(3, date(2025, 9, 1), ChangeKind.MOVED, id="up with evidence from after the last round"),
        pytest.param(1, date(2025, 9, 1), ChangeKind.MOVED, id="down with evidence from after the last round"),
        pytest.param(3, date(2025, 6, 1), ChangeKind.REREADING, id="evidence of the day of the last sign-off is old"),
        pytest.param(2, date(2025, 9, 1), ChangeKind.SAME, id="the same level"),
    ],
)
def test_a_level_moves_with_new_evidence_only(level, day, kind):
    seen = after({"MAN-1": level}, newest={"MAN-1": day})

    assert seen.row("MAN-1").change.kind is kind
    assert [each.indicator.id for each in seen.moved] == (["MAN-1"] if kind is ChangeKind.MOVED else [])
    assert [each.indicator.id for each in seen.rereadings] == (["MAN-1"] if kind is ChangeKind.REREADING else [])


def test_why_it_moved_is_the_evidence_that_is_newer_and_no_other():
    seen = after({"MAN-1": 3}, newest={"MAN-1": date(2025, 9, 1), "MAN-2": date(2025, 9, 1)})

    assert len(seen.row("MAN-1").fresh) == 1
    assert after({"MAN-1": 3}, newest={"MAN-1": date(2025, 1, 1)}).row("MAN-1").fresh == ()


def test_a_core_round_between_two_full_ones_hides_no_change_of_other_indicators():
    past = [
        Past(1, result({"MAN-1": 1}), BEFORE),
        Past(2, result({}, kind=AssessmentKind.CORE), date(2025, 12, 1)),
    ]
    seen = profile(MODEL, result({}, newest={"MAN-1": date(2025, 9, 1)}), past, Standing.SIGNED)

    row = seen.row("MAN-1")
    assert (row.change.kind, row.since) == (ChangeKind.MOVED, BEFORE)
    assert seen.row("MAN-3").since == date(2025, 12, 1)


def test_dimensions_are_compared_with_rounds_of_the_same_kind_only():
    past = [Past(1, result({"MAN-3": 0}, kind=AssessmentKind.CORE), BEFORE)]
    seen = profile(MODEL, result({}), past, Standing.SIGNED)

    assert {each.earlier for each in seen.dimensions} == {None}
    assert seen.same_kind == ()


def test_a_claim_beside_a_score_has_the_same_weights():
    seen = after({"MAN-3": 4}, evidence="E1")
    row = next(each for each in seen.dimensions if each.dimension.id == "MAN")

    assert (row.of.score, row.claimed) == (2.0, pytest.approx((2 + 2 + 2 * 4) / 4))


def test_a_goal_moves_what_it_is_set_for_and_nothing_else():
    seen = after({}, targets={"MAN-3": 4})
    rows = {each.dimension.id: each for each in seen.dimensions}

    assert rows["MAN"].target == pytest.approx(3.0)
    assert rows["RES"].target is None
    assert rows["MAN"].progress == 0
    assert seen.row("MAN-3").gap == 2


def test_another_major_version_is_compared_by_a_crosswalk_and_never_by_dimension():
    old = replace(result({"MAN-1": 1}), model_version="9.0.0")
    now = result({"MAN-1": 3}, newest={"MAN-1": date(2025, 9, 1)})

    def seen(crosswalk):
        return profile(MODEL, now, [Past(1, old, BEFORE, crosswalk)], Standing.SIGNED)

    assert seen({"MAN-1": "MAN-1"}).row("MAN-1").change.kind is ChangeKind.MOVED
    assert seen(None).row("MAN-1").change.kind is ChangeKind.REREADING
    assert {each.earlier for each in seen({"MAN-1": "MAN-1"}).dimensions} == {None}


def test_views_that_did_not_hold_are_kept():
    levels = {
        "MAN-1": SignedLevel(LevelState.UNCERTAIN),
        "MAN-2": SignedLevel(LevelState.REVOTED, minority="I see none."),
        "MAN-3": SignedLevel(LevelState.AGREED),
    }
    seen = profile(MODEL, replace(result({}), levels=levels), [], Standing.SIGNED)

    assert [each.indicator.id for each in seen.dissent] == ["MAN-1", "MAN-2"]
