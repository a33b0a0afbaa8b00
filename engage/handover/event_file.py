"""An event as the file that `engage event import` reads (docs/reference/event-format)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityState
from engage.events import queries
from engage.events.models import Event, Material, ProgrammeSession, Quota, Speaker, Track
from engage.hubs.models import Hub
from engage.i18n.stored import encoded
from engage.i18n.text import LocalizedText

_WHOLE = ("title", "summary", "about", "practical", "consent")
_KEPT = ("max_party", "confirm_hours", "offer_hours", "adult_age", "asks", "each_person")


def document(session: Session, event: Event) -> dict[str, Any]:
    """Settings, texts in all languages, places, programme, links, questions. Files of materials are not in it."""
    return _Writer(session, event).document()


class _Writer:
    def __init__(self, session: Session, event: Event) -> None:
        self._session, self._event = session, event
        self._texts = queries.texts(session, event)
        self._hubs = {row.id: row.slug for row in session.execute(select(Hub.id, Hub.slug))}

    def document(self) -> dict[str, Any]:
        event, activity = self._event, self._event.activity
        found: dict[str, Any] = {
            "format": 1,
            "slug": event.slug,
            "kind": activity.kind.value,
            "hub": self._hubs[activity.hub_id],
            "beside": [self._hubs[each.hub_id] for each in activity.owners if each.hub_id != activity.hub_id],
            "source_language": event.source_language,
            "languages": list(event.languages),
            "state": "announced" if activity.state is ActivityState.ANNOUNCED else "draft",
            "gate": event.text_gate.value,
            **{place: self._said(place) for place in _WHOLE},
            "time_zone": event.time_zone,
            "starts": _moment(event.starts_at),
            "ends": _moment(event.ends_at),
            "scope": activity.scope.value,
            "areas": list(activity.mission_areas),
            "audience": list(activity.audience),
            "contact": _full(name=event.contact_name, phone=event.contact_phone, email=event.contact_email),
            "reminders": list(event.reminder_days),
            "registration": self._registration(),
            "places": self._places(),
            "sites": [self._site(site) for site in event.sites],
            "tracks": [{"key": f"track-{each.id}", "name": self._name("track", each.id)} for each in self._all(Track)],
            "speakers": [self._speaker(each) for each in self._all(Speaker)],
            "programme": [self._slot(each) for each in self._all(ProgrammeSession)],
            "materials": [self._material(each) for each in self._all(Material) if each.link],
            "questions": dict(event.version.document) if event.version is not None else {},
        }
        return {key: value for key, value in found.items() if value not in (None, "", [], {})}

    def _all(self, model: Any) -> Iterable[Any]:
        return self._session.scalars(select(model).where(model.event_id == self._event.id).order_by(model.id)).all()

    def _said(self, place: str) -> dict[str, Any] | None:
        text: LocalizedText | None = self._texts.get(place)
        return (encoded(text) or None) if text is not None else None

    def _name(self, kind: str, number: int, part: str = "name") -> Any:
        return self._said(f"{kind}:{number}:{part}") or {self._event.source_language: f"{kind} {number}"}

    def _registration(self) -> dict[str, Any]:
        event = self._event
        return _full(
            mode=event.mode.value,
            opens=_moment(event.registration_opens_at),
            closes=_moment(event.registration_closes_at),
            reconfirm_from=_moment(event.reconfirm_from),
            reconfirm_by=_moment(event.reconfirm_by),
            roles=list(event.roles),
            **{name: getattr(event, name) for name in _KEPT},
        )

    def _places(self) -> dict[str, Any]:
        event = self._event
        numbers = {"seats": event.seats, "waiting": event.waiting_seats}
        return {
            **{name: number for name, number in numbers.items() if number is not None},
            **_full(roles=dict(event.role_seats), quotas=[self._quota(each) for each in self._all(Quota)]),
        }

    def _quota(self, quota: Quota) -> dict[str, Any]:
        codes = quota.codes
        if quota.key == "hub":
            codes = [self._hubs[int(code)] for code in codes if int(code) in self._hubs]
        return _full(
            name=quota.name,
            key=quota.key,
            codes=list(codes),
            minimum=quota.minimum,
            maximum=quota.maximum,
            site=f"site-{quota.site_id}" if quota.site_id else None,
            release=_moment(quota.release_at),
        )

    def _site(self, site: Any) -> dict[str, Any]:
        return _full(
            key=f"site-{site.id}",
            name=self._name("site", site.id),
            hub=self._hubs[site.hub_id],
            kind=site.kind.value,
            address=site.address,
            join_link=site.join_link,
            seats=site.seats,
            room=site.room,
            time_zone=site.time_zone,
            languages=list(site.languages),
        )

    def _speaker(self, each: Speaker) -> dict[str, Any]:
        about = self._said(f"speaker:{each.id}:about")
        return _full(key=f"speaker-{each.id}", name=each.name, affiliation=each.affiliation, about=about)

    def _slot(self, slot: ProgrammeSession) -> dict[str, Any]:
        return _full(
            key=f"session-{slot.id}",
            title=self._name("session", slot.id, "title"),
            about=self._said(f"session:{slot.id}:about"),
            starts=_moment(slot.starts_at),
            ends=_moment(slot.ends_at),
            track=f"track-{slot.track_id}" if slot.track_id else None,
            site=f"site-{slot.site_id}" if slot.site_id else None,
            languages=list(slot.languages),
            interpreted=list(slot.interpreted),
            speakers=[f"speaker-{each}" for each in slot.speaker_ids],
        )

    def _material(self, each: Material) -> dict[str, Any]:
        return _full(
            title=each.title,
            link=each.link,
            language=each.language,
            phase=each.phase.value,
            session=f"session-{each.session_id}" if each.session_id else None,
            registered_only=each.registered_only,
        )


def _full(**values: Any) -> dict[str, Any]:
    """What is not empty; a number of 0 and a no are said."""
    return {key: value for key, value in values.items() if value is not None and value not in ("", [], {})}


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ") if at is not None else None
