"""How wide a text will be, without the font: enough to wrap labels and keep figures apart."""

import unicodedata
from functools import lru_cache

_NARROW = frozenset("iljtfrI.,;:'|!()[] ‘’-·")
_BROAD = frozenset("mwMW@%—…")
_AVERAGE = {"narrow": 0.34, "lower": 0.56, "upper": 0.70, "broad": 0.92, "wide": 1.0}

BOLD = 1.25
"""How much wider than these averages bold letters are, in the widest of the fonts that systems come with."""


def width(text: str, size: float) -> float:
    """Width in the units of `size`, by an average width for each class of characters of system fonts."""
    return size * sum(_share(character) for character in text)


def wrap(text: str, size: float, room: float) -> list[str]:
    """The text in lines of at most `room`; a word longer than that is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _cut(word, size, room)
        lines += full
    return [*lines, line] if line else lines


def _cut(word: str, size: float, room: float) -> list[str]:
    parts, part = [], ""
    for character in word:
        if part and width(part + character, size) > room:
            parts.append(part)
            part = ""
        part += character
    return [*parts, part]


@lru_cache(4096)
def _share(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return _AVERAGE["wide"]
    if character in _NARROW:
        return _AVERAGE["narrow"]
    if character in _BROAD:
        return _AVERAGE["broad"]
    return _AVERAGE["upper" if character.isupper() else "lower"]
