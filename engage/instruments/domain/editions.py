"""National editions: one instrument, asked by each country in its own words, with answers that can be pooled.

An edition is worked out from the common instrument and never stored: same sections, same item names, the same
answer keys. Where a country has its own options (schools, administrative regions), a respondent chooses among
those; what expressions and results see is the common code the option counts as (ISCED, NUTS), and the national code
is kept beside it under `item/national`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from engage.instruments.domain.definition import (
    About,
    Edition,
    Instrument,
    Item,
    ItemType,
    NationalItem,
    Section,
)

CHOICES = (ItemType.SINGLE, ItemType.MULTIPLE)


def countries(instrument: Instrument) -> tuple[str, ...]:
    """Countries with an edition of their own, in the order of the document."""
    return tuple(instrument.editions)


def national(instrument: Instrument, country: str) -> Instrument:
    """The instrument as one country fields it.

    :param country: ISO 3166; a country without an edition gets the common instrument unchanged
    """
    edition = instrument.editions.get(country)
    if edition is None:
        return instrument
    sections = tuple(_section(section, instrument, edition, country) for section in instrument.sections)
    return replace(
        instrument,
        sections=sections,
        languages=_languages(instrument, edition),
        welcome=edition.welcome or instrument.welcome,
        consent=edition.consent or instrument.consent,
        minimum_age=instrument.minimum_age if edition.minimum_age is None else {"*": edition.minimum_age},
        about=_about(instrument.about, edition, country),
        editions={},
        country_item=None,
    )


def _languages(instrument: Instrument, edition: Edition) -> tuple[str, ...]:
    """The source stays: a text that a country has not translated is shown in it."""
    if not edition.languages:
        return instrument.languages
    return tuple(dict.fromkeys((*edition.languages, instrument.source_language)))


def _about(about: About | None, edition: Edition, country: str) -> About:
    common = about or About()
    line = edition.support or common.support.get(country) or common.support.get("*")
    return replace(
        common,
        decision=edition.decision or common.decision,
        controller=edition.controller or common.controller,
        data_protection_officer=edition.data_protection_officer or common.data_protection_officer,
        contact=edition.contact or common.contact,
        support={"*": line} if line else {},
    )


def _section(section: Section, instrument: Instrument, edition: Edition, country: str) -> Section:
    items = (_item(item, edition.items.get(item.name), instrument, country) for item in section.items)
    return replace(section, items=tuple(item for item in items if item is not None))


def _item(item: Item, own: NationalItem | None, instrument: Instrument, country: str) -> Item | None:
    if item.name == instrument.country_item:
        return Item(name=item.name, type=ItemType.CALCULATION, label=item.label, calculation=f"'{country}'")
    if item.type is ItemType.REGION and not item.countries:
        item = replace(item, countries=(country,))
    if own is None:
        return item
    if own.left_out:
        return None
    return replace(
        item,
        label=own.label or item.label,
        hint=own.hint or item.hint,
        options=own.options or item.options,
    )


class Differs(StrEnum):
    """What a country does with an item of the common instrument."""

    LABEL = "label"
    HINT = "hint"
    OPTIONS = "options"
    LEFT_OUT = "left_out"


def differences(instrument: Instrument, country: str) -> dict[str, tuple[Differs, ...]]:
    """By item name, in the order of the instrument: what a country asks differently; empty without an edition."""
    edition = instrument.editions.get(country) or Edition()
    return {
        item.name: tuple(each for each in Differs if getattr(edition.items[item.name], each.value))
        for item in instrument.items
        if item.name in edition.items
    }


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something in an edition that does not fit the common instrument."""

    code: str
    country: str
    item: str = ""
    option: str = ""


def mismatches(instrument: Instrument) -> Iterator[Mismatch]:
    """Everything that would keep answers of countries from being pooled, and what could never be reached."""
    known: Mapping[str, Item] = {item.name: item for item in instrument.items}
    if instrument.country_item is not None and instrument.country_item not in known:
        yield Mismatch("unknown_country_item", "", instrument.country_item)
    for country, edition in instrument.editions.items():
        for tag in edition.languages:
            if tag not in instrument.languages:
                yield Mismatch("edition_language", country, option=tag)
        for name, own in edition.items.items():
            if name not in known:
                yield Mismatch("edition_item", country, name)
            else:
                yield from _mismatched(known[name], own, country)


def _mismatched(item: Item, own: NationalItem, country: str) -> Iterator[Mismatch]:
    if own.options and item.type not in CHOICES:
        yield Mismatch("edition_options", country, item.name)
        return
    common = {option.code for option in item.options}
    seen: set[str] = set()
    for option in own.options:
        if option.counts_as not in common:
            yield Mismatch("edition_code", country, item.name, option.code)
        if option.code in seen:
            yield Mismatch("edition_twice", country, item.name, option.code)
        seen.add(option.code)


def with_national_items(instrument: Instrument, seen: Collection[str] | None = None) -> Instrument:
    """The common instrument for results: after an item that countries ask in their own words, one more item with
    the national codes, named `item/national` like the answers it counts.

    :param seen: only the options of these countries; None for all. A code that several countries use is one.
    """
    if not instrument.editions:
        return instrument
    wanted = [edition for country, edition in instrument.editions.items() if seen is None or country in seen]
    sections = (
        replace(section, items=tuple(each for item in section.items for each in (item, *_own(item, wanted))))
        for section in instrument.sections
    )
    return replace(instrument, sections=tuple(sections))


def _own(item: Item, editions: Sequence[Edition]) -> Iterator[Item]:
    asked = [edition.items[item.name] for edition in editions if item.name in edition.items]
    options = {option.code: option for own in asked for option in own.options}
    if any(option.common for option in options.values()):
        label = next((own.label for own in asked if own.label), None) if len(asked) == 1 else None
        plain = tuple(replace(option, common=None, other=False) for option in options.values())
        yield replace(item, name=f"{item.name}/national", label=label or item.label, options=plain, required=None)
