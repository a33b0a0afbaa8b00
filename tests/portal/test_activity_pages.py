"""What an address of the calendar asks for, and the month as a table."""

from datetime import date

import pytest

from engage.activities.domain.kinds import ActivityKind
from engage.activities.domain.shown import Owner, ShownActivity, Standing
from engage.portal.activity_pages import A_PAGE, Asked, listing, month

TODAY = date(2026, 6, 15)


def shown(number: int = 1, starts_on: date | None = TODAY, ends_on: date | None = TODAY) -> ShownActivity:
    return ShownActivity(
        id=number,
        kind=ActivityKind.WORKSHOP,
        address="",
        title=str(number),
        language="en",
        summary="",
        summary_language="en",
        owners=(Owner(1, "hub", "Hub", "en", "", False),),
        standing=Standing.COMING,
        starts_on=starts_on,
        ends_on=ends_on,
        languages=("en",),
        areas=(),
        audience=(),
        scope="national",
        declared=True,
        counts={},
    )


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        pytest.param({"kind": "workshop", "when": "over"}, {"kind": "workshop", "when": "over"}, id="what is known"),
        pytest.param({"kind": "party", "area": "x", "audience": "y", "when": "z"}, {}, id="what nobody knows"),
        pytest.param(
            {"view": "month", "month": "2026-02", "when": "over"}, {"view": "month", "month": "2026-02"}, id="a month"
        ),
        pytest.param({"view": "month", "month": "2026-13"}, {"view": "month", "month": "2026-06"}, id="no month"),
        pytest.param({"view": "month", "month": "9999-01"}, {"view": "month", "month": "2026-06"}, id="far away"),
        pytest.param({"endpoint": "x", "_external": "1", "page": "x"}, {}, id="words of the product"),
    ],
)
def test_an_address_asks_for_what_it_says_and_for_nothing_else(args, expected):
    assert Asked.of(args, TODAY).query == expected


def days_with(found: list[ShownActivity], first_weekday: int = 0) -> dict[int, list[tuple[str, bool, bool]]]:
    table = month(found, 2026, 6, first_weekday, today=TODAY)
    return {
        day.date.day: [(on.activity.title, on.begins, on.ends) for on in day.activities]
        for week in table.weeks
        for day in week
        if day.activities
    }


def test_a_short_activity_stands_on_each_of_its_days_a_long_one_on_its_first_and_last():
    short = shown(1, date(2026, 6, 2), date(2026, 6, 3))
    long = shown(2, date(2026, 6, 5), date(2026, 6, 25))

    assert days_with([short, long]) == {
        2: [("1", False, False)],
        3: [("1", False, False)],
        5: [("2", True, False)],
        25: [("2", False, True)],
    }


def test_what_neither_begins_nor_ends_in_the_month_runs_all_through_it():
    through = shown(1, date(2026, 5, 1), date(2026, 7, 31))
    found = month([through, shown(2, date(2026, 6, 5), None)], 2026, 6, 0, today=TODAY)

    assert [each.title for each in found.throughout] == ["1"]
    assert not found.empty
    assert month([], 2026, 6, 0, today=TODAY).empty


def test_weeks_begin_on_the_day_that_the_readers_country_begins_them():
    assert month([], 2026, 6, 0, today=TODAY).weeks[0][0].date == date(2026, 6, 1)
    assert month([], 2026, 6, 6, today=TODAY).weeks[0][0].date == date(2026, 5, 31)


def test_months_lead_on_across_the_year():
    assert (month([], 2026, 12, 0, today=TODAY).after, month([], 2026, 1, 0, today=TODAY).before) == (
        "2027-01",
        "2025-12",
    )


def test_links_from_month_to_month_come_to_an_end() -> None:
    assert (month([], 2027, 12, 0, today=TODAY).after, month([], 2024, 12, 0, today=TODAY).before) == ("", "")
    assert (month([], 2027, 11, 0, today=TODAY).after, month([], 2025, 1, 0, today=TODAY).before) == (
        "2027-12",
        "2024-12",
    )


def test_a_page_beyond_the_last_is_the_last():
    found = listing([shown(number) for number in range(A_PAGE + 1)], 99)

    assert (found.page, found.pages, [each.id for each in found.shown]) == (2, 2, [A_PAGE])
