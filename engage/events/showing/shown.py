"""An event and its parts as everybody may see them, in one language: plain values for pages, files and calendars."""

from dataclasses import dataclass
from datetime import datetime

from engage.activities.domain.kinds import ActivityKind
from engage.activities.domain.shown import Cover
from engage.events.domain.kinds import Mode, SiteKind
from engage.events.models_people import Draw
from engage.events.showing.times import Span
from engage.hubs.domain.texts import Said


@dataclass(frozen=True, slots=True)
class HubShown:
    id: int
    slug: str
    name: Said
    country: str
    public: bool
    """Whether it has a page of its own."""


@dataclass(frozen=True, slots=True)
class SiteShown:
    """Where people come together. The link into an online room is not among it: only who has a place gets that."""

    id: int
    name: Said
    kind: SiteKind
    address: str
    seats: int | None
    span: Span
    """By its own clock."""
    languages: tuple[str, ...]
    hub: HubShown

    @property
    def online(self) -> bool:
        return self.kind is SiteKind.ONLINE


@dataclass(frozen=True, slots=True)
class SpeakerShown:
    id: int
    name: str
    affiliation: str
    about: Said


@dataclass(frozen=True, slots=True)
class SessionShown:
    id: int
    title: Said
    about: Said
    span: Span
    track_id: int | None
    site: SiteShown | None
    """None: everywhere."""
    languages: tuple[str, ...]
    interpreted: tuple[str, ...]
    speakers: tuple[SpeakerShown, ...]


@dataclass(frozen=True, slots=True)
class TrackShown:
    id: int
    name: Said


@dataclass(frozen=True, slots=True)
class MaterialShown:
    id: int
    title: str
    language: str
    link: str
    file_name: str
    media_type: str
    size: int
    after: bool
    session_id: int | None


@dataclass(frozen=True, slots=True)
class QuotaShown:
    """A group for which there are places of its own, or at most so many."""

    name: str
    key: str
    codes: tuple[str, ...]
    minimum: int
    maximum: int | None
    release_at: datetime | None
    site: SiteShown | None


@dataclass(frozen=True, slots=True)
class ContactShown:
    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class EventPage:
    """An event as everybody may see it, in one language."""

    id: int
    slug: str
    uid: str
    sequence: int
    kind: ActivityKind
    lang: str
    languages: tuple[str, ...]
    """In which it has a page; the one it was written in first."""
    title: Said
    summary: Said
    about: Said
    practical: Said
    span: Span
    """By the event's own clock."""
    before: tuple[Span, ...]
    """When it would have been, before each move; the newest last."""
    cancelled: bool
    why_cancelled: Said
    mode: Mode
    opens_at: datetime | None
    closes_at: datetime | None
    paused: bool
    seats: int | None
    waiting_list: bool
    max_party: int
    offer_hours: int
    reconfirm_by: datetime | None
    sites: tuple[SiteShown, ...]
    tracks: tuple[TrackShown, ...]
    sessions: tuple[SessionShown, ...]
    speakers: tuple[SpeakerShown, ...]
    materials: tuple[MaterialShown, ...]
    """Those that are not for registered people alone."""
    quotas: tuple[QuotaShown, ...]
    organisers: tuple[HubShown, ...]
    partners: tuple[tuple[str, str], ...]
    """(name, website)"""
    contact: ContactShown
    areas: tuple[str, ...]
    audience: tuple[str, ...]
    spoken: tuple[str, ...]
    """Languages spoken or interpreted into at any site or session."""
    cover: Cover | None
    draft_texts: bool
    """Whether the page has to say that its translation is a draft."""
    feedback: str
    """Where people say how it was."""
    reported_at: datetime | None
    draw: Draw | None
    changed_at: datetime
    activity_id: int
    hub_id: int

    @property
    def online(self) -> bool:
        """Whether one can take part without going anywhere."""
        return any(site.online for site in self.sites)

    @property
    def hybrid(self) -> bool:
        return self.online and any(not site.online for site in self.sites)

    @property
    def last_before(self) -> Span | None:
        return self.before[-1] if self.before else None

    @property
    def to_read_before(self) -> tuple[MaterialShown, ...]:
        return tuple(each for each in self.materials if not each.after)

    @property
    def to_read_after(self) -> tuple[MaterialShown, ...]:
        return tuple(each for each in self.materials if each.after)
