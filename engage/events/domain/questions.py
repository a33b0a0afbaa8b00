"""The questions of a registration: an instrument on one page, asked of who registers and in part of those with them.

Files and lists (sections that repeat) are not asked here: `unasked` names them, so that publishing can say so.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engage.events.domain.kinds import AttendeeRole
from engage.instruments.domain.checks import Problem, check_in
from engage.instruments.domain.definition import Instrument, Item, ItemType, Section
from engage.instruments.domain.journey import Circumstances, Journey, Raw
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.domain.settling import settled

PAGE = "registration"
"""The one section that they become."""


def unasked(instrument: Instrument) -> tuple[Item, ...]:
    """Questions that a registration cannot ask: files, and whatever is in a list."""
    return tuple(
        item
        for section in instrument.sections
        for item in section.items
        if item.is_question and (section.repeat is not None or item.type is ItemType.FILE)
    )


def of_health(instrument: Instrument) -> tuple[Item, ...]:
    """What says something about health: special-category items, and what is worked out from them."""
    special = frozenset(item.name for item in instrument.items if item.special_category)
    if not special:
        return ()
    whole = Questionnaire(instrument)
    return tuple(
        item
        for item in instrument.items
        if item.special_category or (item.calculation and whole.follows(item.name, special))
    )


def on_one_page(instrument: Instrument) -> Instrument:
    """All sections as one, their conditions with their items; headings where there were several."""
    sections = [section for section in instrument.sections if section.repeat is None and _items(section)]
    items = [item for section in sections for item in _with_heading(section, several=len(sections) > 1)]
    whole = Section(name=PAGE, slug=PAGE, title=instrument.title, items=tuple(items))
    return replace(instrument, sections=(whole,) if items else (), quotas=())


def _items(section: Section) -> list[Item]:
    return [item for item in section.items if item.type is not ItemType.FILE]


def _with_heading(section: Section, *, several: bool) -> Iterator[Item]:
    if several and section.title:
        yield Item(
            name=f"heading-{section.slug}",
            type=ItemType.NOTE,
            label=section.title,
            hint=section.description,
            heading=True,
            relevance=section.relevance,
        )
    for item in _items(section):
        yield replace(item, relevance=_both(section.relevance, item.relevance))


def _both(first: str | None, second: str | None) -> str | None:
    return f"({first}) and ({second})" if first and second else first or second


@dataclass(frozen=True, eq=False)
class Questions:
    """The questions of one published version, ready to ask."""

    questionnaire: Questionnaire
    ordinary: tuple[Item, ...]
    health: tuple[Item, ...]
    """Special-category items: kept with consent only."""
    each: tuple[Item, ...]
    """Asked of the others of a party, too."""

    @classmethod
    def of(cls, instrument: Instrument | None, each: Collection[str]) -> "Questions | None":
        """None where nothing is asked.

        :param each: names of items that every citizen is asked
        """
        page = on_one_page(instrument) if instrument else None
        if page is None or not page.sections:
            return None
        shown = [item for item in page.items if item.type is not ItemType.CALCULATION]
        return cls(
            Questionnaire(page),
            ordinary=tuple(item for item in shown if not item.special_category),
            health=tuple(item for item in shown if item.special_category),
            each=tuple(item for item in shown if item.name in each and not item.special_category),
        )

    @property
    def section(self) -> Section:
        """The page that they are."""
        return self.questionnaire.instrument.sections[0]

    def asks(self, role: AttendeeRole, person: int) -> bool:
        """Whether somebody is asked at all: who registers, and the citizens that come with them."""
        return person == 1 or role is AttendeeRole.CITIZEN

    def asked(self, person: int) -> tuple[Item, ...]:
        """What one person of a party is asked, from 1."""
        return (*self.ordinary, *self.health) if person == 1 else self.each

    def journey(
        self, first: Raw, own: Raw, person: int, *, now: datetime, consent: bool, seed: str, language: str
    ) -> Journey:
        """The way of one person. What only the first is asked counts for all in conditions.

        :param own: what this person answered
        """
        raw: Raw = own
        if person > 1:
            mine = {key for item in self.each for key in (item.name, *item.keys)}
            raw = {**{key: value for key, value in first.items() if key not in mine}, **own}
        circumstances = Circumstances(now=now, consent=consent, seed=f"{seed}{person}", language=language)
        found = Journey(self.questionnaire, raw, circumstances)
        if not self.questionnaire.kept:
            return found
        kept = settled(Journey(self.questionnaire, {}, circumstances), found)
        return Journey(self.questionnaire, {**raw, **kept}, circumstances)

    def answers(
        self, journey: Journey, person: int, *, without: Collection[str] = ()
    ) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
        """Typed answers of one person, and what is wrong.

        :param without: items that this person has not seen yet
        """
        answers: dict[str, Any] = {}
        problems: list[Problem] = []
        for item in self.asked(person):
            if item.name in without or not journey.relevant(item):
                continue
            good, bad = check_in(journey, journey.on_path(item))
            answers |= good
            problems += bad
        if person == 1:
            answers |= self._worked_out(journey)
        return answers, tuple(problems)

    def _worked_out(self, journey: Journey) -> dict[str, Any]:
        worked = (
            item
            for item in self.questionnaire.instrument.items
            if item.calculation and (item.type is ItemType.CALCULATION or item.read_only)
        )
        return {item.name: value for item in worked if (value := journey[item.name])}
