"""How the content of a calendar file is written, by the icalendar library."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar, vDuration, vText, vUri
from icalendar import Event as Component

from engage.core import zones
from engage.events.calendars.files import About, Entry, Method, Words
from engage.events.calendars.timezones import timezone

PRODUCT = "-//Engage//Events//EN"
REFRESH = timedelta(hours=6)
"""How often a program that subscribed should look again."""
LONGEST = 4_000
"""Characters of a description; the page has all of it."""


class _Text(vText):
    """A text by RFC 5545, section 3.3.11. The library takes a written `\\N` for a line break, as in `C:\\New`."""

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", r"\\").replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")
        return escaped.encode()


def content(entries: Sequence[Entry], about: About | None, method: Method) -> bytes:
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", PRODUCT)
    made.add("calscale", "GREGORIAN")
    made.add("method", method.value)
    if about:
        _describe(made, about)
    for zone in sorted({entry.zone for entry in entries if entry.zone != "UTC"}):
        years = [at.year for entry in entries if entry.zone == zone for at in (entry.starts_at, entry.ends_at)]
        made.add_component(timezone(zone, min(years), max(years)))
    for entry in entries:
        made.add_component(_component(entry))
    found: bytes = made.to_ical(sorted=False)
    return found


def _describe(made: Calendar, about: About) -> None:
    _text(made, "name", about.name)
    _text(made, "x-wr-calname", about.name)
    if about.description.text:
        _text(made, "description", about.description)
    made.add("url", vUri(about.address))
    made.add("source", vUri(about.source), parameters={"VALUE": "URI"})
    made.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(REFRESH))


def _component(entry: Entry) -> Component:
    made = Component()
    made.add("uid", entry.uid)
    made.add("dtstamp", _whole(entry.changed_at))
    made.add("created", _whole(entry.created_at))
    made.add("last-modified", _whole(entry.changed_at))
    made.add("sequence", entry.sequence)
    made.add("dtstart", _by_clock(entry.starts_at, entry.zone))
    made.add("dtend", _by_clock(entry.ends_at, entry.zone))
    made.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    made.add("class", "PUBLIC")
    _text(made, "summary", entry.summary)
    if entry.description.text:
        _text(made, "description", Words(entry.description.text[:LONGEST], entry.description.language))
    if entry.location.text:
        _text(made, "location", entry.location)
    made.add("url", vUri(entry.address))
    if entry.contact:
        made.add("contact", _Text(entry.contact))
    if entry.picture:
        made.add("image", vUri(entry.picture[0]), parameters={"VALUE": "URI", "FMTTYPE": entry.picture[1]})
    return made


def _by_clock(moment: datetime, zone: str) -> datetime:
    """A moment by the clock of a zone. An hour that comes a second time can only be said in universal time: a file
    means the first by the clock's own (RFC 5545, section 3.3.5)."""
    local = zones.local(moment, zone)
    return moment.astimezone(UTC) if zone == "UTC" or local.fold else local


def _text(made: Any, name: str, words: Words) -> None:
    """A text with its language. Control characters, which a file may not hold, are left out."""
    clean = "".join(ch for ch in words.text.replace("\r\n", "\n").replace("\r", "\n") if ch >= " " or ch in "\n\t")
    made.add(name, _Text(clean), parameters={"LANGUAGE": words.language})


def _whole(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
