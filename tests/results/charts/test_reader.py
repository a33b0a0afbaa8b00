import pytest

from engage.results.charts.reader import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("How *old* are **you**?", "How old are you?", id="emphasis"),
        pytest.param("See [the plan](https://example.org)", "See the plan", id="a link"),
        pytest.param("You said ${age}.\n\nWhy?", "You said …. Why?", id="an answer shown, and lines"),
        pytest.param(r"5 \* 3 and file_name", "5 * 3 and file_name", id="marks that are meant as such"),
        pytest.param("2 < 3 and 5 > 4", "2 < 3 and 5 > 4", id="comparisons"),
    ],
)
def test_charts_show_labels_without_their_marks(text, expected):
    assert plain(text) == expected
