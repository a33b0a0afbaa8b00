"""The directory of hubs with its map, and what a hub's page is made of."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from engage.activities import showing
from engage.activities.domain.shown import ShownActivity, Standing
from engage.db.folding import fold
from engage.hubs import directory
from engage.hubs.directory import InTree, ListedHub, in_tree
from engage.hubs.domain.countries import Part
from engage.hubs.domain.kinds import FARTHEST_FIRST, HubScope, LifeCycle
from engage.hubs.geography import Shape, countries, europe
from engage.i18n.named import country_name

NOTHING = "nothing"
"""Asks for countries without a hub."""
LONGEST_WORDS = 100
MOST_OVER = 6
"""Activities that are over, on a hub's page; the calendar has all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor narrows the directory to; whatever is not on offer narrows nothing."""

    status: str = ""
    country: str = ""
    scope: str = ""
    language: str = ""
    words: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str], hubs: Iterable[ListedHub], counted: Mapping[str, Part]) -> "Wanted":
        hubs = list(hubs)
        on_offer = {
            "status": {*(status.value for status in LifeCycle), NOTHING},
            "country": {*counted, *(hub.country for hub in hubs)},
            "scope": {scope.value for scope in HubScope},
            "language": {tag for hub in hubs for tag in hub.languages},
        }
        chosen = {key: value for key, known in on_offer.items() if (value := given.get(key, "")) in known}
        return cls(**chosen, words=given.get("q", "").strip()[:LONGEST_WORDS])

    @property
    def narrows(self) -> bool:
        return self != Wanted()

    def takes(self, hub: ListedHub, language: str) -> bool:
        """Whether a hub is among what was asked for."""
        return (
            self.status in ("", hub.status)
            and self.country in ("", hub.country)
            and self.scope in ("", hub.scope)
            and (not self.language or self.language in hub.languages)
            and self._says(hub.name, *hub.names.values(), hub.region, country_name(hub.country, language))
        )

    def takes_empty(self, code: str, language: str) -> bool:
        """Whether a country without any hub is among it."""
        return (
            self.status in ("", NOTHING)
            and self.country in ("", code)
            and not self.scope
            and not self.language
            and self._says(country_name(code, language))
        )

    def _says(self, *texts: str) -> bool:
        text = fold(" ".join(texts)) or ""
        return all(word in text for word in (fold(self.words) or "").split())


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A country, empty code: the whole network, with the hubs that were asked for."""

    code: str
    name: str
    part: Part | None
    hubs: tuple[InTree, ...]


@dataclass(frozen=True, slots=True)
class OnMap:
    """A country that takes part, as the map shows it."""

    code: str
    name: str
    status: LifeCycle | None
    """Of the hub that has come farthest."""
    hub: ListedHub | None
    """Where its link leads; None for several hubs, or none."""
    hubs: int
    shape: Shape


@dataclass(frozen=True, slots=True)
class Directory:
    """All that the page shows."""

    rows: tuple[CountryRow, ...]
    """Countries with hubs, by name."""
    empty: tuple[CountryRow, ...]
    """Countries that take part and have none yet."""
    on_map: tuple[OnMap, ...]
    tally: Mapping[LifeCycle | None, int]
    """Countries by where they stand; None for nothing yet."""
    other_land: str
    far_away: tuple[str, ...]
    """Names of countries that take part and are not on the map."""
    wanted: Wanted
    found: int
    total: int
    countries: tuple[tuple[str, str], ...]
    """(code, name) to choose from."""
    languages: tuple[str, ...]
    known_on: date


def of_directory(session: Session, given: Mapping[str, str], language: str, today: date) -> Directory:
    """The directory in an interface language, narrowed to what the address asks for."""
    hubs = directory.published(session, today)
    counted = countries().counted(today)
    wanted = Wanted.of(given, hubs, counted)
    with_hub = {hub.country for hub in hubs}
    chosen = [hub for hub in hubs if wanted.takes(hub, language)]
    rows = (
        CountryRow(code, country_name(code, language) if code else "", counted.get(code), tuple(in_tree(of_country)))
        for code in {hub.country for hub in chosen}
        if (of_country := [hub for hub in chosen if hub.country == code])
    )
    empty = (
        CountryRow(code, country_name(code, language), part, ())
        for code, part in counted.items()
        if code not in with_hub and wanted.takes_empty(code, language)
    )
    shapes = europe().shapes
    standing = {code: farthest(hub for hub in hubs if hub.country == code) for code in counted}
    tally: dict[LifeCycle | None, int] = {}
    for status in standing.values():
        tally[status] = tally.get(status, 0) + 1
    return Directory(
        rows=_by_name(rows),
        empty=_by_name(empty),
        on_map=tuple(
            _on_map(code, standing[code], [hub for hub in hubs if hub.country == code], language, shapes[code])
            for code in counted
            if code in shapes
        ),
        tally=tally,
        other_land="".join((europe().other, *(shape.path for code, shape in shapes.items() if code not in counted))),
        far_away=tuple(sorted(country_name(code, language) for code in counted if code not in shapes)),
        wanted=wanted,
        found=len(chosen),
        total=len(hubs),
        countries=_choices({*counted, *with_hub} - {""}, language),
        languages=tuple(sorted({tag for hub in hubs for tag in hub.languages})),
        known_on=countries().known_on,
    )


def farthest(hubs: Iterable[ListedHub]) -> LifeCycle | None:
    """Where the one stands that has come farthest; None without a hub. A hub of which nobody said it is mapped."""
    there = {hub.status or LifeCycle.MAPPED for hub in hubs}
    return next((status for status in FARTHEST_FIRST if status in there), None)


def _on_map(code: str, status: LifeCycle | None, hubs: Sequence[ListedHub], language: str, shape: Shape) -> OnMap:
    nationals = [hub for hub in hubs if hub.scope is HubScope.NATIONAL]
    only = nationals[0] if len(nationals) == 1 else hubs[0] if len(hubs) == 1 else None
    return OnMap(code, country_name(code, language), status, only, len(hubs), shape)


def _by_name(rows: Iterable[CountryRow]) -> tuple[CountryRow, ...]:
    return tuple(sorted(rows, key=lambda row: (bool(row.code), _plain(row.name))))


def _choices(codes: Iterable[str], language: str) -> tuple[tuple[str, str], ...]:
    named = ((code, country_name(code, language)) for code in codes)
    return tuple(sorted(named, key=lambda pair: _plain(pair[1])))


def _plain(name: str) -> str:
    return fold(unicodedata.normalize("NFC", name)) or ""


@dataclass(frozen=True, slots=True)
class Doings:
    """What a hub and its parts do with people; a heading is shown where there is something."""

    open: tuple[ShownActivity, ...]
    coming: tuple[ShownActivity, ...]
    before: tuple[ShownActivity, ...]
    came_of_it: tuple[ShownActivity, ...]
    """Over, with something to read or to count."""
    more: bool
    """Whether more is over than is shown here."""


def doings(session: Session, family: Collection[int], language: str, now: datetime) -> Doings:
    """Activities of a hub and its parts.

    :param family: all of them by id
    """
    found = showing.shown(session, family=family, lang=language, now=now, covers=False)

    def standing(*wanted: Standing) -> tuple[ShownActivity, ...]:
        return tuple(each for each in found if each.standing in wanted and not each.came_of_it)

    before = standing(Standing.OVER, Standing.CANCELLED)
    came_of_it = tuple(each for each in found if each.came_of_it)
    return Doings(
        open=standing(Standing.OPEN),
        coming=standing(Standing.COMING, Standing.PAUSED, Standing.FULL),
        before=before[:MOST_OVER],
        came_of_it=came_of_it[:MOST_OVER],
        more=max(len(before), len(came_of_it)) > MOST_OVER,
    )
