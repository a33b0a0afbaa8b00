"""Which responses a table is made of: `ITEM=VALUE`, and the groups a table is split by."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from operator import eq

from engage.core.refusal import Refusal
from engage.i18n.named import is_country, is_language
from engage.instruments.domain.definition import DECLINED, Instrument, ItemType
from engage.results.domain.questions import Kind, Question, questions

Where = tuple[tuple[str, str], ...]
RANGE = ".."
"""Between the ends of a range, both of which belong to it; one may be left out: `18..30`, `2026-01..`."""
LANGUAGE, COUNTRY, CHANNEL, VERSION = ABOUT = ("_language", "_country", "_channel", "_version")
"""What is known of a response beside its answers."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of a response."""

    key: str
    test: Callable[[object], bool]
    """Of the value under the key; None where there is none."""
    list: str = ""
    """Of what is asked in a list: one of its entries passes."""


@dataclass(eq=False)
class FilterRefusal(Refusal):
    """A filter that does not fit the instrument; `item` and `value` say which."""

    item: str
    value: str = ""


class UnknownItem(FilterRefusal):
    code = "filter_unknown_item"


class UnknownValue(FilterRefusal):
    code = "filter_unknown_value"


class CannotFilter(FilterRefusal):
    """Free texts, times, rankings and points make no filter."""

    code = "filter_item_type"


class CannotSplit(FilterRefusal):
    """Only an item with codes makes columns, and none that is asked in a list: a response would be in several."""

    code = "split_item_type"


def conditions(instrument: Instrument, where: Where) -> tuple[Condition, ...]:
    """One test of a response for each item; a response has to pass all. Of several values of an item one is enough.

    Choices hold the code ("several answers": contain it), numbers equal the value or lie in a range (`18..30`), a
    region lies in it (`NO` holds `NO08`), a date begins with it (`2026`, `2026-11`) or lies in a range.
    `_declined` finds who preferred not to say.

    :param where: item name, for a matrix `item/row`, or one of `ABOUT`, and value
    :raises FilterRefusal: when the item is not in the instrument, cannot be filtered by, or never has the value
    """
    known = {question.key: question for question in questions(instrument)}
    tests: dict[str, list[Callable[[object], bool]]] = {}
    for key, value in where:
        about = key in ABOUT and key not in known
        tests.setdefault(key, []).append(_about(key, value.strip()) if about else _test(known, key, value.strip()))
    return tuple(Condition(key, _any(each), known[key].list if key in known else "") for key, each in tests.items())


def _any(tests: list[Callable[[object], bool]]) -> Callable[[object], bool]:
    return tests[0] if len(tests) == 1 else lambda given: any(test(given) for test in tests)


def splitting(instrument: Instrument, by: str | None) -> Question | None:
    """The question whose codes make the columns of a split table.

    :raises FilterRefusal: when it is not in the instrument, or has no codes
    """
    if by is None:
        return None
    question = next((question for question in questions(instrument) if question.key == by), None)
    if question is None:
        raise UnknownItem(by)
    if question.list or question.kind not in (Kind.CHOICE, Kind.MULTIPLE):
        raise CannotSplit(by)
    return question


def _about(key: str, value: str) -> Callable[[object], bool]:
    fits = {VERSION: value.isdigit(), COUNTRY: is_country(value)}.get(key, bool(value))
    if not fits:
        raise UnknownValue(key, value)
    return partial(eq, value)


def _test(known: Mapping[str, Question], key: str, value: str) -> Callable[[object], bool]:
    question = known.get(key)
    if question is None:
        raise UnknownItem(key, value)
    if question.kind in (Kind.TEXT, Kind.FILE, Kind.TIME, Kind.RANKING, Kind.POINTS):
        raise CannotFilter(key, value)
    if value == DECLINED:
        return partial(eq, DECLINED)
    if question.unit:
        raise CannotFilter(key, value)
    if question.kind in (Kind.NUMBER, Kind.SCALE):
        return _between(key, value)
    if question.kind is Kind.DATE:
        return _from_to(key, value) if RANGE in value else _begins(key, value)
    if question.item.type is ItemType.REGION:
        return _begins(key, value)
    if not _is_code(question, value):
        raise UnknownValue(key, value)
    if question.kind is Kind.MULTIPLE:
        return lambda given: isinstance(given, tuple) and value in given
    return partial(eq, value)


def _is_code(question: Question, value: str) -> bool:
    match question.item.type:
        case ItemType.COUNTRY:
            return is_country(value)
        case ItemType.LANGUAGE:
            return value in question.item.tags if question.item.tags else is_language(value)
        case ItemType.CONSENT:
            return value == question.item.agreed
    return any(option.code == value for option in question.options)


def _between(key: str, value: str) -> Callable[[object], bool]:
    """A number, or two with what lies between them."""
    first, dots, last = value.partition(RANGE)
    try:
        low = float(first) if first or not dots else float("-inf")
        high = low if not dots else float(last) if last else float("inf")
    except ValueError:
        raise UnknownValue(key, value) from None
    if value == RANGE or not low <= high:
        raise UnknownValue(key, value)
    return lambda given: isinstance(given, int | float) and low <= given <= high


_DATE = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?)?")


def _from_to(key: str, value: str) -> Callable[[object], bool]:
    """Days, months or years with what lies between them: `2026-01..2026-03` ends with March."""
    first, _, last = value.partition(RANGE)
    if value == RANGE or not (_DATE.fullmatch(first) and _DATE.fullmatch(last)):
        raise UnknownValue(key, value)
    if first and last and first > last and not first.startswith(last):
        raise UnknownValue(key, value)

    def test(given: object) -> bool:
        if not isinstance(given, str) or given == DECLINED:
            return False
        return given >= first and (not last or given[: len(last)] <= last)

    return test


def _begins(key: str, value: str) -> Callable[[object], bool]:
    if not value:
        raise UnknownValue(key, value)
    return lambda given: isinstance(given, str) and given.startswith(value)
