"""Identifiers that say nothing."""

from engage.core.clock import utcnow
from engage.core.ids import random_id


def test_identifiers_fit_both_databases_and_have_no_order():
    found = [random_id() for _ in range(1000)]

    assert all(0 < number < 2**63 for number in found)
    assert len(set(found)) == 1000
    assert found != sorted(found)


def test_the_clock_knows_its_time_zone():
    assert utcnow().utcoffset().total_seconds() == 0
