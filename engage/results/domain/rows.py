"""The rows of a table, by kind of question."""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from engage.i18n.named import country_text, language_text
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import DECLINED, ItemType
from engage.instruments.regions import region
from engage.results.domain.questions import Kind, Question
from engage.statistics import compositions, histogram, location, rankings
from engage.statistics.proportions import frequencies, wilson_interval

N = TypeVar("N", int, float)
MOST_SCALE_POINTS = 21
"""A scale with more points than this gets bins."""
MOST_MONTHS, MOST_YEARS = 24, 120
"""Longer spans of dates are told by year; beyond that only the years that occur."""
LARGEST_NUMBER = 10**15
"""What is beyond is no valid number, as in the answer checks."""

Frame = tuple[tuple[str, LocalizedText | None, tuple[float, float] | None], ...]
"""Code, label and bounds of each row: fixed by the whole, so that the columns of a split have the same rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    code: str
    label: LocalizedText | None
    """None where the code speaks for itself: numbers, dates, regions, codes of an earlier version."""
    count: int
    percent: float | None
    """Of the base; None without a base."""
    interval: tuple[float, float] | None = None
    """What chance alone leaves open (95 %, Wilson), in percent."""
    bounds: tuple[float, float] | None = None
    """Of a number: the value twice, or the ends of a bin."""
    mean: float | None = None
    """Points: the arithmetic mean. Ranking: the mean rank, 1 is best."""
    centre: float | None = None
    """Points: the centre of the compositions (closed geometric mean), in points."""
    borda: float | None = None
    """Ranking: points by the most there are to have, in percent."""
    suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Valid:
    """Answers by value, what is no answer set apart."""

    counts: Mapping[Hashable, int]
    base: int
    declined: int


def valid(question: Question, counts: Mapping[Hashable, int]) -> Valid:
    """Leave out what is no answer to this kind of question: empty, declined, of another type."""
    kept = {value: n for value, n in counts.items() if is_valid(question.kind, value)}
    return Valid(kept, sum(kept.values()), counts.get(DECLINED, 0))


def is_valid(kind: Kind, value: Hashable) -> bool:
    """Whether a value is an answer to this kind of question."""
    return value != DECLINED and _is_answer(kind, value)


def _is_answer(kind: Kind, value: Hashable) -> bool:
    match kind:
        case Kind.NUMBER | Kind.SCALE:
            return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST_NUMBER
        case Kind.MULTIPLE | Kind.RANKING:
            return isinstance(value, tuple) and bool(value)
        case Kind.POINTS:
            return isinstance(value, tuple) and any(isinstance(p, int | float) and p > 0 for p in value)
        case Kind.TEXT | Kind.FILE:
            return value is True
        case Kind.DATE:
            return isinstance(value, str) and bool(re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value))
        case Kind.CHOICE | Kind.TIME:
            return isinstance(value, str) and bool(value)


# -- which rows


def labelled(question: Question, codes: Iterable[str]) -> tuple[tuple[str, LocalizedText | None], ...]:
    """These codes with their labels: in the order of the options, then what is no option, declined last."""
    places = {option.code: (place, option.label) for place, option in enumerate(question.options)}
    ordered = sorted(codes, key=lambda code: (code == DECLINED, places.get(code, (len(places),))[0], code))
    name = _NAMED.get(question.item.type)
    if name:
        return tuple((code, None if code == DECLINED else name(code)) for code in ordered)
    return tuple((code, places[code][1] if code in places else None) for code in ordered)


def _region_label(code: str) -> LocalizedText | None:
    """The region's own name, in whatever language that is."""
    found = region(code)
    return LocalizedText.of(found.name, "und") if found else None


_NAMED: Mapping[ItemType, Callable[[str], LocalizedText | None]] = {
    ItemType.REGION: _region_label,
    ItemType.COUNTRY: country_text,
    ItemType.LANGUAGE: language_text,
}


def frame(question: Question, counts: Mapping[Hashable, int]) -> Frame:
    """The rows of a question's table, from all answers."""
    answers = valid(question, counts).counts
    match question.kind:
        case Kind.CHOICE | Kind.MULTIPLE:
            codes = dict.fromkeys((*(option.code for option in question.options), *_codes(answers)))
            return tuple((code, label, None) for code, label in labelled(question, codes))
        case Kind.RANKING | Kind.POINTS:
            return tuple((option.code, option.label, None) for option in question.options)
        case Kind.NUMBER:
            return _bins(histogram.edges(numbers(answers)))
        case Kind.SCALE:
            return _scale(question, numbers(answers))
        case Kind.DATE:
            return tuple((period, None, None) for period in _periods(sorted(map(str, answers))))
        case Kind.TIME:
            return tuple((hour, None, None) for hour in sorted(map(str, answers)))
        case Kind.TEXT | Kind.FILE:
            return ()


def _codes(answers: Mapping[Hashable, int]) -> list[str]:
    found: dict[str, None] = {}
    for value in answers:
        found.update(dict.fromkeys(map(str, value) if isinstance(value, tuple) else (str(value),)))
    return list(found)


def _bins(edges: Iterable[tuple[float, float]]) -> Frame:
    return tuple((bin_code(low, high), None, (low, high)) for low, high in edges)


def bin_code(low: float, high: float) -> str:
    """`7` for a value, `20..30` for what lies from 20 to below 30."""
    return f"{low:.15g}" if low == high else f"{low:.15g}..{high:.15g}"


def _scale(question: Question, numbers: Mapping[float, int]) -> Frame:
    item = question.item
    low, step = item.minimum or 0, item.step or 1
    steps = round(((10 if item.maximum is None else item.maximum) - low) / step) if step > 0 else 0
    points = {round(low + n * step, 9) for n in range(min(steps, MOST_SCALE_POINTS) + 1)} | set(numbers)
    if not 0 < steps < MOST_SCALE_POINTS or len(points) > 2 * MOST_SCALE_POINTS:
        return _bins(histogram.edges(numbers))
    ends = {low: item.low_label, round(low + steps * step, 9): item.high_label}
    return tuple((bin_code(x, x), ends.get(x), (float(x), float(x))) for x in sorted(points))


def _periods(months: list[str]) -> Iterable[str]:
    """Every month from the first to the last, or every year where that would be too many."""
    if not months:
        return ()
    (first, first_month), (last, last_month) = (map(int, month.split("-")) for month in (months[0], months[-1]))
    if (last - first) * 12 + last_month - first_month < MOST_MONTHS:
        span = range(first * 12 + first_month - 1, last * 12 + last_month)
        return [f"{month // 12:04}-{month % 12 + 1:02}" for month in span]
    if last - first < MOST_YEARS:
        return [f"{year:04}" for year in range(first, last + 1)]
    return sorted({month[:4] for month in months})


# -- what is in them


def rows(question: Question, answers: Valid, frame: Frame) -> tuple[TableRow, ...]:
    """The table's rows in the order of the frame."""
    match question.kind:
        case Kind.TEXT | Kind.FILE:
            return ()
        case Kind.RANKING:
            return _ranking(answers, frame)
        case Kind.POINTS:
            return _points(question, answers, frame)
    return _counted(answers, frame, by_code(question.kind, answers.counts, frame, 0))


def by_code(kind: Kind, counts: Mapping[Hashable, N], frame: Frame, nothing: N) -> dict[str, N]:
    """What valid answers add up to in each row; `nothing` is the zero of the sums."""
    totals = {code: nothing for code, _, _ in frame}
    if kind in (Kind.NUMBER, Kind.SCALE):
        edges = tuple(bounds for _, _, bounds in frame if bounds)
        for number, n in numbers(counts).items():
            found = histogram.bin_of(number, edges)
            if found is not None:
                totals[frame[found][0]] += n
        return totals
    for value, n in counts.items():
        for code in set(map(str, value)) if isinstance(value, tuple) else (str(value),):
            place = code if code in totals else code[:4]  # a month where the table goes by year
            totals[place] += n
    return totals


def _counted(answers: Valid, frame: Frame, totals: Mapping[str, int]) -> tuple[TableRow, ...]:
    return tuple(
        TableRow(
            code=code,
            label=label,
            bounds=bounds,
            count=found.count,
            percent=None if found.share is None else 100 * found.share,
            interval=_interval(found.count, answers.base),
        )
        for (code, label, bounds), found in zip(frame, frequencies(totals, answers.base), strict=True)
    )


def _interval(count: int, base: int) -> tuple[float, float] | None:
    if base == 0:
        return None
    low, high = wilson_interval(count, base)
    return 100 * low, 100 * high


def _ranking(answers: Valid, frame: Frame) -> tuple[TableRow, ...]:
    """`count` and `percent` are of first places."""
    given = {tuple(map(str, value)): n for value, n in answers.counts.items() if isinstance(value, tuple)}
    found = rankings.standings([code for code, _, _ in frame], given)
    return tuple(
        TableRow(
            code=code,
            label=label,
            count=each.first,
            percent=100 * each.first / answers.base if answers.base else None,
            mean=each.mean_rank,
            borda=None if each.borda_share is None else 100 * each.borda_share,
        )
        for (code, label, _), each in zip(frame, found, strict=True)
    )


def _points(question: Question, answers: Valid, frame: Frame) -> tuple[TableRow, ...]:
    """`count` and `percent` are of those who gave any points."""
    given: dict[tuple[float, ...], int] = {}
    for value, n in answers.counts.items():
        if isinstance(value, tuple):
            parts = tuple(max(float(point or 0), 0.0) for point in value)
            given[parts] = given.get(parts, 0) + n
    total = question.item.total
    means = compositions.arithmetic_mean(given) if given else ()
    centres = compositions.centre(given) if given else ()
    some = [sum(n for parts, n in given.items() if parts[place] > 0) for place in range(len(frame))]
    return tuple(
        TableRow(
            code=code,
            label=label,
            count=some[place],
            percent=100 * some[place] / answers.base if answers.base else None,
            interval=_interval(some[place], answers.base),
            mean=total * means[place] if means else None,
            centre=total * centres[place] if centres else None,
        )
        for place, (code, label, _) in enumerate(frame)
    )


# -- figures over all rows


def mean_of(question: Question, answers: Valid) -> float | None:
    if question.kind not in (Kind.NUMBER, Kind.SCALE) or not answers.base:
        return None
    return location.mean(numbers(answers.counts))


def quartiles_of(question: Question, answers: Valid) -> location.Quartiles | None:
    if question.kind not in (Kind.NUMBER, Kind.SCALE) or not answers.base:
        return None
    return location.quartiles(numbers(answers.counts))


def numbers(answers: Mapping[Hashable, N]) -> dict[float, N]:
    """The answers that are numbers."""
    return {value: n for value, n in answers.items() if isinstance(value, int | float)}
