"""What must be right about an outcome, always and before everybody reads it; in which languages it is complete."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engage.activities.domain.describing import is_address
from engage.activities.domain.kinds import MissionArea, Sector
from engage.i18n.locales import is_well_formed
from engage.outcomes.domain.kinds import ANSWERED, RecommendationState, RestKind
from engage.outcomes.domain.written import Asked, Texts, Written

LONGEST_TITLE, LONGEST_BODY, LONGEST_TEXT = 200, 200, 4000
MOST_LANGUAGES, MOST_RECOMMENDATIONS, MOST_RESTS = 40, 30, 60
EARLIEST = date(1990, 1, 1)


class Wrong(StrEnum):
    """What can be wrong with a part of it."""

    NO_LANGUAGE = "no_language"
    NOT_A_LANGUAGE = "not_a_language"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    NOT_KNOWN = "not_known"
    NOT_AN_ADDRESS = "not_an_address"
    NO_TITLE = "no_title"
    NO_HEARD = "no_heard"
    NO_RECOMMENDATION = "no_recommendation"
    NO_TEXT = "no_text"
    NO_BODY = "no_body"
    """Whom it is addressed to."""
    NO_HANDED = "no_handed"
    """Answered, and nobody says when it was handed over."""
    NO_ANSWER = "no_answer"
    NO_REASON = "no_reason"
    NO_ANSWER_DAY = "no_answer_day"
    NOT_OPEN = "not_open"
    """A day of the answer stands at one that is said to be open."""
    NO_DECIDED_BY = "no_decided_by"
    NO_DECISION = "no_decision"
    NO_DECISION_DAY = "no_decision_day"
    NO_DONE = "no_done"
    NO_DONE_DAY = "no_done_day"
    NOT_DONE = "not_done"
    """A day on which it was done stands at one that is not."""
    IN_FUTURE = "in_future"
    TOO_EARLY = "too_early"
    BEFORE_HANDED = "before_handed"
    BEFORE_ANSWERED = "before_answered"
    NO_LABEL = "no_label"
    ONLY_TRANSLATED = "only_translated"
    """There are words in another language, and none in the one it is written in."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong, and where."""

    field: str
    """As `Written` and `Asked` name it."""
    wrong: Wrong
    at: int | None = None
    """Of which recommendation (or reference, for `label` and `link`), from 0; None: of the outcome itself."""


def problems(written: Written, today: date, *, public: bool = False) -> list[Problem]:
    """Everything that is wrong with an outcome.

    :param public: whether everybody is to read it, which asks for more
    """
    found = [*_wrong_frame(written), *_wrong_texts(written)]
    for at, asked in enumerate(written.recommendations):
        found += [Problem(name, wrong, at) for name, wrong in wrong_in_asked(asked, written.source, today)]
    if public:
        found += _not_public(written)
    return list(dict.fromkeys(found))


def _wrong_frame(written: Written) -> Iterator[Problem]:
    if not written.languages:
        yield Problem("languages", Wrong.NO_LANGUAGE)
    elif not _has(written.title, written.source):
        yield Problem("title", Wrong.NO_TITLE)
    if len(written.languages) > MOST_LANGUAGES:
        yield Problem("languages", Wrong.TOO_MANY)
    if not all(is_well_formed(tag) for tag in written.languages):
        yield Problem("languages", Wrong.NOT_A_LANGUAGE)
    if not set(written.mission_areas) <= set(MissionArea):
        yield Problem("mission_areas", Wrong.NOT_KNOWN)
    if not set(written.sectors) <= set(Sector):
        yield Problem("sectors", Wrong.NOT_KNOWN)
    if len(written.recommendations) > MOST_RECOMMENDATIONS:
        yield Problem("recommendations", Wrong.TOO_MANY)
    if len(written.rests) > MOST_RESTS:
        yield Problem("rests", Wrong.TOO_MANY)
    for at, rest in enumerate(written.rests):
        if rest.kind is RestKind.LINK:
            if not is_address(rest.link):
                yield Problem("link", Wrong.NOT_AN_ADDRESS, at)
            if not _has(rest.label, written.source):
                yield Problem("label", Wrong.NO_LABEL, at)


_LONGEST = {"title": LONGEST_TITLE, "label": LONGEST_TITLE, "addressed_to": LONGEST_BODY, "decided_by": LONGEST_BODY}


def longest(name: str) -> int:
    """How many characters a text may have."""
    return _LONGEST.get(name, LONGEST_TEXT)


def _wrong_texts(written: Written) -> Iterator[Problem]:
    for name, at, texts in written.texts():
        if any(len(text) > longest(name) for text in texts.values()):
            yield Problem(name, Wrong.TOO_LONG, at)
        if not _has(texts, written.source) and any(_has(texts, tag) for tag in written.languages):
            yield Problem(name, Wrong.ONLY_TRANSLATED, at)


def wrong_in_asked(asked: Asked, source: str, today: date) -> Iterator[tuple[str, Wrong]]:
    """What is wrong with one recommendation: a field, and what it is. Each state needs what it says.

    Open: nothing. Accepted, accepted in part: the answer and its day. Declined: its reason as well. Done: the day of
    the answer, what was done and when.

    :param source: the language in which it is written
    """
    if not _has(asked.text, source):
        yield "text", Wrong.NO_TEXT
    yield from _wrong_answer(asked, source)
    yield from _wrong_decision(asked, source)
    if asked.state is RecommendationState.DONE:
        if not _has(asked.done, source):
            yield "done", Wrong.NO_DONE
        if asked.done_on is None:
            yield "done_on", Wrong.NO_DONE_DAY
    elif asked.done_on is not None:
        yield "done_on", Wrong.NOT_DONE
    yield from _wrong_days(asked, today)


def _wrong_answer(asked: Asked, source: str) -> Iterator[tuple[str, Wrong]]:
    if asked.state not in ANSWERED:
        if asked.answered_on is not None:
            yield "state", Wrong.NOT_OPEN
        return
    if asked.state is not RecommendationState.DONE and not _has(asked.answer, source):
        yield "answer", Wrong.NO_ANSWER
    if asked.state is RecommendationState.DECLINED and not _has(asked.reason, source):
        yield "reason", Wrong.NO_REASON
    if asked.answered_on is None:
        yield "answered_on", Wrong.NO_ANSWER_DAY
    if asked.handed_on is None:
        yield "handed_on", Wrong.NO_HANDED


def _wrong_decision(asked: Asked, source: str) -> Iterator[tuple[str, Wrong]]:
    if not (_has(asked.decision, source) or _has(asked.decided_by, source) or asked.decided_on):
        return
    if not _has(asked.decision, source):
        yield "decision", Wrong.NO_DECISION
    if not _has(asked.decided_by, source):
        yield "decided_by", Wrong.NO_DECIDED_BY
    if asked.decided_on is None:
        yield "decided_on", Wrong.NO_DECISION_DAY


def _wrong_days(asked: Asked, today: date) -> Iterator[tuple[str, Wrong]]:
    for name in ("handed_on", "answered_on", "decided_on", "done_on"):
        day: date | None = getattr(asked, name)
        if day is not None and day > today:
            yield name, Wrong.IN_FUTURE
        if day is not None and day < EARLIEST:
            yield name, Wrong.TOO_EARLY
    if asked.handed_on is not None:
        for name in ("answered_on", "due_on"):
            later: date | None = getattr(asked, name)
            if later is not None and later < asked.handed_on:
                yield name, Wrong.BEFORE_HANDED
    if asked.done_on is not None and asked.answered_on is not None and asked.done_on < asked.answered_on:
        yield "done_on", Wrong.BEFORE_ANSWERED


def _not_public(written: Written) -> Iterator[Problem]:
    if not _has(written.heard, written.source):
        yield Problem("heard", Wrong.NO_HEARD)
    if not written.recommendations:
        yield Problem("recommendations", Wrong.NO_RECOMMENDATION)
    for at, asked in enumerate(written.recommendations):
        if not _has(asked.addressed_to, written.source):
            yield Problem("addressed_to", Wrong.NO_BODY, at)


def _has(texts: Texts, language: str) -> bool:
    return bool(texts.get(language, "").strip())


# -- languages


@dataclass(frozen=True, slots=True)
class Missing:
    """A text that is there in the language of the outcome and not in another one."""

    field: str
    at: int | None = None


def missing(written: Written, language: str) -> tuple[Missing, ...]:
    """What is still to be translated."""
    return tuple(
        Missing(name, at)
        for name, at, texts in written.texts()
        if _has(texts, written.source) and not _has(texts, language)
    )


def offered(written: Written) -> tuple[str, ...]:
    """The languages in which everybody can read it: those in which nothing is missing, its own first."""
    return tuple(tag for tag in written.languages if tag == written.source or not missing(written, tag))
