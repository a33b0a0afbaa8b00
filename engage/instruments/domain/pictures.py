"""Pictures of an instrument: which ones it names, and which of them a language shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engage.i18n.variants import beside
from engage.instruments.domain.definition import Instrument, Item


@dataclass(frozen=True, slots=True)
class Shown:
    """A stored picture as a page shows it."""

    address: str
    width: int
    height: int


Pictures = Mapping[str, Shown]
"""By name among the pictures of the instrument."""


def picture_name(names: Mapping[str, str], language: str, source: str) -> str:
    """The picture of a language; else of the language it stands beside, the source language, any."""
    for tag in (language, beside(language) or "", source):
        if tag in names:
            return names[tag]
    return next(iter(names.values()), "")


def named_pictures(instrument: Instrument) -> dict[str, tuple[str, ...]]:
    """Every picture that an instrument names, and the items that show it, in order."""
    found: dict[str, dict[str, None]] = {}
    for item in instrument.items:
        for name in _of(item):
            found.setdefault(name, {})[item.name] = None
    for edition in instrument.editions.values():
        for item_name, national in edition.items.items():
            for option in national.options:
                for name in option.image.values():
                    found.setdefault(name, {})[item_name] = None
    return {name: tuple(items) for name, items in found.items()}


def _of(item: Item) -> Iterator[str]:
    yield from item.image.values()
    for option in item.options:
        yield from option.image.values()
