"""The citizen mirror as a result keeps it."""

from dataclasses import replace

from engage.maturity.domain.mirror import plain, view
from engage.maturity.seeing.mirrored import mirror
from engage.maturity.seeing.profile import Standing, profile
from tests.factories.maturity_results import MODEL, result

COUNTS = {"fully_agree": 10, "disagree": 20}


def test_what_people_said_is_shown_by_statement_in_the_order_of_the_model():
    signed = plain("mirror-2026", 31, {"RSP-1": view(COUNTS, 3, 4), "MAN-3": view({"agree": 3}, 2, 4)})
    seen = profile(MODEL, replace(result({}), mirror=signed), [], Standing.SIGNED)

    few, enough = mirror(seen)

    assert (few.indicator, few.enough, few.gap) == ("MAN-3", False, None)
    assert (enough.indicator, enough.answers, enough.mean, enough.gap) == ("RSP-1", 30, 0.5, 0.25)
    assert enough.gap_interval is not None


def test_where_nobody_was_asked_there_is_nothing():
    assert mirror(profile(MODEL, result({}), [], Standing.SIGNED)) == []
