"""Mails of organisers to a group of people: in each one's language, to nobody twice, recorded."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from engage.core.refusal import Refusal
from engage.events import queries_people
from engage.events.domain.filters import Filters
from engage.events.domain.telling import Told
from engage.events.mails.telling import tell
from engage.events.models import Event
from engage.events.models_people import GroupMail, Registration
from engage.i18n.locales import nearest

MOST_SUBJECT, MOST_BODY = 150, 6_000

Words = Mapping[str, Mapping[str, str]]
"""{language: {"subject": …, "body": …}}"""


class NoWords(Refusal):
    """A subject and a body in one language at least."""

    code = "no_words"


class NobodyToWriteTo(Refusal):
    code = "nobody_to_write_to"


class SentAlready(Refusal):
    """The same words went to the same group a moment ago: a form sent twice."""

    code = "sent_already"


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the group, and in which language its people are written to."""

    language: str
    number: int
    written_in: str
    """Empty while there are no words at all."""


@dataclass(frozen=True, slots=True)
class Recipients:
    languages: tuple[Language, ...]
    without: tuple[Registration, ...]
    """Who has no mail address: to be called."""
    twice: int
    """Registrations whose address another of the group has too: it is written to once."""

    @property
    def number(self) -> int:
        return sum(each.number for each in self.languages)


def recipients(session: Session, event: Event, sites: Collection[int], filters: Filters, words: Words) -> Recipients:
    """Whom a mail would reach."""
    found = _addressed(session, event, sites, filters)
    languages: dict[str, int] = {}
    for registration in found:
        languages[registration.language] = languages.get(registration.language, 0) + 1
    statement = _group(session, event, sites, filters)
    without = session.scalars(
        statement.where(Registration.email == "")
        .options(selectinload(Registration.attendees))
        .order_by(Registration.number)
    ).all()
    with_address = statement.where(Registration.email != "")
    total = session.scalar(select(func.count()).select_from(with_address.subquery())) or 0
    written = [Language(tag, number, in_language(words, tag)) for tag, number in sorted(languages.items())]
    return Recipients(tuple(written), tuple(without), total - len(found))


def in_language(words: Words, language: str) -> str:
    """The language in which somebody is written to: theirs, one near to it, else the first; as the mail does it."""
    tags = tuple(words)
    return (nearest(language, tags) or tags[0]) if tags else ""


def _group(session: Session, event: Event, sites: Collection[int], filters: Filters) -> Select[Registration]:
    of = queries_people.quotas(session, event.id)
    return queries_people.registrations(event.id, sites, filters, of)


def _addressed(session: Session, event: Event, sites: Collection[int], filters: Filters) -> Sequence[Registration]:
    """One registration an address: the first of the group."""
    statement = _group(session, event, sites, filters).where(Registration.email != "").order_by(Registration.number)
    found: dict[str, Registration] = {}
    for registration in session.scalars(statement):
        found.setdefault(registration.email.casefold(), registration)
    return list(found.values())


def examples(session: Session, event: Event, sites: Collection[int], filters: Filters) -> Mapping[str, Registration]:
    """A real recipient of each language, for the preview."""
    found: dict[str, Registration] = {}
    for registration in _addressed(session, event, sites, filters):
        found.setdefault(registration.language, registration)
    return found


def send(
    session: Session,
    event: Event,
    sites: Collection[int],
    filters: Filters,
    words: Words,
    *,
    by: int | None,
    now: datetime,
) -> GroupMail:
    """Write to each, in their language. What was searched for may be a name, so it is not recorded.

    :raises NoWords: a subject or a body is missing
    :raises NobodyToWriteTo: nobody of the group has an address
    :raises SentAlready: the form was sent twice
    """
    require_words(words)
    people = _addressed(session, event, sites, filters)
    if not people:
        raise NobodyToWriteTo
    kept = {language: dict(each) for language, each in words.items()}
    last = next(iter(queries_people.group_mails(session, event.id)), None)
    recorded = {key: value for key, value in filters.said.items() if key != "q"} | {"sites": sorted(sites)}
    if last and last.words == kept and last.filters == recorded and (now - last.at).total_seconds() < 60:
        raise SentAlready
    mail = GroupMail(event_id=event.id, filters=recorded, words=kept, at=now, by_id=by, count=len(people))
    session.add(mail)
    session.flush()
    for registration in people:
        tell(session, Told.GROUP, event, registration, now=now, group_mail_id=mail.id)
    return mail


def require_words(words: Words) -> None:
    """:raises NoWords: when there are none, or a language has a subject or a text alone"""
    if not words or any(not each["subject"].strip() or not each["body"].strip() for each in words.values()):
        raise NoWords
