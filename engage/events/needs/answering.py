"""Answering a need: taken care of (by when), or not possible, in words for the person, who is told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.events.domain.kinds import NeedState
from engage.events.domain.needs import MOST_WORDS, without_bank_data
from engage.events.domain.telling import Told
from engage.events.mails.telling import tell
from engage.events.models import Event
from engage.events.models_people import Need, Registration


class NoWords(Refusal):
    """Somebody is told that something is not possible, and not what else is."""

    code = "no_words"


class TooLong(Refusal):
    code = "too_long"


class PastDay(Refusal):
    """It cannot be taken care of by a day that is over."""

    code = "past_day"


class AnsweredMeanwhile(Refusal):
    """Somebody else has answered since the page was opened."""

    code = "answered_meanwhile"


@dataclass(frozen=True, slots=True)
class Answer:
    state: NeedState
    words: str = ""
    by_when: date | None = None


def stamp(need: Need) -> str:
    """What a page was opened on: changes with each answer."""
    return need.answered_at.isoformat() if need.answered_at else ""


def answer(
    session: Session,
    event: Event,
    registration: Registration,
    need: Need,
    given: Answer,
    *,
    seen: str,
    now: datetime,
    by: int,
) -> bool:
    """Keep an answer and tell the person; ASKED takes an answer back and tells nobody.

    Says whether a mail goes out: who has no address is told by the team.

    :raises AnsweredMeanwhile: when `seen` is not the need's `stamp` any more
    :raises NoWords: when it is refused without words
    :raises TooLong: for more than 1,000 characters
    :raises PastDay: for a day that is over
    :raises BankData: when the words look like they hold bank data
    """
    if seen != stamp(need):
        raise AnsweredMeanwhile
    _keep(need, checked(given, now), now=now, by=by)
    return _told(session, event, registration, [need], now)


def answer_alike(
    session: Session, event: Event, found: Sequence[Row[Any]], given: Answer, *, now: datetime, by: int
) -> tuple[int, int]:
    """The same answer to everybody of a list who still waits for one: (needs answered, registrations told by mail).

    Nobody gets two mails for it.

    :param found: rows of (Need, Attendee, Registration)
    :raises NoWords, TooLong, PastDay, BankData: as for one, and then nobody is answered
    """
    given = checked(given, now)
    waiting = [row for row in found if row.Need.state is NeedState.ASKED]
    needs: dict[Registration, list[Need]] = {}
    for row in waiting:
        _keep(row.Need, given, now=now, by=by)
        needs.setdefault(row.Registration, []).append(row.Need)
    told = [_told(session, event, registration, theirs, now) for registration, theirs in needs.items()]
    return len(waiting), sum(told)


def checked(given: Answer, now: datetime) -> Answer:
    """:raises NoWords, TooLong, PastDay, BankData: when an answer cannot be kept as it is"""
    words = without_bank_data(given.words.strip())
    if given.state is NeedState.REFUSED and not words:
        raise NoWords
    if len(words) > MOST_WORDS:
        raise TooLong
    if given.by_when is not None and given.by_when < now.date():
        raise PastDay
    return replace(given, words=words)


def _keep(need: Need, given: Answer, *, now: datetime, by: int) -> None:
    need.state = given.state
    need.answer = "" if given.state is NeedState.ASKED else given.words
    need.by_when = given.by_when if given.state is NeedState.ANSWERED else None
    need.answered_at, need.answered_by = now, by


def _told(session: Session, event: Event, registration: Registration, needs: Sequence[Need], now: datetime) -> bool:
    """One mail that leads to the answers; none for an answer that was taken back."""
    if not registration.email or all(need.state is NeedState.ASKED for need in needs):
        return False
    tell(session, Told.NEED_ANSWERED, event, registration, now=now)
    for need in needs:
        need.told_at = now
    return True
