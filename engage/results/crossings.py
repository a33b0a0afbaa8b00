"""Cross-tabulation of what was said, for those allowed to see it: from columns to sums, from sums to tables."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from engage.i18n.named import country_text, language_text
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import DECLINED, Instrument
from engage.instruments.domain.editions import with_national_items
from engage.results import service
from engage.results.domain import rows
from engage.results.domain.crossing import (
    CROSSED,
    MOST_CATEGORIES,
    MOST_ITEMS,
    Axis,
    Category,
    Centre,
    Crossing,
    Key,
    Sums,
    crossing,
)
from engage.results.domain.filters import (
    ABOUT,
    COUNTRY,
    LANGUAGE,
    VERSION,
    FilterRefusal,
    UnknownItem,
    Where,
    conditions,
)
from engage.results.domain.questions import Kind, Question, questions
from engage.results.models import Weighting
from engage.statistics import location
from engage.surveys.models import Survey
from engage.surveys.sight import Seen

if TYPE_CHECKING:
    import polars as pl

_NUMBERS = (Kind.NUMBER, Kind.SCALE)


class TooMany(FilterRefusal):
    """An item has so many different answers that no table of them is read."""

    code = "crossing_too_many"


class CannotCross(FilterRefusal):
    """Free texts, times, dates, rankings and points make no rows or columns, nor does what is asked in a list."""

    code = "crossing_item_type"


class Twice(FilterRefusal):
    """An item is not crossed with itself."""

    code = "crossing_twice"


@dataclass(frozen=True, slots=True)
class Crossed:
    """A cross-tabulation with the instrument it is read by."""

    instrument: Instrument
    crossing: Crossing
    effective: float | None = None
    """Effective sample size of all responses that pass the filters; None without a weighting."""


def cross(
    session: Session,
    survey: Survey,
    items: Sequence[str],
    *,
    where: Where = (),
    weighting: Weighting | None = None,
    seen: Seen = None,
) -> Crossed:
    """The tables of one to three items: rows, columns, and one table for each category of the third.

    :param items: answer keys, or `_language`, `_country`, `_channel`, `_version`
    :param seen: only responses to these countries' editions
    :raises FilterRefusal: when an item or a filter does not fit the instrument
    """
    read, _ = service.merged_of(session, survey)
    instrument = with_national_items(read.instrument, seen)
    asked = _asked(instrument, items)
    frame, weights = weighed_frame(session, survey, [key for key, _ in asked], where, weighting, seen)
    found = counted(frame, asked, weights)
    return Crossed(instrument, found, _effective(weights))


def weighed_frame(
    session: Session, survey: Survey, keys: Sequence[str], where: Where, weighting: Weighting | None, seen: Seen
) -> "tuple[pl.DataFrame, pl.Series | None]":
    """The responses that fit with the columns of some keys, and a weight for each where there is a weighting."""
    from engage.results.weighting import applying

    needed = [*keys, *(applying.items_of(weighting) if weighting is not None else ())]
    columns = [key for key in dict.fromkeys(needed) if key not in ABOUT]
    frame = service.filtered(session, survey, where=where, keys=columns, seen=seen)
    return frame, None if weighting is None else applying.weights(frame, weighting)


def can_cross(question: Question) -> bool:
    """Whether a question can be a row, a column or a group: it has codes or numbers, and is not asked in a list."""
    return question.kind in CROSSED and not question.list and not question.unit


def check(instrument: Instrument, where: Where) -> None:
    """:raises FilterRefusal: when a filter does not fit the instrument"""
    conditions(instrument, where)


def about(session: Session, survey: Survey, seen: Seen = None) -> dict[str, list[str]]:
    """What occurs of what is kept beside the answers: codes by `_language` and its like, the most frequent first."""
    from engage.results.snapshots import reading

    frame = reading.frame(session, survey, seen=seen, keys=())
    return {key: list(counts_of(frame, key)) for key in ABOUT}


def counts_of(frame: "pl.DataFrame", key: str) -> dict[str, int]:
    """How many responses there are of each value of `_language` and its like, the most frequent first."""
    given = frame[key].value_counts()
    pairs = zip(_values(given[key], None), given["count"], strict=True)
    counts = {code: number for code, number in pairs if code is not None}
    return {code: counts[code] for code in _ordered(key, counts)}


Asked = tuple[tuple[str, Question | None], ...]


def _asked(instrument: Instrument, items: Sequence[str]) -> Asked:
    known = {question.key: question for question in questions(instrument)}
    found: list[tuple[str, Question | None]] = []
    for key in items[:MOST_ITEMS]:
        question = known.get(key)
        if question is None and key not in ABOUT:
            raise UnknownItem(key)
        if question is not None and not can_cross(question):
            raise CannotCross(key)
        if any(key == other for other, _ in found):
            raise Twice(key)
        found.append((key, question))
    return tuple(found)


def _effective(weights: "pl.Series | None") -> float | None:
    if weights is None or not len(weights):
        return None
    squares = float((weights * weights).sum())
    return float(weights.sum()) ** 2 / squares if squares else None


# -- from columns to sums


def counted(frame: "pl.DataFrame", asked: Asked, weights: "pl.Series | None" = None) -> Crossing:
    """The crossing of some columns.

    Responses are counted by their values at once (a million make a few thousand combinations), and only these are read,
    binned, and taken apart where an item takes several answers.

    :param frame: as `engage.results.snapshots.reading.frame` gives it
    :param weights: one a row; None counts everybody alike
    """
    import polars as pl

    from engage.results.snapshots.columns import SEPARATOR

    found = _by_value(frame, [key for key, _ in asked], weights)
    axes: list[Axis] = []
    columns, numbers = [], {}
    for place, (key, question) in enumerate(asked):
        values = _values(found[key], question)
        axis = _axis(key, question, values, found["n"])
        if len(axis.categories) > MOST_CATEGORIES:
            raise TooMany(key)
        if question is not None and question.kind in _NUMBERS:
            numbers[place], values = values, _binned(values, axis)
        columns.append(values.alias(f"item{place}"))
        axes.append(axis)
    places = [column.name for column in columns]
    several = {f"item{place}" for place, axis in enumerate(axes) if axis.several}
    second = [numbers[1].alias("x")] if 1 in numbers else []
    grouped = (
        pl.DataFrame([*columns, *second, found["n"], found["w"], found["w2"]])
        .drop_nulls(places)
        .with_columns(pl.col(place).str.split(SEPARATOR).list.unique() for place in several)
    )
    centres = _centres(grouped, [place for place in places if place != "item1"], several) if second else {}
    sums = dict(_sums(grouped, places, several))
    return crossing(tuple(axes), sums, responses=len(frame), weighted=weights is not None, centres=centres)


def _by_value(frame: "pl.DataFrame", keys: Sequence[str], weights: "pl.Series | None") -> "pl.DataFrame":
    """How often each combination of values was given; with the sums of weights and of their squares."""
    import polars as pl

    columns = frame.select(keys)
    if weights is None:
        counts = columns.group_by(keys).len("n").with_columns(pl.col("n").cast(pl.Int64))
        return counts.with_columns(pl.col("n").cast(pl.Float64).alias("w"), pl.col("n").cast(pl.Float64).alias("w2"))
    sums = [pl.len().cast(pl.Int64).alias("n"), pl.col("w").sum(), (pl.col("w") ** 2).sum().alias("w2")]
    return columns.with_columns(weights.alias("w")).group_by(keys).agg(sums)


def _sums(grouped: "pl.DataFrame", places: Sequence[str], several: Iterable[str]) -> Iterator[tuple[Key, Sums]]:
    """Sums of every combination of categories, and of every margin."""
    import polars as pl

    totals = [pl.col("n").sum(), pl.col("w").sum(), pl.col("w2").sum()]
    for size in range(len(places) + 1):
        for chosen in combinations(places, size):
            if not chosen:
                found = grouped.select(totals)
            else:
                apart = [place for place in chosen if place in several]
                one = grouped
                for place in apart:
                    one = one.explode(place)
                found = one.group_by(chosen).agg(totals)
            for row in found.iter_rows(named=True):
                codes = tuple(row[place] if place in chosen else None for place in ("item0", "item1", "item2"))
                yield codes, Sums(row["n"], row["w"], row["w2"])  # type: ignore[misc]


def _values(column: "pl.Series", question: Question | None) -> "pl.Series":
    """Valid answers as texts or numbers; null where there is none."""
    import polars as pl

    if question is not None and question.kind in _NUMBERS:
        return column.cast(pl.Float64)
    texts = column.cast(pl.String)
    return texts.set(texts.is_in([DECLINED, ""]).fill_null(value=False), None)


def _axis(key: str, question: Question | None, values: "pl.Series", numbers: "pl.Series") -> Axis:
    import polars as pl

    from engage.results.snapshots.columns import codes_of

    given_by = (
        pl.DataFrame({"value": values, "n": numbers}).drop_nulls("value").group_by("value").agg(pl.col("n").sum())
    )
    counts: dict[Any, int] = dict(given_by.iter_rows())
    if question is None:
        return Axis(key, None, tuple(Category(code, _about(key, code)) for code in _ordered(key, counts)))
    several = question.kind is Kind.MULTIPLE
    given: dict[Hashable, int] = {codes_of(text) if several else text: n for text, n in counts.items()}
    found = rows.frame(question, given)
    return Axis(key, question, tuple(Category(code, label, bounds) for code, label, bounds in found), several)


def _ordered(key: str, counts: Mapping[str, int]) -> list[str]:
    """Versions by number, all else with the most frequent first."""
    if key == VERSION:
        return sorted(counts, key=int)
    return sorted(counts, key=lambda code: (-counts[code], code))


def _about(key: str, code: str) -> LocalizedText | None:
    if key == LANGUAGE:
        return language_text(code)
    return country_text(code) if key == COUNTRY else None


def _binned(values: "pl.Series", axis: Axis) -> "pl.Series":
    """Each number as the code of the bin it lies in; the last bin holds its upper end too."""
    import polars as pl

    if not axis.categories:
        return pl.Series([None] * len(values), dtype=pl.String)
    lows = pl.Series([category.bounds[0] for category in axis.categories if category.bounds], dtype=pl.Float64)
    codes = pl.Series([category.code for category in axis.categories], dtype=pl.String)
    places = lows.search_sorted(values, side="right").cast(pl.Int64) - 1
    inside = values.is_not_null() & (places >= 0)
    return codes.gather(places.clip(0, len(codes) - 1)).zip_with(
        inside, pl.Series([None], dtype=pl.String).new_from_index(0, len(values))
    )


# -- means and medians of the second item


def _centres(
    grouped: "pl.DataFrame", places: Sequence[str], several: Iterable[str]
) -> dict[tuple[str | None, str | None], Centre]:
    """By code of the first and of the third item, and of all of them."""
    found = {}
    for size in range(len(places) + 1):
        for chosen in combinations(places, size):
            one = grouped
            for place in chosen:
                one = one.explode(place) if place in several else one
            for codes, part in one.group_by(chosen) if chosen else [((), one)]:
                of = dict(zip(chosen, codes, strict=True))
                found[of.get("item0"), of.get("item2")] = _centre(part)
    return found


def _centre(part: "pl.DataFrame") -> Centre:
    import polars as pl

    by_value = part.group_by("x").agg(pl.col("n").sum(), pl.col("w").sum()).sort("x")
    counts = dict(zip(by_value["x"], by_value["n"], strict=True))
    weights = dict(zip(by_value["x"], by_value["w"], strict=True))
    size = sum(counts.values())
    if not size:
        return Centre(0, None, None)
    total = sum(weights.values())
    mean = sum(x * w for x, w in weights.items()) / total if total > 0 else None
    return Centre(size, location.mean(counts), location.median(counts), mean, location.weighted_median(weights))
