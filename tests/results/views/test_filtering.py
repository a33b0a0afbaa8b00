"""Pages of a list."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from engage.results.views import filtering


@pytest.fixture(autouse=True)
def _request() -> Iterator[None]:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("total", "current", "shown"),
    [
        pytest.param(10, 1, None, id="one page has no links"),
        pytest.param(20, 1, [1, 2], id="two pages"),
        pytest.param(100, 1, [1, 2, None, 10], id="the first of many"),
        pytest.param(100, 5, [1, None, 4, 5, 6, None, 10], id="in the middle"),
        pytest.param(100, 10, [1, None, 9, 10], id="the last"),
    ],
)
def test_the_first_the_last_and_the_neighbours_are_linked(total: int, current: int, shown: list[int | None]) -> None:
    found = filtering.page_links(total, 10, current, lambda number: f"?page={number}")

    assert (found and [page and page["number"] for page in found["pages"]]) == shown


def test_the_first_page_has_none_before_it_and_the_last_none_after_it() -> None:
    first = filtering.page_links(20, 10, 1, lambda number: f"?page={number}")
    last = filtering.page_links(20, 10, 2, lambda number: f"?page={number}")

    assert first is not None
    assert last is not None
    assert (first["previous"], first["next"]["href"]) == (None, "?page=2")
    assert (last["previous"]["href"], last["next"]) == ("?page=1", None)
