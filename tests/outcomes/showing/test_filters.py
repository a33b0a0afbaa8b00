"""What an address asks for of the list of outcomes."""

from typing import Any

import pytest

from engage.outcomes.showing.filters import LONGEST_WORDS, Filters


@pytest.mark.parametrize(
    ("args", "query"),
    [
        pytest.param({}, {}, id="nothing"),
        pytest.param({"q": "  bus  "}, {"q": "bus"}, id="words without spaces around them"),
        pytest.param({"q": "x" * 500}, {"q": "x" * LONGEST_WORDS}, id="no more words than anybody types"),
        pytest.param(
            {"q": "a b c d e f g h i j"}, {"q": "a b c d e f g h"}, id="no more words than a search can carry"
        ),
        pytest.param({"q": "a\0b", "hub": "\0"}, {"q": "ab"}, id="no sign that a database refuses"),
        pytest.param({"state": "overdue"}, {"state": "overdue"}, id="a state"),
        pytest.param({"state": "asleep", "area": "x", "sector": "y"}, {}, id="what does not exist"),
        pytest.param({"activity": "7", "page": "2"}, {"activity": 7}, id="an activity; the page stands apart"),
        pytest.param({"activity": "99999999999", "page": "²"}, {}, id="numbers that are none"),
        pytest.param({"activity": "-1"}, {}, id="numbers below one"),
    ],
)
def test_an_address_asks_for_what_makes_sense(args: dict[str, str], query: dict[str, Any]):
    assert Filters.of(args).query == query


def test_asking_again_for_what_was_understood_means_the_same():
    asked = Filters.of(
        {"q": "bus", "hub": "north", "area": "equity", "state": "done", "language": "nb", "activity": "4"}
    )

    assert Filters.of({name: str(value) for name, value in asked.query.items()}) == asked
