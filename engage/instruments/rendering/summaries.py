"""The answers of one item, line by line, for whoever checks them: the review page, and what is printed."""

from flask_babel import gettext

from engage.instruments.domain.checks import declined
from engage.instruments.domain.definition import DECLINED, Cell, Item, ItemType
from engage.instruments.domain.journey import ItemOnPath, Journey
from engage.instruments.domain.uploaded import from_raw
from engage.instruments.rendering.answers import shown, size, spoken, words


def values(journey: Journey, asked: ItemOnPath, language: str) -> list[str]:
    """What was answered, in words; empty when nothing was."""
    item, raw = asked.item, journey.raw
    if declined(item, raw) and item.type is not ItemType.MATRIX:
        return [gettext("Prefer not to say")]
    match item.type:
        case ItemType.MATRIX:
            lines = [(row.label.in_(language), _cell(journey, item, row.code, language)) for row in asked.rows]
            return [f"{spoken(label, journey)}: {value}" for label, value in lines if value]
        case ItemType.ALLOCATION:
            return _allocation(journey, asked, language)
        case ItemType.RANKING:
            ranked = journey[item.name]
            return [f"{place}. {_label(journey, item, code, language)}" for place, code in enumerate(ranked, start=1)]
        case ItemType.FILE:
            found = from_raw(str(raw.get(item.name, "")))
            return [f"{found.name} ({size(found.bytes, language)})"] if found else []
        case ItemType.DATE_RANGE:
            return _days(journey, item)
    text = shown(journey, item.name)
    return [text] if text else []


def _cell(journey: Journey, item: Item, row: str, language: str) -> str:
    value = journey.raw.get(f"{item.name}/{row}", "")
    codes = value if isinstance(value, tuple) else (value,)
    if codes == (DECLINED,):
        return gettext("Prefer not to say")
    if item.cell not in (Cell.SINGLE, Cell.MULTIPLE):
        return words(item, codes[0], language) if codes else ""
    return ", ".join(_label(journey, item, code, language) for code in codes if code)


def _label(journey: Journey, item: Item, code: str, language: str) -> str:
    option = journey.option(item, code)
    return spoken(option.label.in_(language), journey) if option else code


def _days(journey: Journey, item: Item) -> list[str]:
    """Both days; what one of them says where the other is missing or no day."""
    both = shown(journey, item.name)
    return [both] if both else [text for key in item.keys if (text := shown(journey, key))]


def _allocation(journey: Journey, asked: ItemOnPath, language: str) -> list[str]:
    item = asked.item
    given = [(row, str(journey.raw.get(f"{item.name}/{row.code}", "") or "")) for row in asked.rows]
    if any(points for _, points in given):
        return [f"{spoken(row.label.in_(language), journey)}: {points or 0}" for row, points in given]
    placed = [(str(journey.raw.get(f"{item.name}/rank/{row.code}", "") or ""), row) for row in asked.rows]
    ranked = sorted(
        (int(place), spoken(row.label.in_(language), journey)) for place, row in placed if place.isdecimal()
    )
    return [f"{place}. {label}" for place, label in ranked]
