"""What the address of a results page asks for: filters, and a page of a list."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext

from engage.i18n import named
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import DECLINED, Instrument, ItemType
from engage.results.charts.crossed import about_name, category_name, joined_title
from engage.results.charts.reader import Reader
from engage.results.domain import crossing
from engage.results.domain.filters import ABOUT, COUNTRY, LANGUAGE, CannotFilter, FilterRefusal, UnknownItem, Where
from engage.results.domain.questions import Kind, Question, questions
from engage.results.views.presenting import part_of

FILTERS = (Kind.CHOICE, Kind.MULTIPLE, Kind.NUMBER, Kind.SCALE, Kind.DATE)


About = Mapping[str, Sequence[tuple[str, str]]]
"""Codes with their names, for `_language` and its like."""
MOST_BOXES = 30
"""More answers than this are chosen from a list, one after the other."""
MOST_FILTERS = 60


def asked() -> Where:
    """`?where=item=value` as often as wanted, and the form's `item` with its `value`s or with `from` and `to`.

    An item alone is a first step and filters nothing yet. Values of one item hold for any of them.
    """
    kept = [(item, value) for item, _, value in (pair.partition("=") for pair in request.args.getlist("where"))]
    item = request.args.get("item", "")
    values = [value.strip() for value in request.args.getlist("value") if value.strip()]
    low, high = (request.args.get(end, "").strip() for end in ("from", "to"))
    if low or high:
        values.append(f"{low}..{high}")
    found = [*kept, *((item, value) for value in values)]
    return tuple(dict.fromkeys((item, value) for item, value in found if item and value))[:MOST_FILTERS]


def arguments(where: Where) -> dict[str, Any]:
    """What an address needs for the same filters."""
    return {"where": [f"{item}={value}" for item, value in where]} if where else {}


def without(where: Where, item: str) -> Where:
    return tuple(pair for pair in where if pair[0] != item)


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
    low, dots, high = refusal.value.partition("..")
    if dots:
        return gettext(
            "From “%(low)s” to “%(high)s” is no range of answers to “%(item)s”. Enter the lower end first, and "
            "numbers or dates only.",
            low=low,
            high=high,
            item=refusal.item,
        )
    return gettext(
        "“%(value)s” is not an answer to “%(item)s”. Choose one from the list.", value=refusal.value, item=refusal.item
    )


def title(question: Question, reader: Reader) -> str:
    """The question in one line; of a matrix with its statement."""
    label = reader.pick(question.label)[0]
    inside = reader.pick(question.row.label)[0] if question.row else part_of(question)
    return joined_title(label, inside)


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


def picked(instrument: Instrument, reader: Reader, about: About, where: Where) -> dict[str, Any] | None:
    """The item in the address, with its answers to choose from; a number or a date is asked for from where to where."""
    key = request.args.get("item", "")
    typed = {"key": key, "from": request.args.get("from", ""), "to": request.args.get("to", "")}
    values = [value for item, value in where if item == key]
    if key in ABOUT:
        return typed | {"title": about_name(key, reader), "answers": about[key], "values": values, "kind": "codes"}
    question = _find(instrument, key)
    if question is None or question.kind not in FILTERS or question.unit:
        return None
    answers = list(_answers(question, reader))
    kind = "codes" if answers else "date" if question.kind is Kind.DATE else "number"
    if question.item.type is ItemType.REGION:
        kind = "region"
    typed["value"] = request.args.get("value", "")
    return typed | {"title": title(question, reader), "answers": answers, "values": values, "kind": kind}


@dataclass(frozen=True, slots=True)
class Filters:
    """Everything about filters that a page shows."""

    here: str
    where: Where
    chips: list["Chip"]
    offered: list[tuple[str, list[tuple[str, str]]]]
    picked: dict[str, Any] | None
    kept: Sequence[tuple[str, str]]
    """What else the address of the page holds."""
    problem: str = ""
    most_boxes: int = MOST_BOXES

    @property
    def others(self) -> Where:
        """Without the item that is being chosen for: its answers are in the form."""
        return without(self.where, self.picked["key"]) if self.picked else self.where

    @property
    def first_wrong(self) -> str:
        """Where the error summary leads to."""
        if self.picked is None:
            return "#i-item"
        return "#i-from" if self.picked["kind"] in ("number", "date") else "#i-value"

    def address(self, where: Where) -> str:
        """This page with other filters."""
        pairs = [*self.kept, *(("where", f"{item}={value}") for item, value in where)]
        return f"{self.here}?{urlencode(pairs)}" if pairs else self.here


def filters(
    instrument: Instrument,
    where: Where,
    reader: Reader,
    about: About,
    *,
    here: str,
    kept: Sequence[tuple[str, str]] = (),
    problem: str = "",
) -> Filters:
    """:param where: what is on; with a problem, without what does not fit"""
    return Filters(
        here,
        where,
        chips(instrument, where, reader, about),
        offered(instrument, reader, about),
        picked(instrument, reader, about, where),
        kept,
        problem,
    )


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on, and where it is off."""

    item: str
    title: str
    answers: str
    without: Where


def chips(instrument: Instrument, where: Where, reader: Reader, about: About) -> list[Chip]:
    """The filters that are on, in words."""
    found = []
    for item in dict.fromkeys(item for item, _ in where):
        question = _find(instrument, item)
        known = dict(about.get(item, ()) if question is None else _answers(question, reader))
        words = [known.get(value) or _in_words(value) for key, value in where if key == item]
        name = title(question, reader) if question else about_name(item, reader)
        found.append(Chip(item, name, gettext(" or ").join(words), without(where, item)))
    return found


def _in_words(value: str) -> str:
    low, dots, high = value.partition("..")
    if not dots:
        return value
    if low and high:
        return gettext("from %(low)s to %(high)s", low=low, high=high)
    return gettext("from %(low)s on", low=low) if low else gettext("up to %(high)s", high=high)


def about_answers(values: Mapping[str, Collection[str]], reader: Reader) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen of what is kept beside the answers: only what there is.

    :param values: `_language` and its like -> codes that occur
    """
    found = {}
    for key in ABOUT:
        axis = crossing.Axis(key, None, ())
        found[key] = [
            (code, category_name(axis, crossing.Category(code, _about_label(key, code)), reader)[0])
            for code in values.get(key, ())
        ]
    return found


def _about_label(key: str, code: str) -> LocalizedText | None:
    return {LANGUAGE: named.language_text, COUNTRY: named.country_text}.get(key, lambda _: None)(code)


def offered(instrument: Instrument, reader: Reader, about: About) -> list[tuple[str, list[tuple[str, str]]]]:
    """All that can be filtered by: what is kept beside the answers where it differs, then the questions."""
    beside = [(key, about_name(key, reader)) for key in ABOUT if len(about[key]) > 1]
    first = [(gettext("About the response"), beside)] if beside else []
    return [*first, *questions_by_section(instrument, reader)]


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


def page_asked() -> int:
    """The page asked for by `?page`."""
    try:
        return max(int(request.args.get("page", "1")[:9]), 1)
    except ValueError:
        return 1


def page_number(total: int, size: int) -> int:
    """The page asked for, within what there is."""
    return min(page_asked(), max(-(-total // size), 1))


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
