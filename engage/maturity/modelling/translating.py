"""Texts of a model in its languages: written, reviewed, approved, sent out as files and taken in again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.i18n.gates import TextGate
from engage.i18n.locales import is_well_formed
from engage.i18n.stored import encoded
from engage.i18n.text import LocalizedText, TextState
from engage.instruments.domain.translating import fingerprint, raised, state_of, tidy, written
from engage.instruments.translating.files.units import Returned, Sheaf, Unit
from engage.maturity import wording
from engage.maturity.models import ModelText, ModelTextHand, ModelVersion

LONGEST = 2_000
MOST_LANGUAGES = 40
SHOWN = frozenset({TextState.REVIEWED, TextState.APPROVED})


class NotAText(Refusal):
    """There is no text at this place, or it is not worked on in this language."""

    code = "model_not_a_text"


class TooLong(Refusal):
    code = "model_text_too_long"


class OwnWords(Refusal):
    """Nobody reviews or approves their own translation."""

    code = "model_own_words"


Texts = Mapping[str, LocalizedText]


@dataclass(frozen=True, slots=True)
class Counted:
    """How far a language has come."""

    missing: int = 0
    draft: int = 0
    stale: int = 0
    reviewed: int = 0
    approved: int = 0

    @property
    def all(self) -> int:
        return self.missing + self.draft + self.stale + self.reviewed + self.approved


def counted(texts: Texts, language: str) -> Counted:
    """How many texts there are of each state."""
    found = {"missing": 0, **{state.value: 0 for state in TextState}}
    for text in texts.values():
        found[state_of(text, language) or "missing"] += 1
    return Counted(**found)


def set_languages(version: ModelVersion, wanted: Sequence[str], gate: TextGate) -> None:
    """Which languages a version is worked on in, and which translations are shown. Texts of others stay."""
    tags = [tag for tag in wanted if is_well_formed(tag)][:MOST_LANGUAGES]
    version.languages = list(dict.fromkeys((version.source_language, *tags)))
    version.text_gate = gate
    version.revision += 1


def write(
    session: Session, version: ModelVersion, language: str, words: Mapping[str, str], *, by: int, now: datetime
) -> int:
    """Put somebody's words at places in one language; what is new is a draft.

    :returns: how many texts changed
    :raises NotAText: for a place that the model has not, its source, or a language that it is not worked on in
    :raises TooLong: for more than fits, naming the place
    """
    known = wording.texts(session, version)
    if language == version.source_language or language not in version.languages or words.keys() - known.keys():
        raise NotAText
    number = 0
    for place, said in words.items():
        said = tidy(said).strip()
        if len(said) > LONGEST:
            raise TooLong(place)
        after = written(known[place], language, said)
        if after != known[place]:
            _put(session, version, place, after)
            _sign(session, version, place, language, by=by, now=now)
            number += 1
    if number:
        version.revision += 1
    session.flush()
    return number


def _put(session: Session, version: ModelVersion, place: str, text: LocalizedText) -> None:
    row = session.get(ModelText, (version.id, place))
    if row is None:
        session.add(ModelText(model_id=version.id, place=place, text=encoded(text)))
    else:
        row.text = encoded(text)


def _sign(session: Session, version: ModelVersion, place: str, language: str, *, by: int, now: datetime) -> None:
    hand = session.get(ModelTextHand, (version.id, place, language))
    if hand is None:
        session.add(ModelTextHand(model_id=version.id, place=place, language=language, by_id=by, at=now))
    else:
        hand.by_id, hand.at = by, now


# -- review and approval


@dataclass(frozen=True, slots=True)
class Raised:
    done: int
    own: int
    """Left for somebody else: translated by the same person."""


def raise_states(
    session: Session, version: ModelVersion, language: str, places: Collection[str], state: TextState, *, by: int
) -> Raised:
    """Review or approve texts in a language; a person's own translations are left for somebody else.

    :raises OwnWords: when nothing but their own is left
    """
    known, mine = wording.texts(session, version), _written_by(session, version, language, by)
    done = own = 0
    for place in places:
        text = known.get(place)
        if text is None or language == text.source_language or not text.has(language):
            continue
        after = raised(text, language, state)
        if after == text:
            continue
        if place in mine:
            own += 1
            continue
        _put(session, version, place, after)
        done += 1
    if own and not done:
        raise OwnWords
    if done:
        version.revision += 1
    session.flush()
    return Raised(done, own)


def _written_by(session: Session, version: ModelVersion, language: str, by: int) -> set[str]:
    asked = select(ModelTextHand.place).where(
        ModelTextHand.model_id == version.id, ModelTextHand.language == language, ModelTextHand.by_id == by
    )
    return set(session.scalars(asked))


# -- files


def sheaf(version: ModelVersion, texts: Texts, language: str) -> Sheaf:
    """The texts of a language on their way out."""
    units = tuple(
        Unit(
            path=place,
            where=place,
            source=text.source,
            text=text.translations[language].text if text.has(language) else "",
            state=state_of(text, language),
        )
        for place, text in texts.items()
    )
    return Sheaf(f"{version.key} {version.version}", version.source_language, language, units)


class Left(StrEnum):
    """Why a text of a file was not taken in."""

    CHANGED_HERE = "changed-here"
    SOURCE_CHANGED = "source-changed"
    UNKNOWN = "unknown"
    TOO_LONG = "too-long"
    SHOWN = "shown"
    """It is reviewed or approved, and whoever brings the file may not change it."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A file against the texts as they are now."""

    new: Mapping[str, str]
    left: tuple[tuple[str, Left, str], ...]
    """Place, why, and what the file says."""
    same: int


def compare(texts: Texts, language: str, units: Sequence[Returned], *, shown_too: bool) -> Compared:
    """Nothing is lost either way: an empty text deletes nothing, an untouched one changes nothing.

    :param shown_too: whether texts that are reviewed or approved may be changed
    """
    new: dict[str, str] = {}
    left: list[tuple[str, Left, str]] = []
    same = 0
    for unit in units:
        text, theirs = texts.get(unit.path), tidy(unit.text).strip()
        ours = text.translations[language].text if text is not None and text.has(language) else ""
        if text is None:
            left.append((unit.path, Left.UNKNOWN, theirs))
        elif not theirs or theirs == ours or (unit.words and unit.words == fingerprint(theirs)):
            same += 1
        elif why := _why_left(text, unit, ours, theirs, shown=not shown_too and state_of(text, language) in SHOWN):
            left.append((unit.path, why, theirs))
        else:
            new[unit.path] = theirs
    return Compared(new, tuple(left), same)


def _why_left(text: LocalizedText, unit: Returned, ours: str, theirs: str, *, shown: bool) -> Left | None:
    if len(theirs) > LONGEST:
        return Left.TOO_LONG
    if tidy(unit.source).strip() != tidy(text.source).strip():
        return Left.SOURCE_CHANGED
    if ours and unit.words != fingerprint(ours):
        return Left.CHANGED_HERE
    return Left.SHOWN if shown else None
