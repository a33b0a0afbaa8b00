"""Interface languages that an instance adds: translate, put in use, take out of use."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.web.additions.messages import Message, faults, forms_of, messages
from engage.web.additions.models import InterfaceLanguage, InterfaceText


class NotComplete(Refusal):
    """A language is offered only when every string that citizens meet is there."""

    code = "not_complete"


class MarksDiffer(Refusal):
    """Placeholders or tags are missing or new; the message names them."""

    code = "marks_differ"


class NoSuchMessage(Refusal):
    code = "no_such_message"


def languages(session: Session) -> Sequence[InterfaceLanguage]:
    return session.scalars(select(InterfaceLanguage).order_by(InterfaceLanguage.language)).all()


def texts(session: Session, language: str) -> dict[str, list[str]]:
    """What is translated, by the digest of the message."""
    rows = session.scalars(select(InterfaceText).where(InterfaceText.language == language))
    return {row.digest: list(row.forms) for row in rows}


def start(session: Session, language: str) -> InterfaceLanguage:
    """Begin a language, or go on with it."""
    found = session.get(InterfaceLanguage, language)
    if found is None:
        found = InterfaceLanguage(language=language, revision=1)
        session.add(found)
        session.flush()
    return found


def save(session: Session, language: str, digest: str, forms: Sequence[str], *, by: int | None, now: datetime) -> None:
    """Keep the translation of one message, a text for each plural form; all empty takes it out.

    A language in use stays complete: nothing is taken out of it.

    :raises NoSuchMessage: when the product does not say that
    :raises MarksDiffer: when a placeholder or a tag would be lost
    :raises NotComplete: when a form is missing, or a language in use would lose a text
    """
    message = next((one for one in messages() if one.digest == digest), None)
    if message is None:
        raise NoSuchMessage
    row = start(session, language)
    stored = session.get(InterfaceText, (language, digest))
    wanted = [form.replace("\r\n", "\n").strip() for form in forms]
    if not any(wanted):
        if row.offered_at is not None and stored is not None:
            raise NotComplete
        if stored is not None:
            session.delete(stored)
    else:
        _check(message, language, wanted)
        if stored is None:
            stored = InterfaceText(language=language, digest=digest, message=message.id)
            session.add(stored)
        stored.forms, stored.by_id, stored.at = wanted, by, now
    row.revision += 1
    session.flush()


def _check(message: Message, language: str, forms: list[str]) -> None:
    if len(forms) != forms_of(message, language) or not all(forms):
        raise NotComplete
    if odd := faults(message, forms):
        raise MarksDiffer(", ".join(odd))


def missing(session: Session, language: str) -> tuple[Message, ...]:
    there = texts(session, language)
    return tuple(message for message in messages() if not all(there.get(message.digest) or [""]))


def put_in_use(session: Session, language: str, *, now: datetime) -> None:
    """:raises NotComplete: while a string is missing"""
    if missing(session, language):
        raise NotComplete
    row = start(session, language)
    row.offered_at = row.offered_at or now
    row.revision += 1
    session.flush()


def take_out_of_use(session: Session, language: str) -> None:
    row = start(session, language)
    row.offered_at = None
    row.revision += 1
    session.flush()
