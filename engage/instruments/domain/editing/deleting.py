"""Taking items and sections out, and what becomes of what refers to them.

Nothing is left dangling: a deletion that would is refused with the places that refer, or done together with a
consequence that its author chose having seen those places.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, Item, ItemType
from engage.instruments.domain.editing.change import Change, LastSection, StillReferred, change
from engage.instruments.domain.editing.places import bare, difference, places
from engage.instruments.domain.editing.references import Use, dangling, expressions, keys, keys_of
from engage.instruments.domain.editing.renaming import with_expressions
from engage.instruments.domain.editing.tree import (
    at_item,
    at_section,
    item_named,
    section_named,
    with_items,
    with_texts,
)
from engage.instruments.expressions.references import Reference, segments

ELSEWHERE = "…"
"""Stands in a text where an answer was shown that is asked no longer."""


class Consequence(StrEnum):
    """What becomes of what refers to something that is deleted."""

    REFUSE = "refuse"
    """Nothing is deleted while something refers to it."""
    FORGET = "forget"
    """Conditions that refer to it are taken away: what they hid is always shown, what they checked is not checked.
    Calculations from it are deleted; texts show "…" in its place."""
    FOLLOW = "follow"
    """Questions and sections shown only because of it are deleted with it; the rest is forgotten."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """What a deletion comes to, to be shown before it is done."""

    instrument: Instrument
    """As it is afterwards."""
    items: tuple[str, ...]
    sections: tuple[str, ...]
    """Everything that goes, the things asked for included."""
    changed: tuple[str, ...]
    """Places elsewhere that change: conditions taken away, texts that showed an answer."""


def delete_item(name: str, *, consequence: Consequence = Consequence.REFUSE, seen: Collection[str] = ()) -> Change:
    """Delete an item.

    :param seen: the places that its author has seen to change (`Deletion.changed`); more than these are refused
    :raises Missing: when it is not there
    :raises StillReferred: when something refers to it, or more than its author has seen
    """

    def apply(instrument: Instrument) -> Instrument:
        item_named(instrument, name)
        return _done(deletion(instrument, items=(name,), consequence=consequence), seen)

    return change("item_deleted", apply, {at_item(name), *seen}, item=name, consequence=consequence.value)


def delete_section(name: str, *, consequence: Consequence = Consequence.REFUSE, seen: Collection[str] = ()) -> Change:
    """Delete a section with all its items.

    :raises Missing: when it is not there
    :raises LastSection: when there is no other
    :raises StillReferred: as for `delete_item`
    """

    def apply(instrument: Instrument) -> Instrument:
        section_named(instrument, name)
        return _done(deletion(instrument, sections=(name,), consequence=consequence), seen)

    return change("section_deleted", apply, {at_section(name), *seen}, section=name, consequence=consequence.value)


def deletion(
    instrument: Instrument,
    *,
    items: Iterable[str] = (),
    sections: Iterable[str] = (),
    consequence: Consequence = Consequence.REFUSE,
) -> Deletion:
    """What deleting some items and sections comes to.

    :raises StillReferred: when something refers to them and the consequence is to refuse
    :raises LastSection: when no section would be left
    """
    gone, parts = set(items), set(sections)
    while True:
        gone |= {item.name for section in instrument.sections if section.name in parts for item in section.items}
        left = _without(instrument, gone, parts)
        missing = keys(instrument) - keys(left)
        if consequence is Consequence.REFUSE:
            _refuse(dangling(left) - dangling(instrument))
            break
        more, more_parts = _falling(left, missing, follow=consequence is Consequence.FOLLOW)
        if not (more or more_parts):
            left = forgetting(left, missing)
            break
        gone |= more
        parts |= more_parts
    if not left.sections:
        raise LastSection
    return Deletion(left, tuple(sorted(gone)), tuple(sorted(parts)), _changed(instrument, left, gone, parts))


def _done(planned: Deletion, seen: Collection[str]) -> Instrument:
    unseen = sorted(set(planned.changed) - set(seen))
    if unseen:
        raise StillReferred(names=list(planned.items), by=unseen)
    return planned.instrument


def _refuse(broken: Collection[Use]) -> None:
    if broken:
        raise StillReferred(names=sorted({use.key for use in broken}), by=sorted({use.place for use in broken}))


def _without(instrument: Instrument, items: Collection[str], sections: Collection[str]) -> Instrument:
    kept = tuple(
        replace(section, items=tuple(item for item in section.items if item.name not in items))
        for section in instrument.sections
        if section.name not in sections
    )
    if not kept:
        raise LastSection
    editions = {
        country: replace(edition, items={name: item for name, item in edition.items.items() if name not in items})
        for country, edition in instrument.editions.items()
    }
    return replace(instrument, sections=kept, editions=editions)


def _falling(instrument: Instrument, missing: Collection[str], *, follow: bool) -> tuple[set[str], set[str]]:
    """Items and sections that make no sense without what is missing."""
    items, sections = set(), set()
    for placed in expressions(instrument):
        if not keys_of(placed.source) & set(missing):
            continue
        if placed.item and placed.role == "calculation" and placed.item.type is ItemType.CALCULATION:
            items.add(placed.item.name)
        elif follow and placed.role == "relevance" and placed.item is None:
            sections.add(placed.section.name)
        elif follow and placed.item and placed.place == at_item(placed.item.name, "relevance"):
            items.add(placed.item.name)
    return items, sections


def forgetting(instrument: Instrument, missing: Collection[str]) -> Instrument:
    """The instrument without what refers to some keys that are gone."""
    gone = frozenset(missing)
    left: Instrument = with_expressions(instrument, lambda source: None if keys_of(source) & gone else source)
    left = with_texts(left, lambda text: _text_without(text, gone))
    left = with_items(left, lambda item: _untriggered(item, gone))
    quotas = (
        replace(quota, when={key: codes for key, codes in quota.when.items() if key not in gone})
        for quota in left.quotas
    )
    return replace(
        left,
        quotas=tuple(quota for quota in quotas if quota.when),
        country_item=None if left.country_item in gone else left.country_item,
    )


def _untriggered(item: Item, gone: Collection[str]) -> Item:
    if not any(name in gone for name in item.trigger):
        return item
    return replace(item, trigger=tuple(name for name in item.trigger if name not in gone))


def _text_without(text: LocalizedText, gone: Collection[str]) -> LocalizedText:
    translations = {}
    for tag, translation in text:
        parts = segments(translation.text)
        if any(isinstance(part, Reference) and part.key in gone for part in parts):
            words = "".join(_shown(part, gone) for part in parts)
            translation = replace(translation, text=words)
        translations[tag] = translation
    return replace(text, translations=translations)


def _shown(part: str | Reference, gone: Collection[str]) -> str:
    if isinstance(part, str):
        return part
    return ELSEWHERE if part.key in gone else f"${{{part.key}}}"


def _changed(
    before: Instrument, after: Instrument, items: Collection[str], sections: Collection[str]
) -> tuple[str, ...]:
    """Places that change and do not belong to what goes."""
    inside = tuple(f"{at_item(name)}." for name in items) + tuple(f"{at_section(name)}." for name in sections)
    found = {
        bare(patch.path) for patch in difference(places(before), places(after)) if not patch.path.startswith("at.")
    }
    return tuple(sorted(place for place in found if not f"{place}.".startswith(inside) and not _national(place, items)))


def _national(place: str, items: Collection[str]) -> bool:
    """Whether it is what a national edition does with something that goes."""
    parts = place.split(".")
    return len(parts) > 3 and parts[0] == "editions" and parts[2] == "items" and parts[3] in items
