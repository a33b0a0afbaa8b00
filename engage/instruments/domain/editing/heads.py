"""The head of an instrument: its languages, minutes, ages, contacts."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engage.i18n.locales import is_well_formed
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import About, Contact, Instrument, SupportLine
from engage.instruments.domain.editing.change import (
    Change,
    Missing,
    NotALanguage,
    NotAllowed,
    SourceLanguage,
    change,
)
from engage.instruments.domain.editing.tree import in_source, with_texts

MOST_LANGUAGES = 60
_LONGEST_MINUTES = 600
_OLDEST = 120


def add_language(tag: str) -> Change:
    """Offer the content in one more language; its texts are missing as yet.

    :raises NotALanguage: when the tag is not well-formed
    :raises NotAllowed: when there are `MOST_LANGUAGES` already
    """

    def apply(instrument: Instrument) -> Instrument:
        if not is_well_formed(tag):
            raise NotALanguage(language=tag)
        if tag in instrument.languages:
            return instrument
        if len(instrument.languages) >= MOST_LANGUAGES:
            raise NotAllowed(place="languages", value=tag)
        return replace(instrument, languages=(*instrument.languages, tag))

    return change("language_added", apply, {f"languages.{tag}"}, language=tag)


def remove_language(tag: str) -> Change:
    """Take a language out with all its texts and pictures; undo brings them back.

    :raises Missing: when it is not offered
    :raises SourceLanguage: for the source
    """

    def without(text: LocalizedText) -> LocalizedText:
        if tag not in text.translations:
            return text
        return replace(text, translations={other: each for other, each in text if other != tag})

    def apply(instrument: Instrument) -> Instrument:
        _require_other(instrument, tag)
        left: Instrument = with_texts(instrument, without)
        editions = {
            country: replace(edition, languages=_others(edition.languages, tag, left.source_language))
            for country, edition in left.editions.items()
        }
        languages = tuple(other for other in left.languages if other != tag)
        return replace(left, languages=languages, editions=editions)

    return change("language_removed", apply, {f"languages.{tag}", f"texts.{tag}"}, language=tag)


def _others(languages: tuple[str, ...], tag: str, source: str) -> tuple[str, ...]:
    """A country that offered this language alone offers the source: none would mean all."""
    return tuple(other for other in languages if other != tag) or ((source,) if languages else ())


def move_language(tag: str, *, after: str) -> Change:
    """Offer a language after another; the source stays first.

    :raises Missing: when one of them is not offered
    :raises SourceLanguage: for the source
    """

    def apply(instrument: Instrument) -> Instrument:
        _require_other(instrument, tag)
        if after not in instrument.languages:
            raise Missing(place=f"languages.{after}")
        rest = [other for other in instrument.languages if other != tag]
        place = rest.index(after) + 1 if after != tag else instrument.languages.index(tag)
        return replace(instrument, languages=(*rest[:place], tag, *rest[place:]))

    return change("language_moved", apply, {f"languages.{tag}"}, language=tag)


def _require_other(instrument: Instrument, tag: str) -> None:
    if tag == instrument.source_language:
        raise SourceLanguage(language=tag)
    if tag not in instrument.languages:
        raise Missing(place=f"languages.{tag}")


def change_head(**values: Any) -> Change:
    """Set `minutes`, `pulse_minutes`, `minimum_age` (by country) or `country_item`; None takes one away.

    :raises NotAllowed: for any other field or value
    :raises Missing: when the country item is not there
    """

    def apply(instrument: Instrument) -> Instrument:
        clean = {field: _head_value(instrument, field, value) for field, value in values.items()}
        return replace(instrument, **clean)

    return change("head_changed", apply, frozenset(values), fields=sorted(values))


def _head_value(instrument: Instrument, field: str, value: Any) -> Any:
    match field, value:
        case "minutes" | "pulse_minutes" | "country_item", None:
            return None
        case "minutes" | "pulse_minutes", int() if 1 <= value <= _LONGEST_MINUTES:
            return value
        case "minimum_age", Mapping() if all(isinstance(y, int) and 0 <= y <= _OLDEST for y in value.values()):
            return dict(value)
        case "country_item", str():
            if instrument.item(value) is None:
                raise Missing(place=f"items.{value}")
            return value
    raise NotAllowed(place=field, value=str(value))


def set_contact(contact: Contact | None) -> Change:
    """Who stands behind the survey; None: whoever the hub names."""

    def apply(instrument: Instrument) -> Instrument:
        return replace(instrument, about=replace(instrument.about or About(), contact=contact))

    return change("contact_changed", apply, {"about.contact"})


def set_support(country: str, name: str | None, phone: str = "", address: str = "") -> Change:
    """A help line of a country (`*` for everywhere else); None takes it away. Its name in other languages is a text."""
    place = f"about.support.{country}"

    def apply(instrument: Instrument) -> Instrument:
        about = instrument.about or About()
        lines = dict(about.support)
        if name is None:
            lines.pop(country, None)
        else:
            old = lines.get(country)
            label = old.name if old and old.name.source == name else in_source(instrument, name)
            lines[country] = SupportLine(name=label, phone=phone, address=address)
        return replace(instrument, about=replace(about, support=lines))

    return change("support_changed", apply, {place}, country=country)
