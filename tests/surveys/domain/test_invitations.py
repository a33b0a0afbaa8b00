"""What may be said of how many answered, and when somebody may be reminded."""

from datetime import date

import pytest

from engage.surveys.domain.invitations import at_least, may_be_reminded_from


@pytest.mark.parametrize(
    ("answered", "invited", "shown"),
    [
        pytest.param(0, 100, 0, id="nobody"),
        pytest.param(9, 100, 0, id="too few to say"),
        pytest.param(10, 100, 10, id="ten"),
        pytest.param(57, 200, 50, id="steps of ten"),
        pytest.param(10, 10, 0, id="that all did is not said"),
        pytest.param(30, 30, 20, id="that all did is not said of many"),
        pytest.param(95, 100, 90, id="that few did not is not said"),
        pytest.param(3, 3, 0, id="of a handful nothing is said"),
    ],
)
def test_how_many_answered_is_said_in_steps_of_ten_and_never_that_all_did(answered, invited, shown):
    assert at_least(answered, invited) == shown
    assert shown <= answered


def test_a_week_lies_between_two_mails():
    assert may_be_reminded_from(date(2026, 11, 1), None) == date(2026, 11, 8)
    assert may_be_reminded_from(date(2026, 11, 1), date(2026, 11, 8)) == date(2026, 11, 15)
