"""Reads all that the public sees of an event, in one language: each text in it or, where it is missing, in another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityState
from engage.activities.domain.shown import Cover, picked
from engage.events import queries, queries_public
from engage.events.domain import quota_names
from engage.events.domain.kinds import MaterialPhase
from engage.events.domain.publicly import unfinished
from engage.events.models import Event, ProgrammeSession, Site
from engage.events.queries_public import Parts
from engage.events.showing.shown import (
    ContactShown,
    EventPage,
    HubShown,
    MaterialShown,
    QuotaShown,
    SessionShown,
    SiteShown,
    SpeakerShown,
    TrackShown,
)
from engage.events.showing.times import Span
from engage.hubs import images
from engage.hubs.domain.texts import Said, named
from engage.hubs.models import Hub
from engage.i18n.gates import TextGate, passing
from engage.i18n.text import LocalizedText

Texts = Mapping[str, LocalizedText]
NOTHING = Said("", "en")
_ELSEWHERE = ("report:", "consent")
"""Texts of an event that stand on other pages."""


def load(session: Session, event: Event, lang: str, *, drafts: bool = False) -> EventPage:
    """Everything of one event in a language of its own (`queries_public.languages_of`).

    :param drafts: shows translations that have not come as far as the event's gate asks: for its team
    """
    parts = queries_public.parts(session, event)
    gate = TextGate.NONE if drafts else event.text_gate
    texts = {place: passing(text, gate) for place, text in queries.texts(session, event).items()}
    return _Reading(event, parts, texts, lang).page(_cover(session, event, lang))


def _cover(session: Session, event: Event, lang: str) -> Cover | None:
    picture = images.shown(session, event.activity.cover)
    if picture is None:
        return None
    words, tag = picked(event.activity.cover_text, lang)
    return Cover(picture.address, picture.width, picture.height, words, tag)


def hub_shown(hub: Hub, lang: str) -> HubShown:
    name = named(hub.name, hub.names, hub.languages, lang)
    return HubShown(hub.id, hub.slug, name, hub.country, hub.published_at is not None)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One event being put into one language."""

    event: Event
    parts: Parts
    texts: Texts
    lang: str

    def said(self, place: str) -> Said:
        text = self.texts.get(place)
        return Said(*text.pick(self.lang)) if text else NOTHING

    def title(self) -> Said:
        return self.said("title") or Said(*picked(self.event.activity.title, self.lang))

    def page(self, cover: Cover | None) -> EventPage:
        event, activity = self.event, self.event.activity
        sites = {site.id: self.site(site) for site in self.parts.sites}
        speakers = {
            each.id: SpeakerShown(each.id, each.name, each.affiliation, self.said(f"speaker:{each.id}:about"))
            for each in self.parts.speakers
        }
        sessions = tuple(self.session(each, sites, speakers) for each in self.parts.sessions)
        return EventPage(
            id=event.id,
            slug=event.slug,
            uid=event.uid,
            sequence=event.sequence,
            kind=activity.kind,
            lang=self.lang,
            languages=queries_public.languages_of(event),
            title=self.title(),
            summary=self.said("summary"),
            about=self.said("about"),
            practical=self.said("practical"),
            span=Span(event.starts_at, event.ends_at, event.time_zone),
            before=tuple(Span(move.starts_at, move.ends_at, move.time_zone) for move in self.parts.moves),
            cancelled=activity.state is ActivityState.CANCELLED,
            why_cancelled=self.said("cancelled"),
            mode=event.mode,
            opens_at=event.registration_opens_at,
            closes_at=event.registration_closes_at,
            paused=event.registration_paused,
            seats=event.seats,
            waiting_list=event.waiting_seats != 0,
            max_party=event.max_party,
            offer_hours=event.offer_hours,
            reconfirm_by=event.reconfirm_by,
            sites=tuple(sites.values()),
            tracks=tuple(TrackShown(each.id, self.said(f"track:{each.id}:name")) for each in self.parts.tracks),
            sessions=sessions,
            speakers=tuple(speakers.values()),
            materials=self.materials(),
            quotas=self.quotas(sites),
            organisers=tuple(hub_shown(hub, self.lang) for hub in self.parts.owners),
            partners=tuple((partner.name, partner.website) for partner in self.parts.partners),
            contact=self.contact(),
            areas=tuple(activity.mission_areas),
            audience=tuple(activity.audience),
            spoken=_spoken(sites.values(), sessions),
            cover=cover,
            draft_texts=any(
                unfinished(text, self.lang) for place, text in self.texts.items() if not place.startswith(_ELSEWHERE)
            ),
            feedback=event.feedback,
            reported_at=event.report_published_at,
            draw=self.parts.draw,
            changed_at=activity.updated_at or activity.created_at,
            activity_id=activity.id,
            hub_id=activity.hub_id,
        )

    def site(self, site: Site) -> SiteShown:
        return SiteShown(
            id=site.id,
            name=self.said(f"site:{site.id}:name"),
            kind=site.kind,
            address=site.address,
            seats=site.seats,
            span=Span(self.event.starts_at, self.event.ends_at, site.time_zone),
            languages=tuple(site.languages),
            hub=hub_shown(site.hub, self.lang),
        )

    def session(
        self, each: ProgrammeSession, sites: Mapping[int, SiteShown], speakers: Mapping[int, SpeakerShown]
    ) -> SessionShown:
        return SessionShown(
            id=each.id,
            title=self.said(f"session:{each.id}:title"),
            about=self.said(f"session:{each.id}:about"),
            span=Span(each.starts_at, each.ends_at, self.event.time_zone),
            track_id=each.track_id,
            site=sites.get(each.site_id) if each.site_id else None,
            languages=tuple(each.languages),
            interpreted=tuple(each.interpreted),
            speakers=tuple(speakers[number] for number in each.speaker_ids if number in speakers),
        )

    def materials(self) -> tuple[MaterialShown, ...]:
        return tuple(
            MaterialShown(
                id=each.id,
                title=each.title,
                language=each.language,
                link=each.link,
                file_name=each.file_name,
                media_type=each.media_type,
                size=each.size,
                after=each.phase is MaterialPhase.AFTER,
                session_id=each.session_id,
            )
            for each in self.parts.materials
            if not each.registered_only
        )

    def quotas(self, sites: Mapping[int, SiteShown]) -> tuple[QuotaShown, ...]:
        return tuple(
            QuotaShown(
                self.said(quota_names.place(each.id)).text or each.name,
                each.key,
                tuple(each.codes),
                each.minimum,
                each.maximum,
                each.release_at,
                sites.get(each.site_id) if each.site_id else None,
            )
            for each in self.parts.quotas
        )

    def contact(self) -> ContactShown:
        event, hub = self.event, self.event.activity.hub
        return ContactShown(
            event.contact_name or hub.contact_name,
            event.contact_phone or hub.contact_phone,
            event.contact_email or hub.contact_email,
        )


def _spoken(sites: Any, sessions: Sequence[SessionShown]) -> tuple[str, ...]:
    tags = [tag for site in sites for tag in site.languages]
    tags += [tag for each in sessions for tag in (*each.languages, *each.interpreted)]
    return tuple(dict.fromkeys(tags))
