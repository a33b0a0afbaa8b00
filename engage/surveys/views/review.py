"""The review page's list: every question on the path with its answer in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from markupsafe import escape

from engage.instruments.domain.definition import Section
from engage.instruments.domain.journey import Entry, Journey
from engage.instruments.rendering.answers import spoken
from engage.instruments.rendering.entries import entry_name
from engage.instruments.rendering.filling import Fill, anchor
from engage.instruments.rendering.summaries import values
from engage.instruments.rendering.texts import attributes
from engage.web.compiled import Parts


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


class Listing:
    """Fills the list of a compiled review page: section by section, row by row."""

    def __init__(self, sections: Sequence[SummarySection], language: str) -> None:
        self._sections, self._language = sections, language
        self._section: SummarySection
        self._row: SummaryRow

    @property
    def slots(self) -> dict[str, Callable[..., str]]:
        return {
            "section_language": lambda: attributes(self._section.section.title, self._language),
            "section_title": lambda: str(escape(self._section.title)),
            "label": lambda: str(escape(self._row.label)),
            "answers": lambda: "".join(f"<p>{escape(value)}</p>" for value in self._row.values),
            "address": lambda: str(escape(self._row.href)),
        }

    @property
    def blocks(self) -> dict[str, Callable[..., str]]:
        return {
            "sections": self._each_section,
            "rows": self._each_row,
            "unanswered": lambda parts, fill: "" if self._row.values else fill(parts),
        }

    def _each_section(self, parts: Parts, fill: Fill) -> str:
        return "".join(self._filled_section(section, parts, fill) for section in self._sections)

    def _filled_section(self, section: SummarySection, parts: Parts, fill: Fill) -> str:
        self._section = section
        return fill(parts)

    def _each_row(self, parts: Parts, fill: Fill) -> str:
        return "".join(self._filled_row(row, parts, fill) for row in self._section.rows)

    def _filled_row(self, row: SummaryRow, parts: Parts, fill: Fill) -> str:
        self._row = row
        return fill(parts)


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
            f"{page}#{anchor(asked.item.name, asked.item, journey, asked)}",
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
