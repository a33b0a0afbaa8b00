"""Long forms of the console: what stands in them, typed now or as it is stored, and what is wrong with it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from babel.dates import get_timezone_location
from flask import g
from flask_babel import format_date, format_datetime, gettext
from werkzeug.datastructures import MultiDict

from engage.core import zones
from engage.core.zones import Kind
from engage.i18n.locales import babel_locale, is_well_formed

LINE = 200
_FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H.%M", "%Y-%m-%dT%H:%M")
"""Hours from 0 to 23, in every language."""
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LINK = re.compile(r"https?://[^\s/]+\S*")


_UNSEEN = re.compile("[\x01-\x08\x0c\x0e-\x1f\ufffe\uffff]")
"""What comes along when something is pasted, and no document or picture can be made of. Without NUL: it is refused."""


@dataclass
class Filled:
    """What a form shows. `get` and `all` are for templates."""

    text: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    readings: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    """For a time of day that does not exist or comes twice: what to choose from, by the field's name."""

    def get(self, name: str) -> str:
        return self.text.get(name, "")

    def all(self, name: str) -> list[str]:
        return self.lists.get(name, [])

    def moment(self, name: str, moment: datetime | None, zone: str) -> None:
        """A stored moment, on the clock of a zone."""
        if moment is not None:
            wall = zones.local(moment, zone)
            self.text[name], self.text[f"{name}-time"] = wall.strftime("%Y-%m-%d"), wall.strftime("%H:%M")
            self.text[f"{name}-which"] = moment.astimezone(UTC).isoformat()


class Sent(Filled):
    """A form that came with a request: each `read_…` takes a field, and says what is wrong with it."""

    def __init__(self, form: "MultiDict[str, str]") -> None:
        text = {
            name: _UNSEEN.sub("", form.get(name, "").replace("\r\n", "\n").replace("\v", "\n")).strip() for name in form
        }
        super().__init__(text, {name: form.getlist(name) for name in form})

    @property
    def wrong(self) -> bool:
        return bool(self.errors)

    def refuse(self, name: str, sentence: str) -> None:
        """Only the first that is wrong with a field is said."""
        self.errors.setdefault(name, sentence)

    def read_text(self, name: str, *, most: int = LINE, needed: str = "") -> str:
        value = self.get(name)
        if needed and not value:
            self.refuse(name, needed)
        if "\0" in value:
            self.refuse(name, gettext("There is a character in it that cannot be kept. Type it again."))
        if len(value) > most:
            self.refuse(name, gettext("This is too long. Use at most %(max)d characters.", max=most))
        return value

    def read_number(self, name: str, *, least: int = 0, most: int = 1_000_000, needed: str = "") -> int | None:
        """A whole number; None for an empty field."""
        value = self.get(name).replace(" ", "")
        if not value:
            if needed:
                self.refuse(name, needed)
            return None
        if not (value.isascii() and value.isdecimal() and len(value) < 10 and least <= int(value) <= most):
            self.refuse(name, gettext("Enter a whole number from %(least)d to %(most)d.", least=least, most=most))
            return None
        return int(value)

    def read_day(self, name: str, *, needed: str = "") -> date | None:
        value = self.get(name)
        if not value:
            if needed:
                self.refuse(name, needed)
            return None
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
        if day is None or not 2000 <= day.year <= 2100:
            self.refuse(name, gettext("Enter a date, for example 2026-11-20."))
            return None
        return day

    def read_moment(self, name: str, zone: str, *, needed: str = "") -> datetime | None:
        """A date and a time on the clock of a zone. One that does not exist there, or comes twice, is asked about."""
        day, time = self.get(name), self.get(f"{name}-time")
        if not day and not time:
            if needed:
                self.refuse(name, needed)
            return None
        wall = _wall(day) or _wall(f"{day} {time}")
        if wall is None:
            self.refuse(name, gettext("Enter a day and a time from 00:00 to 23:59, for example 18:30."))
            return None
        reading = zones.read(wall, zone)
        if reading.kind is Kind.PLAIN:
            return reading.moments[0]
        self.readings[name] = readings(reading, zone)
        chosen = [each for each in reading.moments if each.isoformat() == self.get(f"{name}-which")]
        if chosen:
            return chosen[0]
        self.refuse(name, _asked(reading, wall, zone))
        return None

    def read_one(self, name: str, known: Iterable[str], *, other: str = "") -> str:
        """One of those that are known."""
        value = self.get(name)
        if value in {str(each) for each in known}:
            return value
        self.refuse(name, gettext("Choose one of these."))
        return other

    def read_some(self, name: str, known: Iterable[str]) -> list[str]:
        """Those chosen that are known, in their own order."""
        chosen = set(self.all(name))
        return [str(each) for each in known if str(each) in chosen]

    def read_languages(self, name: str, *, needed: str = "") -> list[str]:
        """Chosen ones, and those typed by their tags in the field `<name>_more`."""
        typed = self.get(f"{name}_more").replace(",", " ").replace(";", " ").split()
        if wrong := [tag for tag in typed if not is_well_formed(tag)]:
            self.refuse(
                f"{name}_more", gettext("“%(tag)s” is no language tag. Write for example ro or de-AT.", tag=wrong[0])
            )
        found = [tag for tag in dict.fromkeys((*self.all(name), *typed)) if is_well_formed(tag)]
        if needed and not found:
            self.refuse(name, needed)
        return found

    def read_zone(self, name: str) -> str:
        """A time zone by its name or its place."""
        zone = zones.meant(self.get(name))
        if not zones.is_zone(zone):
            self.refuse(name, gettext("Choose a time zone, for example Europe/Oslo."))
            return zones.DEFAULT
        self.text[name] = zone
        return zone

    def read_mail(self, name: str, *, needed: str = "") -> str:
        value = self.read_text(name, most=254, needed=needed)
        if value and not _MAIL.fullmatch(value):
            self.refuse(name, gettext("Enter a mail address, for example hub@example.org."))
        return value

    def read_link(self, name: str, *, needed: str = "") -> str:
        value = self.read_text(name, most=500, needed=needed)
        if value and not _LINK.fullmatch(value):
            self.refuse(name, gettext("Enter a whole address of the web, for example https://example.org/report."))
        return value

    def read_numbers(self, name: str, *, most: int) -> tuple[int, ...]:
        """Whole numbers with commas or spaces between."""
        parts = self.get(name).replace(",", " ").replace(";", " ").split()
        if any(not (part.isascii() and part.isdecimal() and len(part) < 10 and int(part) <= most) for part in parts):
            self.refuse(name, gettext("Write numbers up to %(most)d with commas between, for example 7, 1.", most=most))
            return ()
        return tuple(dict.fromkeys(int(part) for part in parts))


def is_count(said: str) -> bool:
    """Whether something is a number that a page of ours has counted to."""
    return said.isascii() and said.isdecimal() and len(said) < 19


def _wall(value: str) -> datetime | None:
    for layout in _FORMATS:
        try:
            found = datetime.strptime(value, layout)  # noqa: DTZ007 -- a local time has no zone yet
        except ValueError:
            continue
        return found if 2000 <= found.year <= 2100 else None
    return None


def city(zone: str) -> str:
    """The place by whose clock times are meant: "Oslo"."""
    return str(get_timezone_location(zone, locale=babel_locale(g.get("interface", "en")), return_city=True))


def readings(reading: zones.Reading, zone: str) -> list[dict[str, str]]:
    """What a time of day that is not plain may mean, for a choice."""
    if reading.kind is Kind.TWICE:
        said = (gettext("before the clocks go back"), gettext("after the clocks have gone back"))
        labels = [
            gettext("%(time)s, %(which)s", time=_time(each, zone), which=which)
            for each, which in zip(reading.moments, said, strict=True)
        ]
    else:
        labels = [_time(each, zone) for each in reading.moments]
    return [{"value": each.isoformat(), "label": label} for each, label in zip(reading.moments, labels, strict=True)]


def _time(moment: datetime, zone: str) -> str:
    return str(format_datetime(zones.local(moment, zone).replace(tzinfo=None), "HH:mm", rebase=False))


def _asked(reading: zones.Reading, wall: datetime, zone: str) -> str:
    values: dict[str, Any] = {
        "time": wall.strftime("%H:%M"),
        "day": format_date(wall.date(), "d MMMM"),
        "city": city(zone),
    }
    if reading.kind is Kind.TWICE:
        return gettext(
            "%(time)s exists twice on %(day)s in %(city)s: before or after the clocks go back? Choose below.", **values
        )
    first, second = (_time(each, zone) for each in reading.moments)
    return gettext(
        "%(time)s does not exist on %(day)s in %(city)s: the clocks go forward. %(first)s or %(second)s? Choose below.",
        first=first,
        second=second,
        **values,
    )


def options(values: Iterable[Any], label: Callable[[Any], Any]) -> list[dict[str, str]]:
    """For a select, radios or boxes."""
    return [{"value": str(each), "label": str(label(each))} for each in values]
