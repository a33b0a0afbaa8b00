"""Forms that a program filled in."""

from datetime import UTC, datetime, timedelta

import pytest

from engage.events.domain.spam import Verdict, new_stamp, read_stamp, verdict

KEY, EVENT = "a key", 7
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "honeypot", "expected"),
    [
        pytest.param(timedelta(seconds=2), "", Verdict.TOO_FAST, id="faster than people"),
        pytest.param(timedelta(seconds=3), "", Verdict.FINE, id="a quick person"),
        pytest.param(timedelta(days=3), "", Verdict.FINE, id="a page left open over the weekend"),
        pytest.param(timedelta(minutes=1), "https://example.org", Verdict.HONEYPOT, id="filled in what nobody sees"),
    ],
)
def test_a_form_is_judged_by_its_age_and_by_what_people_do_not_see(
    after: timedelta, honeypot: str, expected: Verdict
) -> None:
    stamp = read_stamp(new_stamp(KEY, EVENT, NOW), KEY, EVENT)

    assert verdict(stamp, honeypot, NOW + after) is expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("x", id="too short"),
        pytest.param("é", id="not base64"),
        pytest.param("A" * 40, id="made up"),
        pytest.param(new_stamp("another key", EVENT, NOW), id="of another instance"),
        pytest.param(new_stamp(KEY, 8, NOW), id="of another event"),
    ],
)
def test_a_stamp_of_another_form_is_none(text: str) -> None:
    assert read_stamp(text, KEY, EVENT) is None


def test_one_form_makes_one_registration_and_each_form_another() -> None:
    one, other = (read_stamp(new_stamp(KEY, EVENT, NOW), KEY, EVENT) for _ in range(2))

    assert one is not None
    assert other is not None
    ids = [stamp.registration_id(KEY, EVENT) for stamp in (one, one, other)]
    assert ids[0] == ids[1] != ids[2]
    assert all(0 < each < 2**63 for each in ids)
