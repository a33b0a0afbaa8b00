"""Whether what a document says makes sense: its expressions, what they and the texts refer to, its translations."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engage.core.findings import Level
from engage.instruments.document_texts import Steps, TextPlace, item_places, section_places, text_places
from engage.instruments.domain.definition import Instrument, Item, ItemType, Section
from engage.instruments.domain.editions import mismatches
from engage.instruments.domain.questionnaire import Questionnaire, is_dynamic
from engage.instruments.expressions.evaluator import Expression, ExpressionError, compile_expression
from engage.instruments.expressions.references import references_in
from engage.instruments.readers.native_structure import Problem


def meaning_problems(document: Mapping[str, Any], instrument: Instrument) -> Iterator[Problem]:
    """What is wrong or worth knowing; `instrument` is what was made of the document."""
    every = list(text_places(document))
    texts = [place for place in every if place.steps[0] != "editions"]
    yield from _Expressions(document, instrument).problems()
    yield from _text_references(every, frozenset((*_names(instrument), *Questionnaire(instrument).lists)))
    yield from _source_texts(texts, instrument.source_language)
    yield from _unlisted_languages(document, every)
    yield from _missing_translations(texts, instrument)
    yield from _editions(instrument)


def _names(instrument: Instrument) -> dict[str, Item]:
    """What expressions and texts may name, and the item that it belongs to."""
    names: dict[str, Item] = {}
    for item in instrument.items:
        for key in (item.name, *item.keys):
            names.setdefault(key, item)
    return names


@dataclass(frozen=True, slots=True)
class _Placed:
    """An expression, where it stands, and how many items come before it can be answered."""

    source: str
    steps: Steps
    role: str
    item: Item | None
    position: int


_ROLES = ("relevance", "required", "constraint", "calculation", "choice_filter", "default")
_SHOWS = frozenset({"relevance", "choice_filter"})
"""Expressions that decide whether something is shown."""


@dataclass
class _Expressions:
    document: Mapping[str, Any]
    instrument: Instrument
    names: Mapping[str, Item] = field(init=False)
    position: Mapping[str, int] = field(init=False)
    lists: Mapping[str, Section] = field(init=False)
    repeated: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.names = _names(self.instrument)
        self.lists = Questionnaire(self.instrument).lists
        self.repeated = Questionnaire(self.instrument).repeated
        self.position = {item.name: number for number, item in enumerate(self.instrument.items)}

    def problems(self) -> Iterator[Problem]:
        calculated: dict[str, frozenset[str]] = {}
        for placed in self._all():
            try:
                expression = compile_expression(placed.source, repeated=self.repeated)
            except ExpressionError as error:
                what = f"{_owner(placed)}`{placed.role}` cannot be read: {error}"
                yield Problem(Level.ERROR, error.code, what, placed.steps)
                continue
            yield from self._references(placed, expression)
            if placed.role == "calculation" and placed.item:
                calculated[placed.item.name] = expression.references
        yield from self._circles(calculated)
        yield from self._triggers()

    def _triggers(self) -> Iterator[Problem]:
        for (steps, _), item in zip(item_places(self.document), self.instrument.items, strict=True):
            for name in item.trigger:
                if name not in self.names:
                    message = f"{item.name}: `trigger` names `{name}`, which is no item"
                    yield Problem(Level.ERROR, "unknown_reference", message, (*steps, "trigger"))

    def _all(self) -> Iterator[_Placed]:
        items = iter(self.instrument.items)
        number = 0
        for steps, section in section_places(self.document):
            if "relevance" in section:
                yield _Placed(section["relevance"], (*steps, "relevance"), "relevance", None, number)
            if count := section.get("repeat", {}).get("count"):
                yield _Placed(count, (*steps, "repeat", "count"), "count", None, number)
            for at, raw in enumerate(section.get("items", ())):
                yield from _of_item(raw, next(items), (*steps, "items", at), number)
                number += 1
        for name, options in self.document.get("lists", {}).items():
            yield from _of_parts(options, ("lists", name), None, number)
        for country, edition in self.document.get("editions", {}).items():
            for name, item in edition.get("items", {}).items():
                steps = ("editions", country, "items", name, "options")
                yield from _of_parts(item.get("options"), steps, None, number)

    def _references(self, placed: _Placed, expression: Expression) -> Iterator[Problem]:
        for name in sorted(expression.references - self.lists.keys()):
            owner = self.names.get(name)
            if owner is None:
                message = f"{_owner(placed)}`{placed.role}` names ${{{name}}}, which is no item"
                yield Problem(Level.ERROR, "unknown_reference", message, placed.steps)
            elif placed.role in _SHOWS and owner.type is not ItemType.CALCULATION:
                yield from self._order(placed, owner)
        if placed.role == "relevance" and expression.columns:
            bare = sorted(expression.columns)[0]
            message = f"{_owner(placed)}`{bare}` stands alone in `relevance`; an answer is written ${{{bare}}}"
            yield Problem(Level.WARNING, "bare_name", message, placed.steps)

    def _order(self, placed: _Placed, owner: Item) -> Iterator[Problem]:
        if self.position[owner.name] >= placed.position:
            which = "itself" if owner is placed.item else f"{owner.name}, which comes later"
            message = f"{_owner(placed)}`{placed.role}` looks at {which}"
            yield Problem(Level.WARNING, "forward_reference", message, placed.steps)
        elif placed.item and placed.item.pulse and not owner.pulse and placed.role == "relevance":
            message = f"{placed.item.name} is part of the pulse, but looks at {owner.name}, which is not"
            yield Problem(Level.WARNING, "pulse_gap", message, placed.steps)

    def _circles(self, calculated: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
        steps = {item["name"]: (*place, "calculation") for place, item in item_places(self.document)}
        for name in calculated:
            reached: set[str] = set()
            ahead = [name]
            while ahead:
                found = calculated.get(ahead.pop(), frozenset()) - reached
                reached |= found
                ahead += found
            if name in reached:
                yield Problem(Level.ERROR, "circular_calculation", f"{name} is calculated from itself", steps[name])


def _owner(placed: _Placed) -> str:
    return f"{placed.item.name}: " if placed.item else ""


def _of_item(raw: Mapping[str, Any], item: Item, steps: Steps, number: int) -> Iterator[_Placed]:
    for role in _ROLES:
        source = raw.get(role)
        if isinstance(source, str) and (role != "default" or is_dynamic(source)):
            yield _Placed(source, (*steps, role), role, item, number)
    for key in ("options", "rows"):
        yield from _of_parts(raw.get(key), (*steps, key), item, number)


def _of_parts(parts: Any, steps: Steps, item: Item | None, number: int) -> Iterator[_Placed]:
    for at, part in enumerate(parts if isinstance(parts, list) else ()):
        if "relevance" in part:
            yield _Placed(part["relevance"], (*steps, at, "relevance"), "relevance", item, number)


def _written(place: TextPlace, source: str) -> dict[str, str]:
    """The texts at a place by language."""
    if isinstance(place.text, str):
        return {source: place.text}
    return {tag: text if isinstance(text, str) else text["text"] for tag, text in place.text.items()}


def _text_references(texts: list[TextPlace], names: frozenset[str]) -> Iterator[Problem]:
    for place in texts:
        for text in _written(place, "").values():
            for name in sorted(references_in(text) - names):
                message = f"the text names ${{{name}}}, which is no item"
                yield Problem(Level.ERROR, "unknown_reference", message, place.steps)


def _source_texts(texts: list[TextPlace], source: str) -> Iterator[Problem]:
    for place in texts:
        if not _written(place, source).get(source, "").strip():
            message = f"there is no text in the source language {source}"
            yield Problem(Level.WARNING, "missing_source_text", message, place.steps)


def _unlisted_languages(document: Mapping[str, Any], texts: list[TextPlace]) -> Iterator[Problem]:
    """Texts in languages that the head does not offer; it offers all where it lists none."""
    if "languages" not in document:
        return
    counts: Counter[str] = Counter()
    first: dict[str, Steps] = {}
    for place in texts:
        for tag in _written(place, document["source_language"]).keys() - set(document["languages"]):
            counts[tag] += 1
            first.setdefault(tag, place.steps)
    for tag, count in sorted(counts.items()):
        message = f"{count} texts are in {tag}, which `languages` does not list: they will not be shown"
        yield Problem(Level.WARNING, "unlisted_language", message, first[tag])


def _missing_translations(texts: list[TextPlace], instrument: Instrument) -> Iterator[Problem]:
    source = instrument.source_language
    written = [(place, _written(place, source)) for place in texts]
    needed = [(place, by_tag) for place, by_tag in written if by_tag.get(source, "").strip()]
    for tag in instrument.languages:
        missing = [place for place, by_tag in needed if not by_tag.get(tag, "").strip()]
        if missing and tag != source:
            message = f"{tag}: {len(missing)} of {len(needed)} texts have no translation, first {missing[0].path}"
            yield Problem(Level.NOTE, "missing_translation", message, missing[0].steps)


_MISMATCHES = {
    "unknown_country_item": "`country_item` names {item}, which is no item",
    "edition_language": "{option} is not among the `languages` of the document",
    "edition_item": "{item} is no item of the document",
    "edition_options": "{item} has no options that a country could have in its own words",
    "edition_code": "{item}: {option} counts as no option of the document; name one as its `common` code",
    "edition_twice": "{item}: the code {option} is there twice",
}


def _editions(instrument: Instrument) -> Iterator[Problem]:
    """What keeps the answers of countries from being counted together."""
    for found in mismatches(instrument):
        steps: Steps = ("editions", found.country) if found.country else ("country_item",)
        if found.item and found.country and found.code != "edition_item":
            steps = (*steps, "items", found.item)
        message = _MISMATCHES[found.code].format(item=found.item, option=found.option)
        yield Problem(Level.ERROR, found.code, message, steps)
