"""An instrument made ready to ask: every expression compiled once, every key's owner known."""

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from engage.instruments.domain.definition import Instrument, Item, ItemType, Option, Row, Section
from engage.instruments.expressions.evaluator import Expression, compile_expression

P = TypeVar("P", Option, Row)


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
            for key in item.keys:
                owners[key] = item
        return owners

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        return {item.name: section for section in self.instrument.sections for item in section.items}

    @cached_property
    def _compiled(self) -> Mapping[str, Expression]:
        sources = {source for source in self._sources() if source}
        return {source: compile_expression(source) for source in sources}

    def _sources(self) -> list[str | None]:
        sources: list[str | None] = []
        for section in self.instrument.sections:
            sources.append(section.relevance)
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


def in_order(parts: tuple[P, ...], *, seed: str, name: str) -> tuple[P, ...]:
    """A fixed random order: the same for one seed and item always; fixed, exclusive and other options stay.

    Uniform over the permutations of the movable parts (Fisher-Yates, Python's `random.Random`), seeded with
    SHA-256 of seed and name.
    """
    stays = [getattr(p, "fixed", False) or getattr(p, "exclusive", False) or getattr(p, "other", False) for p in parts]
    movable = [part for part, stay in zip(parts, stays, strict=True) if not stay]
    digest = hashlib.sha256(f"{seed}/{name}".encode()).digest()
    random.Random(digest).shuffle(movable)  # noqa: S311 -- an order of options, not a secret
    moved = iter(movable)
    return tuple(part if stay else next(moved) for part, stay in zip(parts, stays, strict=True))
