"""Our files beside those that other programs made: what the well-formed among them keep to, ours keep to as well."""

import re

import pytest
from icalendar import Calendar

from engage.core import zones
from engage.events.calendars.files import written
from engage.events.calendars.timezones import timezone
from tests.corpora import corpora
from tests.events.calendars.test_files import ENTRY
from tests.support.calendars import faults, yearly_rules

pytestmark = pytest.mark.corpora


def _of_others() -> dict[str, bytes]:
    """By name; line ends as they were before version control made them its own."""
    folder = corpora("events", "icalendar")
    return {path.name: re.sub(rb"\r?\n", b"\r\n", path.read_bytes()) for path in sorted(folder.rglob("*.ics"))}


def _readable(content: bytes) -> bool:
    """Whether one calendar is in it; several, parts of one and what is broken cannot be compared."""
    try:
        return isinstance(Calendar.from_ical(content), Calendar)
    except ValueError:
        return False


def test_the_rules_that_our_files_are_checked_by_are_kept_by_files_of_others():
    """Else the checks would be ours alone. Many of these files were made to be broken."""
    kept = [name for name, content in _of_others().items() if _readable(content) and faults(content) == []]

    assert len(kept) >= 10
    assert faults(written([ENTRY]).content) == []


def test_zones_are_described_as_calendar_programs_describe_them():
    """Apple, Google, Thunderbird and others write the rules of these zones; ours are the same."""
    compared = 0
    for content in _of_others().values():
        if not _readable(content):
            continue
        for zone in Calendar.from_ical(content).walk("VTIMEZONE"):
            name = str(zone.get("TZID"))
            theirs = yearly_rules(zone)
            if zones.is_zone(name) and theirs:
                assert theirs <= yearly_rules(timezone(name, 2026, 2026)), name
                compared += 1

    assert compared >= 5


def test_an_entry_has_what_most_entries_of_others_have():
    events = [
        event for content in _of_others().values() if _readable(content) for event in Calendar.from_ical(content).events
    ]
    usual = {name for event in events for name in event if sum(name in other for other in events) > len(events) / 2}

    assert usual <= set(Calendar.from_ical(written([ENTRY]).content).events[0])
