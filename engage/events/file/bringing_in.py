"""Brings an event in from its file: a new one, or changes to the one with its slug.

What the file says takes the place of what was there; the same file again changes nothing. Parts (sites, sessions,
speakers, tracks) are known by what they are called in the source language, so that calendars and registrations keep
theirs. Once an event is announced, another time is a move: everybody who is registered is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityKind, ActivityState
from engage.core.findings import Finding, Level, Where
from engage.core.refusal import Refusal
from engage.db.base import Base
from engage.events import queries
from engage.events.domain import quota_names
from engage.events.domain.capacity import PlacesChange, QuotaChange
from engage.events.domain.kinds import MaterialPhase, Mode, SiteKind
from engage.events.domain.places import SiteSeats
from engage.events.domain.texts import WHOLE
from engage.events.editing import announcing, making, programme, settings, wording
from engage.events.editing.making import Begun
from engage.events.editing.settings import When
from engage.events.file.reading import EventFile
from engage.events.models import Event, EventText, Material, ProgrammeSession, Quota, Site, Speaker, Track
from engage.events.places import numbers
from engage.hubs import queries as hubs
from engage.hubs.models import Hub, HubScope
from engage.i18n.gates import TextGate
from engage.i18n.text import LocalizedText
from engage.instruments.document import to_document
from engage.instruments.models import InstrumentVersion


@dataclass(frozen=True, slots=True)
class Outcome:
    slug: str
    what: str
    """"added", "changed", "unchanged", or empty when nothing was stored."""
    findings: tuple[Finding, ...]
    event_id: int = 0

    @property
    def ok(self) -> bool:
        return bool(self.what)


def bring_in(session: Session, given: EventFile, *, now: datetime) -> Outcome:
    """Store what a file says. With an error in it nothing is stored; the caller rolls back then."""
    slug = str(given.document.get("slug", ""))
    if not given.ok:
        return Outcome(slug, "", given.findings)
    names = _hub_slugs(given.document)
    found = {each.slug: each for each in hubs.every(session)}
    if unknown := [name for name in names if name not in found]:
        return Outcome(slug, "", (*given.findings, *(_wrong("unknown_hub", f"there is no hub “{x}”") for x in unknown)))
    event = queries.by_slug(session, slug)
    if event is not None and event.activity.state in (ActivityState.CANCELLED, ActivityState.REMOVED):
        why = f"the event “{slug}” was cancelled or taken away; give the new one another slug"
        return Outcome(slug, "", (*given.findings, _wrong("ended", why)))
    before = _state(session, event) if event else None
    try:
        event = _Bringing(session, given, found, now).into(event)
    except Refusal as refusal:
        return Outcome(slug, "", (*given.findings, _wrong(refusal.code, _why(refusal))))
    what = "added" if before is None else "unchanged" if before == _state(session, event) else "changed"
    return Outcome(slug, what, given.findings, event.id)


def _wrong(code: str, message: str) -> Finding:
    return Finding(Level.ERROR, code, message, Where())


def _why(refusal: Refusal) -> str:
    said = {
        "not_ready": "the event cannot be announced yet; it lacks: ",
        "site_in_use": "a site that the file leaves out has registrations; keep it in the file",
        "minimums_too_many": "minimums of quotas exceed the places there are: ",
        "last_site": "an event needs a site",
        "quota_of_health": "a quota counts a question that is about health now; take the quota away first: ",
    }
    return f"{said.get(refusal.code, f'{refusal.code} ')}{refusal}".strip()


def _hub_slugs(document: Mapping[str, Any]) -> Sequence[str]:
    own = [document.get("hub", hubs.DEFAULT_SLUG), *document.get("beside", ())]
    return list(dict.fromkeys([*own, *(site["hub"] for site in document["sites"] if "hub" in site)]))


_NOT_COUNTED = frozenset({"revision", "sequence", "updated_at", "created_at", "version_id"})


def _state(session: Session, event: Event) -> list[Any]:
    """All that a file can say of an event, for comparing."""
    session.flush()

    def columns(row: Base) -> dict[str, Any]:
        return {each.key: getattr(row, each.key) for each in row.__table__.columns if each.key not in _NOT_COUNTED}

    rows: list[Any] = [columns(event), columns(event.activity), sorted(each.hub_id for each in event.activity.owners)]
    for model in (EventText, Site, Track, Speaker, ProgrammeSession, Material, Quota):
        found = session.scalars(select(model).where(model.event_id == event.id)).all()
        rows.append(sorted((columns(each) for each in found), key=str))
    return [*rows, announcing.newest(session, event).document, event.version_id is not None]


@dataclass(slots=True)
class _Bringing:
    session: Session
    given: EventFile
    hubs: Mapping[str, Hub]
    now: datetime

    def into(self, event: Event | None) -> Event:
        event = event or self._begin()
        self._when(event)
        self._settings(event)
        self._words(event, "", {place: self._said.get(place) for place in WHOLE})
        sites = self._sites(event)
        tracks, speakers = self._tracks(event), self._speakers(event)
        sessions = self._programme(event, sites, tracks, speakers)
        self._materials(event, sessions)
        self._questions(event)
        self._places(event, sites)
        wording.in_step(self.session, event, now=self.now, anew=event.activity.state is ActivityState.DRAFT)
        if self._said.get("state") == "announced" and event.activity.state is ActivityState.DRAFT:
            announcing.announce(self.session, event, now=self.now)
        return event

    @property
    def _said(self) -> Mapping[str, Any]:
        return self.given.document

    def _moment(self, given: str | None) -> datetime | None:
        return self.given.moment(given)

    def _hub(self, slug: str | None) -> Hub:
        return self.hubs[slug or self._said.get("hub", hubs.DEFAULT_SLUG)]

    def _begin(self) -> Event:
        said, site = self._said, self._said["sites"][0]
        begun = Begun(
            kind=ActivityKind(said["kind"]),
            title=self.given.text(said["title"]).source,
            language=self.given.source_language,
            starts_at=self._required("starts"),
            ends_at=self._required("ends"),
            time_zone=said["time_zone"],
            where=SiteKind(site.get("kind", "room")),
            site=self.given.text(site["name"]).source,
            address=site.get("address", ""),
        )
        event = making.begin(self.session, begun, self._hub(None), now=self.now)
        event.slug = said["slug"]
        return event

    def _required(self, name: str) -> datetime:
        moment = self._moment(self._said[name])
        assert moment is not None
        return moment

    def _settings(self, event: Event) -> None:
        said, activity = self._said, event.activity
        registration, contact = said.get("registration", {}), said.get("contact", {})
        activity.kind = ActivityKind(said["kind"])
        activity.scope = HubScope(said["scope"]) if "scope" in said else activity.scope
        activity.mission_areas, activity.audience = list(said.get("areas", ())), list(said.get("audience", ()))
        beside = [self.hubs[slug].id for slug in said.get("beside", ())]
        event.languages = list(dict.fromkeys((event.source_language, *said.get("languages", ()))))
        event.text_gate = TextGate(said.get("gate", TextGate.APPROVED))
        event.mode = Mode(registration.get("mode", Mode.FIRST_COME))
        event.registration_opens_at = self._moment(registration.get("opens"))
        event.registration_closes_at = self._moment(registration.get("closes"))
        event.reconfirm_from = self._moment(registration.get("reconfirm_from"))
        event.reconfirm_by = self._moment(registration.get("reconfirm_by"))
        event.roles = list(registration.get("roles", ("citizen", "companion")))
        for name, usual in (("max_party", 5), ("confirm_hours", 24), ("offer_hours", 48), ("adult_age", 18)):
            setattr(event, name, registration.get(name, usual))
        event.asks = dict(registration.get("asks", {}))
        event.each_person = list(registration.get("each_person", ()))
        event.reminder_days = sorted(set(said.get("reminders", making.REMINDERS)), reverse=True)
        event.contact_name, event.contact_phone = contact.get("name", ""), contact.get("phone", "")
        event.contact_email = contact.get("email", "")
        settings.set_owners(self.session, event, self._hub(None).id, beside, now=self.now)

    def _when(self, event: Event) -> None:
        wanted = When(self._required("starts"), self._required("ends"), self._said["time_zone"])
        if wanted == settings.when_of(event):
            return
        if event.activity.state is ActivityState.ANNOUNCED:
            announcing.move(self.session, event, wanted, seen=event.sequence, now=self.now)
        else:
            settings.set_when(self.session, event, wanted, now=self.now)

    def _words(self, event: Event, stem: str, words: Mapping[str, Any]) -> None:
        for place, given in words.items():
            text = self.given.text(given) if given else LocalizedText(event.source_language, {})
            wording.put(self.session, event, f"{stem}{place}", text)

    def _called(self, event: Event, kind: str, name: str) -> dict[str, list[int]]:
        """The parts of a kind that are there, by what they are called in the source language."""
        found: dict[str, list[int]] = {}
        for place, text in queries.texts(self.session, event).items():
            parts = place.split(":")
            if len(parts) == len((kind, "", name)) and (parts[0], parts[2]) == (kind, name):
                found.setdefault(text.source, []).append(int(parts[1]))
        return {called: sorted(ids) for called, ids in found.items()}

    def _there(self, known: dict[str, list[int]], given: Any) -> int | None:
        ids = known.get(self.given.text(given).source)
        return ids.pop(0) if ids else None

    def _sites(self, event: Event) -> dict[str, int]:
        known, keys = self._called(event, "site", "name"), {}  # type: dict[str, list[int]], dict[str, int]
        for at, said in enumerate(self._said["sites"]):
            site = self.session.get(Site, self._there(known, said["name"]) or 0)
            hub = self._hub(said.get("hub"))
            if site is None:
                site = Site(event_id=event.id, hub_id=hub.id, time_zone=event.time_zone)
                self.session.add(site)
            site.hub_id, site.position, site.kind = hub.id, at, SiteKind(said.get("kind", "room"))
            site.address, site.join_link = said.get("address", ""), said.get("join_link", "")
            site.time_zone = said.get("time_zone", event.time_zone)
            site.languages = list(said.get("languages", ()))
            self.session.flush()
            self._words(event, f"site:{site.id}:", {"name": said["name"]})
            keys[said["key"]] = site.id
        self.session.expire(event, ["sites"])
        for site in list(event.sites):
            if site.id not in keys.values():
                settings.remove_site(self.session, event, site, now=self.now)
        return keys

    def _tracks(self, event: Event) -> dict[str, int]:
        known, keys = self._called(event, "track", "name"), {}  # type: dict[str, list[int]], dict[str, int]
        for at, said in enumerate(self._said.get("tracks", ())):
            track = self.session.get(Track, self._there(known, said["name"]) or 0) or Track(event_id=event.id)
            track.position = at
            self.session.add(track)
            self.session.flush()
            self._words(event, f"track:{track.id}:", {"name": said["name"]})
            keys[said["key"]] = track.id
        for track in programme.tracks(self.session, event):
            if track.id not in keys.values():
                programme.remove_track(self.session, event, track, now=self.now)
        return keys

    def _speakers(self, event: Event) -> dict[str, int]:
        known: dict[str, list[Speaker]] = {}
        for speaker in programme.speakers(self.session, event):
            known.setdefault(speaker.name, []).append(speaker)
        keys: dict[str, int] = {}
        for at, said in enumerate(self._said.get("speakers", ())):
            there = known.get(said["name"])
            speaker = there.pop(0) if there else Speaker(event_id=event.id, name=said["name"])
            speaker.affiliation, speaker.position = said.get("affiliation", ""), at
            self.session.add(speaker)
            self.session.flush()
            self._words(event, f"speaker:{speaker.id}:", {"about": said.get("about")})
            keys[said["key"]] = speaker.id
        for speaker in programme.speakers(self.session, event):
            if speaker.id not in keys.values():
                programme.remove_speaker(self.session, event, speaker, now=self.now)
        return keys

    def _programme(
        self, event: Event, sites: Mapping[str, int], tracks: Mapping[str, int], speakers: Mapping[str, int]
    ) -> dict[str, int]:
        known, keys = self._called(event, "session", "title"), {}  # type: dict[str, list[int]], dict[str, int]
        for said in self._said.get("programme", ()):
            there = self.session.get(ProgrammeSession, self._there(known, said["title"]) or 0)
            slot = there or ProgrammeSession(event_id=event.id, sequence=0)
            wanted = (self._moment(said["starts"]), self._moment(said["ends"]), sites.get(said.get("site", "")))
            slot.sequence += there is not None and wanted != (slot.starts_at, slot.ends_at, slot.site_id)
            slot.starts_at, slot.ends_at, slot.site_id = wanted  # type: ignore[assignment]
            slot.track_id = tracks.get(said.get("track", ""))
            slot.languages, slot.interpreted = list(said.get("languages", ())), list(said.get("interpreted", ()))
            slot.speaker_ids = [speakers[key] for key in said.get("speakers", ())]
            self.session.add(slot)
            self.session.flush()
            self._words(event, f"session:{slot.id}:", {"title": said["title"], "about": said.get("about")})
            keys[said["key"]] = slot.id
        for slot in programme.sessions(self.session, event):
            if slot.id not in keys.values():
                programme.remove_session(self.session, event, slot, now=self.now)
        return keys

    def _materials(self, event: Event, sessions: Mapping[str, int]) -> None:
        """Links, known by title and address. Files that were uploaded stay."""
        known = {(each.title, each.link): each for each in programme.materials(self.session, event) if each.link}
        for at, said in enumerate(self._said.get("materials", ())):
            material = known.pop((said["title"], said["link"]), None) or Material(event_id=event.id)
            material.title, material.link, material.position = said["title"], said["link"], at
            material.language, material.phase = said.get("language", ""), MaterialPhase(said.get("phase", "before"))
            material.registered_only = said.get("registered_only", False)
            material.session_id = sessions.get(said.get("session", ""))
            self.session.add(material)
        for gone in known.values():
            self.session.delete(gone)
        self.session.flush()

    def _questions(self, event: Event) -> None:
        if self.given.questions is None:
            if event.version_id is not None:
                announcing.ask_nothing(self.session, event, now=self.now)
            return
        document, newest = to_document(self.given.questions), announcing.newest(self.session, event)
        if newest.document != document:
            made = InstrumentVersion(
                instrument_id=event.instrument_id,
                number=newest.number + 1,
                document=document,
                findings={"file": "", "findings": []},
                created_at=self.now,
            )
            self.session.add(made)
            self.session.flush()
        if newest.document != document or event.version_id is None:
            announcing.publish_questions(self.session, event, seen=None, now=self.now)

    def _places(self, event: Event, sites: Mapping[str, int]) -> None:
        said, there = self._said.get("places", {}), numbers.current(self.session, event)
        ids = {(quota.name, quota.key): quota.id for quota in there.quotas}
        change = PlacesChange(
            seats=said.get("seats"),
            waiting_seats=said.get("waiting"),
            role_seats=dict(said.get("roles", {})),
            sites={sites[site["key"]]: SiteSeats(site.get("seats"), site.get("room")) for site in self._said["sites"]},
            quotas=tuple(
                QuotaChange(
                    name=quota["name"],
                    key=quota["key"],
                    codes=tuple(quota["codes"]),
                    minimum=quota.get("minimum", 0),
                    maximum=quota.get("maximum"),
                    site_id=sites.get(quota.get("site", "")),
                    release_at=self._moment(quota.get("release")),
                    id=ids.get((quota["name"], quota["key"])),
                )
                for quota in said.get("quotas", ())
            ),
        )
        for gone in {quota.id for quota in there.quotas} - {quota.id for quota in change.quotas}:
            wording.drop(self.session, event, f"{quota_names.STEM}:{gone}")
        if change != there:
            numbers.set_places(self.session, event, change, now=self.now)
