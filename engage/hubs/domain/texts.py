"""What a hub says of itself, in the language that serves a reader best."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engage.i18n.locales import DEFAULT, direction, nearest


@dataclass(frozen=True, slots=True)
class Said:
    """Words and the language they are in, which a page states where it is not its own."""

    text: str
    language: str

    @property
    def direction(self) -> str:
        return direction(self.language)

    def __bool__(self) -> bool:
        return bool(self.text)


def said(texts: Mapping[str, str], language: str, own: Sequence[str] = ()) -> Said:
    """The text in the reader's language or one near to it, else in the first of the hub's own, English, any."""
    written = tuple(tag for tag, text in texts.items() if text.strip())
    for tag in (language, *own, DEFAULT):
        if found := nearest(tag, written):
            return Said(texts[found], found)
    return Said(texts[written[0]], written[0]) if written else Said("", language)


def named(name: str, names: Mapping[str, str], own: Sequence[str], language: str) -> Said:
    """A hub's name for a reader: a translation where there is one, else the name it gives itself."""
    tag = own[0] if own else DEFAULT
    written = {tag: name, **{each: text for each, text in names.items() if text.strip()}}
    found = nearest(language, tuple(written))
    return Said(written[found], found) if found else Said(name, tag)
