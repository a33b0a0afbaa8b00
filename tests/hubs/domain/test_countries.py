"""Which countries take part, by day."""

from datetime import date

import pytest

from engage.hubs.domain.countries import Part, read
from engage.hubs.geography import countries
from engage.i18n.named import is_country


@pytest.mark.parametrize(
    ("code", "day", "part"),
    [
        pytest.param("HR", date(2013, 6, 30), None, id="Croatia the day before it joined"),
        pytest.param("HR", date(2013, 7, 1), Part.MEMBER, id="Croatia on the day"),
        pytest.param("GB", date(2020, 1, 31), Part.MEMBER, id="the United Kingdom on its last day as a member"),
        pytest.param("GB", date(2023, 12, 31), None, id="and between"),
        pytest.param("GB", date(2024, 1, 1), Part.ASSOCIATED, id="and associated"),
        pytest.param("CH", date(2024, 12, 31), None, id="Switzerland before its agreement"),
        pytest.param("CH", date(2025, 1, 1), Part.ASSOCIATED, id="Switzerland since"),
        pytest.param("NO", date(2026, 11, 22), Part.ASSOCIATED, id="Norway"),
        pytest.param("CA", date(2026, 11, 22), Part.PILLAR_2, id="Canada for the second pillar"),
        pytest.param("US", date(2026, 11, 22), None, id="a country that does not take part"),
    ],
)
def test_a_country_counts_from_its_first_day_to_its_last(code: str, day: date, part: Part | None):
    assert countries().part_of(code, day) is part


def test_the_union_has_27_members():
    counted = countries().counted(date(2026, 11, 22))

    assert sum(part is Part.MEMBER for part in counted.values()) == 27
    assert all(is_country(code) for code in counted)


@pytest.mark.parametrize(
    "periods",
    [
        pytest.param([{"as": "member", "since": "2000-01-01", "until": "1999-01-01"}], id="ends before it begins"),
        pytest.param(
            [{"as": "member", "since": "2000-01-01"}, {"as": "associated", "since": "2010-01-01"}], id="overlap"
        ),
    ],
)
def test_periods_that_cannot_be_are_refused(periods: list[dict[str, str]]):
    with pytest.raises(ValueError, match="XX"):
        read({"known_on": "2026-01-01", "source": "x", "countries": {"XX": periods}})
