"""The programme of an event: sessions, tracks, speakers, materials."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.events.domain import schedule
from engage.events.domain.kinds import MaterialPhase
from engage.events.domain.schedule import Clash, Slot
from engage.events.editing import wording
from engage.events.models import Event, Material, ProgrammeSession, Site, Speaker, Track

LARGEST = 20 * 1024 * 1024
"""Bytes of one file."""
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
}
"""By the ending of the file's name; nothing that a browser runs."""
_BEGINS = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "audio/mpeg": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
}
_ZIPPED = (b"PK\x03\x04",)
Part = Track | ProgrammeSession | Speaker | Material
P = TypeVar("P", Track, ProgrammeSession, Speaker, Material)


class FileTooLarge(Refusal):
    code = "file_too_large"


class NotASafeFile(Refusal):
    """Of a kind that is not offered for download, or not what its name says."""

    code = "not_a_safe_file"


def tracks(session: Session, event: Event) -> Sequence[Track]:
    return session.scalars(_of(Track, event).order_by(Track.position, Track.id)).all()


def sessions(session: Session, event: Event) -> Sequence[ProgrammeSession]:
    statement = _of(ProgrammeSession, event)
    order = (ProgrammeSession.starts_at, ProgrammeSession.ends_at, ProgrammeSession.id)
    return session.scalars(statement.order_by(*order)).all()


def speakers(session: Session, event: Event) -> Sequence[Speaker]:
    return session.scalars(_of(Speaker, event).order_by(Speaker.position, Speaker.id)).all()


def materials(session: Session, event: Event) -> Sequence[Material]:
    """Without their content."""
    return session.scalars(_of(Material, event).order_by(Material.position, Material.id)).all()


def _of(model: type[P], event: Event) -> Select[P]:
    return select(model).where(model.event_id == event.id)


def one(session: Session, event: Event, model: type[P], number: int) -> P | None:
    """A part of this event, and of no other."""
    found = session.get(model, number)
    return found if found is not None and found.event_id == event.id else None


def clashes(session: Session, event: Event) -> list[Clash]:
    """What is in the way in the programme."""
    slots = [
        Slot(each.id, each.starts_at, each.ends_at, each.site_id, each.track_id, tuple(each.speaker_ids))
        for each in sessions(session, event)
    ]
    return schedule.clashes(slots, event.starts_at, event.ends_at)


# -- sessions


@dataclass(frozen=True, slots=True)
class SessionGiven:
    title: str
    about: str
    starts_at: datetime
    ends_at: datetime
    track_id: int | None
    site_id: int | None
    languages: tuple[str, ...]
    interpreted: tuple[str, ...]
    speaker_ids: tuple[int, ...]


def save_session(
    session: Session, event: Event, slot: ProgrammeSession | None, given: SessionGiven, *, now: datetime
) -> ProgrammeSession:
    """A new session, or another word on one. What concerns calendars raises its number in them."""
    before = _in_calendars(session, event, slot) if slot else None
    if slot is None:
        slot = ProgrammeSession(event_id=event.id, sequence=0)
        session.add(slot)
    slot.starts_at, slot.ends_at = given.starts_at, given.ends_at
    slot.track_id, slot.site_id = given.track_id, given.site_id
    slot.languages, slot.interpreted = list(given.languages), list(given.interpreted)
    slot.speaker_ids = list(given.speaker_ids)
    session.flush()
    wording.say(session, event, {f"session:{slot.id}:title": given.title, f"session:{slot.id}:about": given.about})
    if before is not None and before != _in_calendars(session, event, slot):
        slot.sequence += 1
    wording.in_step(session, event, now=now)
    return slot


def _in_calendars(session: Session, event: Event, slot: ProgrammeSession) -> tuple[object, ...]:
    title = wording.sources(session, event).get(f"session:{slot.id}:title")
    return (slot.starts_at, slot.ends_at, slot.site_id, title)


def remove_session(session: Session, event: Event, slot: ProgrammeSession, *, now: datetime) -> None:
    """Its materials stay, as the event's."""
    session.execute(update(Material).where(Material.session_id == slot.id).values(session_id=None))
    _remove(session, event, slot, "session", now=now)


# -- tracks and speakers


def save_track(session: Session, event: Event, track: Track | None, name: str, *, now: datetime) -> Track:
    if track is None:
        track = Track(event_id=event.id, position=_next(session, event, Track))
        session.add(track)
        session.flush()
    wording.say(session, event, {f"track:{track.id}:name": name})
    wording.in_step(session, event, now=now)
    return track


def remove_track(session: Session, event: Event, track: Track, *, now: datetime) -> None:
    """Its sessions stay, in no track."""
    where = ProgrammeSession.track_id == track.id
    session.execute(update(ProgrammeSession).where(where).values(track_id=None))
    _remove(session, event, track, "track", now=now)


def save_speaker(
    session: Session, event: Event, speaker: Speaker | None, name: str, affiliation: str, about: str, *, now: datetime
) -> Speaker:
    if speaker is None:
        speaker = Speaker(event_id=event.id, position=_next(session, event, Speaker), name=name)
        session.add(speaker)
    speaker.name, speaker.affiliation = name, affiliation
    session.flush()
    wording.say(session, event, {f"speaker:{speaker.id}:about": about})
    wording.in_step(session, event, now=now)
    return speaker


def remove_speaker(session: Session, event: Event, speaker: Speaker, *, now: datetime) -> None:
    for slot in sessions(session, event):
        if speaker.id in slot.speaker_ids:
            slot.speaker_ids = [each for each in slot.speaker_ids if each != speaker.id]
    _remove(session, event, speaker, "speaker", now=now)


def _remove(session: Session, event: Event, part: Part, stem: str, *, now: datetime) -> None:
    wording.drop(session, event, f"{stem}:{part.id}")
    session.delete(part)
    session.flush()
    wording.in_step(session, event, now=now)


def _next(session: Session, event: Event, model: type[Track] | type[Speaker] | type[Material]) -> int:
    last = session.scalar(select(func.max(model.position)).where(model.event_id == event.id))
    return 0 if last is None else last + 1


def step(session: Session, event: Event, part: Track | Speaker | Material, by: int, *, now: datetime) -> None:
    """One place up (-1) or down (1) among its like."""
    rows: list[Track | Speaker | Material] = [*_like(session, event, part)]
    at = rows.index(part)
    rows.insert(max(0, at + by), rows.pop(at))
    for position, each in enumerate(rows):
        each.position = position
    wording.in_step(session, event, now=now)


def _like(session: Session, event: Event, part: Track | Speaker | Material) -> Iterator[Track | Speaker | Material]:
    match part:
        case Track():
            yield from tracks(session, event)
        case Speaker():
            yield from speakers(session, event)
        case Material():
            yield from (each for each in materials(session, event) if each.phase is part.phase)


# -- materials


@dataclass(frozen=True, slots=True)
class MaterialGiven:
    phase: MaterialPhase
    registered_only: bool
    title: str
    language: str
    link: str
    session_id: int | None
    file_name: str = ""
    content: bytes | None = None
    """None: the link, or the file that is there."""


def media_type(file_name: str, content: bytes) -> str:
    """What a file is, by its name and its first bytes.

    :raises FileTooLarge: over 20 MB
    :raises NotASafeFile: of a kind that is not offered, or not what its name says
    """
    if len(content) > LARGEST:
        raise FileTooLarge
    found = MEDIA_TYPES.get(file_name.rpartition(".")[2].lower())
    if found is None or not content:
        raise NotASafeFile
    begins = _ZIPPED if found.startswith(("application/vnd.openxml", "application/vnd.oasis")) else _BEGINS.get(found)
    if begins is not None and not content.startswith(begins):
        raise NotASafeFile
    if found == "video/mp4" and content[4:8] != b"ftyp":
        raise NotASafeFile
    if found == "text/plain" and b"\x00" in content:
        raise NotASafeFile
    return found


def save_material(
    session: Session, event: Event, material: Material | None, given: MaterialGiven, *, now: datetime
) -> Material:
    """:raises FileTooLarge: over 20 MB
    :raises NotASafeFile: of a kind that is not offered, or not what its name says
    """
    kind = media_type(given.file_name, given.content) if given.content is not None else ""
    if material is None:
        material = Material(event_id=event.id, position=_next(session, event, Material), title=given.title)
        session.add(material)
    material.phase, material.registered_only = given.phase, given.registered_only
    material.title, material.language = given.title, given.language
    material.session_id = given.session_id
    if given.content is not None:
        material.file_name, material.media_type = given.file_name[-200:], kind
        material.size, material.content, material.link = len(given.content), given.content, ""
    elif given.link:
        material.link, material.file_name, material.media_type = given.link, "", ""
        material.size, material.content = 0, None
    session.flush()
    wording.in_step(session, event, now=now)
    return material


def remove_material(session: Session, event: Event, material: Material, *, now: datetime) -> None:
    session.delete(material)
    session.flush()
    wording.in_step(session, event, now=now)


def site_names(session: Session, event: Event) -> dict[int, str]:
    """What sites are called in the source language, for forms."""
    words = wording.sources(session, event)
    return {site.id: words.get(f"site:{site.id}:name", "") or _nameless(site) for site in event.sites}


def _nameless(site: Site) -> str:
    return site.address or str(site.id)
