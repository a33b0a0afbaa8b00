"""Texts of an instrument as people work on them: write, review, approve, take over.

Everything goes through the working copy (`engage.instruments.working`); here is kept who did it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.i18n.text import LocalizedText, TextState
from engage.instruments import working
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.editing.change import Change, Summary
from engage.instruments.domain.text_places import Place, by_path
from engage.instruments.domain.translating import (
    NoSuchText,
    NothingToApprove,
    add_language,
    fingerprint,
    raised,
    state_of,
    tidy,
    with_texts,
    written,
)
from engage.instruments.translating import queries
from engage.instruments.translating.models import DeedKind, TakenOver, TextDeed
from engage.instruments.working import Copy

LONGEST = 20_000
"""Characters of one text."""

_STATES = {DeedKind.REVIEWED: TextState.REVIEWED, DeedKind.APPROVED: TextState.APPROVED}
_RANK = {TextState.STALE: 0, TextState.DRAFT: 0, TextState.REVIEWED: 1, TextState.APPROVED: 2}


class OwnTranslation(Refusal):
    """Nobody reviews or approves their own words."""

    code = "own_translation"


class TextTooLong(Refusal):
    code = "text_too_long"


class ReasonMissing(Refusal):
    """Texts are taken over as approved only with a reason that others can read."""

    code = "reason_missing"


def write(
    session: Session,
    instrument_id: int,
    path: str,
    language: str,
    words: str,
    *,
    base: int,
    by: int | None,
    now: datetime,
    same_meaning: bool = False,
    alike: Collection[str] = (),
) -> Copy:
    """Put somebody's words in the place of a text in one language; in the source language too.

    `alike`: also at these paths, where the same source text stands there without a translation.

    :raises NoSuchText: when there is no such text, or language
    :raises TextTooLong: over 20,000 characters
    :raises Overtaken: when the text or its source was changed since `base`
    """
    instrument = working.copy_of(session, instrument_id).instrument
    known = by_path(instrument)
    if path not in known or language not in instrument.languages:
        raise NoSuchText(path)
    if len(words) > LONGEST:
        raise TextTooLong
    others = _alike(known, path, language) if language != instrument.source_language else []
    paths = [path, *(other for other in others if other in alike)]

    def new_text(text: LocalizedText) -> LocalizedText:
        return written(text, language, tidy(words), same_meaning=same_meaning)

    return _put(session, instrument_id, known, paths, language, new_text, base=base, by=by, now=now)


def write_many(
    session: Session,
    instrument_id: int,
    language: str,
    new: Mapping[str, LocalizedText],
    *,
    code: str,
    base: int,
    by: int | None,
    now: datetime,
) -> Copy:
    """Put several texts in the place of others, by path, as one change: a file that came back."""

    def apply(state: Instrument) -> Instrument:
        return with_texts(state, new)

    before = by_path(working.copy_of(session, instrument_id).instrument)
    copy = working.change(
        session,
        instrument_id,
        Change(apply, Summary(code, {"language": language, "texts": len(new)}), _touched(before, new, language)),
        base=base,
        by=by,
        now=now,
    )
    _note_translations(session, instrument_id, before, copy.instrument, new, language, by=by, now=now)
    return copy


def _alike(known: Mapping[str, Place], path: str, language: str) -> list[str]:
    source = known[path].text.source
    return [
        other
        for other, place in known.items()
        if other != path and source.strip() and place.text.source == source and not place.text.has(language)
    ]


def _touched(known: Mapping[str, Place], paths: Iterable[str], language: str) -> frozenset[str]:
    """The texts in this language, and the source that they were translated from."""
    found = set()
    for path in paths:
        found |= {f"texts.{language}.{path}", f"texts.{known[path].text.source_language}.{path}"}
    return frozenset(found)


def _put(
    session: Session,
    instrument_id: int,
    before: Mapping[str, Place],
    paths: list[str],
    language: str,
    new_text: Callable[[LocalizedText], LocalizedText],
    *,
    base: int,
    by: int | None,
    now: datetime,
) -> Copy:
    def apply(state: Instrument) -> Instrument:
        there = by_path(state)
        return with_texts(state, {path: new_text(there[path].text) for path in paths if path in there})

    summary = Summary("text_written", {"language": language, "path": paths[0], "texts": len(paths)})
    touches = _touched(before, paths, language)
    copy = working.change(session, instrument_id, Change(apply, summary, touches), base=base, by=by, now=now)
    _note_translations(session, instrument_id, before, copy.instrument, paths, language, by=by, now=now)
    return copy


def _note_translations(
    session: Session,
    instrument_id: int,
    before: Mapping[str, Place],
    after: Instrument,
    paths: Iterable[str],
    language: str,
    *,
    by: int | None,
    now: datetime,
) -> None:
    """Keep who wrote the words that are new, and who said of stale ones that they still fit."""
    there = by_path(after)
    for path in paths:
        new, old = there[path].text, before[path].text
        if language != new.source_language and new.has(language) and new != old:
            _note(session, instrument_id, there[path], language, DeedKind.TRANSLATED, by=by, now=now)
    session.flush()


def _note(
    session: Session, instrument_id: int, place: Place, language: str, kind: DeedKind, *, by: int | None, now: datetime
) -> None:
    deed = TextDeed(
        instrument_id=instrument_id,
        language=language,
        path=place.path,
        kind=kind,
        words=fingerprint(place.text.translations[language].text),
        source=fingerprint(place.text.source),
        by_id=by,
        at=now,
    )
    session.add(deed)


# -- review and approval


@dataclass(frozen=True, slots=True)
class Raised:
    """What became of a review or an approval of several texts."""

    copy: Copy
    done: int
    own: int
    """Left: translated by the same person."""
    missing: int


def raise_states(
    session: Session,
    instrument_id: int,
    language: str,
    paths: Collection[str],
    kind: DeedKind,
    *,
    base: int,
    by: int,
    now: datetime,
) -> Raised:
    """Review or approve texts. Those that the same person translated are left for somebody else.

    :raises OwnTranslation: when nothing but their own words is left
    :raises NothingToApprove: when all of them are missing
    :raises Overtaken: when one of them was changed since `base`
    """
    copy = working.copy_of(session, instrument_id)
    known = by_path(copy.instrument)
    state = _STATES[kind]
    there = [known[path] for path in paths if path in known]
    written_there = [place for place in there if place.text.has(language)]
    lower = [place for place in written_there if _is_lower(place, language, state)]
    own = _own(session, instrument_id, language, lower, by)
    todo = [place.path for place in lower if place.path not in own]
    if not todo and own:
        raise OwnTranslation
    if not written_there:
        raise NothingToApprove
    if not todo:
        return Raised(copy, 0, 0, len(there) - len(written_there))

    def apply(instrument: Instrument) -> Instrument:
        now_there = by_path(instrument)
        return with_texts(instrument, {path: raised(now_there[path].text, language, state) for path in todo})

    summary = Summary(f"texts_{kind.value}", {"language": language, "texts": len(todo)})
    change = Change(apply, summary, _touched(known, todo, language))
    copy = working.change(session, instrument_id, change, base=base, by=by, now=now)
    after = by_path(copy.instrument)
    for path in todo:
        _note(session, instrument_id, after[path], language, kind, by=by, now=now)
    session.flush()
    return Raised(copy, len(todo), len(own), len(there) - len(written_there))


def _is_lower(place: Place, language: str, state: TextState) -> bool:
    found = state_of(place.text, language)
    return found is not None and language != place.text.source_language and _RANK[found] < _RANK[state]


def _own(session: Session, instrument_id: int, language: str, places: list[Place], by: int) -> set[str]:
    """Of these texts, those whose present words this person wrote."""
    done = queries.deeds(session, instrument_id, language, {place.path for place in places})
    typed = queries.written_elsewhere(session, instrument_id, by)
    found = set()
    for place in places:
        text = place.text.translations[language].text
        words = fingerprint(text)
        writers = {
            did.by_id for did in done.get(place.path, ()) if did.kind is DeedKind.TRANSLATED and did.words == words
        }
        if by in writers or (f"texts.{language}.{place.path}", text) in typed:
            found.add(place.path)
    return found


# -- whole languages


def start_language(session: Session, instrument_id: int, tag: str, *, base: int, by: int | None, now: datetime) -> Copy:
    """Offer one more language, all of whose texts are missing."""
    change = Change(
        lambda instrument: add_language(instrument, tag),
        Summary("language_added", {"language": tag}),
        frozenset({f"at.languages.{tag}"}),
    )
    return working.change(session, instrument_id, change, base=base, by=by, now=now)


def take_over(
    session: Session,
    instrument_id: int,
    languages: Collection[str],
    reason: str,
    *,
    base: int,
    by: int | None,
    by_name: str,
    now: datetime,
) -> tuple[Copy, int]:
    """Count the translations that are there as approved, since they were in the field already. Stale ones stay.

    Who says so, and why, is kept and shown. Gives the number of texts that became approved.

    :raises ReasonMissing: without a reason
    """
    reason = tidy(reason).strip()
    if not reason:
        raise ReasonMissing
    known = by_path(working.copy_of(session, instrument_id).instrument)
    todo = {
        tag: [
            place.path for place in known.values() if state_of(place.text, tag) in (TextState.DRAFT, TextState.REVIEWED)
        ]
        for tag in languages
    }

    def apply(instrument: Instrument) -> Instrument:
        there = by_path(instrument)
        new: dict[str, LocalizedText] = {}
        for tag, paths in todo.items():
            for path in paths:
                new[path] = raised(new.get(path, there[path].text), tag, TextState.APPROVED)
        return with_texts(instrument, new)

    texts = sum(len(paths) for paths in todo.values())
    touches = frozenset().union(*(_touched(known, paths, tag) for tag, paths in todo.items()))
    summary = Summary("texts_taken_over", {"languages": sorted(todo), "texts": texts})
    copy = working.change(session, instrument_id, Change(apply, summary, touches), base=base, by=by, now=now)
    note_taken_over(session, instrument_id, languages, texts, reason, by=by, by_name=by_name, now=now)
    return copy, texts


def note_taken_over(
    session: Session,
    instrument_id: int,
    languages: Collection[str],
    texts: int,
    reason: str,
    *,
    by: int | None,
    by_name: str,
    now: datetime,
) -> None:
    """Keep that translations were taken over as approved."""
    row = TakenOver(
        instrument_id=instrument_id,
        languages=sorted(languages),
        texts=texts,
        reason=reason,
        by_id=by,
        by_name=by_name[:254],
        at=now,
    )
    session.add(row)
    session.flush()
