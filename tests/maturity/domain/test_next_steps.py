"""Three strengths and three next steps."""

from engage.maturity.domain.next_steps import next_steps, strengths
from engage.maturity.domain.scoring import Answer, score
from tests.factories.maturity_models import bundled, everywhere


def test_the_heaviest_steps_come_first_and_gates_count_twice():
    found = next_steps(bundled(), score(bundled(), everywhere(3, RSP_1=Answer(1, "E3"))))

    # RSP and INC weigh 2, their core indicators 2; RSP-1 misses 3 levels and holds a gate
    assert [(each.indicator, each.level, each.gap) for each in found] == [
        ("RSP-1", 2, 3),
        ("INC-1", 4, 1),
        ("MAN-3", 4, 1),
    ]
    assert found[0].gates == ("G3",)
    assert found[0].priority == 2 * 2 * 3 * 2


def test_a_reached_target_is_no_next_step():
    targets = {each.id: 3 for each in bundled().indicators} | {"SUS-2": 4}

    found = next_steps(bundled(), score(bundled(), everywhere(3)), targets=targets)

    assert [each.indicator for each in found] == ["SUS-2"]


def test_a_step_says_when_only_evidence_is_missing():
    found = next_steps(bundled(), score(bundled(), everywhere(4, MAN_1=Answer(4, "E1"))))

    assert [(each.indicator, each.level, each.only_evidence) for each in found] == [("MAN-1", 3, True)]


def test_strengths_are_the_highest_supported_levels_and_never_a_weak_one():
    answers = everywhere(1, SUS_2=Answer(2, "E3"), INC_2=Answer(3, "E3"), MAN_3=Answer(3, "E3"), RSP_1=Answer(4, "E0"))

    found = strengths(bundled(), score(bundled(), answers))

    assert [(each.indicator, each.level) for each in found] == [("MAN-3", 3), ("INC-2", 3), ("SUS-2", 2)]


def test_what_is_missing_is_no_step():
    assert next_steps(bundled(), score(bundled(), {})) == ()
