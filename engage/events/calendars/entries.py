"""Events and sessions as entries of calendars, in one language: public ones, and one person's own.

What is public holds no link to anything personal, and no link into an online room: calendars are shared.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engage.activities.domain.kinds import ActivityState
from engage.core import zones
from engage.events.calendars.files import Entry, Words
from engage.events.domain.kinds import SiteKind
from engage.events.models import Event, ProgrammeSession, Site
from engage.events.queries_public import languages_of
from engage.hubs.domain.texts import named
from engage.i18n.gates import passing
from engage.i18n.locales import nearest
from engage.i18n.text import LocalizedText
from engage.instruments.rendering.texts import plain

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Source:
    """An event with all that its entries are made of."""

    event: Event
    texts: Mapping[str, LocalizedText]
    sites: Sequence[Site]
    base: str
    """Of the instance: `https://engage.example.org`."""
    picture: tuple[str, str] | None = None

    def tag(self, lang: str) -> str:
        """The language of the event that serves a reader best."""
        available = languages_of(self.event)
        return nearest(lang, available) or available[0]

    def words(self, place: str, lang: str) -> Words:
        text = self.texts.get(place)
        if text is None:
            return Words("", self.tag(lang))
        found, tag = passing(text, self.event.text_gate).pick(self.tag(lang))
        return Words(plain(found), tag)

    @property
    def cancelled(self) -> bool:
        return self.event.activity.state is ActivityState.CANCELLED

    def address(self, lang: str) -> str:
        return f"{self.base}/{self.tag(lang)}/events/{self.event.slug}"


def of_event(source: Source, lang: str, _: Translate) -> Entry:
    """The whole event: at all its sites, by its own clock."""
    event, activity = source.event, source.event.activity
    summary = source.words("title", lang)
    about = source.words("summary", lang)
    return Entry(
        uid=event.uid,
        sequence=event.sequence,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=_zone(event.time_zone),
        summary=summary,
        description=Words(
            _paragraphs(about.text, *_local_times(source, lang, _), _more(source, lang, _)), about.language
        ),
        location=_location(source, source.sites, lang, _),
        address=source.address(lang),
        changed_at=activity.updated_at or activity.created_at,
        created_at=activity.created_at,
        cancelled=source.cancelled,
        contact=_contact(event, lang),
        picture=source.picture,
    )


def of_session(source: Source, session: ProgrammeSession, lang: str, _: Translate) -> Entry:
    """One session: at its site, else at all of them. It changes with the event, so its sequence rises with both."""
    whole = of_event(source, lang, _)
    title = source.words(f"session:{session.id}:title", lang)
    about = source.words(f"session:{session.id}:about", lang)
    there = [site for site in source.sites if site.id == session.site_id] or list(source.sites)
    return replace(
        whole,
        uid=f"session-{session.id}.{whole.uid}",
        sequence=whole.sequence + session.sequence,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=title,
        description=Words(_paragraphs(whole.summary.text, about.text, _more(source, lang, _)), about.language),
        location=_location(source, there, lang, _),
        address=f"{whole.address}#session-{session.id}",
    )


def of_person(source: Source, site: Site, lang: str, page: str, _: Translate, *, ended: bool) -> Entry:
    """The event as somebody with a place has it: at their site, by its clock, with the link to their own page.

    It is the same event in their calendar as the public one: the newer file replaces the older.

    :param page: the address of their personal page
    :param ended: they have no place any more: their calendar takes it out
    """
    whole = of_event(source, lang, _)
    about = source.words("summary", lang)
    own = _("Your registration, for you alone: %(address)s") % {"address": page}
    return replace(
        whole,
        sequence=whole.sequence + (1 if ended and not source.cancelled else 0),
        zone=_zone(site.time_zone),
        description=Words(_paragraphs(about.text, own, _more(source, lang, _)), about.language),
        location=_location(source, [site], lang, _),
        cancelled=ended or source.cancelled,
    )


def _zone(name: str) -> str:
    return name if zones.is_zone(name) else zones.DEFAULT


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _more(source: Source, lang: str, _: Translate) -> str:
    hub = source.event.activity.hub
    name = named(hub.name, hub.names, hub.languages, lang).text
    said = _("Held by %(hub)s. All about it: %(address)s") % {"hub": name, "address": source.address(lang)}
    if source.cancelled:
        return _("This event is cancelled. It does not take place.") + "\n" + said
    return said


def _local_times(source: Source, lang: str, _: Translate) -> list[str]:
    """Of sites by whose clock it begins at another time than by the event's."""
    start = source.event.starts_at
    said = []
    for site in source.sites:
        if _differs(start, source.event.time_zone, site.time_zone):
            name = source.words(f"site:{site.id}:name", lang).text or site.address
            local = zones.local(start, _zone(site.time_zone))
            said.append(f"{name}: {local:%H:%M}")
    return [_("Local time of the start:") + "\n" + "\n".join(said)] if said else []


def _differs(moment: datetime, first: str, second: str) -> bool:
    return zones.local(moment, first).utcoffset() != zones.local(moment, second).utcoffset()


def _location(source: Source, sites: Sequence[Site], lang: str, _: Translate) -> Words:
    language = source.tag(lang)
    places = []
    for site in sites:
        name = source.words(f"site:{site.id}:name", lang)
        language = name.language if name.text else language
        if site.kind is SiteKind.ONLINE:
            places.append(_("online"))
        else:
            places.append(", ".join(part for part in (name.text, site.address) if part))
    return Words("; ".join(place for place in dict.fromkeys(places) if place), language)


def _contact(event: Event, lang: str) -> str:
    hub = event.activity.hub
    name = event.contact_name or hub.contact_name or named(hub.name, hub.names, hub.languages, lang).text
    return ", ".join(part for part in (name, event.contact_phone or hub.contact_phone) if part)
