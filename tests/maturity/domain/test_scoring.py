"""Scores: the reference cases, each rule on its own, and what no set of answers can do."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engage.maturity.domain.scoring import Answer, ceiling, score
from engage.maturity.modelling.answers import document, score_file
from tests.corpora import corpora
from tests.factories.maturity_models import bundled, everywhere

CASES = (
    "all_zero",
    "all_four_verified",
    "all_four_statement_only",
    "all_four_no_evidence",
    "all_three_documents",
    "threes_but_protection_1",
    "threes_but_no_response",
    "threes_inc4_not_applicable",
    "twos_sus2_missing",
    "twos_core_sus1_missing",
    "mixed_hub",
)


@cache
def reference() -> Mapping[str, Any]:
    published = json.loads(corpora("maturity", "golden-scoring-cases.json").read_text("utf-8"))
    return {each["name"]: each for each in published["cases"]}


def test_no_reference_case_is_left_out():
    assert set(reference()) == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_reference_case_is_scored_as_published(name):
    case = reference()[name]

    found = document(score_file(json.dumps({"model": "ncmh-citizen-engagement", "answers": case["answers"]}).encode()))

    assert {key: found[key] for key in case["expected"]} == case["expected"]


@pytest.mark.parametrize(
    ("answer", "supported"),
    [
        pytest.param(Answer(4), 1, id="no evidence carries to level 1"),
        pytest.param(Answer(4, "E1"), 2, id="a statement to 2"),
        pytest.param(Answer(4, "E2"), 3, id="a document to 3"),
        pytest.param(Answer(4, "E3"), 4, id="verified to the top"),
        pytest.param(Answer(1, "E3"), 1, id="evidence never lifts a claim"),
        pytest.param(Answer(3, "E1", verified_up_to=3), 3, id="a passed test verifies up to its level"),
        pytest.param(Answer(4, "E1", verified_up_to=3), 3, id="and no further"),
        pytest.param(Answer(3, "E2", verified_up_to=2), 3, id="a lower test takes nothing away"),
    ],
)
def test_a_level_is_supported_as_far_as_its_evidence_carries(answer, supported):
    found = score(bundled(), {"MAN-1": answer}).indicators["MAN-1"]

    assert (found.claimed, found.supported) == (answer.level, supported)
    assert found.supported == min(answer.level, ceiling(bundled(), answer))


def test_evidence_of_an_unknown_class_is_an_error_of_the_caller():
    with pytest.raises(KeyError):
        score(bundled(), {"MAN-1": Answer(2, "E9")})


def test_a_dimension_lies_at_most_one_level_above_its_weakest_core_indicator():
    found = score(bundled(), everywhere(4, LIS_3=Answer(1, "E3"))).dimensions["LIS"]

    assert found.score == pytest.approx((4 + 2 * 4 + 2 * 1) / 5)
    assert found.core_capped
    assert found.level == 2


def test_a_dimension_reaches_a_level_from_a_quarter_below_it():
    model = bundled()
    at = score(model, everywhere(2, RES_3=Answer(1, "E3"))).dimensions["RES"]
    under = score(model, everywhere(2, INC_4=Answer(0, "E3"), INC_3=Answer(1, "E3"))).dimensions["INC"]

    assert (at.score, at.level, at.core_capped) == (1.75, 2, False)
    assert (under.score, under.level) == (1.4, 1)


@pytest.mark.parametrize(
    ("answers", "computed"),
    [
        pytest.param(everywhere(2, INC_2=None), True, id="one of four missing"),
        pytest.param(everywhere(2, INC_2=None, INC_3=None), False, id="two of four missing"),
        pytest.param(everywhere(2, INC_2=None, INC_4=Answer(None, not_applicable=True)), False, id="missing and N/A"),
        pytest.param(everywhere(2, INC_1=None), False, id="the core indicator missing"),
        pytest.param(everywhere(2, INC_1=Answer(None, cannot_judge=True)), False, id="nobody can judge the core one"),
        pytest.param(everywhere(2, INC_2=Answer(None, cannot_judge=True)), True, id="nobody can judge another"),
    ],
)
def test_a_dimension_is_not_computed_when_too_much_of_it_is_missing(answers, computed):
    found = score(bundled(), answers).dimensions["INC"]

    assert (found.score is not None) is computed
    assert (found.level is not None) is computed


def test_what_is_missing_is_coverage_and_never_zero():
    whole = score(bundled(), everywhere(3))
    without = score(bundled(), everywhere(3, SUS_2=None))

    assert without.dimensions["SUS"].score == whole.dimensions["SUS"].score
    assert without.overall_index == whole.overall_index
    assert without.coverage == pytest.approx(29 / 30)
    assert without.dimensions["SUS"].coverage == 0.5
    assert without.missing == ("SUS-2",)


def test_what_does_not_apply_is_left_out_on_both_sides_and_listed():
    found = score(bundled(), everywhere(3, INC_4=Answer(None, not_applicable=True, reason="The law forbids it.")))

    assert found.coverage == 1
    assert (found.not_applicable, found.missing) == (("INC-4",), ())


def test_what_nobody_could_judge_is_counted_apart():
    found = score(bundled(), everywhere(3, SUS_2=Answer(None, cannot_judge=True)))

    assert (found.cannot_judge, found.missing, found.not_applicable) == (("SUS-2",), (), ())
    assert found.dimensions["SUS"].score == 3


def test_a_core_round_asks_the_core_indicators_and_misses_none_of_the_others():
    core = frozenset(each.id for each in bundled().core)

    found = score(bundled(), everywhere(2), only=core)

    assert set(found.indicators) == core
    assert (found.coverage, found.missing, found.overall_level) == (1, (), 2)


@pytest.mark.parametrize(
    ("low", "level"),
    [
        pytest.param({"SUS_1": 2, "SUS_2": 2, "LRN_1": 2, "LRN_2": 2, "LRN_3": 2}, 3, id="two of ten one below"),
        pytest.param({"SUS_1": 1, "SUS_2": 1}, 2, id="one of ten two below"),
        pytest.param(
            {name: 2 for each in ("SUS", "LRN", "CON", "DIA") for name in (f"{each}_1", f"{each}_2", f"{each}_3")},
            2,
            id="four of ten below",
        ),
    ],
)
def test_the_overall_level_is_reached_by_seven_of_ten_with_none_far_below(low, level):
    low = {name: Answer(value, "E3") for name, value in low.items() if name != "SUS_3"}

    assert score(bundled(), everywhere(3, **low)).overall_level_before_gates == level


def test_there_is_no_overall_level_under_eight_dimensions():
    model = bundled()
    first = [dimension.id for dimension in model.dimensions]

    eight = {id_: each for id_, each in everywhere(2).items() if id_[:3] in first[:8]}
    seven = {id_: each for id_, each in everywhere(2).items() if id_[:3] in first[:7]}

    assert score(model, eight).overall_level_before_gates == 2
    assert score(model, seven).overall_level_before_gates is None
    assert score(model, seven).overall_index == 50


def test_a_gate_says_what_it_found():
    found = score(bundled(), everywhere(4, INC_1=Answer(4, "E0")))

    assert [(each.gate.id, each.value) for each in found.gates] == [("G4", 1)]
    assert (found.overall_level_before_gates, found.overall_level) == (3, 2)


@pytest.mark.parametrize("said", [None, Answer(None, cannot_judge=True)], ids=["missing", "nobody can judge"])
def test_leaving_out_what_a_gate_looks_at_is_no_way_around_it(said):
    found = score(bundled(), everywhere(3, LIS_3=said))

    assert [each.id for each in found.gates_open] == ["G1"]
    assert (found.overall_level_before_gates, found.overall_level) == (3, None)


def test_a_gate_that_could_not_lower_the_level_need_not_be_checked():
    assert score(bundled(), everywhere(1, LIS_3=None)).overall_level == 1


# What no set of answers can do

IDS = [each.id for each in bundled().indicators]
POSSIBLE = [
    Answer(level, evidence, verified)
    for level in range(5)
    for evidence in ("E0", "E1", "E2", "E3")
    for verified in range(-1, 5)
]
ANSWER = st.sampled_from(POSSIBLE)
ANSWERS = st.dictionaries(st.sampled_from(IDS), ANSWER, max_size=30)
FULL = st.lists(ANSWER, min_size=len(IDS), max_size=len(IDS)).map(lambda drawn: dict(zip(IDS, drawn, strict=True)))
CHEAP = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CHEAP
@given(ANSWERS)
def test_never_is_more_supported_than_claimed(answers):
    for each in score(bundled(), answers).indicators.values():
        assert (each.supported is None) == (each.claimed is None)
        assert each.supported is None or each.claimed is None or each.supported <= each.claimed


@CHEAP
@given(ANSWERS)
def test_gates_never_raise_a_level(answers):
    found = score(bundled(), answers)

    if found.overall_level is not None:
        assert found.overall_level_before_gates is not None
        assert found.overall_level <= found.overall_level_before_gates


@CHEAP
@given(FULL, st.sampled_from(IDS))
def test_raising_one_level_never_lowers_a_score(answers, raised):
    before = score(bundled(), answers)
    after = score(bundled(), {**answers, raised: Answer(min(4, (answers[raised].level or 0) + 1), "E3")})

    assert all(low <= high for low, high in zip(_each(before), _each(after), strict=True))


def _each(found) -> list[float]:
    every = [each for dimension in found.dimensions.values() for each in (dimension.score, dimension.level)]
    return [*every, found.overall_index, found.overall_level_before_gates, found.overall_level]


@CHEAP
@given(ANSWERS, st.sampled_from(IDS))
def test_leaving_an_answer_out_never_counts_as_zero(answers, left_out):
    rest = {id_: each for id_, each in answers.items() if id_ != left_out}

    without = score(bundled(), rest)
    zero = score(bundled(), {**rest, left_out: Answer(0)})

    for id_, dimension in without.dimensions.items():
        with_zero = zero.dimensions[id_].score
        assert dimension.score is None or with_zero is None or dimension.score >= with_zero


@CHEAP
@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(answers, chance):
    shuffled = list(answers.items())
    chance.shuffle(shuffled)

    assert score(bundled(), dict(shuffled)) == score(bundled(), answers)
