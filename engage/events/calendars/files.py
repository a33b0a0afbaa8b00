"""Calendar files (iCalendar, RFC 5545, 5546, 7986): what is in them.

Nobody is asked to answer: there is no ATTENDEE and no ORGANIZER, to whom programs would write by themselves that
somebody accepted. Who holds an event is in its description and under CONTACT.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

MEDIA_TYPE = "text/calendar; charset=utf-8; method={method}"


class Method(StrEnum):
    """What a program is to do with a file; the same stands in its media type."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Words:
    """A text and its language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One event or session in a calendar."""

    uid: str
    """For life."""
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    summary: Words
    description: Words
    location: Words
    address: str
    """Of its page."""
    changed_at: datetime
    created_at: datetime
    cancelled: bool = False
    contact: str = ""
    picture: tuple[str, str] | None = None
    """Address and media type."""


@dataclass(frozen=True, slots=True)
class File:
    """A calendar as it is sent."""

    content: bytes
    method: Method = Method.PUBLISH

    @property
    def media_type(self) -> str:
        return MEDIA_TYPE.format(method=self.method.value)


@dataclass(frozen=True, slots=True)
class About:
    """What a calendar of several events says of itself."""

    name: Words
    address: str
    """Of its page."""
    source: str
    """Where it is fetched again."""
    description: Words = field(default_factory=lambda: Words("", "en"))


def written(entries: Sequence[Entry], *, about: About | None = None, method: Method = Method.PUBLISH) -> File:
    """A calendar file: UTF-8, lines ended by CRLF and folded at 75 octets, with every time zone that it names."""
    from engage.events.calendars import writing  # loads a library of eighty modules: where a file is wanted

    return File(writing.content(entries, about, method), method)
