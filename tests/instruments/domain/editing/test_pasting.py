"""A pasted list becomes answers with codes."""

import pytest

from engage.instruments.domain.editing.pasting import code_for, lines


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("Never", ("", "Never"), id="a label"),
        pytest.param("yes\tYes, often", ("yes", "Yes, often"), id="two columns of a spreadsheet"),
        pytest.param("yes | Yes", ("yes", "Yes"), id="a stroke"),
        pytest.param("yes; Yes", ("yes", "Yes"), id="a semicolon"),
        pytest.param("2. Sometimes", ("", "Sometimes"), id="a number of a list"),
        pytest.param("• Often", ("", "Often"), id="a bullet"),
        pytest.param("by car or bus; seldom", ("", "by car or bus; seldom"), id="a semicolon within words"),
    ],
)
def test_a_line_is_a_label_or_a_code_and_a_label(line: str, expected: tuple[str, str]):
    assert list(lines(f"\n{line}\n\n")) == [expected]


@pytest.mark.parametrize(
    ("label", "taken", "code"),
    [
        pytest.param("Yes, often", (), "yes_often", id="words of the label"),
        pytest.param("Yes", ("yes",), "yes_2", id="taken"),
        pytest.param("Kjøtt og smør", (), "kjott_og_smor", id="letters that are none of ASCII"),
        pytest.param("כן", (), "option_1", id="no letters"),
        pytest.param("Three", ("1", "2"), "3", id="numbers go on counting"),
        pytest.param("Three", ("1", "two"), "three", id="not all are numbers"),
    ],
)
def test_a_label_without_a_code_gets_one_that_is_not_taken(label: str, taken: tuple[str, ...], code: str):
    assert code_for(label, taken) == code
