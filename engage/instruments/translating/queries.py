"""What is known about the work on texts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from engage.accounts import sight
from engage.accounts.models import Person
from engage.instruments.models import InstrumentEdit
from engage.instruments.translating.models import (
    Assignment,
    DeedKind,
    GlossaryTerm,
    TakenOver,
    TextComment,
    TextDeed,
)
from engage.web.permissions import Permission


@dataclass(frozen=True, slots=True)
class Did:
    """Who did something with exactly these words, and when."""

    kind: DeedKind
    words: str
    by_id: int | None
    by: str
    """A mail address; empty when the account is gone."""
    at: datetime


def deeds(session: Session, instrument_id: int, language: str, paths: Collection[str]) -> dict[str, list[Did]]:
    """What was done with texts in one language, by path, the oldest first."""
    statement = (
        select(TextDeed, Person.email)
        .join(Person, and_(Person.id == TextDeed.by_id, Person.closed_at.is_(None)), isouter=True)
        .where(TextDeed.instrument_id == instrument_id, TextDeed.language == language)
        .order_by(TextDeed.id)
    )
    found: dict[str, list[Did]] = {}
    for deed, email in session.execute(statement):
        if deed.path in paths:
            found.setdefault(deed.path, []).append(Did(deed.kind, deed.words, deed.by_id, email or "", deed.at))
    return found


def written_elsewhere(session: Session, instrument_id: int, person_id: int) -> set[tuple[str, str]]:
    """Place and words of every text that a person typed in other pages of the console: ("texts.de.title", "Titel").

    Words that came with a whole file, or came back by an undo, are not theirs.
    """
    statement = select(InstrumentEdit.summary, InstrumentEdit.patches).where(
        InstrumentEdit.instrument_id == instrument_id, InstrumentEdit.by == person_id
    )
    found = set()
    for summary, patches in session.execute(statement):
        if summary["code"] in _NOT_TYPED:
            continue
        for patch in patches:
            before, after = patch["before"] or {}, patch["after"]
            if patch["path"].startswith("texts.") and after and after["text"] != before.get("text"):
                found.add((_plain(patch["path"]), after["text"]))
    return found


def _plain(place: str) -> str:
    """A place of the working copy as a path of a text: names in it are not escaped."""
    return place.replace("%7E", "~").replace("%2E", ".").replace("%25", "%")


_NOT_TYPED = frozenset({"taken_in", "undone"})


def assignments_of(session: Session, person_id: int) -> Sequence[Assignment]:
    """What a person is asked for, what is due first on top; what is done at the end."""
    statement = select(Assignment).where(Assignment.person_id == person_id)
    found = session.scalars(statement).all()
    return sorted(
        found, key=lambda one: (one.done_at is not None, one.due_on is None, one.due_on or one.given_at.date())
    )


def assignments(session: Session, instrument_id: int) -> Sequence[tuple[Assignment, str]]:
    """Who is asked for what in an instrument, with mail addresses."""
    statement = (
        select(Assignment, Person.email)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.instrument_id == instrument_id)
        .order_by(Assignment.language, Assignment.id)
    )
    return [(assignment, email) for assignment, email in session.execute(statement)]


def asked_for(session: Session, person_id: int, instrument_id: int) -> dict[str, frozenset[str]]:
    """The languages that a person is asked for in an instrument, each with its sections; no sections: all."""
    statement = select(Assignment.language, Assignment.sections).where(
        Assignment.person_id == person_id, Assignment.instrument_id == instrument_id
    )
    found: dict[str, frozenset[str]] = {}
    for language, sections in session.execute(statement):
        known = found.get(language)
        everything = not sections or known == frozenset()
        found[language] = frozenset() if everything else (known or frozenset()) | frozenset(sections)
    return found


def comments(session: Session, instrument_id: int, language: str, path: str) -> Sequence[tuple[TextComment, str]]:
    """What is said about one text, the oldest first, with mail addresses."""
    statement = (
        select(TextComment, Person.email)
        .join(Person, and_(Person.id == TextComment.by_id, Person.closed_at.is_(None)), isouter=True)
        .where(TextComment.instrument_id == instrument_id, TextComment.language == language, TextComment.path == path)
        .order_by(TextComment.id)
    )
    return [(comment, email or "") for comment, email in session.execute(statement)]


def open_comments(session: Session, instrument_id: int) -> dict[tuple[str, str], int]:
    """How many comments wait, by language and path."""
    statement = (
        select(TextComment.language, TextComment.path, func.count())
        .where(TextComment.instrument_id == instrument_id, TextComment.settled_at.is_(None))
        .group_by(TextComment.language, TextComment.path)
    )
    return {(language, path): number for language, path, number in session.execute(statement)}


def glossary(session: Session, instrument_id: int, languages: Iterable[str] | None = None) -> Sequence[GlossaryTerm]:
    """Terms of an instrument in some languages (None: all), in alphabetical order."""
    statement = select(GlossaryTerm).where(GlossaryTerm.instrument_id == instrument_id)
    if languages is not None:
        statement = statement.where(GlossaryTerm.language.in_(list(languages)))
    return session.scalars(statement.order_by(func.lower(GlossaryTerm.term), GlossaryTerm.language)).all()


def taken_over(session: Session, instrument_id: int) -> Sequence[TakenOver]:
    """Each time translations were taken over as approved, the newest first."""
    statement = select(TakenOver).where(TakenOver.instrument_id == instrument_id).order_by(TakenOver.id.desc())
    return session.scalars(statement).all()


def translators(session: Session, hubs: Collection[int]) -> Sequence[Person]:
    """Accounts that may be asked to translate what belongs to one of these hubs."""
    people = session.scalars(select(Person).where(Person.active).order_by(Person.email)).all()
    return [person for person in people if sight.may(session, person, Permission.TRANSLATE, hubs)]


def person(session: Session, email: str) -> Person | None:
    return session.scalar(select(Person).where(Person.email == email.strip().casefold()))
