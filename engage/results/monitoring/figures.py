"""How fieldwork goes, from the columns: when, by which way, in which language and where people answered, who is
missing, and how far the goals are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from engage.results.domain.populations import PARADATA, Composition
from engage.results.models import Population, Target
from engage.results.weighting import keeping
from engage.statistics.gaps import Gap, gaps
from engage.surveys.models import Survey
from engage.surveys.sight import Seen

if TYPE_CHECKING:
    import polars

CHANNEL, DAY, SECONDS = "_channel", "_day", "_seconds"


@dataclass(frozen=True, slots=True)
class Representation:
    """One population against those who answered."""

    population: Composition
    source: str
    gaps: tuple[Gap, ...]
    unknown: int
    """In no group of it: they did not say, or the population does not tell them apart."""


@dataclass(frozen=True, slots=True)
class Reached:
    target: Target
    count: int


@dataclass(frozen=True, slots=True)
class Pace:
    """What the responses say of the fieldwork."""

    responses: int
    days: Mapping[date, int]
    channels: Mapping[str, int]
    languages: Mapping[str, int]
    countries: Mapping[str, int]
    """By national edition; the common one is ""."""
    places: Mapping[str, Mapping[str, int]]
    """By item that asks for a region or a country: answer -> responses."""
    seconds: Mapping[str, float]
    """By language: the median."""
    gaps: tuple[Representation, ...]
    targets: tuple[Reached, ...]


def pace(
    session: Session,
    survey: Survey,
    *,
    populations: Sequence[Population],
    targets: Sequence[Target],
    places: Collection[str] = (),
    data_dir: Path | None = None,
    seen: Seen = None,
) -> Pace:
    """:param places: items that ask for a region or a country"""
    from engage.results.weighting.calculating import columns  # polars is loaded where sums are done

    items = {key for population in populations for key in population.items}
    items |= {key for target in targets for key, _ in target.who}
    frame = columns(session, survey, items.union(places) - set(PARADATA), data_dir, seen)
    return Pace(
        responses=len(frame),
        days=dict(sorted(_counts(frame, DAY).items())),
        channels=_counts(frame, CHANNEL),
        languages=_counts(frame, "_language"),
        countries=_counts(frame, "_country"),
        places={key: _counts(frame, key) for key in places if key in frame.columns},
        seconds=_medians(frame),
        gaps=tuple(_against(frame, each) for each in populations),
        targets=tuple(Reached(each, _group(frame, each)) for each in targets),
    )


def against(
    session: Session,
    survey: Survey,
    populations: Sequence[Population],
    *,
    data_dir: Path | None = None,
    seen: Seen = None,
) -> tuple[Representation, ...]:
    """Those who answered against some populations."""
    from engage.results.weighting.calculating import columns

    items = {key for population in populations for key in population.items}
    frame = columns(session, survey, items - set(PARADATA), data_dir, seen)
    return tuple(_against(frame, each) for each in populations)


def _counts(frame: "polars.DataFrame", column: str) -> dict[Any, int]:
    """The most frequent first."""
    found = frame[column].drop_nulls().value_counts().iter_rows()
    return dict(sorted(found, key=lambda each: (-each[1], str(each[0]))))


def _medians(frame: "polars.DataFrame") -> dict[str, float]:
    import polars as pl

    known = frame.filter(pl.col(SECONDS).is_not_null())
    found = known.group_by("_language").agg(pl.col(SECONDS).median()).sort("_language")
    return {str(language): float(median) for language, median in found.iter_rows()}


def _against(frame: "polars.DataFrame", row: Population) -> Representation:
    from engage.results.weighting.placing import place

    population = keeping.read(row)
    cells = place(frame, population)
    counts = [int((cells == n).sum()) for n in range(len(population.cells))]
    inside = len(frame)
    if population.country:
        inside = int((frame["_country"].cast(str) == population.country).sum())
    return Representation(population, row.source, gaps(counts, population.shares), inside - sum(counts))


def _group(frame: "polars.DataFrame", target: Target) -> int:
    from engage.results.weighting.placing import among

    inside = None
    for item, codes in target.who:
        those = among(frame, item, tuple(codes))
        inside = those if inside is None else inside & those
    return len(frame) if inside is None else int(inside.sum())
