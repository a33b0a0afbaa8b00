"""Answers as people read them: labels instead of codes, days, numbers and names in the reader's language."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit
from flask import current_app
from flask_babel import force_locale, gettext

from engage.i18n.locales import babel_locale
from engage.i18n.named import country_name, language_name
from engage.instruments.domain import spans, uploaded
from engage.instruments.domain.definition import DECLINED, Cell, Item, ItemType
from engage.instruments.domain.journey import Entry, Journey
from engage.instruments.domain.problems import Wrong
from engage.instruments.domain.typed import parse_date
from engage.instruments.regions import region
from engage.instruments.rendering.texts import REFERENCE, known_plain, plain
from engage.web import languages

GAP = "…"
"""Stands where a text shows an answer that is not there yet, so that the sentence shows its gap."""


def piped(journey: Journey, key: str) -> str:
    """An answer as it stands in a text."""
    return shown(journey, key) or GAP


def spoken(text: str, journey: Journey) -> str:
    """The words of a text alone, with the answers it shows."""
    if "${" in text:
        return plain(REFERENCE.sub(lambda match: _kept(piped(journey, match[1])), text))
    return known_plain(text)


def _kept(answer: str) -> str:
    """What somebody wrote is no markup: signs that would be are escaped."""
    return "".join(f"\\{ch}" if ch in r"\`*_{}[]()#+-.!<>&|~" else ch for ch in answer)


def shown(journey: Journey, key: str) -> str:
    """The answer under a key in the respondent's language, of a list how many entries it has; "" where there is none.

    What is asked in every entry is shown of all of them, from inside of an entry of that one.
    """
    if key in journey.questionnaire.lists:
        return str(format_decimal(len(journey.entries(key)), locale=babel_locale(journey.circumstances.language)))
    item = journey.questionnaire.owners.get(key)
    if item is None:
        return ""
    language = journey.circumstances.language
    name = journey.questionnaire.repeated.get(key)
    if name is not None and not (isinstance(journey, Entry) and journey.list == name):
        return ", ".join(text for entry in journey.entries(name) if (text := shown(entry, key)))
    if item.type is ItemType.DATE_RANGE and key == item.name:
        start, end = (str(journey[each]) for each in item.keys)
        return _range(start, end, language)
    value = journey[key]
    if item.is_national and key == item.name:
        value = journey.raw.get(key, value)
    if not value:
        return ""
    if item.options and not key.endswith("/other"):
        return _labels(item, value, journey, language)
    text = " ".join(value) if isinstance(value, tuple) else value
    return words(item, text, language)


def _labels(item: Item, value: str | tuple[str, ...], journey: Journey, language: str) -> str:
    """The labels of what was chosen; beside "other", what was written."""
    several = item.type is ItemType.MULTIPLE or item.cell is Cell.MULTIPLE
    codes = value if isinstance(value, tuple) else tuple(value.split()) if several else (value,)
    labels = []
    for code in codes:
        option = journey.option(item, code)
        if option and option.other and journey[f"{item.name}/other"]:
            labels.append(str(journey[f"{item.name}/other"]))
        elif code == DECLINED:
            labels.append(said("declined", language))
        else:
            labels.append(spoken(option.label.in_(language), journey) if option else code)
    return ", ".join(label for label in labels if label)


def words(item: Item, value: str, language: str) -> str:
    """One value of an item without options, as people read it; what cannot be read so stays as it was typed."""
    if value == DECLINED:
        return said("declined", language)
    kind = item.cell.value if item.type is ItemType.MATRIX else item.type.value
    make = _WORDS.get(kind)
    if make is None:
        return value
    try:
        return make(item, value, babel_locale(language)) or value
    except (ValueError, Wrong):
        return value


def said(what: str, language: str) -> str:
    """The product's own words among answers, in the interface language that serves the reader's."""
    with force_locale(languages.interface_for(current_app, language).replace("-", "_")):
        return gettext("Prefer not to say") if what == "declined" else gettext("Yes")


def size(count: int, language: str) -> str:
    """How large a file is: `1.4 megabytes` in the reader's words, kilobytes below a tenth of one."""
    locale = babel_locale(language)
    if count < 100_000:
        return _measured(max(1, round(count / 1000)), "digital-kilobyte", "short", locale)
    return _measured(round(count / 1_000_000, 1), "digital-megabyte", "short", locale)


_Length = Literal["short", "long", "narrow"]


def _measured(number: float, unit: str, length: _Length, locale: Locale) -> str:
    """A number with its unit. Where Babel's data lack a length (Hebrew years in full), another one stands in."""
    lengths: tuple[_Length, ...] = (length, "long", "short", "narrow")
    for each in lengths:
        text = str(format_unit(number, unit, length=each, locale=locale))
        if unit not in text:
            return text
    return f"{format_decimal(number, locale=locale)} {unit.rpartition('-')[2]}"


# -- by type: (item, value, locale) -> words


def _whole(_: Item, value: str, locale: Locale) -> str:
    return str(format_decimal(int("".join(value.split())), locale=locale))


def _decimal(_: Item, value: str, locale: Locale) -> str:
    number = float("".join(value.split()).replace(",", "."))
    return str(format_decimal(number, format="#,##0.#########", locale=locale))


def _calculated(_: Item, value: str, locale: Locale) -> str:
    """A calculation that gives a fraction is a number; a whole one may be a year or a code and stays as it is."""
    if value.count(".") != 1 or not value.replace(".", "").lstrip("-").isdecimal():
        return value
    return str(format_decimal(float(value), format="0.#########", locale=locale))


def _day(_: Item, value: str, locale: Locale) -> str:
    return str(format_date(parse_date(value), format="long", locale=locale))


def _clock(_: Item, value: str, locale: Locale) -> str:
    return str(format_time(time.fromisoformat(value), format="short", locale=locale))


def _moment(_: Item, value: str, locale: Locale) -> str:
    moment = datetime.fromisoformat(value)
    day, clock = format_date(moment, "long", locale=locale), format_time(moment.time(), "short", locale=locale)
    return f"{day}, {clock}"


def _duration(_: Item, value: str, locale: Locale) -> str:
    parts = [
        _measured(number, f"duration-{unit.removesuffix('s')}", "long", locale)
        for unit, number in spans.from_iso(value).items()
    ]
    return str(format_list(parts, locale=locale)) if parts else ""


def _region(_: Item, value: str, locale: Locale) -> str:  # noqa: ARG001
    found = region(value)
    return found.name if found else value


def _country(_: Item, value: str, locale: Locale) -> str:
    return country_name(value, str(locale).replace("_", "-"))


def _language(_: Item, value: str, locale: Locale) -> str:
    return language_name(value, str(locale).replace("_", "-"))


def _consent(item: Item, value: str, locale: Locale) -> str:
    return said("yes", str(locale).replace("_", "-")) if value == item.agreed else ""


def _file(_: Item, value: str, locale: Locale) -> str:  # noqa: ARG001
    found = uploaded.from_raw(value)
    return found.name if found else ""


_WORDS: dict[str, Callable[[Item, str, Locale], str]] = {
    ItemType.INTEGER: _whole,
    ItemType.DECIMAL: _decimal,
    ItemType.SCALE: _decimal,
    ItemType.ALLOCATION: _whole,
    ItemType.CALCULATION: _calculated,
    ItemType.DATE: _day,
    ItemType.DATE_RANGE: _day,
    ItemType.TIME: _clock,
    ItemType.DATETIME: _moment,
    ItemType.DURATION: _duration,
    ItemType.REGION: _region,
    ItemType.COUNTRY: _country,
    ItemType.LANGUAGE: _language,
    ItemType.CONSENT: _consent,
    ItemType.FILE: _file,
}


def _range(start: str, end: str, language: str) -> str:
    """Two days with a dash between, in the reader's order of a date."""
    days = []
    for value in (start, end):
        try:
            days.append(parse_date(value))
        except Wrong:
            return ""
    return " – ".join(_short(day, language) for day in days)


def _short(day: date, language: str) -> str:
    return str(format_skeleton("yMMMd", datetime.combine(day, time()), locale=babel_locale(language)))
