"""Who is asked to translate what until when; what is said about texts; how terms are said."""

import logging
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.instruments.domain.translating import tidy
from engage.instruments.translating import mails
from engage.instruments.translating.models import Assignment, GlossaryTerm, TextComment
from engage.jobs.schedule import RegularJob

log = logging.getLogger("engage.translating")

REMIND_BEFORE = timedelta(days=3)
NOT_TRANSLATED = "*"
"""The language of terms that stay as they are in every language."""


class EmptyComment(Refusal):
    code = "empty_comment"


class EmptyTerm(Refusal):
    code = "empty_term"


def assign(
    session: Session,
    instrument_id: int,
    language: str,
    sections: Collection[str],
    *,
    person_id: int,
    due_on: date | None,
    by: int | None,
    now: datetime,
) -> Assignment:
    """Ask somebody for the texts of one language: all, or those of some sections."""
    assignment = Assignment(
        instrument_id=instrument_id,
        language=language,
        sections=list(sections),
        person_id=person_id,
        due_on=due_on,
        given_by=by,
        given_at=now,
    )
    session.add(assignment)
    session.flush()
    return assignment


def withdraw(session: Session, instrument_id: int, assignment_id: int) -> None:
    """The person is no longer asked, and sees the texts no longer."""
    session.execute(delete(Assignment).where(Assignment.id == assignment_id, Assignment.instrument_id == instrument_id))


def release(session: Session, person_id: int) -> None:
    """Somebody who closes their account is asked for nothing any more."""
    session.execute(delete(Assignment).where(Assignment.person_id == person_id))


def mark_done(session: Session, assignment_id: int, *, person_id: int, done: bool, now: datetime) -> None:
    """The person says that their part is done, or not yet after all. Others' assignments stay as they are."""
    assignment = session.get(Assignment, assignment_id)
    if assignment is not None and assignment.person_id == person_id:
        assignment.done_at = now if done else None
        session.flush()


def is_due(assignment: Assignment, today: date) -> bool:
    """Whether a reminder is in place: three days before the day, and after it."""
    return assignment.done_at is None and assignment.due_on is not None and assignment.due_on - REMIND_BEFORE <= today


def remind(session: Session, now: datetime) -> int:
    """Write to those whose day is near or over, once for each thing they were asked for."""
    waiting = session.scalars(
        select(Assignment).where(
            Assignment.done_at.is_(None), Assignment.reminded_at.is_(None), Assignment.due_on.is_not(None)
        )
    )
    due = [assignment for assignment in waiting if is_due(assignment, now.date())]
    for assignment in due:
        assignment.reminded_at = now
        mails.remind(session, assignment, now=now)
        log.info(
            "translation due",
            extra={
                "event": "translation_due",
                "assignment": assignment.id,
                "instrument": assignment.instrument_id,
                "language": assignment.language,
                "due_on": str(assignment.due_on),
            },
        )
    session.flush()
    return len(due)


def reminders() -> RegularJob:
    label = lazy_gettext("Remind of translations that are due")
    return RegularJob("translation-reminders", timedelta(hours=6), remind, label)


# -- comments


def comment(
    session: Session, instrument_id: int, language: str, path: str, words: str, *, by: int, now: datetime
) -> TextComment:
    """:raises EmptyComment: when nothing is said"""
    words = tidy(words).strip()[:5000]
    if not words:
        raise EmptyComment
    said = TextComment(instrument_id=instrument_id, language=language, path=path, words=words, by_id=by, at=now)
    session.add(said)
    session.flush()
    return said


def settle(session: Session, instrument_id: int, language: str, path: str, *, now: datetime) -> None:
    """What was asked about a text is answered."""
    waiting = select(TextComment).where(
        TextComment.instrument_id == instrument_id,
        TextComment.language == language,
        TextComment.path == path,
        TextComment.settled_at.is_(None),
    )
    for said in session.scalars(waiting):
        said.settled_at = now
    session.flush()


# -- glossary


def set_term(session: Session, instrument_id: int, language: str, term: str, translation: str) -> None:
    """Say how a term is translated; an empty translation takes it out. `*`: it stays as it is everywhere.

    :raises EmptyTerm: without a term
    """
    term, translation = tidy(term).strip()[:200], tidy(translation).strip()[:200]
    if not term:
        raise EmptyTerm
    where = (
        GlossaryTerm.instrument_id == instrument_id,
        GlossaryTerm.language == language,
        GlossaryTerm.term == term,
    )
    found = session.scalar(select(GlossaryTerm).where(*where))
    if language == NOT_TRANSLATED:
        translation = term
    if not translation:
        session.execute(delete(GlossaryTerm).where(*where))
    elif found is None:
        session.add(GlossaryTerm(instrument_id=instrument_id, language=language, term=term, translation=translation))
    else:
        found.translation = translation
    session.flush()


def remove_terms(session: Session, instrument_id: int, ids: Sequence[int]) -> None:
    session.execute(delete(GlossaryTerm).where(GlossaryTerm.instrument_id == instrument_id, GlossaryTerm.id.in_(ids)))
