"""Words of a hub in place of the shipped ones: kept, approved, out of date, taken back.

A hub writes in its first language and translates from there. In each language its own words are used while they are
approved and say what the first language says; else the shipped ones are, which are complete in every interface
language. Nobody gets a mail that is half translated.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.i18n import locales
from engage.mail import safe, texts
from engage.mail.kinds import MailKind
from engage.mail.models import MailText

LONGEST_SUBJECT = safe.LONGEST_SUBJECT
LONGEST_BODY = 10_000


class EmptyText(Refusal):
    code = "empty_text"


class TextTooLong(Refusal):
    code = "text_too_long"


class UnknownPlaceholders(Refusal):
    """Something in braces is no placeholder of this mail."""

    code = "unknown_placeholders"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class LinksMissing(Refusal):
    """Without its links a mail is of no use."""

    code = "links_missing"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class LinkInSubject(Refusal):
    code = "link_in_subject"


class NotForHubs(Refusal):
    """What concerns the safety of accounts says the same everywhere."""

    code = "not_for_hubs"


class State(StrEnum):
    """Which words are used in a language."""

    SHIPPED = "shipped"
    DRAFT = "draft"
    """Written, and not approved: the shipped words are used."""
    STALE = "stale"
    """The hub's first language has changed since: the shipped words are used."""
    APPROVED = "approved"
    """Used."""


@dataclass(frozen=True, slots=True)
class Own:
    """The words of a hub in one language."""

    subject: str
    body: str
    language: str
    state: State
    updated_at: datetime


def fingerprint(subject: str, body: str) -> str:
    return hashlib.sha256(f"{subject}\0{body}".encode()).hexdigest()[:16]


def own(session: Session, kind: str, hub_id: int, first: str) -> dict[str, Own]:
    """What a hub has written for a kind of mail, by language.

    :param first: the hub's first language
    """
    rows = session.scalars(select(MailText).where(MailText.kind == kind, MailText.hub_id == hub_id)).all()
    now = _source(rows, first)
    return {
        row.language: Own(row.subject, row.body, row.language, _state(row, first, now), row.updated_at) for row in rows
    }


def _source(rows: Sequence[MailText], first: str) -> str:
    return next((fingerprint(row.subject, row.body) for row in rows if row.language == first), "")


def _state(row: MailText, first: str, source: str) -> State:
    if row.language != first and row.source != source:
        return State.STALE
    return State.APPROVED if row.approved else State.DRAFT


def changed_kinds(session: Session, hub_id: int) -> dict[str, int]:
    """Kinds of which a hub has words of its own, with the number of languages."""
    found: dict[str, int] = {}
    for kind in session.scalars(select(MailText.kind).where(MailText.hub_id == hub_id)):
        found[kind] = found.get(kind, 0) + 1
    return found


def in_use(
    session: Session, kind: MailKind, hub_id: int | None, first: str, wanted: str, offered: Sequence[str]
) -> tuple[str, Own | None]:
    """The language that serves a recipient best, and the hub's words there; None for the shipped ones."""
    usable: dict[str, Own] = {}
    if hub_id is not None and kind.hubs_change_it:
        found = own(session, kind.name, hub_id, first)
        usable = {tag: words for tag, words in found.items() if words.state is State.APPROVED}
    available = tuple(dict.fromkeys((*usable, *offered)))
    language = locales.nearest(wanted, available) or locales.nearest(locales.DEFAULT, available) or available[0]
    return language, usable.get(language)


def check(kind: MailKind, subject: str, body: str) -> None:
    """Whether words may be kept: nothing but known placeholders, and every link.

    :raises EmptyText, TextTooLong, UnknownPlaceholders, LinksMissing, LinkInSubject:
    """
    if not subject or not body:
        raise EmptyText
    if len(subject) > LONGEST_SUBJECT or len(body) > LONGEST_BODY:
        raise TextTooLong
    odd = list(dict.fromkeys((*texts.unknown(subject, kind.names), *texts.unknown(body, kind.names))))
    if odd:
        raise UnknownPlaceholders(odd)
    if any(name in kind.links for name in texts.in_braces(subject)):
        raise LinkInSubject
    gone = texts.missing(body, kind.links)
    if gone:
        raise LinksMissing(gone)


def tidied(subject: str, body: str) -> tuple[str, str]:
    """As it is stored: one line and its paragraphs, without control characters and hidden directions."""
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    clean = "\n".join(safe.one_line(line, LONGEST_BODY + 1) for line in lines).strip()
    return safe.one_line(subject, LONGEST_SUBJECT + 1), clean


def save(
    session: Session,
    kind: MailKind,
    hub_id: int,
    language: str,
    subject: str,
    body: str,
    *,
    first: str,
    approved: bool,
    now: datetime,
) -> MailText:
    """Keep a hub's words in one language, to be used once they are approved.

    :raises NotForHubs: for a kind that hubs do not change
    """
    if not kind.hubs_change_it:
        raise NotForHubs
    subject, body = tidied(subject, body)
    check(kind, subject, body)
    rows = session.scalars(select(MailText).where(MailText.kind == kind.name, MailText.hub_id == hub_id)).all()
    row = next((each for each in rows if each.language == language), None)
    if row is None:
        row = MailText(kind=kind.name, hub_id=hub_id, language=language)
        session.add(row)
    row.subject, row.body, row.approved, row.updated_at = subject, body, approved, now
    row.source = "" if language == first else _source(rows, first)
    session.flush()
    return row


def reset(session: Session, kind: str, hub_id: int, language: str) -> MailText | None:
    """Back to the shipped words; what was there is returned, so that it can be put back."""
    row = session.scalar(
        select(MailText).where(MailText.kind == kind, MailText.hub_id == hub_id, MailText.language == language)
    )
    if row is not None:
        session.execute(delete(MailText).where(MailText.id == row.id))
    return row
