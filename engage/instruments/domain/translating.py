"""What happens to the states of translations.

============================  =====================================================================
somebody writes one           draft; emptied: missing
somebody reviews it           reviewed (from draft or stale)
somebody approves it          approved
the source text changes       every translation of it is stale, unless the meaning stayed the same
a file is imported again      same source, same words: the state stays. Same words, but the source
                              changed: stale. Other words: the state the file gives
============================  =====================================================================

The source text itself is always approved.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from engage.core.refusal import Refusal
from engage.i18n.text import LocalizedText, TextState, Translation
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.text_places import Place, by_path, changed
from engage.instruments.domain.translations import Progress

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class NothingToApprove(Refusal):
    """A text that is missing has no state to raise."""

    code = "nothing_to_approve"


class NoSuchText(Refusal):
    code = "no_such_text"


def fingerprint(text: str) -> str:
    """A short name of exactly these words: says whether a text is still the one that was seen."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def tidy(words: str) -> str:
    """Words as they are kept: line breaks alike, no control characters, which neither pages nor databases take."""
    return _CONTROLS.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def state_of(text: LocalizedText, language: str) -> TextState | None:
    """How far a text has come in a language; None when it is missing."""
    if not text.has(language):
        return None
    return TextState.APPROVED if language == text.source_language else text.translations[language].state


def written(
    text: LocalizedText, language: str, words: str, *, state: TextState = TextState.DRAFT, same_meaning: bool = False
) -> LocalizedText:
    """The text with somebody's words in one language.

    In the source language every translation becomes stale, unless the meaning stayed the same (a slip of the pen).
    Words that are there already keep their state, save that a stale text said again is a draft again.
    """
    before = text.translations.get(language)
    if language == text.source_language:
        return _new_source(text, words, same_meaning=same_meaning)
    if before and before.text == words and before.state is not TextState.STALE:
        return text
    others = {tag: found for tag, found in text if tag != language}
    if not words.strip():
        return replace(text, translations=others)
    return replace(text, translations={**dict(text.translations), language: Translation(words, state)})


def _new_source(text: LocalizedText, words: str, *, same_meaning: bool) -> LocalizedText:
    if words == text.source:
        return text
    kept = text if same_meaning else _all_stale(text)
    return replace(text, translations={**dict(kept.translations), text.source_language: Translation(words)})


def _all_stale(text: LocalizedText) -> LocalizedText:
    stale = {
        tag: found if tag == text.source_language else replace(found, state=TextState.STALE) for tag, found in text
    }
    return replace(text, translations=stale)


def raised(text: LocalizedText, language: str, state: TextState) -> LocalizedText:
    """The text with its translation reviewed or approved. What is approved stays so when it is reviewed again.

    :raises NothingToApprove: when it is missing
    """
    if not text.has(language):
        raise NothingToApprove
    found = text.translations[language]
    if language == text.source_language or (found.state is TextState.APPROVED and state is TextState.REVIEWED):
        return text
    return replace(text, translations={**dict(text.translations), language: replace(found, state=state)})


def with_texts(instrument: Instrument, new: Mapping[str, LocalizedText]) -> Instrument:
    """The instrument with some texts in the place of others, by path.

    :raises NoSuchText: naming a path that is not there
    """
    known = by_path(instrument)
    if unknown := new.keys() - known.keys():
        raise NoSuchText(", ".join(sorted(unknown)))
    if not new:
        return instrument
    return changed(instrument, lambda place: new.get(place.path, place.text))


def add_language(instrument: Instrument, tag: str) -> Instrument:
    """The instrument with one more language, all of whose texts are missing."""
    if tag in instrument.languages:
        return instrument
    return replace(instrument, languages=(*instrument.languages, tag))


def taken_in(new: Instrument, former: Instrument) -> Instrument:
    """A newly read instrument with the states that its texts have in the version before it."""
    before = by_path(former)

    def settle(place: Place) -> LocalizedText:
        known = before.get(place.path)
        return place.text if known is None else _settled(place.text, known.text)

    return changed(new, settle)


def _settled(new: LocalizedText, former: LocalizedText) -> LocalizedText:
    same_source = new.source == former.source
    translations = {}
    for tag, found in new:
        known = former.translations.get(tag)
        if tag != new.source_language and known and known.text == found.text:
            found = replace(found, state=known.state if same_source else TextState.STALE)
        translations[tag] = found
    return replace(new, translations=translations)


def progress_of(there: Iterable[Place], language: str) -> Progress:
    """How far some of the texts have come in a language."""
    counts = Counter(state_of(place.text, language) for place in there)
    return Progress(counts[None], *(counts[state] for state in (_DRAFT, _STALE, _REVIEWED, _APPROVED)))


_DRAFT, _STALE, _REVIEWED, _APPROVED = TextState.DRAFT, TextState.STALE, TextState.REVIEWED, TextState.APPROVED
