"""A file that came back against the texts as they are now: what is new, and where people must choose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engage.i18n.text import LocalizedText, TextState
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.linting.rules import PLACEHOLDER
from engage.instruments.domain.text_places import Place, by_path
from engage.instruments.domain.translating import fingerprint, state_of, tidy, written
from engage.instruments.translating.files.units import Returned, ReturnedFile

LONGEST = 20_000


class Why(StrEnum):
    """Why a text of a file is not simply taken in."""

    CHANGED_HERE = "changed_here"
    """Somebody changed the translation since the file went out."""
    SOURCE_CHANGED = "source_changed"
    """The source text is another one now."""
    PLACEHOLDERS = "placeholders"
    """An answer that the source shows would not be shown, or another one would."""


@dataclass(frozen=True, slots=True)
class Conflict:
    path: str
    why: Why
    ours: str
    theirs: str
    their_source: str


@dataclass
class Comparison:
    new: dict[str, LocalizedText] = field(default_factory=dict)
    """What is taken in, by path."""
    conflicts: list[Conflict] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    """Paths that the instrument does not have (any more)."""
    too_long: list[str] = field(default_factory=list)
    same: int = 0


def compare(instrument: Instrument, language: str, file: ReturnedFile) -> Comparison:
    """Nothing is lost either way: an empty text in a file deletes nothing, an untouched one changes nothing.

    What comes with a file is a draft, whatever state the file claims: people approve here.
    """
    found, known = Comparison(), by_path(instrument)
    for unit in file.units:
        _compare(unit, known, language, found)
    return found


def _compare(unit: Returned, known: Mapping[str, Place], language: str, found: Comparison) -> None:
    place, theirs = known.get(unit.path), tidy(unit.text)
    if place is None:
        found.unknown.append(unit.path)
        return
    ours = place.text.translations[language].text if place.text.has(language) else ""
    same_source = tidy(unit.source).strip() == tidy(place.text.source).strip()
    if not theirs.strip() or theirs == ours:
        if ours and theirs and unit.finished and same_source and state_of(place.text, language) is TextState.STALE:
            found.new[unit.path] = written(place.text, language, ours)
        else:
            found.same += 1
    elif unit.words and unit.words == fingerprint(theirs):
        found.same += 1  # the file did not touch it; what stands here is newer
    elif len(theirs) > LONGEST:
        found.too_long.append(unit.path)
    elif why := _conflict(unit, place, ours, theirs, same_source=same_source):
        found.conflicts.append(Conflict(unit.path, why, ours, theirs, unit.source))
    else:
        found.new[unit.path] = written(place.text, language, theirs)


def _conflict(unit: Returned, place: Place, ours: str, theirs: str, *, same_source: bool) -> Why | None:
    if not same_source:
        return Why.SOURCE_CHANGED
    if ours and unit.words != fingerprint(ours):
        return Why.CHANGED_HERE
    if set(PLACEHOLDER.findall(place.text.source)) != set(PLACEHOLDER.findall(theirs)):
        return Why.PLACEHOLDERS
    return None
