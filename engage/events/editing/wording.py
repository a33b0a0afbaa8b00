"""The words of an event: written, translated, reviewed, approved; and what its activity says of it, kept in step."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityState
from engage.core import zones
from engage.core.refusal import Refusal
from engage.events import queries
from engage.events.domain import quota_names
from engage.events.domain import texts as rules
from engage.events.domain.texts import Readiness
from engage.events.models import Event, EventText, Quota
from engage.i18n.gates import passing
from engage.i18n.stored import encoded
from engage.i18n.text import LocalizedText, TextState
from engage.instruments import working
from engage.instruments.document import from_document
from engage.instruments.domain.translating import fingerprint, raised, tidy, written
from engage.instruments.domain.translations import texts as texts_within
from engage.instruments.translating import queries as deeds
from engage.instruments.translating.models import DeedKind, TextDeed
from engage.instruments.translating.service import start_language

Texts = Mapping[str, LocalizedText]
LONGEST_QUOTA = 120
"""Characters of a quota's own name: what its text says in the source language."""
_STATES = {DeedKind.REVIEWED: TextState.REVIEWED, DeedKind.APPROVED: TextState.APPROVED}


class NotAText(Refusal):
    """There is no text at this place, or it is not worked on in this language."""

    code = "not_a_text"


class TooLong(Refusal):
    code = "text_too_long"


class TitleNeeded(Refusal):
    """An event has a title in the language that it is written in."""

    code = "title_needed"


class OwnWords(Refusal):
    """Nobody approves their own translation."""

    code = "own_words"


def languages(event: Event) -> list[str]:
    """Those that texts are worked on in, the source first."""
    return list(dict.fromkeys((event.source_language, *event.languages, *event.activity.languages)))


def path(place: str) -> str:
    """The place of an event's text among those of its questions, in what is kept of who did what."""
    return f"event/{place}"


# -- writing


def put(session: Session, event: Event, place: str, text: LocalizedText) -> None:
    """Store a text as it is; an empty one goes."""
    row = session.get(EventText, (event.id, place))
    if not text:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(EventText(event_id=event.id, place=place, text=encoded(text)))
    else:
        row.text = encoded(text)
    session.flush()


def drop(session: Session, event: Event, stem: str) -> None:
    """The texts of something that goes: `session:5`."""
    where = (EventText.event_id == event.id, EventText.place.startswith(f"{stem}:", autoescape=True))
    session.execute(delete(EventText).where(*where))


def say(session: Session, event: Event, words: Mapping[str, str], *, same_meaning: bool = False) -> bool:
    """Put words of the source language at their places; translations of what changed are stale.

    :returns: whether anything changed
    :raises TitleNeeded: for an empty title
    :raises TooLong: for more than fits at a place
    """
    known, changed = queries.texts(session, event), False
    for place, text in words.items():
        if place == "title" and not text.strip():
            raise TitleNeeded
        changed |= _write(session, event, known, place, event.source_language, text, same_meaning=same_meaning)
    return changed


def translate(
    session: Session,
    event: Event,
    language: str,
    words: Mapping[str, str],
    *,
    by: int,
    now: datetime,
    same_meaning: bool = False,
) -> int:
    """Put somebody's words at places in one language, the source language too.

    :returns: how many texts changed
    :raises NotAText: for a place that has no text, or a language that the event is not worked on in
    :raises TitleNeeded: when the title would be empty in the source language
    :raises TooLong: for more than fits at a place
    """
    known = queries.texts(session, event)
    if language not in languages(event):
        raise NotAText
    if language == event.source_language and not words.get("title", "-").strip():
        raise TitleNeeded
    number = 0
    for place, text in words.items():
        if not rules.is_place(place):
            raise NotAText
        if _write(session, event, known, place, language, text, same_meaning=same_meaning):
            number += 1
            if language != event.source_language and text.strip():
                _note(session, event, place, language, DeedKind.TRANSLATED, by=by, now=now)
    session.flush()
    return number


def _write(
    session: Session, event: Event, known: Texts, place: str, language: str, words: str, *, same_meaning: bool
) -> bool:
    words = tidy(words).strip()
    if len(words) > rules.longest(place):
        raise TooLong(place)
    before = known.get(place, LocalizedText(event.source_language, {}))
    after = written(before, language, words, same_meaning=same_meaning)
    if after == before:
        return False
    put(session, event, place, after)
    kind, _, rest = place.partition(":")
    if kind == quota_names.STEM and language == event.source_language and words:
        session.get_one(Quota, int(rest.partition(":")[0])).name = words[:LONGEST_QUOTA]
    return True


def _note(session: Session, event: Event, place: str, language: str, kind: DeedKind, *, by: int, now: datetime) -> None:
    text = queries.texts(session, event)[place]
    session.add(
        TextDeed(
            instrument_id=event.instrument_id,
            language=language,
            path=path(place),
            kind=kind,
            words=fingerprint(text.translations[language].text),
            source=fingerprint(text.source),
            by_id=by,
            at=now,
        )
    )


# -- review and approval


@dataclass(frozen=True, slots=True)
class Raised:
    done: int
    own: int
    """Left for somebody else: translated by the same person."""


def raise_states(
    session: Session, event: Event, language: str, places: Collection[str], kind: DeedKind, *, by: int, now: datetime
) -> Raised:
    """Review or approve texts in a language; a person's own translations are left for somebody else.

    :raises OwnWords: when nothing but their own is left
    """
    known, state = queries.texts(session, event), _STATES[kind]
    did = who_did(session, event, language, places)
    done = own = 0
    for place in places:
        text = known.get(place)
        if text is None or language == text.source_language or not text.has(language):
            continue
        after = raised(text, language, state)
        if after == text:
            continue
        if any(deed.kind is DeedKind.TRANSLATED and deed.by_id == by for deed in did.get(place, ())[-1:]):
            own += 1
            continue
        put(session, event, place, after)
        _note(session, event, place, language, kind, by=by, now=now)
        done += 1
    session.flush()
    if own and not done:
        raise OwnWords
    return Raised(done, own)


def who_did(session: Session, event: Event, language: str, places: Iterable[str]) -> Mapping[str, Sequence[deeds.Did]]:
    """What was done with exactly the words that stand at places now, the oldest first."""
    known = queries.texts(session, event)
    wanted = {path(place): place for place in places}
    found = deeds.deeds(session, event.instrument_id, language, wanted)

    def still(place: str, deed: deeds.Did) -> bool:
        text = known.get(place)
        return text is not None and text.has(language) and fingerprint(text.translations[language].text) == deed.words

    return {wanted[each]: [deed for deed in said if still(wanted[each], deed)] for each, said in found.items()}


# -- which languages are open


def questions_of(event: Event) -> tuple[LocalizedText, ...]:
    """Every text of the questions that are asked."""
    return tuple(texts_within(from_document(event.version.document))) if event.version else ()


def ready(session: Session, event: Event) -> dict[str, Readiness]:
    """What each language lacks that is not the source."""
    known, questions = queries.texts(session, event), questions_of(event)
    return {
        tag: rules.readiness(known, questions, tag, event.text_gate)
        for tag in languages(event)
        if tag != event.source_language
    }


def set_languages(session: Session, event: Event, wanted: Sequence[str], *, by: int | None, now: datetime) -> None:
    """Say which languages an event is worked on in; its questions are translated into the same.

    Translations of one that is left out stay, and are not shown.
    """
    event.languages = list(dict.fromkeys((event.source_language, *rules.languages_in(wanted))))
    event.activity.languages = [tag for tag in event.activity.languages if tag in event.languages]
    copy = working.copy_of(session, event.instrument_id)
    for tag in event.languages:
        if tag not in copy.instrument.languages:
            copy = start_language(session, event.instrument_id, tag, base=copy.revision, by=by, now=now)
    in_step(session, event, now=now)


def in_step(session: Session, event: Event, *, now: datetime, anew: bool = False) -> None:
    """What citizens see has changed: the activity says of the event what the event says of itself.

    :param anew: languages that were open are judged anew (another gate)
    """
    known, activity = queries.texts(session, event), event.activity
    announced = activity.state is ActivityState.ANNOUNCED and not anew
    before = set(activity.languages) if announced else set()
    activity.languages = rules.opened(event.source_language, languages(event), ready(session, event), before=before)
    for place, column in (("title", "title"), ("summary", "summary")):
        text = known.get(place, LocalizedText(event.source_language, {}))
        words = {tag: each.text for tag, each in passing(text, event.text_gate) if each.text.strip()}
        setattr(activity, column, words)
    activity.starts_on = zones.local(event.starts_at, event.time_zone).date()
    activity.ends_on = zones.local(event.ends_at, event.time_zone).date()
    activity.updated_at = now
    event.revision += 1
    session.flush()


def calendar_changed(event: Event) -> None:
    """What, when or where has changed: calendars that have it take it for newer."""
    if event.activity.state is not ActivityState.DRAFT:
        event.sequence += 1


def sources(session: Session, event: Event, stem: str = "") -> dict[str, str]:
    """The words in the source language, by place; of one thing, by what follows its stem."""
    known = queries.texts(session, event)
    return {place.removeprefix(stem): text.source for place, text in known.items() if place.startswith(stem)}
