"""Codes of needs, and bank data that is never written down."""

from datetime import UTC, datetime, timedelta

import pytest

from engage.events import words_needs
from engage.events.domain.kinds import NeedKind, NeedState
from engage.events.domain.needs import CODES, BankData, looks_like_bank_data, overdue, without_bank_data


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("NO93 8601 1117 947", id="Norwegian account in groups"),
        pytest.param("my account is de89370400440532013000, thanks", id="German account in lower case"),
        pytest.param("GB29 NWBK 6016 1331 9268 19", id="letters inside"),
        pytest.param("MT84MALT011000012345MTLCAST001S", id="Maltese account, the longest in the Union"),
        pytest.param("Pay to FR14 2004 1010 0505 0001 3M02 606 please", id="words after it"),
        pytest.param("card 4111 1111 1111 1111", id="card in groups"),
        pytest.param("5500-0000-0000-0004", id="card with hyphens"),
    ],
)
def test_bank_data_is_recognised(words: str) -> None:
    assert looks_like_bank_data(words)
    with pytest.raises(BankData):
        without_bank_data(words)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("", id="nothing"),
        pytest.param("Call me at +47 22 33 44 55 or 0049 30 1234567", id="telephone numbers"),
        pytest.param("I arrive on 2026-11-22 at 14:05 with train IC 73 2145", id="a journey"),
        pytest.param("NO93 is not enough", id="the beginning of an account alone"),
        pytest.param("0000 0000 0000 0000", id="nothing but noughts"),
        pytest.param("My booking is DE12, I need a lift to floor 2, room 1204", id="looks a little like it"),
    ],
)
def test_other_numbers_are_let_through(words: str) -> None:
    assert without_bank_data(words) == words


def test_every_code_that_can_be_ticked_has_words() -> None:
    for kind in NeedKind:
        assert tuple(str(code) for code in words_needs.options(kind)) == CODES[kind]


def test_a_code_of_an_older_version_is_shown_as_it_is() -> None:
    assert words_needs.label(NeedKind.DIET, "keto") == "keto"


@pytest.mark.parametrize(
    ("state", "asked_days_ago", "starts_in_days", "late"),
    [
        pytest.param(NeedState.ASKED, 1, 30, False, id="asked yesterday"),
        pytest.param(NeedState.ASKED, 8, 30, True, id="waits for more than a week"),
        pytest.param(NeedState.ASKED, 1, 3, True, id="the event is near"),
        pytest.param(NeedState.ANSWERED, 8, 3, False, id="answered"),
        pytest.param(NeedState.REFUSED, 8, 3, False, id="refused"),
    ],
)
def test_nobody_waits_for_an_answer_longer_than_a_week(
    state: NeedState, asked_days_ago: int, starts_in_days: int, late: bool
) -> None:
    now = datetime(2027, 3, 1, 12, tzinfo=UTC)

    assert overdue(state, now - timedelta(days=asked_days_ago), now + timedelta(days=starts_in_days), now) is late
