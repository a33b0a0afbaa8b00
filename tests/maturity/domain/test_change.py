"""What counts as progress between two rounds."""

from datetime import date

import pytest

from engage.maturity.domain.change import Before, ChangeKind, changes

SIGNED = date(2026, 3, 1)
AFTER, SAME_DAY = date(2026, 3, 2), SIGNED


@pytest.mark.parametrize(
    ("before", "now", "newest", "kind", "by"),
    [
        pytest.param(1, 2, AFTER, ChangeKind.MOVED, 1, id="up, with new evidence"),
        pytest.param(3, 1, AFTER, ChangeKind.MOVED, -2, id="down, with new evidence"),
        pytest.param(1, 2, None, ChangeKind.REREADING, 1, id="up, without a dated piece"),
        pytest.param(1, 2, SAME_DAY, ChangeKind.REREADING, 1, id="up, with evidence of the day of sign-off"),
        pytest.param(2, 2, AFTER, ChangeKind.SAME, 0, id="unmoved"),
        pytest.param(None, 2, AFTER, ChangeKind.NOT_COMPARABLE, 0, id="no level before"),
        pytest.param(2, None, AFTER, ChangeKind.NOT_COMPARABLE, 0, id="no level now"),
    ],
)
def test_a_level_has_moved_only_with_new_evidence(before, now, newest, kind, by):
    dates = {"MAN-1": newest} if newest else {}

    found = changes(Before({"MAN-1": before}, 1, SIGNED), {"MAN-1": now}, dates, major=1)["MAN-1"]

    assert (found.kind, found.by) == (kind, by)


def test_another_major_version_needs_a_crosswalk():
    before = Before({"MAN-1": 1, "MAN-2": 1}, 1, SIGNED)
    now, dates = {"MAN-1": 2, "MAN-9": 2}, {"MAN-1": AFTER, "MAN-9": AFTER}

    without = changes(before, now, dates, major=2)
    across = changes(before, now, dates, major=2, crosswalk={"MAN-2": "MAN-9"})

    assert without["MAN-1"].kind is ChangeKind.REREADING
    assert without["MAN-9"].kind is ChangeKind.NOT_COMPARABLE
    assert across["MAN-9"].kind is ChangeKind.MOVED
    assert across["MAN-1"].kind is ChangeKind.REREADING
