"""When something is, as people read it: by the clock of the place, and by the visitor's where that differs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import format_date, format_interval, format_skeleton, get_timezone_location
from flask_babel import gettext

from engage.core import zones
from engage.i18n.locales import babel_locale

_BEYOND = ("Asia/Jerusalem", "Asia/Nicosia", "Asia/Tbilisi", "Asia/Yerevan", "Asia/Baku", "Atlantic/Reykjavik")
_ISLANDS = ("Atlantic/Azores", "Atlantic/Canary", "Atlantic/Faroe", "Atlantic/Madeira", "Africa/Ceuta")


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment to a moment, and the zone by whose clock it is held."""

    starts_at: datetime
    ends_at: datetime
    zone: str

    @property
    def starts(self) -> datetime:
        return zones.local(self.starts_at, self.zone)

    @property
    def ends(self) -> datetime:
        return zones.local(self.ends_at, self.zone)

    @property
    def one_day(self) -> bool:
        """Whether it ends on the day on which it begins, by its own clock; midnight still belongs to the day."""
        ends = self.ends
        midnight = (ends.hour, ends.minute) == (0, 0) and (ends.date() - self.starts.date()).days == 1
        return midnight or self.starts.date() == ends.date()

    @property
    def days(self) -> tuple[date, ...]:
        """Its first and last day: one or two."""
        first, last = self.starts.date(), self.ends.date()
        return (first,) if self.one_day else (first, last)

    def in_(self, zone: str) -> "Span":
        """The same moments by another clock."""
        return Span(self.starts_at, self.ends_at, zone)

    def differs(self, zone: str) -> bool:
        """Whether another zone's clock shows another time at the start or at the end."""
        there = self.in_(zone)
        return self.starts.utcoffset() != there.starts.utcoffset() or self.ends.utcoffset() != there.ends.utcoffset()


def clock(span: Span, lang: str) -> str:
    """“10:00–13:00” as the language writes it, by the 24-hour clock; with its days where it takes several."""
    if not span.one_day:
        return when(span, lang)
    zone, locale = zones.zone(span.zone), babel_locale(lang)
    return str(format_interval(span.starts, span.ends, "Hm", tzinfo=zone, locale=locale))


def _hour(moment: datetime, zone: str, lang: str) -> str:
    return str(format_skeleton("Hm", moment, tzinfo=zones.zone(zone), locale=babel_locale(lang)))


def day(on: date, lang: str) -> str:
    """“Saturday, 12 December 2026”."""
    return str(format_date(on, "full", locale=babel_locale(lang)))


def moment(at: datetime, zone: str, lang: str) -> str:
    """A day with its hour: “Saturday, 12 December 2026, 10:00”."""
    local = zones.local(at, zone)
    return gettext("%(day)s, %(time)s", day=day(local.date(), lang), time=_hour(at, zone, lang))


def when(span: Span, lang: str) -> str:
    """All of it by its own clock: one day with its hours, or from a day and hour to another."""
    if span.one_day:
        return gettext("%(day)s, %(time)s", day=day(span.starts.date(), lang), time=clock(span, lang))
    return gettext(
        "%(first)s – %(last)s",
        first=moment(span.starts_at, span.zone, lang),
        last=moment(span.ends_at, span.zone, lang),
    )


def elsewhere(span: Span, zone: str, lang: str) -> str:
    """The same by another clock: the hours, with the day where that is another one."""
    there = span.in_(zone)
    same_day = there.one_day and there.starts.date() == span.starts.date()
    return clock(there, lang) if same_day else when(there, lang)


@lru_cache(maxsize=2048)
def place(zone: str, lang: str) -> str:
    """By whose clock: the place a zone is named after, in a language. “Oslo”, “Helsingfors”."""
    if zone == "UTC":
        return "UTC"
    return str(get_timezone_location(ZoneInfo(zone), locale=babel_locale(lang), return_city=True))


@lru_cache(maxsize=64)
def offered(lang: str, also: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
    """Zones to choose from without typing: (name, place), those of Europe and around it, and some more, by place."""
    europe = {name for name in available_timezones() if name.startswith("Europe/")} & set(zones.names())
    chosen = {*europe, *_BEYOND, *_ISLANDS, *also} & set(zones.names())
    named: dict[str, str] = {}
    for name in sorted(chosen, key=lambda each: (each not in also, each)):
        named.setdefault(place(name, lang), name)
    return tuple(sorted(((name, words) for words, name in named.items()), key=lambda pair: pair[1].casefold()))


def known(asked: str | None) -> str:
    """A zone that an address asks for; empty for none that exists."""
    return asked if asked and len(asked) <= 60 and zones.is_zone(asked) else ""


def iso(at: datetime, zone: str) -> str:
    """For machines: local time with its offset."""
    return zones.local(at.astimezone(UTC), zone).isoformat()
