"""Checking what was typed: raw values become typed answers, or problems that say what to do.

A problem carries a code and figures; the sentence is made where the language is known.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import DECLINED, Cell, Item, ItemType
from engage.instruments.domain.journey import Circumstances, ItemOnPath, Journey, Raw
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.expressions.patterns import matches

LONGEST_TEXT = 5_000
LARGEST_NUMBER = 10**15
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_INTEGER = re.compile(r"[+-]?\d{1,15}")
_DECIMAL = re.compile(r"[+-]?(\d{1,15}([.,]\d{0,9})?|[.,]\d{1,9})")

Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one input."""

    key: str
    code: str
    figures: Mapping[str, Any] = field(default_factory=dict)
    message: LocalizedText | None = None
    """The instrument's own words, used instead of ours."""


class Wrong(Exception):
    def __init__(self, code: str, **figures: Any) -> None:
        super().__init__(code)
        self.code = code
        self.figures = figures


def check(
    questionnaire: Questionnaire, asked: ItemOnPath, raw: Raw, circumstances: Circumstances
) -> tuple[Answers, tuple[Problem, ...]]:
    """Typed answers of one item by key, and the problems with it. Never both for one key."""
    return check_in(Journey(questionnaire, raw, circumstances), asked)


def check_in(journey: Journey, asked: ItemOnPath) -> tuple[Answers, tuple[Problem, ...]]:
    """The same, for a journey already under way."""
    item = asked.item
    if not item.is_question or item.read_only:
        return {}, ()
    if item.type is not ItemType.MATRIX and declined(item, journey.raw):
        return {item.name: DECLINED}, ()
    answers, problems = _PARTS.get(item.type, _single_part)(journey, asked)
    if item.required and not problems and journey.holds(item.required):
        problems = [Problem(key, "required", {}, item.required_message) for key in _missing(asked, answers)]
    if item.constraint and not problems and answers:
        this = _as_text(journey[item.name])
        if not journey.questionnaire.expression(item.constraint).truth(journey.scope(this=this)):
            key = next(iter(answers))
            problems = [Problem(key, "constraint", {}, item.constraint_message)]
    if problems:
        bad = {problem.key for problem in problems}
        answers = {key: value for key, value in answers.items() if key not in bad}
    return (_pooled(item, answers) if item.is_national else answers), tuple(problems)


def _pooled(item: Item, answers: Answers) -> Answers:
    """A national choice under the common code it counts as, and beside it as it was chosen."""
    if item.name not in answers:
        return answers
    chosen = answers[item.name]
    counts_as = {option.code: option.counts_as for option in item.options}
    common = list(dict.fromkeys(counts_as[code] for code in chosen)) if isinstance(chosen, list) else counts_as[chosen]
    return answers | {item.name: common, f"{item.name}/national": chosen}


def declined(item: Item, raw: Raw) -> bool:
    """Whether "prefer not to say" was chosen for the whole item."""
    if not item.prefer_not_to_say:
        return False
    value = raw.get(item.name, "")
    return (
        raw.get(f"{item.name}/declined") == "1" or value == DECLINED or (isinstance(value, tuple) and DECLINED in value)
    )


def clean(text: str) -> str:
    """Text without control characters and direction overrides, line ends as `\\n`, no outer blanks."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _missing(asked: ItemOnPath, answers: Answers) -> list[str]:
    item = asked.item
    if item.type is ItemType.MATRIX:
        return [key for key in (f"{item.name}/{row.code}" for row in asked.rows) if key not in answers]
    return [] if answers else [item.name]


def _as_text(value: str | tuple[str, ...]) -> str:
    return " ".join(value) if isinstance(value, tuple) else value


def _one(raw: Raw, key: str) -> str:
    value = raw.get(key, "")
    return clean(value[0] if isinstance(value, tuple) and value else value if isinstance(value, str) else "")


def _many(raw: Raw, key: str) -> tuple[str, ...]:
    value = raw.get(key, ())
    values = value if isinstance(value, tuple) else tuple(value.split())
    return tuple(dict.fromkeys(value for value in values if value))


def _single_part(journey: Journey, asked: ItemOnPath) -> tuple[Answers, list[Problem]]:
    """Items with one typed value."""
    item = asked.item
    value = _one(journey.raw, item.name) if item.name in journey.raw else _as_text(journey[item.name])
    if not value:
        return {}, []
    try:
        return {item.name: _VALUES[item.type](item, value)}, []
    except Wrong as wrong:
        return {}, [Problem(item.name, wrong.code, wrong.figures)]


def _text(item: Item, value: str) -> str:
    longest = item.max_length or LONGEST_TEXT
    if len(value) > longest:
        raise Wrong("too_long", maximum=longest, over=len(value) - longest)
    if item.pattern and not matches(item.pattern, value):
        raise Wrong("pattern")
    return value


def _integer(item: Item, value: str) -> int:
    plain = re.sub(r"[\s\u00a0\u202f]", "", value)
    if not _INTEGER.fullmatch(plain):
        raise Wrong("not_an_integer" if _DECIMAL.fullmatch(plain) else "not_a_number")
    number = int(plain)
    _within(item, number)
    return number


def _decimal(item: Item, value: str) -> float:
    plain = re.sub(r"[\s\u00a0\u202f]", "", value)
    if not _DECIMAL.fullmatch(plain):
        raise Wrong("not_a_number")
    number = float(plain.replace(",", "."))
    _within(item, number)
    return number


def _within(item: Item, number: float) -> None:
    if item.minimum is not None and number < item.minimum:
        raise Wrong("too_small", minimum=item.minimum)
    if item.maximum is not None and number > item.maximum:
        raise Wrong("too_large", maximum=item.maximum)
    if abs(number) > LARGEST_NUMBER:
        raise Wrong("too_large", maximum=LARGEST_NUMBER)


def _scale(item: Item, value: str) -> float | int:
    number = _decimal(item, value)
    low, step = item.minimum or 0, item.step or 1
    steps = (number - low) / step
    if abs(steps - round(steps)) > 1e-9:
        raise Wrong("not_an_option")
    return int(number) if float(number).is_integer() else number


def _date(item: Item, value: str) -> str:  # noqa: ARG001
    return parse_date(value).isoformat()


def parse_date(value: str) -> date:
    """A date as a browser sends it, or as Europeans write it (day first): 2026-11-21, 21.11.2026, 21/11/2026."""
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", value)
    if match:
        year, month, day = match.groups()
    elif match := re.fullmatch(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})", value):
        day, month, year = match.groups()
    else:
        raise Wrong("not_a_date")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Wrong("not_a_date") from None


def _time(item: Item, value: str) -> str:  # noqa: ARG001
    match = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?::\d{2})?", value)
    try:
        return time(int(match[1]), int(match[2])).isoformat("minutes") if match else _no("not_a_time")
    except ValueError:
        raise Wrong("not_a_time") from None


def _datetime(item: Item, value: str) -> str:  # noqa: ARG001
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None).isoformat(timespec="minutes")
    except ValueError:
        raise Wrong("not_a_date") from None


def _no(code: str) -> str:
    raise Wrong(code)


def _region(item: Item, value: str) -> str:
    from engage.instruments.regions import is_region

    return value if is_region(value, item.countries) else _no("not_an_option")


def _consent(item: Item, value: str) -> str:  # noqa: ARG001
    return "yes" if value == "yes" else _no("not_an_option")


def _single(journey: Journey, asked: ItemOnPath) -> tuple[Answers, list[Problem]]:
    item = asked.item
    code = _one(journey.raw, item.name) if item.name in journey.raw else _as_text(journey[item.name])
    if not code:
        return {}, []
    return _chosen(journey, asked, (code,), code)


def _multiple(journey: Journey, asked: ItemOnPath) -> tuple[Answers, list[Problem]]:
    item = asked.item
    codes = _many(journey.raw, item.name) if item.name in journey.raw else _split(journey[item.name])
    if not codes:
        return {}, []
    answers, problems = _chosen(journey, asked, codes, list(codes))
    wrong = None if problems else _number_of_choices(item, codes)
    return answers, [wrong] if wrong else problems


def _split(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else tuple(value.split())


def _chosen(
    journey: Journey, asked: ItemOnPath, codes: tuple[str, ...], value: str | list[str]
) -> tuple[Answers, list[Problem]]:
    item = asked.item
    offered = {option.code: option for option in asked.options}
    if any(code not in offered for code in codes):
        # An option that a filter has taken away since is no answer; one that never was is a forgery.
        known = {option.code for option in item.options}
        if all(code in known for code in codes):
            return {}, []
        return {}, [Problem(item.name, "not_an_option")]
    answers: Answers = {item.name: value}
    other = next((code for code in codes if offered[code].other), None)
    text = _one(journey.raw, f"{item.name}/other") if other else ""
    if len(text) > (item.max_length or 1000):
        return answers, [Problem(f"{item.name}/other", "too_long", {"maximum": item.max_length or 1000})]
    if text:
        answers[f"{item.name}/other"] = text
    return answers, []


def _number_of_choices(item: Item, codes: tuple[str, ...]) -> Problem | None:
    exclusive = any(option.exclusive for option in item.options if option.code in codes)
    if exclusive and len(codes) > 1:
        return Problem(item.name, "exclusive")
    if item.max_choices and len(codes) > item.max_choices:
        return Problem(item.name, "too_many", {"maximum": item.max_choices, "chosen": len(codes)})
    if item.min_choices and len(codes) < item.min_choices and not exclusive:
        return Problem(item.name, "too_few", {"minimum": item.min_choices})
    return None


def _matrix(journey: Journey, asked: ItemOnPath) -> tuple[Answers, list[Problem]]:
    item, answers, problems = asked.item, {}, []
    codes = {option.code for option in asked.options}
    for row in asked.rows:
        key = f"{item.name}/{row.code}"
        try:
            value = _cell(item, journey.raw, key, codes)
        except Wrong as wrong:
            problems.append(Problem(key, wrong.code, wrong.figures))
        else:
            if value not in ("", []):
                answers[key] = value
    return answers, problems


def _cell(item: Item, raw: Raw, key: str, codes: set[str]) -> Any:
    if item.cell is Cell.MULTIPLE:
        chosen = _many(raw, key)
        if not set(chosen) <= codes:
            raise Wrong("not_an_option")
        return list(chosen)
    value = _one(raw, key)
    if not value:
        return ""
    if item.cell is Cell.SINGLE:
        if value not in codes and not (value == DECLINED and item.prefer_not_to_say):
            raise Wrong("not_an_option")
        return value
    return {Cell.TEXT: _text, Cell.INTEGER: _integer, Cell.DECIMAL: _decimal}[item.cell](item, value)


def _ranking(journey: Journey, asked: ItemOnPath) -> tuple[Answers, list[Problem]]:
    item = asked.item
    codes = [option.code for option in asked.options]
    try:
        ranked = _places(journey.raw, item.name, codes)
    except Wrong as wrong:
        return {}, [Problem(item.name, wrong.code, wrong.figures)]
    if not ranked:
        return {}, []
    if item.max_choices and len(ranked) > item.max_choices:
        return {}, [Problem(item.name, "too_many", {"maximum": item.max_choices, "chosen": len(ranked)})]
    if item.min_choices and len(ranked) < item.min_choices:
        return {}, [Problem(item.name, "too_few", {"minimum": item.min_choices})]
    return {item.name: ranked}, []


def _places(raw: Raw, name: str, codes: list[str]) -> list[str]:
    """Codes in the order of the places given to them; places must differ and leave no gap at the top."""
    by_place: dict[int, str] = {}
    for code in codes:
        place = _one(raw, f"{name}/{code}")
        if not place:
            continue
        if not place.isdecimal() or not 1 <= int(place) <= len(codes):
            raise Wrong("not_an_option")
        if int(place) in by_place:
            raise Wrong("place_twice", place=int(place))
        by_place[int(place)] = code
    if by_place and max(by_place) != len(by_place):
        missing = next(place for place in range(1, len(codes) + 1) if place not in by_place)
        raise Wrong("place_missing", place=missing)
    return [by_place[place] for place in sorted(by_place)]


def _allocation(journey: Journey, asked: ItemOnPath) -> tuple[Answers, list[Problem]]:
    """Points that add up to the total, or the same things ranked; what is coded says which."""
    item, points = asked.item, {}
    for row in asked.rows:
        key = f"{item.name}/{row.code}"
        value = _one(journey.raw, key)
        if not value:
            continue
        if not _INTEGER.fullmatch(value) or not 0 <= int(value) <= item.total:
            return {}, [Problem(key, "not_points", {"total": item.total})]
        points[key] = int(value)
    if points:
        total = sum(points.values())
        if total != item.total:
            return {}, [Problem(item.name, "total", {"total": item.total, "given": total, "left": item.total - total})]
        return {f"{item.name}/{row.code}": points.get(f"{item.name}/{row.code}", 0) for row in item.rows}, []
    try:
        ranked = _places(journey.raw, f"{item.name}/rank", [row.code for row in asked.rows])
    except Wrong as wrong:
        return {}, [Problem(item.name, wrong.code, wrong.figures)]
    return ({f"{item.name}/rank": ranked} if ranked else {}), []


_VALUES: dict[ItemType, Callable[[Item, str], Any]] = {
    ItemType.TEXT: _text,
    ItemType.INTEGER: _integer,
    ItemType.DECIMAL: _decimal,
    ItemType.SCALE: _scale,
    ItemType.DATE: _date,
    ItemType.TIME: _time,
    ItemType.DATETIME: _datetime,
    ItemType.REGION: _region,
    ItemType.CONSENT: _consent,
}
_PARTS: dict[ItemType, Callable[[Journey, ItemOnPath], tuple[Answers, list[Problem]]]] = {
    ItemType.SINGLE: _single,
    ItemType.MULTIPLE: _multiple,
    ItemType.MATRIX: _matrix,
    ItemType.RANKING: _ranking,
    ItemType.ALLOCATION: _allocation,
}


def input_names(item: Item) -> tuple[str, ...]:
    """Every input a page may send for this item."""
    match item.type:
        case ItemType.NOTE | ItemType.CALCULATION:
            return ()
        case ItemType.RANKING:
            names = [f"{item.name}/{option.code}" for option in item.options]
        case ItemType.ALLOCATION:
            names = [f"{item.name}/{row.code}" for row in item.rows]
            names += [f"{item.name}/rank/{row.code}" for row in item.rows]
        case _:
            names = [key for key in item.keys if key != f"{item.name}/national"]
    return (*names, f"{item.name}/declined") if item.prefer_not_to_say else tuple(names)


def takes_many(item: Item) -> bool:
    """Whether its inputs send several values under one name."""
    return item.type is ItemType.MULTIPLE or (item.type is ItemType.MATRIX and item.cell is Cell.MULTIPLE)


def final_answers(journey: Journey) -> tuple[Answers, tuple[Problem, ...]]:
    """What a submit stores: the answers on the path, typed, calculations included; and every problem left."""
    answers: Answers = {}
    problems: list[Problem] = []
    for section in journey.sections():
        for asked in journey.section(section).items:
            good, bad = check_in(journey, asked)
            answers |= good
            problems += bad
    for item in journey.questionnaire.instrument.items:
        if item.calculation and (item.type is ItemType.CALCULATION or item.read_only):
            value = journey[item.name]
            if value:
                answers[item.name] = value
    return answers, tuple(problems)
