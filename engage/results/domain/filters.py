"""Which responses a table is made of: `ITEM=VALUE`, and the groups a table is split by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engage.core.refusal import Refusal
from engage.i18n.named import is_country, is_language
from engage.instruments.domain.definition import DECLINED, Instrument, ItemType
from engage.results.domain.questions import Kind, Question, questions

Answers = Mapping[str, object]
Condition = Callable[[Answers], bool]
Where = tuple[tuple[str, str], ...]


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
    """One test of a response for each pair of item and value; a response has to pass all.

    Choices hold the code ("several answers": contain it), numbers equal the value, a region lies in it
    (`NO` holds `NO08`), a date begins with it (`2026`, `2026-11`). `_declined` finds who preferred not to say.

    :param where: item name, for a matrix `item/row`, and value
    :raises FilterRefusal: when the item is not in the instrument, cannot be filtered by, or never has the value
    """
    known = {question.key: question for question in questions(instrument)}
    return tuple(_anywhere(known, key, value.strip()) for key, value in where)


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


def _anywhere(known: Mapping[str, Question], key: str, value: str) -> Condition:
    """The test of a response; of what is asked in a list, that one of its entries passes."""
    test = _condition(known, key, value)
    name = known[key].list
    if not name:
        return test
    return lambda answers: any(test(entry) for entry in entries_of(answers, name))


def entries_of(answers: Answers, name: str) -> list[Answers]:
    """The entries of a list in one response."""
    found = answers.get(name)
    return [entry for entry in found if isinstance(entry, Mapping)] if isinstance(found, list | tuple) else []


def _condition(known: Mapping[str, Question], key: str, value: str) -> Condition:
    question = known.get(key)
    if question is None:
        raise UnknownItem(key, value)
    if question.kind in (Kind.TEXT, Kind.FILE, Kind.TIME, Kind.RANKING, Kind.POINTS):
        raise CannotFilter(key, value)
    if value == DECLINED:
        return lambda answers: answers.get(key) == DECLINED
    if question.unit:
        raise CannotFilter(key, value)
    if question.kind in (Kind.NUMBER, Kind.SCALE):
        return _equals(key, value)
    if question.kind is Kind.DATE or question.item.type is ItemType.REGION:
        return _begins(key, value)
    if not _is_code(question, value):
        raise UnknownValue(key, value)
    if question.kind is Kind.MULTIPLE:
        return lambda answers: isinstance(chosen := answers.get(key), list | tuple) and value in chosen
    return lambda answers: answers.get(key) == value


def _is_code(question: Question, value: str) -> bool:
    match question.item.type:
        case ItemType.COUNTRY:
            return is_country(value)
        case ItemType.LANGUAGE:
            return value in question.item.tags if question.item.tags else is_language(value)
        case ItemType.CONSENT:
            return value == question.item.agreed
    return any(option.code == value for option in question.options)


def _equals(key: str, value: str) -> Condition:
    try:
        number = float(value)
    except ValueError:
        raise UnknownValue(key, value) from None
    return lambda answers: isinstance(given := answers.get(key), int | float) and given == number


def _begins(key: str, value: str) -> Condition:
    if not value:
        raise UnknownValue(key, value)
    return lambda answers: isinstance(given := answers.get(key), str) and given.startswith(value)
