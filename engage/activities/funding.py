"""Who pays, and what must be said of it: on pages of the instance, a hub or an activity, in mails and PDFs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from engage.activities.domain.shown import picked
from engage.activities.models import Funding
from engage.core.clock import utcnow
from engage.hubs import images
from engage.hubs.images import ShownImage
from engage.hubs.models import Image
from engage.mail import ports


@dataclass(frozen=True, slots=True)
class Statement:
    """What one funder wants to be said, in the language that serves the reader."""

    funder: str
    text: str
    language: str
    emblem: ShownImage | None
    emblem_text: str
    emblem_language: str
    digest: str | None
    """Of the emblem, for those who need its content."""


def for_mails(
    session: Session, hub_id: int | None, activity_id: int | None, language: str
) -> tuple[ports.Statement, ...]:
    """What mails of a hub about an activity say today, with the emblems' content: nothing is fetched by who reads."""
    found = statements(session, language, utcnow().date(), hub_id=hub_id, activity_id=activity_id)
    return tuple(_in_mail(session, each) for each in found)


def _in_mail(session: Session, said: Statement) -> ports.Statement:
    content, kind = picture_of(session, said)
    return ports.Statement(said.text or said.funder, content, kind, said.emblem_text)


def picture_of(session: Session, said: Statement) -> tuple[bytes, str]:
    """An emblem's content and media type; empty for none."""
    return (images.content_of(session, said.digest) if said.digest else None) or (b"", "")


def funding_for(
    session: Session, hub_id: int | None, activity_id: int | None, on: date
) -> Sequence[tuple[Funding, ShownImage | None]]:
    """The funding that counts on a day for an activity, for its hub and for the instance, in this order, each with its
    emblem.

    :param hub_id: None for what is about no hub
    :param activity_id: None for what is about no activity
    """
    whose = [and_(Funding.hub_id.is_(None), Funding.activity_id.is_(None))]
    if hub_id is not None:
        whose.append(and_(Funding.hub_id == hub_id, Funding.activity_id.is_(None)))
    if activity_id is not None:
        whose.append(Funding.activity_id == activity_id)
    statement = (
        select(Funding, *images.COLUMNS)
        .outerjoin(Image, Image.digest == Funding.emblem)
        .where(
            or_(*whose),
            or_(Funding.starts_on.is_(None), Funding.starts_on <= on),
            or_(Funding.ends_on.is_(None), Funding.ends_on >= on),
        )
    )
    found = [(row[0], images.as_shown(*row[1:])) for row in session.execute(statement)]
    return sorted(found, key=lambda pair: (pair[0].activity_id is None, pair[0].hub_id is None, pair[0].id))


def statements(
    session: Session, lang: str, on: date, *, hub_id: int | None = None, activity_id: int | None = None
) -> list[Statement]:
    """What pages and mails in a language say of it; the same statement is said once."""
    said: dict[tuple[str, str], Statement] = {}
    for each, picture in funding_for(session, hub_id, activity_id, on):
        text, language = picked(each.statement, lang)
        words, words_language = picked(each.emblem_text, lang)
        said.setdefault(
            (each.funder, text),
            Statement(
                funder=each.funder,
                text=text,
                language=language,
                emblem=picture,
                emblem_text=words,
                emblem_language=words_language,
                digest=each.emblem,
            ),
        )
    return list(said.values())
