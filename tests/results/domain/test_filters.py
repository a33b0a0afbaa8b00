"""Filters by values, ranges, and what is known of a response beside its answers."""

import pytest

from engage.results.domain.filters import UnknownItem, UnknownValue, conditions
from tests.results.instruments import FOUR, SURVEY
from tests.results.reading import results


@pytest.mark.parametrize(
    ("where", "left"),
    [
        pytest.param([("age", "30..41")], 2, id="both ends of a range belong to it"),
        pytest.param([("age", "31..")], 1, id="from a number on"),
        pytest.param([("age", "..30.0")], 1, id="up to a number"),
        pytest.param([("born", "1985..1990")], 1, id="years"),
        pytest.param([("born", "1985-07-09..1996-02")], 2, id="the last month to its end"),
        pytest.param([("born", "1996-02-02..")], 0, id="from a day on"),
        pytest.param([("heard", "yes"), ("topics", "care"), ("age", "..50")], 1, id="several items at once"),
        pytest.param([("trust/doctor", "full"), ("trust/press", "_declined")], 1, id="rows of a matrix"),
        pytest.param([("_language", "nb")], 1, id="the language of the response"),
        pytest.param([("_language", "en"), ("home", "NO")], 1, id="the language and a region"),
        pytest.param([("_version", "1")], 4, id="the version"),
        pytest.param([("_version", "2")], 0, id="another version"),
        pytest.param([("_country", "NO")], 0, id="a national edition"),
        pytest.param([("_channel", "")], None, id="no channel"),
    ],
)
def test_a_response_has_to_fit_every_condition(where: list[tuple[str, str]], left: int | None):
    if left is None:
        with pytest.raises(UnknownValue):
            conditions(SURVEY, tuple(where))
    else:
        assert results(SURVEY, FOUR, where=tuple(where)).responses == left


@pytest.mark.parametrize(
    ("item", "value"),
    [
        pytest.param("age", "..", id="no end at all"),
        pytest.param("age", "40..30", id="the wrong way round"),
        pytest.param("age", "old..older", id="words"),
        pytest.param("born", "..", id="no day at all"),
        pytest.param("born", "2026..2025", id="years the wrong way round"),
        pytest.param("born", "May..June", id="names of months"),
        pytest.param("_version", "first", id="a word for a version"),
        pytest.param("_country", "Norway", id="a name for a country"),
    ],
)
def test_a_range_that_nothing_can_lie_in_is_refused(item: str, value: str):
    with pytest.raises(UnknownValue):
        conditions(SURVEY, ((item, value),))


def test_what_is_known_of_a_response_is_a_fixed_list():
    with pytest.raises(UnknownItem):
        conditions(SURVEY, (("_seconds", "10"),))
