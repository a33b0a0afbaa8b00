"""The review page's list: every question on the path with its answer in words."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext

from engage.instruments.domain.checks import declined
from engage.instruments.domain.definition import DECLINED, Item, ItemType, Section
from engage.instruments.domain.journey import ItemOnPath, Journey
from engage.instruments.regions import region
from engage.instruments.rendering.filling import anchor, shown
from engage.instruments.rendering.texts import plain


@dataclass(frozen=True, slots=True)
class SummaryRow:
    label: str
    values: list[str]
    href: str


@dataclass(frozen=True, slots=True)
class SummarySection:
    section: Section
    rows: list[SummaryRow]


def summary(journey: Journey, address: Callable[[str], str], language: str) -> list[SummarySection]:
    """One entry a section that asks something; unanswered questions are listed too."""
    found = []
    for section in journey.sections():
        asked_here = [asked for asked in journey.section(section).items if asked.item.is_question]
        rows = [
            SummaryRow(
                plain(asked.item.label.in_(language)) or asked.item.name,
                values(journey, asked, language),
                f"{address(section.slug)}#{anchor(asked.item.name, asked.item, journey)}",
            )
            for asked in asked_here
        ]
        if rows:
            found.append(SummarySection(section, rows))
    return found


def values(journey: Journey, asked: ItemOnPath, language: str) -> list[str]:
    item, raw = asked.item, journey.raw
    if declined(item, raw) and item.type is not ItemType.MATRIX:
        return [gettext("Prefer not to say")]
    match item.type:
        case ItemType.MATRIX:
            lines = [(row.label.in_(language), _cell(journey, item, row.code, language)) for row in asked.rows]
            return [f"{plain(label)}: {value}" for label, value in lines if value]
        case ItemType.ALLOCATION:
            return _allocation(journey, asked, language)
        case ItemType.RANKING:
            ranked = journey[item.name]
            return [f"{place}. {_label(item, code, language)}" for place, code in enumerate(ranked, start=1)]
        case ItemType.CONSENT:
            return [gettext("Yes")] if journey[item.name] == "yes" else []
        case ItemType.REGION:
            code = str(journey[item.name])
            found = region(code)
            return [found.name if found else code] if code else []
    text = shown(journey, item.name)
    return [text] if text else []


def _cell(journey: Journey, item: Item, row: str, language: str) -> str:
    value = journey.raw.get(f"{item.name}/{row}", "")
    codes = value if isinstance(value, tuple) else (value,)
    if codes == (DECLINED,):
        return gettext("Prefer not to say")
    return ", ".join(_label(item, code, language) for code in codes if code)


def _label(item: Item, code: str, language: str) -> str:
    option = item.option(code)
    return plain(option.label.in_(language)) if option else code


def _allocation(journey: Journey, asked: ItemOnPath, language: str) -> list[str]:
    item = asked.item
    given = [(row, str(journey.raw.get(f"{item.name}/{row.code}", "") or "")) for row in asked.rows]
    if any(points for _, points in given):
        return [f"{plain(row.label.in_(language))}: {points or 0}" for row, points in given]
    placed = [(str(journey.raw.get(f"{item.name}/rank/{row.code}", "") or ""), row) for row in asked.rows]
    ranked = sorted((int(place), plain(row.label.in_(language))) for place, row in placed if place.isdecimal())
    return [f"{place}. {label}" for place, label in ranked]
