"""The review page's list: every question on the path with its answer in words."""

from collections.abc import Callable
from dataclasses import dataclass

from engage.instruments.domain.definition import Section
from engage.instruments.domain.journey import Journey
from engage.instruments.rendering.answers import spoken
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


def summary(journey: Journey, address: Callable[[str], str], language: str) -> list[SummarySection]:
    """One entry a section that asks something; unanswered questions are listed too."""
    found = []
    for section in journey.sections():
        asked_here = [asked for asked in journey.section(section).items if asked.item.is_question]
        rows = [
            SummaryRow(
                spoken(asked.item.label.in_(language), journey) or asked.item.name,
                values(journey, asked, language),
                f"{address(section.slug)}#{anchor(asked.item.name, asked.item, journey)}",
            )
            for asked in asked_here
        ]
        if rows:
            found.append(SummarySection(section, spoken(section.title.in_(language), journey), rows))
    return found
