"""What refers to what: expressions, answers shown in texts, triggers, quotas and national editions."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, Item, Section
from engage.instruments.domain.editing.change import StillReferred
from engage.instruments.domain.editing.places import step
from engage.instruments.domain.questionnaire import is_dynamic
from engage.instruments.domain.text_places import Place
from engage.instruments.domain.text_places import places as text_places
from engage.instruments.expressions.evaluator import ExpressionError, compile_expression
from engage.instruments.expressions.references import references_in

EXPRESSIONS = ("relevance", "required", "constraint", "calculation", "choice_filter", "default")
"""Fields of an item that hold expressions."""


@dataclass(frozen=True, slots=True)
class Use:
    """One reference: at which place, to which answer key."""

    place: str
    key: str


@dataclass(frozen=True, slots=True)
class Placed:
    """One expression and where it stands."""

    place: str
    source: str
    role: str
    """`relevance`, `required`, `constraint`, `calculation`, `choice_filter`, `default` or `count`."""
    item: Item | None
    section: Section


def expressions(instrument: Instrument) -> Iterator[Placed]:
    """Every expression, in the order of the instrument."""
    for section in instrument.sections:
        at = f"sections.{step(section.name)}"
        if section.relevance:
            yield Placed(f"{at}.relevance", section.relevance, "relevance", None, section)
        if section.repeat and section.repeat.count:
            yield Placed(f"{at}.repeat", section.repeat.count, "count", None, section)
        for item in section.items:
            yield from of_item(item, section)


def of_item(item: Item, section: Section) -> Iterator[Placed]:
    at = f"items.{step(item.name)}"
    for role in EXPRESSIONS:
        source = getattr(item, role)
        if source and (role != "default" or is_dynamic(source)):
            yield Placed(f"{at}.{role}", source, role, item, section)
    for kind, parts in (("options", item.options), ("rows", item.rows)):
        for part in parts:
            if part.relevance:
                yield Placed(f"{at}.{kind}.{step(part.code)}.relevance", part.relevance, "relevance", item, section)


@lru_cache(maxsize=8192)
def keys_of(source: str) -> frozenset[str]:
    """The answer keys that an expression reads; none where it cannot be read."""
    try:
        return compile_expression(source).references
    except ExpressionError:
        return frozenset()


def uses(instrument: Instrument, texts: Iterable[Place] | None = None) -> Iterator[Use]:
    """Every reference to an answer, a list or an item.

    :param texts: the texts of the instrument, where the caller has them already
    """
    for placed in expressions(instrument):
        for key in sorted(keys_of(placed.source)):
            yield Use(placed.place, key)
    for place in text_places(instrument) if texts is None else texts:
        for key in sorted(shown_in(place.text)):
            yield Use(place.path, key)
    for item in instrument.items:
        yield from (Use(f"items.{step(item.name)}.trigger", name) for name in item.trigger)
    if instrument.country_item:
        yield Use("country_item", instrument.country_item)
    for quota in instrument.quotas:
        yield from (Use(f"quotas.{step(quota.name)}.when", key) for key in quota.when)
    for country, edition in instrument.editions.items():
        yield from (Use(f"editions.{country}.items.{step(name)}", name) for name in edition.items)


def shown_in(text: LocalizedText) -> frozenset[str]:
    """The answers that a text shows in any language."""
    return frozenset(key for _, translation in text for key in references_in(translation.text))


def keys(instrument: Instrument) -> frozenset[str]:
    """Everything that may be referred to: answers by key, items, lists of entries."""
    found: set[str] = set()
    for section in instrument.sections:
        if section.repeat:
            found.add(section.repeat.name)
        for item in section.items:
            found |= {item.name, *item.keys}
    return frozenset(found)


def dangling(instrument: Instrument, texts: Iterable[Place] | None = None) -> frozenset[Use]:
    """References to what does not exist."""
    known = keys(instrument)
    return frozenset(use for use in uses(instrument, texts) if use.key not in known)


def keep_references(before: Instrument, after: Instrument) -> None:
    """Refuse a change that would leave a reference without what it refers to.

    :raises StillReferred: with the names that would be gone and the places that refer to them
    """
    require_none(dangling(after) - dangling(before))


def require_none(broken: Collection[Use]) -> None:
    """:raises StillReferred: unless there is none"""
    if broken:
        names = sorted({use.key for use in broken})
        raise StillReferred(names=names, by=sorted({use.place for use in broken}))
