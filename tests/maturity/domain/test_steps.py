"""Where each step of a round stands."""

import pytest

from engage.maturity.domain.kinds import Stage, StepName
from engage.maturity.domain.steps import Counts, StepState, first_now, states

DONE, NOW, LATER, OUT = StepState.DONE, StepState.NOW, StepState.LATER, StepState.LEFT_OUT


@pytest.mark.parametrize(
    ("stage", "counts", "expected"),
    [
        pytest.param(
            Stage.PREPARING, Counts(), (DONE, NOW, NOW, LATER, LATER, LATER, LATER, LATER, LATER), id="in preparation"
        ),
        pytest.param(
            Stage.RATING,
            Counts(members=8, evidence=3),
            (DONE, DONE, DONE, NOW, LATER, LATER, NOW, LATER, LATER),
            id="people rate",
        ),
        pytest.param(
            Stage.CONSENSUS,
            Counts(splits=2, mirror=True),
            (DONE, DONE, NOW, DONE, NOW, NOW, DONE, LATER, LATER),
            id="something is to be talked about",
        ),
        pytest.param(
            Stage.CONSENSUS,
            Counts(evidence=1),
            (DONE, DONE, DONE, DONE, DONE, DONE, NOW, NOW, LATER),
            id="nothing is left to talk about",
        ),
        pytest.param(
            Stage.SIGNED,
            Counts(evidence=1),
            (DONE, DONE, DONE, DONE, DONE, DONE, OUT, DONE, NOW),
            id="signed, without a mirror",
        ),
        pytest.param(Stage.CANCELLED, Counts(members=3), (DONE, *[OUT] * 8), id="cancelled"),
    ],
)
def test_a_step_is_done_now_later_or_left_out(stage, counts, expected):
    assert tuple(states(stage, counts).items()) == tuple(zip(StepName, expected, strict=True))


@pytest.mark.parametrize(
    ("stage", "counts", "step"),
    [
        pytest.param(Stage.PREPARING, Counts(), StepName.PANEL, id="find people"),
        pytest.param(Stage.RATING, Counts(), StepName.RATING, id="rating, though evidence is still missing"),
        pytest.param(Stage.CONSENSUS, Counts(splits=1), StepName.DIGEST, id="talk"),
        pytest.param(Stage.CONSENSUS, Counts(), StepName.SIGN_OFF, id="sign, with or without a mirror"),
        pytest.param(Stage.SIGNED, Counts(), StepName.PLAN, id="plan"),
        pytest.param(Stage.CANCELLED, Counts(), None, id="nothing"),
    ],
)
def test_what_to_do_now_is_the_first_step_that_waits_and_only_then_what_goes_on_beside_it(stage, counts, step):
    assert first_now(states(stage, counts)) is step
