from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from engage.events.calendars.files import About, Entry, Method, Words, written
from tests.support.calendars import faults

START = datetime(2026, 10, 20, 8, tzinfo=UTC)
ENTRY = Entry(
    uid="open-day@engage.example.org",
    sequence=2,
    starts_at=START,
    ends_at=START + timedelta(hours=3),
    zone="Europe/Oslo",
    summary=Words("Åpen dag", "nb"),
    description=Words("Kom og snakk.", "nb"),
    location=Words("Storgata 1; Oslo, Norge", "nb"),
    address="https://engage.example.org/nb/events/open-day",
    changed_at=START - timedelta(days=9, microseconds=7),
    created_at=START - timedelta(days=30),
)
SCRIPTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])
    | st.sampled_from('αβγδ ΞΨ אבגד\u200f ;,\\ \n 👩🏽‍🤝‍👩🏼🏳️‍🌈 é̂ :"='),
    max_size=300,
)


@settings(max_examples=60, deadline=None)
@given(summary=SCRIPTS, description=SCRIPTS, contact=SCRIPTS)
def test_every_text_is_folded_and_escaped_so_that_it_reads_back_as_it_was(summary: str, description: str, contact: str):
    entry = replace(ENTRY, summary=Words(summary, "he"), description=Words(description, "el"), contact=contact)

    content = written([entry]).content

    assert faults(content) == []
    event = Calendar.from_ical(content).events[0]
    assert str(event["SUMMARY"]) == summary
    assert str(event.get("DESCRIPTION", "")) == description
    assert event["SUMMARY"].params["LANGUAGE"] == "he"


@pytest.mark.parametrize("words", [r"C:\New", r"a\nb", "\\", r"\\N", r"\;"])
def test_a_backslash_is_a_backslash(words: str):
    """Also before an n, where the file's own line breaks have one."""
    content = written([replace(ENTRY, summary=Words(words, "en"), contact=words)]).content

    event = Calendar.from_ical(content).events[0]
    assert (str(event["SUMMARY"]), str(event["CONTACT"])) == (words, words)


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\r"])
def test_signs_that_no_file_may_hold_are_left_out(sign: str):
    content = written([replace(ENTRY, summary=Words(f"a{sign}b", "en"))]).content

    assert faults(content) == []
    assert sign.encode() not in content.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("zone", "start", "wall"),
    [
        pytest.param(
            "Europe/Oslo", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "20261025T023000", id="before clocks go back"
        ),
        pytest.param(
            "Europe/Oslo", datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "20260329T030000", id="as clocks go forward"
        ),
        pytest.param("America/Los_Angeles", datetime(2026, 7, 1, 2, 0, tzinfo=UTC), "20260630T190000", id="west"),
        pytest.param("Asia/Kathmandu", datetime(2026, 7, 1, 2, 0, tzinfo=UTC), "20260701T074500", id="east"),
    ],
)
def test_times_stand_by_the_clock_of_their_zone_which_the_file_describes(zone: str, start: datetime, wall: str):
    content = written([replace(ENTRY, zone=zone, starts_at=start, ends_at=start + timedelta(hours=1))]).content

    assert f"DTSTART;TZID={zone}:{wall}\r\n".encode() in content
    assert faults(content) == []
    assert Calendar.from_ical(content).events[0]["DTSTART"].dt.astimezone(UTC) == start


def test_the_hour_that_comes_a_second_time_is_written_in_universal_time():
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    content = written([replace(ENTRY, starts_at=second, ends_at=second + timedelta(hours=1))]).content

    assert b"DTSTART:20261025T013000Z" in content
    assert b"DTEND;TZID=Europe/Oslo:20261025T033000" in content


def test_universal_time_needs_no_zone():
    content = written([replace(ENTRY, zone="UTC")]).content

    assert b"DTSTART:20261020T080000Z" in content
    assert b"VTIMEZONE" not in content


def test_the_method_stands_in_the_calendar_and_equals_the_one_of_the_media_type():
    file = written([replace(ENTRY, cancelled=True)], method=Method.CANCEL)

    assert file.media_type == "text/calendar; charset=utf-8; method=CANCEL"
    calendar = Calendar.from_ical(file.content)
    assert calendar["METHOD"] == "CANCEL"
    assert "METHOD" not in calendar.events[0]
    assert calendar.events[0]["STATUS"] == "CANCELLED"


def test_nobody_is_asked_to_answer():
    assert not any(name in written([ENTRY]).content for name in (b"ATTENDEE", b"ORGANIZER"))


def test_the_same_entry_has_the_same_bytes():
    assert written([ENTRY]).content == written([ENTRY]).content


def test_a_calendar_of_several_says_what_it_is_and_how_often_to_look_again():
    about = About(
        Words("Arrangementer", "nb"), "https://e.example.org/nb/events", "https://e.example.org/nb/events.ics"
    )

    content = written([ENTRY, replace(ENTRY, uid="other@engage.example.org")], about=about).content

    assert faults(content) == []
    for line in (
        b"NAME;LANGUAGE=nb:Arrangementer\r\n",
        b"REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n",
        b"SOURCE;VALUE=URI:https://e.example.org/nb/events.ics\r\n",
    ):
        assert line in content
