"""What the address of a results page asks for: one item with a value, and a page of a list."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import request
from flask_babel import gettext

from engage.i18n import named
from engage.instruments.domain.definition import DECLINED, Instrument, ItemType
from engage.results.charts.reader import Reader
from engage.results.domain.filters import CannotFilter, FilterRefusal, UnknownItem, Where
from engage.results.domain.questions import Kind, Question, questions
from engage.results.views.presenting import part_of

FILTERS = (Kind.CHOICE, Kind.MULTIPLE, Kind.NUMBER, Kind.SCALE, Kind.DATE)


def asked() -> Where:
    """`?item=…&value=…`; an item alone is a first step and filters nothing yet."""
    item, value = request.args.get("item", ""), request.args.get("value", "")
    return ((item, value),) if item and value else ()


def sentence(refusal: FilterRefusal) -> str:
    """Why a filter does not work, and what to do."""
    match refusal:
        case UnknownItem():
            return gettext(
                "There is no question “%(item)s” in this survey. Choose one from the list.", item=refusal.item
            )
        case CannotFilter():
            return gettext(
                "People answered “%(item)s” in their own words, by points or in an order; that makes no group. "
                "Choose another question.",
                item=refusal.item,
            )
    return gettext(
        "“%(value)s” is not an answer to “%(item)s”. Choose one from the list.", value=refusal.value, item=refusal.item
    )


def title(question: Question, reader: Reader) -> str:
    """The question in one line; of a matrix with its statement."""
    label = reader.pick(question.label)[0]
    inside = reader.pick(question.row.label)[0] if question.row else part_of(question)
    return f"{label}: {inside}" if inside else label


def questions_by_section(instrument: Instrument, reader: Reader) -> list[tuple[str, list[tuple[str, str]]]]:
    """Section titles, each with (key, question) of what can be filtered by."""
    known: dict[str, list[Question]] = {}
    for question in questions(instrument):
        if question.kind in FILTERS and not question.unit:
            known.setdefault(question.item.name, []).append(question)
    found = []
    for section in instrument.sections:
        inside = [(q.key, title(q, reader)) for item in section.items for q in known.get(item.name, ())]
        if inside:
            found.append((reader.pick(section.title)[0] or section.slug, inside))
    return found


def picked(instrument: Instrument, reader: Reader) -> dict[str, Any] | None:
    """The question in the address, with its answers to choose from; none to choose: the value is typed."""
    question = _find(instrument, request.args.get("item", ""))
    if question is None or question.kind not in FILTERS or question.unit:
        return None
    return {
        "key": question.key,
        "title": title(question, reader),
        "value": request.args.get("value", ""),
        "answers": list(_answers(question, reader)),
        "region": question.item.type is ItemType.REGION,
        "date": question.kind is Kind.DATE,
    }


def chosen(instrument: Instrument, where: Where, reader: Reader) -> tuple[str, str] | None:
    """Question and answer of the filter that is on, in words."""
    if not where:
        return None
    key, value = where[0]
    question = _find(instrument, key)
    if question is None:
        return None
    return title(question, reader), dict(_answers(question, reader)).get(value, value)


def _find(instrument: Instrument, key: str) -> Question | None:
    return next((question for question in questions(instrument) if question.key == key), None)


def _answers(question: Question, reader: Reader) -> Iterator[tuple[str, str]]:
    if question.item.type is ItemType.CONSENT:
        yield question.item.agreed, gettext("Agreed")
    if question.item.type is ItemType.COUNTRY:
        yield from named.countries(reader.language, question.item.countries)
    if question.item.type is ItemType.LANGUAGE:
        yield from ((tag, label) for tag, label, _ in named.languages(reader.language, question.item.tags))
    for option in question.options:
        yield option.code, reader.pick(option.label)[0] or option.code
    if question.options and question.item.prefer_not_to_say:
        yield DECLINED, gettext("Prefer not to say")


# -- pages of a list


def page_number(total: int, size: int) -> int:
    """The page asked for by `?page`, within what there is."""
    try:
        number = int(request.args.get("page", "1")[:9])
    except ValueError:
        number = 1
    return min(max(number, 1), max(-(-total // size), 1))


def page_links(total: int, size: int, current: int, address: Callable[[int], str]) -> dict[str, Any] | None:
    """First, last and the neighbours of the current page; none between two for what is left out."""
    last = -(-total // size)
    if last < 2:
        return None
    numbers = sorted({1, last, *range(max(current - 1, 1), min(current + 1, last) + 1)})
    shown: list[dict[str, Any] | None] = []
    before = 0
    for number in numbers:
        if number - before > 1:
            shown.append(None)
        label = gettext("Page %(number)s", number=number)
        shown.append({"number": number, "href": address(number), "current": number == current, "label": label})
        before = number
    return {
        "pages": shown,
        "previous": {"href": address(current - 1), "text": gettext("Previous page")} if current > 1 else None,
        "next": {"href": address(current + 1), "text": gettext("Next page")} if current < last else None,
    }
