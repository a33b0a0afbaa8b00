"""The way of one respondent through an instrument.

The path is worked out anew from the raw answers every time, so it can never disagree with them. What is not on
the path reads as empty in every expression, and does not count.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engage.instruments.domain.definition import DECLINED, Item, ItemType, Option, Row, Section
from engage.instruments.domain.questionnaire import Questionnaire, in_order, is_dynamic
from engage.instruments.domain.spans import duration_of
from engage.instruments.expressions.evaluator import Scope

Raw = Mapping[str, str | tuple[str, ...]]
"""What a form sent, by input name; invalid values included. A key that is absent was never asked."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides the path besides the answers."""

    now: datetime
    consent: bool = False
    """Special-category items may be asked."""
    pulse: bool = False
    """The short form was chosen."""
    seed: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class ItemOnPath:
    item: Item
    options: tuple[Option, ...]
    """After the filter, in this respondent's order."""
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class SectionOnPath:
    section: Section
    items: tuple[ItemOnPath, ...]


class Journey(Mapping[str, "str | tuple[str, ...]"]):
    """The answers as expressions see them: those on the path, worked out when asked for."""

    def __init__(self, questionnaire: Questionnaire, raw: Raw, circumstances: Circumstances) -> None:
        self.questionnaire = questionnaire
        self.raw = raw
        self.circumstances = circumstances
        self._relevant: dict[str, bool] = {}
        self._values: dict[str, str | tuple[str, ...]] = {}

    # -- as a mapping, for expressions

    def __getitem__(self, key: str) -> str | tuple[str, ...]:
        if key not in self._values:
            self._values[key] = ""  # what refers to itself reads as empty
            self._values[key] = self._value(key)
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.questionnaire.owners)

    def __len__(self) -> int:
        return len(self.questionnaire.owners)

    def __contains__(self, key: object) -> bool:
        return key in self.questionnaire.owners

    def _value(self, key: str) -> str | tuple[str, ...]:
        item = self.questionnaire.owners.get(key)
        if item is None or not self.relevant(item):
            return ""
        if item.calculation and (item.type is ItemType.CALCULATION or item.read_only):
            return self.questionnaire.expression(item.calculation).text(self.scope())
        if item.type is ItemType.RANKING and key == item.name:
            return self._ranked(item)
        if item.type is ItemType.DURATION and (typed := duration_of(self.raw, item)) is not None:
            return typed
        value = self.raw.get(key)
        if value is None:
            return self._default(item) if key == item.name else ""
        if key == item.name and item.options and (item.choice_filter or any(o.relevance for o in item.options)):
            value = self._offered_only(item, value)
        return _common(item, value) if key == item.name and item.is_national else value

    def _default(self, item: Item) -> str:
        if not item.default:
            return ""
        if is_dynamic(item.default):
            return self.questionnaire.expression(item.default).text(self.scope())
        return item.default

    def _ranked(self, item: Item) -> tuple[str, ...]:
        places = [(self.raw.get(f"{item.name}/{option.code}"), option.code) for option in item.options]
        ranked = sorted((int(place), code) for place, code in places if isinstance(place, str) and place.isdecimal())
        return tuple(code for _, code in ranked)

    def _offered_only(self, item: Item, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        offered = {option.code for option in self.options(item)} | {DECLINED}
        if isinstance(value, tuple):
            return tuple(code for code in value if code in offered)
        return value if value in offered else ""

    # -- what is asked

    def scope(self, *, this: str = "", option: Mapping[str, str] | None = None) -> Scope:
        return Scope(
            answers=self,
            now=self.circumstances.now,
            this=this,
            seed=self.circumstances.seed,
            option=option or {},
            tables=self.questionnaire.instrument.tables,
            choice_label=self._choice_label,
        )

    def _choice_label(self, name: str, code: str) -> str:
        item = self.questionnaire.owners.get(name)
        option = item.option(code) if item else None
        return option.label.in_(self.circumstances.language) if option else code

    def holds(self, source: str | None) -> bool:
        """Whether a condition holds; no condition always does."""
        return source is None or self.questionnaire.expression(source).truth(self.scope())

    def relevant(self, item: Item) -> bool:
        known = self._relevant.get(item.name)
        if known is None:
            self._relevant[item.name] = False  # a condition on itself is false
            known = self._relevant[item.name] = self._asked(item)
        return known

    def _asked(self, item: Item) -> bool:
        if item.special_category and not self.circumstances.consent:
            return False
        if self.circumstances.pulse and not item.pulse and item.type is not ItemType.CALCULATION:
            return False
        section = self.questionnaire.section_of[item.name]
        return self.holds(section.relevance) and self.holds(item.relevance)

    def options(self, item: Item) -> tuple[Option, ...]:
        offered = [
            option
            for option in item.options
            if self.holds(option.relevance) and self._passes(item.choice_filter, option)
        ]
        parts = tuple(offered)
        if item.shuffle and item.type is not ItemType.MATRIX:
            return in_order(parts, seed=self.circumstances.seed, name=item.name)
        return parts

    def _passes(self, choice_filter: str | None, option: Option) -> bool:
        if choice_filter is None:
            return True
        attributes = {"name": option.code, **option.attributes}
        return self.questionnaire.expression(choice_filter).truth(self.scope(option=attributes))

    def rows(self, item: Item) -> tuple[Row, ...]:
        parts = tuple(row for row in item.rows if self.holds(row.relevance))
        if item.shuffle:
            return in_order(parts, seed=self.circumstances.seed, name=item.name)
        return parts

    def on_path(self, item: Item) -> ItemOnPath:
        return ItemOnPath(item, self.options(item), self.rows(item))

    def section(self, section: Section) -> SectionOnPath:
        items = (item for item in section.items if item.type is not ItemType.CALCULATION and self.relevant(item))
        return SectionOnPath(section, tuple(self.on_path(item) for item in items))

    def sections(self) -> tuple[Section, ...]:
        """The sections on the path: relevant ones in which something is asked or shown."""
        return tuple(
            section
            for section in self.questionnaire.instrument.sections
            if any(item.type is not ItemType.CALCULATION and self.relevant(item) for item in section.items)
        )


def _common(item: Item, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """National codes as the common codes they count as."""
    counts_as = {option.code: option.counts_as for option in item.options}
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(counts_as.get(code, code) for code in value))
    return counts_as.get(value, value)


def path(questionnaire: Questionnaire, raw: Raw, circumstances: Circumstances) -> tuple[SectionOnPath, ...]:
    """Every section that is asked, with the items, options and rows that are, in order."""
    journey = Journey(questionnaire, raw, circumstances)
    return tuple(journey.section(section) for section in journey.sections())
