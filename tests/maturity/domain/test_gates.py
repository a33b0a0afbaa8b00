"""Gates are written as sentences and read as rules."""

import pytest

from engage.maturity.domain.gates import condition, consequence, gate
from engage.maturity.domain.model import Gate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("LIS-3 < 2", ("LIS-3", 2), id="as in the model"),
        pytest.param(" INC-12<1 ", ("INC-12", 1), id="other spaces"),
        pytest.param("LIS-3 <= 2", None, id="another comparison"),
        pytest.param("LIS-3 < 2 or RSP-1 < 1", None, id="two at once"),
        pytest.param("__import__('os')", None, id="no code"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_condition_is_an_indicator_below_a_level(text, expected):
    assert condition(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("overall_level <= 1", 1, id="as in the model"),
        pytest.param("overall_level<=3", 3, id="without spaces"),
        pytest.param("overall_level < 1", None, id="another comparison"),
        pytest.param("dimension_level <= 1", None, id="another thing"),
    ],
)
def test_a_consequence_holds_the_overall_level_down(text, expected):
    assert consequence(text) == expected


def test_a_gate_that_cannot_be_read_is_refused():
    assert gate("G1", "LIS-3 < 2", "overall_level <= 1", "why") == Gate("G1", "LIS-3", 2, 1, "why")
    with pytest.raises(ValueError, match="G1"):
        gate("G1", "LIS-3 is low", "overall_level <= 1", "why")
