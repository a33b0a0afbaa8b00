"""Why somebody waits, in words that do not contradict each other."""

import pytest

from engage.events.domain.places import Limit, LimitKind
from engage.events.domain.waiting import Standing, Why
from engage.events.mails import standing

FULL = "All places are taken at the moment."
KEPT = "The places that are left are kept for other groups until a set day."


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        pytest.param([LimitKind.EVENT], (FULL,), id="full"),
        pytest.param([LimitKind.KEPT], (KEPT,), id="the rest is kept"),
        pytest.param([LimitKind.EVENT, LimitKind.KEPT], (FULL,), id="nothing is left that could be kept"),
        pytest.param([], (FULL,), id="nobody knows why"),
    ],
)
def test_each_reason_is_said_once_and_none_contradicts_another(kinds: list[LimitKind], said: tuple[str, ...]):
    found = Standing(1, 0, tuple(Why(Limit(kind)) for kind in kinds))

    assert standing.reasons(found, "", lambda words: words) == said
