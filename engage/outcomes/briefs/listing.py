"""Policy briefs that everybody can read, for pages that list them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.hubs.domain.texts import Said, named, said
from engage.hubs.models import Hub
from engage.i18n.locales import nearest
from engage.outcomes.briefs.standing import Standing, standings
from engage.outcomes.models import PolicyBrief

MOST = 20
"""All are looked at with what they rest on."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A policy brief in a list."""

    slug: str
    language: str
    """In which its page is to be read: the reader's, else the one that it was written in, else any."""
    title: Said
    hub: Said
    published_at: datetime
    languages: tuple[str, ...]
    """In which it is offered."""


def by_slug(session: Session, slug: str) -> PolicyBrief | None:
    """The brief at an address; None where none is published."""
    statement = select(PolicyBrief).where(PolicyBrief.slug == slug, PolicyBrief.published_at.is_not(None))
    return session.scalar(statement)


def of_hubs(session: Session, lang: str, spoken: Collection[str], hub: str = "") -> Sequence[Listed]:
    """Briefs that everybody can read, the newest first; without those whose ground was taken back; three statements.

    :param lang: of the reader
    :param spoken: the languages of this instance
    :param hub: whose, by its short name; empty for all hubs
    """
    statement = select(PolicyBrief).where(PolicyBrief.published_at.is_not(None))
    if hub:
        statement = statement.join(Hub, Hub.id == PolicyBrief.hub_id).where(Hub.slug == hub)
    statement = statement.order_by(PolicyBrief.published_at.desc(), PolicyBrief.id.desc()).limit(MOST)
    rows = session.scalars(statement).all()
    return [listed for found in standings(session, rows, spoken) if (listed := _listed(found, lang))]


def _listed(found: Standing, lang: str) -> Listed | None:
    brief = found.brief
    if not found.readable or brief.published_at is None:
        return None
    tongue = nearest(lang, found.whole) or found.whole[0]
    title = said(found.draft.title, tongue, (found.draft.source,))
    own = brief.hub
    hub = named(own.name, own.names, own.languages, lang)
    return Listed(brief.slug, tongue, title, hub, brief.published_at, found.whole)
