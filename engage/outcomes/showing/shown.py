"""An outcome and its recommendations as pages for everybody show them, in the language that serves the reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engage.hubs.domain.texts import Said, named, said
from engage.outcomes.domain.kinds import CitizensRole, RecommendationState
from engage.outcomes.domain.ledger import Clock, clock
from engage.outcomes.models import Outcome, Recommendation
from engage.outcomes.showing.standing import Standing, counted, standing


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom, and on which day."""

    lang: str
    today: date
    days: int
    """That a body has to answer."""


@dataclass(frozen=True, slots=True)
class ShownRecommendation:
    """One thing that was asked for, and what became of it. An empty text was not written."""

    id: int
    number: int
    """From 1, within its outcome."""
    text: Said
    addressed_to: Said
    state: RecommendationState
    standing: Standing
    """The same, and whether its answer is overdue."""
    clock: Clock
    answer: Said
    reason: Said
    answered_on: date | None
    decision: Said
    decided_by: Said
    decided_on: date | None
    role: CitizensRole | None
    due_on: date | None
    done: Said
    done_on: date | None


@dataclass(frozen=True, slots=True)
class ShownOutcome:
    id: int
    slug: str
    title: Said
    heard: Said
    hub: Said
    hub_slug: str
    """Empty where the hub has no page of its own."""
    areas: tuple[str, ...]
    sectors: tuple[str, ...]
    languages: tuple[str, ...]
    """In which it can be read; the one it was written in comes first."""
    published_at: datetime
    updated_at: datetime
    """When something of it was new to readers."""
    recommendations: tuple[ShownRecommendation, ...]

    @property
    def published_on(self) -> date:
        return self.published_at.date()

    @property
    def updated_on(self) -> date:
        return self.updated_at.date()

    @property
    def standings(self) -> Mapping[Standing, int]:
        return counted(each.standing for each in self.recommendations)


def told(texts: Mapping[str, str], lang: str, own: Sequence[str]) -> Said:
    """A text in the language that serves a reader best, of those in which the outcome can be read: a translation that
    is not complete yet is for its team."""
    return said({tag: texts[tag] for tag in own if tag in texts}, lang, own)


def outcome(row: Outcome, reader: Reader) -> ShownOutcome:
    """A published outcome."""
    own, hub, published = tuple(row.languages), row.hub, row.published_at or row.created_at
    return ShownOutcome(
        id=row.id,
        slug=row.slug,
        title=told(row.title, reader.lang, own),
        heard=told(row.heard, reader.lang, own),
        hub=named(hub.name, hub.names, hub.languages, reader.lang),
        hub_slug=hub.slug if hub.published_at else "",
        areas=tuple(row.mission_areas),
        sectors=tuple(row.sectors),
        languages=own,
        published_at=published,
        updated_at=max(row.updated_at, published),
        recommendations=tuple(
            _recommendation(each, number, own, reader) for number, each in enumerate(row.recommendations, start=1)
        ),
    )


def _recommendation(row: Recommendation, number: int, own: tuple[str, ...], reader: Reader) -> ShownRecommendation:
    return ShownRecommendation(
        id=row.id,
        number=number,
        text=told(row.text, reader.lang, own),
        addressed_to=told(row.addressed_to, reader.lang, own),
        state=row.state,
        standing=standing(row, reader.today, reader.days),
        clock=clock(row, reader.today, reader.days),
        answer=told(row.answer, reader.lang, own),
        reason=told(row.reason, reader.lang, own),
        answered_on=row.answered_on,
        decision=told(row.decision, reader.lang, own),
        decided_by=told(row.decided_by, reader.lang, own),
        decided_on=row.decided_on,
        role=row.citizens_role,
        due_on=row.due_on,
        done=told(row.done, reader.lang, own),
        done_on=row.done_on,
    )
