"""What a well-formed calendar file keeps to (RFC 5545, 5546): for ours, and to find out which files of others do."""

import re
from datetime import datetime

from icalendar import Calendar
from icalendar.cal import Component


def faults(content: bytes) -> list[str]:
    """Everything that is wrong with a file, in words; empty for none."""
    found = _lines(content)
    calendar = Calendar.from_ical(content)
    found += [f"{name} is missing" for name in ("VERSION", "PRODID") if name not in calendar]
    broken = [f"{each.name}: {error}" for each in calendar.walk() for error in each.errors]
    if broken:
        return found + broken
    described = {str(zone["TZID"]): zone for zone in calendar.walk("VTIMEZONE")}
    found += [f"{name} has no observance" for name, zone in described.items() if not zone.subcomponents]
    found += [f"{name} is named and not described" for name in sorted(zones_named(calendar) - described.keys())]
    for event in calendar.walk("VEVENT"):
        found += _event(event, str(calendar.get("METHOD", "")))
    return found


def _lines(content: bytes) -> list[str]:
    found = []
    if re.search(rb"(?<!\r)\n|\r(?!\n)", content):
        found.append("a line does not end with CRLF")
    for line in content.split(b"\r\n"):
        if len(line) > 75:
            found.append(f"a line is longer than 75 octets: {line[:30]!r}")
        try:
            line.decode()
        except UnicodeDecodeError:
            found.append(f"a character is cut in two: {line[:30]!r}")
    return found


def _event(event: Component, method: str) -> list[str]:
    found = [f"{name} is missing" for name in ("UID", "DTSTAMP", "DTSTART") if name not in event]
    if "METHOD" in event:
        found.append("METHOD stands in an event")
    if method == "PUBLISH" and "ATTENDEE" in event:
        found.append("somebody is asked to answer what was only published")
    if "DTSTART" in event and "DTEND" in event and type(event["DTSTART"].dt) is type(event["DTEND"].dt):
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        comparable = not isinstance(start, datetime) or (start.tzinfo is None) == (end.tzinfo is None)
        if comparable and end < start:
            found.append("it ends before it begins")
    return found


def zones_named(calendar: Calendar) -> set[str]:
    """The time zones that dates name."""
    named = set()
    for part in calendar.walk("VEVENT"):
        for _, value in part.property_items(recursive=False):
            params = getattr(value, "params", {})
            if "TZID" in params:
                named.add(str(params["TZID"]))
    return named


def yearly_rules(zone: Component) -> set[tuple[str, str, str, str, str]]:
    """The changes of a zone that go on for ever: kind, rule, time of day just before, offset before and after."""
    found = set()
    for part in zone.subcomponents:
        rule = part.get("RRULE")
        if rule is None or "UNTIL" in rule or "COUNT" in rule:
            continue
        text = ";".join(sorted(rule.to_ical().decode().split(";")))
        offsets = (part["TZOFFSETFROM"].to_ical(), part["TZOFFSETTO"].to_ical())
        found.add((str(part.name), text, f"{part['DTSTART'].dt:%H:%M}", *offsets))
    return found
