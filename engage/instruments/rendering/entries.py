"""What one entry of a list is called."""

from flask_babel import gettext

from engage.instruments.domain.journey import Entry
from engage.instruments.rendering.answers import shown, spoken
from engage.instruments.rendering.summaries import values
from engage.instruments.rendering.texts import REFERENCE

LONGEST = 80


def entry_name(entry: Entry, language: str) -> str:
    """In the instrument's words with the entry's answers; else its first answers; else its number."""
    return own_name(entry, language) or gettext("Entry %(place)s", place=entry.place)


def own_name(entry: Entry, language: str) -> str:
    """What its answers call an entry; "" as long as there are none."""
    repeat = entry.belongs_to.repeat
    written = repeat.entry.in_(language) if repeat and repeat.entry else ""
    shows = [shown(entry, key) for key in REFERENCE.findall(written)]
    if written and all(shows):
        return _short(spoken(written, entry))
    if any(shows):
        return _short(", ".join(text for text in shows if text))  # no words around what is not answered yet
    asked = (asked for asked in entry.page(entry.belongs_to).items if asked.item.is_question)
    answered = [", ".join(found) for each in asked if (found := values(entry, each, language))]
    return _short(", ".join(answered[:2]))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
