from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from engage.events.showing import times
from engage.events.showing.times import Span
from tests.support.databases import ON_SQLITE

MORNING = datetime(2026, 12, 12, 9, tzinfo=UTC)
SPAN = Span(MORNING, MORNING + timedelta(hours=3), "Europe/Oslo")


@pytest.mark.parametrize(
    ("lang", "clock"),
    [("nb", "10:00–13:00"), ("fi", "10.00–13.00"), ("he", "10:00–13:00"), ("de", "10:00–13:00 Uhr")],
)
def test_hours_are_written_as_the_language_writes_them(lang: str, clock: str):
    assert times.clock(SPAN, lang) == clock


@pytest.mark.parametrize(
    ("zone", "lang", "place"),
    [
        ("Europe/Rome", "nb", "Roma"),
        ("Europe/Helsinki", "nb", "Helsingfors"),
        ("Asia/Jerusalem", "he", "ירושלים"),
        ("UTC", "de", "UTC"),
    ],
)
def test_a_clock_is_named_after_a_place(zone: str, lang: str, place: str):
    assert times.place(zone, lang) == place


@pytest.mark.parametrize(
    ("zone", "differs"),
    [("Europe/Helsinki", True), ("Europe/Rome", False), ("Asia/Jerusalem", True), ("UTC", True)],
)
def test_another_clock_is_worth_saying_where_it_shows_another_time(zone: str, differs: bool):
    assert SPAN.differs(zone) is differs


def test_an_event_over_the_change_of_clocks_differs_from_a_place_that_changes_on_another_day():
    """Between the changes of Israel and of Europe in March."""
    across = Span(datetime(2026, 3, 26, 12, tzinfo=UTC), datetime(2026, 3, 28, 12, tzinfo=UTC), "Europe/Athens")

    assert across.differs("Asia/Jerusalem")


@ON_SQLITE
def test_elsewhere_the_day_is_said_only_where_it_is_another_one(app: Flask):
    late = Span(datetime(2026, 12, 12, 20, tzinfo=UTC), datetime(2026, 12, 12, 22, tzinfo=UTC), "Europe/Oslo")

    with app.test_request_context():
        assert times.elsewhere(SPAN, "Europe/Helsinki", "nb") == "11:00–14:00"
        assert "13. desember" in times.elsewhere(late, "Asia/Tokyo", "nb")


@ON_SQLITE
def test_what_ends_on_another_day_is_written_from_day_to_day(app: Flask):
    long = Span(MORNING, MORNING + timedelta(days=1), "Europe/Oslo")

    with app.test_request_context():
        assert times.when(long, "nb") == "lørdag 12. desember 2026, 10:00 – søndag 13. desember 2026, 10:00"
        assert times.when(SPAN, "nb") == "lørdag 12. desember 2026, 10:00–13:00"


@pytest.mark.parametrize("asked", [None, "", "Europe/Nowhere", "../../etc/passwd", "x" * 400, "europe/oslo"])
def test_a_zone_that_is_none_is_not_asked_for(asked: str | None):
    assert times.known(asked) == ""


@pytest.mark.parametrize("lang", ["en", "nb", "he"])
def test_zones_to_choose_from_are_places_each_once_by_name(lang: str):
    offered = times.offered(lang, ("America/New_York",))

    names = [name for _, name in offered]
    assert len(set(names)) == len(names)
    assert {"Europe/Oslo", "Asia/Jerusalem", "America/New_York"} <= {zone for zone, _ in offered}
