"""Calendar files of events: of all, of a hub, of one event or session, and of one registration.

What a file says depends on nothing but what is stored, so the same file has the same bytes until something changes.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from engage.events import queries, queries_public
from engage.events.calendars.entries import Source, Translate, of_event, of_person, of_session
from engage.events.calendars.files import About, Entry, File, Method, Words, written
from engage.events.domain.kinds import HOLDING
from engage.events.models import Event, ProgrammeSession
from engage.events.models_people import Registration
from engage.hubs import images
from engage.mail.speaking import translate_into

KEPT = timedelta(days=400)
"""What ended longer ago is no longer in feeds."""

__all__ = ["KEPT", "About", "Entry", "File", "Method", "Words", "calendar_for", "feed", "of_one", "of_one_session"]


def feed(session: Session, events: Sequence[Event], lang: str, interface: str, about: About, *, base: str) -> File:
    """Several events as a calendar to subscribe to. Cancelled ones stay in it.

    :param lang: of the reader: each event comes in its nearest language
    :param interface: the interface language of the product's own words
    :param base: of the instance's addresses
    """
    _ = translate_into(session, interface)
    texts, sites = queries_public.texts_of(session, events), queries_public.sites_of(session, events)
    sources = (Source(event, texts[event.id], sites[event.id], base) for event in events)
    return written([of_event(source, lang, _) for source in sources], about=about)


def of_one(session: Session, event: Event, lang: str, interface: str, *, base: str) -> File:
    """One event."""
    return written([of_event(_source(session, event, base), lang, translate_into(session, interface))])


def of_one_session(
    session: Session, event: Event, part: ProgrammeSession, lang: str, interface: str, *, base: str
) -> File:
    """One session of an event."""
    return written([of_session(_source(session, event, base), part, lang, translate_into(session, interface))])


def calendar_for(
    session: Session, registration: Registration, *, page: str, base: str, language: str = "", translate: Translate
) -> File:
    """The file for somebody's own calendar, as an attachment of a mail to them: `content`, `media_type`.

    As long as they have a place (or an offer of one) it is published; once they have none, or the event is cancelled,
    it takes the event out of their calendar.

    :param page: the absolute address of their personal page: it stands in no other calendar
    :param base: of the instance's addresses
    :param language: of the reader; empty: the registration's
    :param translate: into the interface language that serves them
    :raises LookupError: when the event is gone
    """
    event = session.get(Event, registration.event_id)
    if event is None:
        raise LookupError(registration.event_id)
    source = _source(session, event, base)
    site = next(site for site in source.sites if site.id == registration.site_id)
    ended = registration.status not in HOLDING
    entry = of_person(source, site, language or registration.language, page, translate, ended=ended)
    return written([entry], method=Method.CANCEL if entry.cancelled else Method.PUBLISH)


def _source(session: Session, event: Event, base: str) -> Source:
    picture = images.shown(session, event.activity.cover)
    kinds = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif"}
    shown = None
    if picture:
        ending = picture.address.rpartition(".")[2]
        shown = (base + picture.address, kinds.get(ending, "image/jpeg"))
    return Source(event, queries.texts(session, event), event.sites, base, shown)
