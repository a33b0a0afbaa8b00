"""How far the translations of an instrument have come, and which languages may be shown."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any

from engage.i18n.text import LocalizedText, TextState, Translation
from engage.i18n.variants import beside
from engage.instruments.domain.definition import Instrument


@dataclass(frozen=True, slots=True)
class Progress:
    """Texts of one language: how many there are of each state, and how many are missing."""

    missing: int = 0
    draft: int = 0
    stale: int = 0
    reviewed: int = 0
    approved: int = 0

    @property
    def complete(self) -> bool:
        """Every text is there and approved."""
        return not (self.missing or self.draft or self.stale or self.reviewed)

    def passes(self, lowest: TextState | None) -> bool:
        """Whether what there is has come far enough; None lets drafts through. Missing texts show the source."""
        match lowest:
            case TextState.APPROVED:
                return not (self.draft or self.stale or self.reviewed) and self.approved > 0
            case TextState.REVIEWED:
                return not (self.draft or self.stale) and self.approved + self.reviewed > 0
        return self.draft + self.stale + self.reviewed + self.approved > 0


def texts(part: object) -> Iterator[LocalizedText]:
    """Every text of an instrument that has something in any language, in order.

    What countries have of their own is not among them: it belongs to the languages of its edition (`national`).
    """
    if isinstance(part, LocalizedText):
        if part:
            yield part
    else:
        kind: type = type(part)
        for within in _opened_by(kind)(part):
            yield from texts(within)


@cache
def _opened_by(kind: type) -> Callable[[Any], Iterable[object]]:
    """What has something in it is opened by its type, which is looked at once: an instrument has thousands of parts."""
    if issubclass(kind, Mapping):
        return lambda part: part.values()
    if issubclass(kind, tuple):
        return lambda part: part
    if is_dataclass(kind):
        names = tuple(field.name for field in fields(kind) if field.name != "editions")
        return lambda part: [getattr(part, name) for name in names]
    return lambda _: ()


def progress(instrument: Instrument, language: str) -> Progress:
    return _progress(texts(instrument), language)


def _progress(found: Iterable[LocalizedText], language: str) -> Progress:
    counts = {"missing": 0, "draft": 0, "stale": 0, "reviewed": 0, "approved": 0}
    for text in found:
        if not text.has(language):
            counts["missing"] += 1
        elif language == text.source_language:
            counts["approved"] += 1
        else:
            counts[text.translations[language].state.value] += 1
    return Progress(**counts)


def offered(instrument: Instrument, lowest: TextState | None) -> tuple[str, ...]:
    """The languages that may be shown; the source always.

    An easy-to-read variant with gaps shows the language beside it there, so that one must pass as well.
    """
    others = [tag for tag in instrument.languages if tag != instrument.source_language]
    found = tuple(texts(instrument)) if others else ()
    source = instrument.source_language
    return (source, *(tag for tag in others if _may_show(found, source, tag, lowest)))


def _may_show(found: Iterable[LocalizedText], source: str, tag: str, lowest: TextState | None) -> bool:
    reached = _progress(found, tag)
    if not reached.passes(lowest):
        return False
    plain = beside(tag)
    if not plain or not reached.missing or plain == source:
        return True
    stands_in = _progress(found, plain)
    return stands_in.passes(lowest) or stands_in == Progress(missing=stands_in.missing)


def with_states(instrument: Instrument, state: TextState) -> Instrument:
    """The instrument with every translation in one state; source texts stay approved."""

    def restate(text: LocalizedText) -> LocalizedText:
        translations = {
            tag: found if tag == text.source_language else Translation(found.text, state) for tag, found in text
        }
        return replace(text, translations=translations)

    changed: Instrument = _changed(instrument, restate)
    return changed


def _changed(part: Any, change: Callable[[LocalizedText], LocalizedText]) -> Any:
    """A copy of any part of an instrument with every text changed."""
    if isinstance(part, LocalizedText):
        return change(part)
    if isinstance(part, Mapping):
        return {key: _changed(value, change) for key, value in part.items()}
    if isinstance(part, tuple):
        return tuple(_changed(value, change) for value in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{field.name: _changed(getattr(part, field.name), change) for field in fields(part)})
    return part
