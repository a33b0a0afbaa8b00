"""What people said, section by section: of a long survey only one section at a time, and of a long section a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext

from engage.instruments.domain.definition import Section
from engage.results import service
from engage.results.charts.items import drawn_for
from engage.results.charts.reader import Reader
from engage.results.domain.questions import Kind
from engage.results.domain.tables import ItemTable, by_item
from engage.results.views import presenting
from engage.results.views.chart_files import PICTURES
from engage.results.views.presenting import Words
from engage.results.views.team_pages import Page

MOST_ITEMS = 30
"""Questions on one page, with their charts."""


@dataclass(frozen=True, slots=True)
class Sections:
    """Which sections a survey has, and what is open of them."""

    all: Sequence[tuple[Section, Sequence[tuple[ItemTable, ...]]]]
    open: Section | None
    """None: all of a short survey, or none of a long one."""
    page: int

    @property
    def whole(self) -> bool:
        """Short enough to stand on one page."""
        return sum(len(groups) for _, groups in self.all) <= MOST_ITEMS

    @property
    def items(self) -> int:
        """Questions of the open section."""
        return next((len(groups) for section, groups in self.all if section is self.open), 0)


def sections_of(found: service.Tables, slug: str, page: int) -> Sections:
    """Those with questions; the open one by its slug."""
    by_name = {group[0].item.name: group for group in by_item(found.results.tables)}
    every = [
        (section, [by_name[item.name] for item in section.items if item.name in by_name])
        for section in found.instrument.sections
    ]
    kept = [(section, groups) for section, groups in every if groups]
    here = next(((section, groups) for section, groups in kept if section.slug == slug), None)
    last = -(-len(here[1]) // MOST_ITEMS) if here else 1
    return Sections(kept, here[0] if here else None, min(page, last))


def shown_sections(
    sections: Sections, found: service.Tables, here: Page, arguments: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The sections whose questions stand on the page, and the titles of the others."""
    texts = set(service.free_text_keys(found.instrument))
    made = []
    for section, groups in sections.all:
        stands = sections.whole or section is sections.open
        start = 0 if sections.whole else (sections.page - 1) * MOST_ITEMS
        shown = groups[start : start + MOST_ITEMS] if stands else []
        made.append(
            {
                "slug": section.slug,
                "title": Words(*here.reader.pick(section.title)),
                "number": len(groups),
                "open": stands,
                "items": [_item(group, found, here, texts, arguments) for group in shown],
            }
        )
    return made


def _item(
    group: tuple[ItemTable, ...],
    found: service.Tables,
    here: Page,
    texts: set[str],
    arguments: Mapping[str, Any],
) -> dict[str, Any]:
    reader: Reader = here.reader
    name = group[0].item.name
    drawn = drawn_for(group, reader)
    grids = presenting.grids(group, reader)
    address = {"slug": here.survey.slug, "name": name, **arguments}
    files = {"csv": url_for("result_charts.table", **address)} if grids else {}
    return {
        "name": name,
        "label": Words(*reader.pick(group[0].item.label)),
        "charts": [
            (
                each,
                {k: url_for("result_charts.chart", kind=k, number=n, **address) for k in PICTURES}
                if each.sheet
                else {},
            )
            for n, each in enumerate(drawn)
        ],
        "grids": grids,
        "files_of_table": files,
        "texts": presenting.written(group, texts, reader),
        "base": max(table.base for table in group),
        "asked": _asked(found, name),
        "files": group[0].base if group[0].kind is Kind.FILE else 0,
    }


def _asked(found: service.Tables, name: str) -> str:
    """In which versions, where it was not in all of them."""
    variable = found.variables[name.removesuffix("/national")]
    oldest = min(each.since for each in found.variables.values())
    if variable.since > oldest and variable.until < found.version:
        return gettext("Asked so from version %(first)s to %(last)s.", first=variable.since, last=variable.until)
    if variable.until < found.version:
        return gettext("Asked so until version %(last)s.", last=variable.until)
    if variable.since > oldest:
        return gettext("Asked so from version %(first)s on.", first=variable.since)
    return ""
