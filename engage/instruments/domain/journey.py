"""The way of one respondent through an instrument.

The path is worked out anew from the raw answers every time, so it can never disagree with them. What is not on
the path reads as empty in every expression, and does not count.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from engage.instruments.domain.definition import DECLINED, Item, ItemType, Option, Row, Section
from engage.instruments.domain.entries import MOST_ENTRIES, ids, in_entry
from engage.instruments.domain.questionnaire import Questionnaire, in_order, is_dynamic
from engage.instruments.domain.spans import duration_of
from engage.instruments.expressions.evaluator import EntryNodes, Scope
from engage.instruments.expressions.values import text_number

DEEPEST = 25
"""Answers worked out inside one another before their chain is followed from its end."""

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
    """Of a section that repeats none: they are in its entries."""
    entries: "tuple[SectionOnPath, ...]" = ()


class Journey(Mapping[str, "str | tuple[str, ...]"]):
    """The answers as expressions see them: those on the path, worked out when asked for.

    An answer of a section that repeats reads as the values of all entries, unless asked of one of them (`Entry`).
    """

    place: int = 1
    """Of the entry that is looked at, from 1."""
    _depth = 0
    """Answers that are being worked out, one for the sake of another."""

    def __init__(self, questionnaire: Questionnaire, raw: Raw, circumstances: Circumstances) -> None:
        self.questionnaire = questionnaire
        self.raw = raw
        self.circumstances = circumstances
        self._relevant: dict[str, bool] = {}
        self._values: dict[str, str | tuple[str, ...]] = {}
        self._entries: dict[str, tuple[Entry, ...]] = {}
        self._listed = questionnaire.repeated
        """Keys that read as the values of all entries."""

    # -- as a mapping, for expressions

    def __getitem__(self, key: str) -> str | tuple[str, ...]:
        if key not in self._values:
            if self._depth >= DEEPEST:
                self._work_out_below(key)
            else:
                self._work_out(key)
        return self._values.get(key, "")

    def _work_out(self, key: str) -> None:
        self._values[key] = ""  # what refers to itself reads as empty
        self._depth += 1
        try:
            self._values[key] = self._value(key)
        finally:
            self._depth -= 1

    def _work_out_below(self, key: str) -> None:
        """Answers that refer to answers in a long chain, from its far end: one inside another would be too deep.

        What goes round in many circles reads as empty.
        """
        if self._depth >= 3 * DEEPEST:
            return
        waiting, seen = [(key, False)], set[str]()
        while waiting:
            each, ready = waiting.pop()
            if ready:
                if each not in self._values:
                    self._work_out(each)
            elif each not in seen and each not in self._values:
                seen.add(each)
                waiting += [(each, True), *((below, False) for below in self.questionnaire.reads(each))]

    def __iter__(self) -> Iterator[str]:
        return iter(self.questionnaire.owners)

    def __len__(self) -> int:
        return len(self.questionnaire.owners)

    def __contains__(self, key: object) -> bool:
        return key in self.questionnaire.owners

    def _value(self, key: str) -> str | tuple[str, ...]:
        if key in self._listed:
            return self._of_all_entries(key)
        item = self.questionnaire.owners.get(key)
        if item is None or not self.relevant(item):
            return ""
        if item.calculation and (item.type is ItemType.CALCULATION or item.read_only):
            return self._calculated(item)
        if item.type is ItemType.RANKING and key == item.name:
            return self._ranked(item)
        if item.type is ItemType.DURATION and (typed := duration_of(self.raw, item)) is not None:
            return typed
        value = self.raw.get(key)
        if value is None:
            return self._default(item) if key == item.name else ""
        if key == item.name and item.name in self.questionnaire.filtered:
            value = self._offered_only(item, value)
        return _common(item, value) if key == item.name and key in self.questionnaire.national else value

    def _calculated(self, item: Item) -> str:
        """What a calculation gives now; with a trigger, what it gave when that last changed (`settling`)."""
        kept = self.raw.get(item.name, "")
        known = kept if isinstance(kept, str) else " ".join(kept)
        if item.trigger or item.calculation is None:
            return known
        return self.questionnaire.expression(item.calculation).says(self.scope(this=known))

    def _default(self, item: Item) -> str:
        if not item.default:
            return ""
        if is_dynamic(item.default):
            return self.questionnaire.expression(item.default).says(self.scope())
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
            lists=self,
        )

    def _choice_label(self, name: str, code: str) -> str:
        item = self.questionnaire.owners.get(name)
        option = self.option(item, code) if item else None
        return option.label.in_(self.circumstances.language) if option else code

    def option(self, item: Item, code: str) -> Option | None:
        """What a code stands for: where several options share it, the first that is offered."""
        offered = self.options(item) if item.name in self.questionnaire.doubled else ()
        return next((option for option in offered if option.code == code), item.option(code))

    def holds(self, source: str | None) -> bool:
        """Whether a condition holds; no condition always does."""
        return source is None or self.questionnaire.expression(source).holds(self.scope())

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
        if section.repeat is not None:
            return any(entry.relevant(item) for entry in self.entries(section.repeat.name))
        return self.holds(section.relevance) and self.holds(item.relevance)

    def _may_be_asked(self, item: Item) -> bool:
        if item.special_category and not self.circumstances.consent:
            return False
        return item.pulse or not self.circumstances.pulse or item.type is ItemType.CALCULATION

    def options(self, item: Item) -> tuple[Option, ...]:
        if item.name in self.questionnaire.filtered:
            passes = (o for o in item.options if self.holds(o.relevance) and self._passes(item.choice_filter, o))
            parts = tuple(passes)
        else:
            parts = item.options
        if item.name in self.questionnaire.doubled:
            parts = tuple({option.code: option for option in reversed(parts)}.values())[::-1]
        if item.shuffle and item.type is not ItemType.MATRIX:
            return in_order(parts, seed=self.circumstances.seed, name=item.name)
        return parts

    def _passes(self, choice_filter: str | None, option: Option) -> bool:
        if choice_filter is None:
            return True
        attributes = {"name": option.code, **option.attributes}
        return self.questionnaire.expression(choice_filter).holds(self.scope(option=attributes))

    def rows(self, item: Item) -> tuple[Row, ...]:
        if not item.rows:
            return ()
        parts = tuple(row for row in item.rows if self.holds(row.relevance))
        if item.shuffle:
            return in_order(parts, seed=self.circumstances.seed, name=item.name)
        return parts

    def on_path(self, item: Item) -> ItemOnPath:
        return ItemOnPath(item, self.options(item), self.rows(item))

    def section(self, section: Section) -> SectionOnPath:
        if section.repeat is not None:
            return SectionOnPath(section, (), tuple(each.page(section) for each in self.entries(section.repeat.name)))
        return self.page(section)

    def page(self, section: Section) -> SectionOnPath:
        """What is asked on one page: of a section that repeats, ask the entry."""
        items = (
            item for item in self.ordered(section) if item.type is not ItemType.CALCULATION and self.relevant(item)
        )
        return SectionOnPath(section, tuple(self.on_path(item) for item in items))

    def ordered(self, section: Section) -> tuple[Item, ...]:
        """The items of a section in this respondent's order."""
        if not section.shuffle:
            return section.items
        return self.questionnaire.in_random_order(section, self.circumstances.seed)

    def sections(self) -> tuple[Section, ...]:
        """The sections on the path: relevant ones in which something is asked or shown, and open lists."""
        return tuple(section for section in self.questionnaire.instrument.sections if self._is_on_path(section))

    def _is_on_path(self, section: Section) -> bool:
        if section.repeat is not None:
            return self._is_open(section) and (section.repeat.count is None or bool(self.entries(section.repeat.name)))
        return any(item.type is not ItemType.CALCULATION and self.relevant(item) for item in section.items)

    # -- sections that repeat

    def entries(self, name: str) -> "tuple[Entry, ...]":
        """The entries of a list, in order; none while the list is not asked."""
        found = self._entries.get(name)
        if found is None:
            self._entries[name] = ()  # what counts its own entries finds none
            section = self.questionnaire.lists.get(name)
            chosen = self._ids(section) if section else ()
            found = tuple(Entry(self, name, entry, place) for place, entry in enumerate(chosen, 1))
            self._entries[name] = found
        return found

    def entry(self, name: str, entry: str) -> "Entry | None":
        """The entry with this id."""
        return next((each for each in self.entries(name) if each.id == entry), None)

    def list_rows(self, name: str) -> tuple[Mapping[str, str], ...]:
        return tuple(_Texts(entry) for entry in self.entries(name))

    def _ids(self, section: Section) -> tuple[str, ...]:
        if section.repeat is None or not self._is_open(section):
            return ()
        if section.repeat.count is None:
            return ids(self.raw, section.repeat.name)
        number = text_number(self.questionnaire.expression(section.repeat.count).says(self.scope()), None)
        most = section.repeat.maximum or MOST_ENTRIES
        number = min(number, most, MOST_ENTRIES) if math.isfinite(number) else 0
        return tuple(str(place) for place in range(1, int(number) + 1))

    def _is_open(self, section: Section) -> bool:
        """Whether a list is asked, with entries or without."""
        asked = (item for item in section.items if item.type is not ItemType.CALCULATION)
        return any(map(self._may_be_asked, asked)) and self.holds(section.relevance)

    def _of_all_entries(self, key: str) -> EntryNodes:
        name = self.questionnaire.repeated[key]
        if key == name:
            return EntryNodes(entry.id for entry in self.entries(name))
        item = self.questionnaire.owners[key]
        asked = (entry for entry in self.entries(name) if entry.relevant(item))
        return EntryNodes(_text(entry[key]) for entry in asked)

    @cached_property
    def raw_by_entry(self) -> Mapping[tuple[str, str], Raw]:
        """What was written in each entry, by list and id, under plain keys."""
        found: dict[tuple[str, str], dict[str, str | tuple[str, ...]]] = {}
        for key, value in self.raw.items():
            if inside := in_entry(key):
                found.setdefault(inside[:2], {})[inside[2]] = value
        return found


class Entry(Journey):
    """One entry of a section that repeats: its own answers by plain key, everything else as outside of it."""

    def __init__(self, outer: Journey, name: str, entry: str, place: int) -> None:
        super().__init__(outer.questionnaire, outer.raw_by_entry.get((name, entry), {}), outer.circumstances)
        self._listed = {}
        self.outer = outer
        self.list = name
        self.id = entry
        self.place = place

    def _value(self, key: str) -> str | tuple[str, ...]:
        return super()._value(key) if self._owns(key) else self.outer[key]

    def _owns(self, key: str) -> bool:
        return key != self.list and self.questionnaire.repeated.get(key) == self.list

    def relevant(self, item: Item) -> bool:
        return super().relevant(item) if self._owns(item.name) else self.outer.relevant(item)

    def _asked(self, item: Item) -> bool:
        return self._may_be_asked(item) and self.holds(item.relevance)

    def entries(self, name: str) -> "tuple[Entry, ...]":
        return self.outer.entries(name)

    def sections(self) -> tuple[Section, ...]:
        return self.outer.sections()

    def section(self, section: Section) -> SectionOnPath:
        return self.page(section)

    @property
    def belongs_to(self) -> Section:
        return self.questionnaire.lists[self.list]

    def scope(self, *, this: str = "", option: Mapping[str, str] | None = None) -> Scope:
        """As outside; chance is another in every entry."""
        scope = super().scope(this=this, option=option)
        return replace(scope, seed=f"{scope.seed}/{self.list}/{self.id}")


class _Texts(Mapping[str, str]):
    """The answers of an entry as conditions on entries read them."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry

    def __getitem__(self, key: str) -> str:
        return _text(self._entry[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._entry)

    def __len__(self) -> int:
        return len(self._entry)


def _text(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else " ".join(value)


def _common(item: Item, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """National codes as the common codes they count as."""
    counts_as = {option.code: option.counts_as for option in item.options}
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(counts_as.get(code, code) for code in value))
    return counts_as.get(value, value)
