from datetime import UTC, datetime, timedelta

from engage.events.showing.programme import laid_out
from engage.events.showing.shown import SessionShown, TrackShown
from engage.events.showing.times import Span
from engage.hubs.domain.texts import Said

START = datetime(2026, 6, 1, 8, tzinfo=UTC)
TRACKS = (TrackShown(1, Said("Care", "en")), TrackShown(2, Said("Work", "en")), TrackShown(3, Said("Unused", "en")))


def session(number: int, begins: int, ends: int, track: int | None = None) -> SessionShown:
    span = Span(START + timedelta(minutes=begins), START + timedelta(minutes=ends), "Europe/Oslo")
    return SessionShown(number, Said(f"S{number}", "en"), Said("", "en"), span, track, None, (), (), ())


def test_what_runs_at_the_same_time_stands_in_one_row_track_by_track():
    (day,) = laid_out([session(1, 0, 30), session(2, 30, 60, 2), session(3, 30, 60, 1)], TRACKS)

    assert day.parallel
    assert [track.id for track in day.tracks] == [1, 2]
    opening, tables = day.rows
    assert [each.id for each in opening.together] == [1]
    assert opening.apart == ()
    assert [[each.id for each in of_track] for of_track in tables.apart] == [[3], [2]]


def test_a_day_with_one_track_is_a_list():
    (day,) = laid_out([session(1, 0, 30, 1), session(2, 30, 60)], TRACKS)

    assert not day.parallel


def test_days_are_those_of_the_events_clock():
    """23:30 in universal time is the next day in Oslo."""
    days = laid_out([session(1, 0, 30), session(2, 15 * 60 + 30, 16 * 60)], ())

    assert [str(day.date) for day in days] == ["2026-06-01", "2026-06-02"]


def test_no_session_is_lost_whatever_its_track():
    sessions = [session(number, number, number + 60, track) for number, track in enumerate((None, 1, 2, 9, 1))]

    days = laid_out(sessions, TRACKS)

    shown = [each.id for day in days for row in day.rows for part in (row.together, *row.apart) for each in part]
    assert sorted(shown) == [0, 1, 2, 3, 4]
