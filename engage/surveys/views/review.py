"""The review page's list: every question on the path with its answer in words."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext

from engage.instruments.domain.definition import Section
from engage.instruments.domain.journey import Entry, Journey
from engage.instruments.rendering.answers import spoken
from engage.instruments.rendering.entries import entry_name
from engage.instruments.rendering.filling import anchor
from engage.instruments.rendering.summaries import values


@dataclass(frozen=True, slots=True)
class SummaryRow:
    label: str
    values: list[str]
    href: str


@dataclass(frozen=True, slots=True)
class SummarySection:
    section: Section
    title: str
    rows: list[SummaryRow]


def summary(
    journey: Journey, address: Callable[[str], str], entry_address: Callable[[Entry], str], language: str
) -> list[SummarySection]:
    """One entry a section that asks something, of a list one for each of its entries; what is unanswered too."""
    found = []
    for section in journey.sections():
        title = spoken(section.title.in_(language), journey)
        if section.repeat is not None:
            found += _list(journey, section, title, address(section.slug), entry_address, language)
        elif rows := _rows(journey, section, address(section.slug), language):
            found.append(SummarySection(section, title, rows))
    return found


def _rows(journey: Journey, section: Section, page: str, language: str) -> list[SummaryRow]:
    return [
        SummaryRow(
            spoken(asked.item.label.in_(language), journey) or asked.item.name,
            values(journey, asked, language),
            f"{page}#{anchor(asked.item.name, asked.item, journey)}",
        )
        for asked in journey.page(section).items
        if asked.item.is_question
    ]


def _list(
    journey: Journey,
    section: Section,
    title: str,
    page: str,
    entry_address: Callable[[Entry], str],
    language: str,
) -> list[SummarySection]:
    entries = journey.entries(section.repeat.name) if section.repeat else ()
    if not entries:
        return [SummarySection(section, title, [SummaryRow(title, [gettext("Nothing added")], page)])]
    return [
        SummarySection(
            section,
            gettext("%(list)s %(place)s: %(entry)s", list=title, place=entry.place, entry=entry_name(entry, language)),
            _rows(entry, section, entry_address(entry), language),
        )
        for entry in entries
    ]
