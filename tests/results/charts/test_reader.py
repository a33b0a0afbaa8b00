import pytest

from engage.results.charts.reader import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("How *old* are **you**?", "How old are you?", id="emphasis"),
        pytest.param("See [the plan](https://example.org)", "See the plan", id="a link"),
        pytest.param("You said ${age}.\n\nWhy?", "You said …. Why?", id="an answer shown, and lines"),
        pytest.param("# Health\nfile_name", "Health file_name", id="a heading; a word keeps its underscore"),
        pytest.param('<span style="color:red">Red</span>', "Red", id="a tag"),
        pytest.param("2 < 3 and 5 > 4", "2 < 3 and 5 > 4", id="comparisons"),
    ],
)
def test_charts_show_labels_without_their_marks(text, expected):
    assert plain(text) == expected
