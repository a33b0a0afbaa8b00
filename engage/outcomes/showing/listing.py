"""The list of outcomes for everybody: narrowed, counted, in pages."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from engage.activities.domain.kinds import MissionArea, Sector
from engage.hubs.domain.texts import Said, named
from engage.hubs.models import Hub
from engage.i18n.locales import nearest
from engage.outcomes.showing import reading
from engage.outcomes.showing.filters import Filters
from engage.outcomes.showing.reading import Fact
from engage.outcomes.showing.shown import Reader, ShownOutcome, outcome
from engage.outcomes.showing.standing import Standing, counted, standing

A_PAGE = 10
MOST_NEWEST = 20


@dataclass(frozen=True, slots=True)
class Offered:
    """What one can narrow the list by: only what leads to something."""

    hubs: tuple[tuple[str, Said], ...]
    """Place in addresses, name."""
    areas: tuple[MissionArea, ...]
    sectors: tuple[Sector, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list, and what is said of all of it."""

    shown: Sequence[ShownOutcome]
    filters: Filters
    """As they were understood."""
    number: int
    """Outcomes that fit."""
    total: int
    """Outcomes that are published."""
    standings: Mapping[Standing, int]
    """Of the recommendations of all that fit, whatever state is asked for."""
    page: int
    pages: int
    offered: Offered

    @property
    def recommendations(self) -> int:
        return sum(self.standings.values())

    @property
    def overdue(self) -> int:
        return self.standings.get(Standing.OVERDUE, 0)


def page(session: Session, filters: Filters, lang: str, today: date, days: int) -> Page:
    """What a visitor asks for, the newest first; three statements.

    :param days: that a body has to answer
    """
    reader = Reader(lang, today, days)
    narrowed = _narrowed(session, filters, reader)
    pages = max(1, -(-len(narrowed.chosen) // A_PAGE))
    at = min(narrowed.filters.page, pages)
    rows = narrowed.chosen[(at - 1) * A_PAGE : at * A_PAGE]
    return Page(
        shown=_shown(session, rows, reader),
        filters=narrowed.filters,
        number=len(narrowed.chosen),
        total=len(narrowed.every),
        standings=counted(narrowed.standings),
        page=at,
        pages=pages,
        offered=narrowed.offered,
    )


def every(session: Session, filters: Filters, lang: str, today: date, days: int) -> tuple[list[ShownOutcome], Filters]:
    """All that is asked for, the newest first, and how the filters were understood."""
    reader = Reader(lang, today, days)
    narrowed = _narrowed(session, filters, reader)
    return _shown(session, narrowed.chosen, reader), narrowed.filters


def newest(session: Session, filters: Filters, lang: str, today: date, days: int) -> list[ShownOutcome]:
    """What is asked for and was published or changed last, that leads."""
    reader = Reader(lang, today, days)
    chosen = sorted(_narrowed(session, filters, reader).chosen, key=lambda fact: fact.newest_at, reverse=True)
    return _shown(session, chosen[:MOST_NEWEST], reader)


@dataclass(frozen=True, slots=True)
class _Narrowed:
    filters: Filters
    every: Sequence[Fact]
    chosen: Sequence[Fact]
    standings: Sequence[Standing]
    offered: Offered


def _narrowed(session: Session, filters: Filters, reader: Reader) -> _Narrowed:
    facts = reading.facts(session, filters.words, filters.activity)
    found = reading.hubs(session, {fact.hub_id for fact in facts}, filters.hub)
    family = _family(found, filters.hub)
    offered = _offered(facts, _with_something(found, facts, family), reader.lang)
    understood = filters.on_offer(hubs=[slug for slug, _name in offered.hubs], languages=offered.languages)
    hubs = family if understood.hub else None
    fitting = [fact for fact in facts if _takes(understood, hubs, fact)]
    stands = {fact.id: [standing(each, reader.today, reader.days) for each in fact.recommendations] for fact in fitting}
    chosen = [fact for fact in fitting if not understood.state or understood.state in stands[fact.id]]
    return _Narrowed(understood, facts, chosen, [each for found in stands.values() for each in found], offered)


def _takes(filters: Filters, hubs: Collection[int] | None, fact: Fact) -> bool:
    return (
        fact.fits
        and (hubs is None or fact.hub_id in hubs)
        and (not filters.area or filters.area in fact.areas)
        and (not filters.sector or filters.sector in fact.sectors)
        and (not filters.language or nearest(filters.language, fact.languages) is not None)
    )


def _family(hubs: Sequence[Hub], slug: str) -> set[int]:
    """A hub with its regional and local parts, by id; empty for one that is not there."""
    found = {hub.id for hub in hubs if hub.slug == slug}
    while more := {hub.id for hub in hubs if hub.parent_id in found} - found:
        found |= more
    return found


def _with_something(hubs: Iterable[Hub], facts: Iterable[Fact], family: set[int]) -> Sequence[Hub]:
    """Hubs that have something, and the one that is asked for where a part of it has."""
    owners = {fact.hub_id for fact in facts}
    heads = family if owners & family else set()
    return [hub for hub in hubs if hub.id in owners or (hub.id in heads and hub.parent_id not in family)]


def _offered(facts: Sequence[Fact], hubs: Iterable[Hub], lang: str) -> Offered:
    areas = {area for fact in facts for area in fact.areas}
    sectors = {sector for fact in facts for sector in fact.sectors}
    names = ((hub.slug, named(hub.name, hub.names, hub.languages, lang)) for hub in hubs)
    return Offered(
        hubs=tuple(sorted(names, key=lambda pair: pair[1].text.casefold())),
        areas=tuple(area for area in MissionArea if area.value in areas),
        sectors=tuple(sector for sector in Sector if sector.value in sectors),
        languages=tuple(sorted({tag for fact in facts for tag in fact.languages})),
    )


def _shown(session: Session, facts: Sequence[Fact], reader: Reader) -> list[ShownOutcome]:
    rows = reading.full(session, [fact.id for fact in facts])
    return [outcome(rows[fact.id], reader) for fact in facts if fact.id in rows]


def with_state(found: ShownOutcome, state: str) -> ShownOutcome:
    """The same with those recommendations only that are in a state; with all for an empty one."""
    kept = tuple(each for each in found.recommendations if not state or each.standing == state)
    return replace(found, recommendations=kept)
