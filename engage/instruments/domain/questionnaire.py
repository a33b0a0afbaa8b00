"""An instrument made ready to ask: every expression compiled once, every key's owner known."""

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from engage.instruments.domain.definition import Instrument, Item, ItemType, Option, Row, Section
from engage.instruments.domain.entries import in_entry
from engage.instruments.domain.spans import unit_keys
from engage.instruments.expressions.evaluator import Expression, compile_expression

P = TypeVar("P", Option, Row)
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Questionnaire:
    """A compiled instrument. Immutable, safe to share between threads, made once per version.

    :raises ExpressionError: when an expression of the instrument does not compile; readers refuse such
        instruments before they are stored.
    """

    instrument: Instrument

    @cached_property
    def owners(self) -> Mapping[str, Item]:
        """Which item an answer key belongs to."""
        owners: dict[str, Item] = {}
        for item in self.instrument.items:
            owners[item.name] = item
            for key in (*item.keys, *unit_keys(item)):
                owners[key] = item
        return owners

    def owner(self, key: str) -> Item | None:
        """Which item a key belongs to, also one of an entry: `people[2]/age`."""
        inside = in_entry(key)
        return self.owners.get(inside[2] if inside else key)

    def section_for(self, key: str) -> Section | None:
        """Where a key is asked: of an item, of an item in an entry, or of a list itself."""
        owner = self.owner(key)
        return self.section_of[owner.name] if owner else self.lists.get(key)

    @cached_property
    def lists(self) -> Mapping[str, Section]:
        """The sections that repeat, by the name their entries are kept under."""
        return {section.repeat.name: section for section in self.instrument.sections if section.repeat}

    @cached_property
    def repeated(self) -> Mapping[str, str]:
        """Key of an item that is asked in every entry -> name of the list; names of lists are their own."""
        found = {name: name for name in self.lists}
        for name, section in self.lists.items():
            for item in section.items:
                found |= dict.fromkeys((item.name, *item.keys), name)
        return found

    @cached_property
    def kept(self) -> tuple[Item, ...]:
        """Items whose calculation runs only at times: when something changed (`trigger`), or once."""
        return tuple(
            item
            for item in self.instrument.items
            if item.calculation and (item.trigger or self.expression(item.calculation).keeps)
        )

    @cached_property
    def national(self) -> frozenset[str]:
        """Items whose options count as common ones of all countries."""
        return frozenset(item.name for item in self.instrument.items if item.is_national)

    @cached_property
    def filtered(self) -> frozenset[str]:
        """Items that do not offer all of their options to everybody."""
        return frozenset(
            item.name for item in self.instrument.items if item.choice_filter or any(o.relevance for o in item.options)
        )

    @cached_property
    def doubled(self) -> frozenset[str]:
        """Items that offer one code under several parents of a cascade."""
        return frozenset(
            item.name for item in self.instrument.items if len({o.code for o in item.options}) < len(item.options)
        )

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        return {item.name: section for section in self.instrument.sections for item in section.items}

    @cached_property
    def _compiled(self) -> Mapping[str, Expression]:
        sources = {source for source in self._sources() if source}
        return {source: compile_expression(source, repeated=self.repeated) for source in sources}

    def reads(self, key: str) -> frozenset[str]:
        """The keys that the answer under a key depends on, one step further."""
        item = self.owners.get(key)
        if item is None:
            return frozenset()
        sources = [item.relevance, item.calculation, item.choice_filter, self.section_of[item.name].relevance]
        sources += [option.relevance for option in item.options]
        sources += [item.default] if item.default and is_dynamic(item.default) else []
        return frozenset().union(*(self.expression(source).references for source in sources if source))

    def _sources(self) -> list[str | None]:
        sources: list[str | None] = []
        for section in self.instrument.sections:
            sources += [section.relevance, section.repeat.count if section.repeat else None]
            for item in section.items:
                sources += [
                    item.relevance,
                    item.required,
                    item.constraint,
                    item.calculation,
                    item.choice_filter,
                ]
                sources += [option.relevance for option in item.options]
                sources += [row.relevance for row in item.rows]
                if item.default and is_dynamic(item.default):
                    sources.append(item.default)
        return sources

    def expression(self, source: str) -> Expression:
        return self._compiled[source]

    @cached_property
    def conditional(self) -> frozenset[str]:
        """Items whose appearance depends on answers given on the same page."""
        found: set[str] = set()
        for section in self.instrument.sections:
            here = {item.name for item in section.items}
            for item in section.items:
                if item.relevance and self._depends_on(item.relevance, here - {item.name}, set()):
                    found.add(item.name)
        return frozenset(found)

    @cached_property
    def changing(self) -> frozenset[str]:
        """Items whose options or rows depend on answers given on the same page."""
        found: set[str] = set()
        for section in self.instrument.sections:
            here = {item.name for item in section.items}
            for item in section.items:
                parts = [*(option.relevance for option in item.options), *(row.relevance for row in item.rows)]
                sources = {item.choice_filter, *parts}
                if any(source and self._depends_on(source, here - {item.name}, set()) for source in sources):
                    found.add(item.name)
        return frozenset(found)

    @cached_property
    def _after(self) -> Mapping[str, frozenset[str]]:
        """By item of a page in random order: earlier ones of the page that it depends on."""
        found: dict[str, frozenset[str]] = {}
        for section in self.instrument.sections:
            before: set[str] = set()
            for item in section.items if section.shuffle else ():
                parts = [*(option.relevance for option in item.options), *(row.relevance for row in item.rows)]
                sources = {item.relevance, item.required, item.choice_filter, *parts} - {None}
                found[item.name] = frozenset(
                    name for name in before if any(self._depends_on(s, {name}, set()) for s in sources if s)
                )
                before.add(item.name)
        return found

    def in_random_order(self, section: Section, seed: str) -> tuple[Item, ...]:
        """The items of a section for one respondent, the same always.

        Notes, headings and fixed items keep their place; what is shown, offered or required only because of an
        answer on the page stays behind the item that takes it.
        """
        stays = [item.fixed or not item.is_question for item in section.items]
        left = shuffled([item for item, stay in zip(section.items, stays, strict=True) if not stay], seed, section.name)
        ordered: list[Item] = []
        placed: set[str] = set()
        for item, stay in zip(section.items, stays, strict=True):
            chosen = item if stay else next(each for each in left if self._after[each.name] <= placed)
            if not stay:
                left.remove(chosen)
            ordered.append(chosen)
            placed.add(chosen.name)
        return tuple(ordered)

    def follows(self, key: str, names: frozenset[str]) -> bool:
        """Whether what is kept under `key` is one of these items' answers, or is worked out from them."""
        owner = self.owners.get(key)
        if owner is None or (owner.name in names and not owner.calculation):
            return owner is not None
        return owner.calculation is not None and self._depends_on(owner.calculation, set(names), set())

    def _depends_on(self, source: str, names: set[str], seen: set[str]) -> bool:
        for key in self.expression(source).references:
            owner = self.owners.get(key)
            if owner is None or owner.name in seen:
                continue
            if owner.name in names and owner.type is not ItemType.CALCULATION:
                return True
            seen.add(owner.name)
            deeper = [owner.calculation, owner.relevance]
            if any(inner and self._depends_on(inner, names, seen) for inner in deeper):
                return True
        return False


def is_dynamic(default: str) -> bool:
    """Whether a default is an expression rather than a value."""
    return "${" in default or default.rstrip().endswith(")")


def shuffled(parts: list[T], seed: str, name: str) -> list[T]:
    """Uniform over the permutations (Fisher-Yates, Python's `random.Random`), seeded with SHA-256 of seed and name."""
    found = list(parts)
    digest = hashlib.sha256(f"{seed}/{name}".encode()).digest()
    random.Random(digest).shuffle(found)  # noqa: S311 -- an order of what is asked, not a secret
    return found


def in_order(parts: tuple[P, ...], *, seed: str, name: str) -> tuple[P, ...]:
    """A fixed random order: the same for one seed and item always; fixed, exclusive and other options stay.

    Uniform over the permutations of the movable parts.
    """
    stays = [getattr(p, "fixed", False) or getattr(p, "exclusive", False) or getattr(p, "other", False) for p in parts]
    movable = [part for part, stay in zip(parts, stays, strict=True) if not stay]
    moved = iter(shuffled(movable, seed, name))
    return tuple(part if stay else next(moved) for part, stay in zip(parts, stays, strict=True))
