"""Whether the parts of a document in our own format fit together: names, codes, and what each type needs.

Comes after the schema, which has seen to the form.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engage.core.findings import Level
from engage.i18n.named import is_country
from engage.instruments.document_texts import Steps, coded_places, item_places, section_places
from engage.instruments.domain.definition import DECLINED, RESERVED_SLUGS, Cell, Instrument, Item, ItemType
from engage.instruments.domain.entries import MOST_ENTRIES
from engage.instruments.expressions.errors import PatternRefused
from engage.instruments.expressions.patterns import compile_pattern
from engage.instruments.readers.native_patterns import repeats_repetitions
from engage.instruments.regions import regions


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to say about one part of a document."""

    level: Level
    code: str
    message: str
    steps: Steps


def unknown_lists(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Options that name a list which the head does not have: nothing can be made of such a document."""
    for steps, item in item_places(document):
        options = item.get("options")
        if isinstance(options, str) and options not in document.get("lists", {}):
            yield _error("unknown_list", f"{item['name']}: there is no list `{options}`", (*steps, "options"))


def structure_problems(document: Mapping[str, Any], instrument: Instrument) -> Iterator[Problem]:
    """Everything that does not fit together; `instrument` is what was made of the document."""
    yield from _names(document)
    yield from _keys(document, instrument)
    yield from _lists(document, instrument)
    yield from _slugs(document)
    yield from _codes(document)
    yield from _unused_lists(document)
    if instrument.languages[0] != instrument.source_language:
        message = f"the source language {instrument.source_language} must stand first"
        yield _error("source_not_first", message, ("languages",))
    if instrument.pulse_minutes and not instrument.has_pulse:
        yield _warning("no_pulse", "the pulse takes minutes, but no item is part of it", ("pulse_minutes",))
    for (steps, raw), item in zip(item_places(document), instrument.items, strict=True):
        for check in _OF_ITEM:
            yield from check(item, raw, steps)


def _error(code: str, message: str, steps: Steps) -> Problem:
    return Problem(Level.ERROR, code, message, steps)


def _warning(code: str, message: str, steps: Steps) -> Problem:
    return Problem(Level.WARNING, code, message, steps)


def _repeated(named: Iterable[tuple[Steps, str]]) -> Iterator[tuple[Steps, str]]:
    seen: set[str] = set()
    for steps, name in named:
        if name in seen:
            yield steps, name
        seen.add(name)


def _names(document: Mapping[str, Any]) -> Iterator[Problem]:
    for kind, places in (("section", section_places), ("item", item_places)):
        named = (((*steps, "name"), str(part["name"])) for steps, part in places(document))
        for steps, name in _repeated(named):
            yield _error("duplicate_name", f"another {kind} is already called `{name}`", steps)


def _keys(document: Mapping[str, Any], instrument: Instrument) -> Iterator[Problem]:
    """Two items of different names that would keep an answer under one key: `A` with a row `x`, and `A/x`."""
    owners: dict[str, str] = {}
    for (steps, _), item in zip(item_places(document), instrument.items, strict=True):
        for key in dict.fromkeys((item.name, *item.keys)):
            owner = owners.setdefault(key, item.name)
            if owner != item.name:
                yield _error("key_clash", f"{item.name}: `{key}` already holds an answer of {owner}", steps)


def _lists(document: Mapping[str, Any], instrument: Instrument) -> Iterator[Problem]:
    """Entries are kept under a name of their own, and there are numbers of them that a list takes."""
    taken = {key: item.name for item in instrument.items for key in (item.name, *item.keys)}
    for steps, part in section_places(document):
        repeat = part.get("repeat")
        if repeat is None:
            continue
        name, place = repeat["name"], (*steps, "repeat")
        if name in taken:
            yield _error("key_clash", f"`{name}` already holds an answer of {taken[name]}", (*place, "name"))
        taken.setdefault(name, name)
        least, most = repeat.get("minimum", 0), repeat.get("maximum", MOST_ENTRIES)
        if least > most:
            yield _error("contradiction", f"a list of {least} to {most} entries cannot be", place)


def _slugs(document: Mapping[str, Any]) -> Iterator[Problem]:
    slugs = [((*steps, "slug"), part["slug"]) for steps, part in section_places(document) if "slug" in part]
    for steps, slug in slugs:
        if slug in RESERVED_SLUGS:
            yield _error("reserved_slug", f"`{slug}` is an address of the product; choose another slug", steps)
    for steps, slug in _repeated(slugs):
        yield _error("duplicate_slug", f"another section already has the slug `{slug}`", steps)


def _cascades(document: Mapping[str, Any]) -> frozenset[Steps]:
    """Options that are always filtered: there a code may stand under several parents, the first offered counts."""
    filtered: set[Steps] = set()
    whole: set[Steps] = set()
    for steps, item in item_places(document):
        options = item.get("options")
        place = ("lists", options) if isinstance(options, str) else (*steps, "options")
        (filtered if "choice_filter" in item else whole).add(place)
    return frozenset(filtered - whole)


def _codes(document: Mapping[str, Any]) -> Iterator[Problem]:
    groups: list[tuple[str, Steps, Any]] = [
        ("lists", ("lists", name), parts) for name, parts in document.get("lists", {}).items()
    ]
    cascades = _cascades(document)
    for steps, item in item_places(document):
        groups += [(key, (*steps, key), item[key]) for key in ("options", "rows") if key in item]
    for key, steps, parts in groups:
        coded = list(coded_places(parts, steps))
        for place, code in () if steps in cascades else _repeated(coded):
            yield _error("duplicate_code", f"the code `{code}` is used twice", place)
        reserved = {DECLINED} if key != "rows" else {"declined", "rank"}
        for place, code in coded:
            if code in reserved:
                yield _error("reserved_code", f"the code `{code}` has a meaning of its own; choose another", place)


def _unused_lists(document: Mapping[str, Any]) -> Iterator[Problem]:
    used = {item["options"] for _, item in item_places(document) if isinstance(item.get("options"), str)}
    for name in document.get("lists", {}):
        if name not in used:
            yield Problem(Level.NOTE, "unused_list", f"no item uses the list `{name}`", ("lists", name))


def _needs(item: Item, raw: Mapping[str, Any], steps: Steps) -> Iterator[Problem]:  # noqa: ARG001
    chooses = item.type is not ItemType.MATRIX or item.cell in (Cell.SINGLE, Cell.MULTIPLE)
    needed: list[tuple[str, bool]] = [
        ("options", bool(item.options) or item.type not in _CHOICE or not chooses),
        ("rows", bool(item.rows) or item.type not in _ROWS),
        ("calculation", bool(item.calculation) or item.type is not ItemType.CALCULATION),
        ("minimum", item.minimum is not None or item.type is not ItemType.SCALE),
        ("maximum", item.maximum is not None or item.type is not ItemType.SCALE),
    ]
    for key, given in needed:
        if not given:
            yield _error(f"missing_{key}", f"{item.name}: an item of type {item.type} needs `{key}`", steps)


def _without_effect(item: Item, raw: Mapping[str, Any], steps: Steps) -> Iterator[Problem]:
    for key in raw:
        types = _EFFECTIVE.get(key)
        if types is not None and item.type not in types:
            message = f"{item.name}: `{key}` has no effect on an item of type {item.type}"
            yield _warning("no_effect", message, (*steps, key))


def _figures(item: Item, raw: Mapping[str, Any], steps: Steps) -> Iterator[Problem]:  # noqa: ARG001
    if item.minimum is not None and item.maximum is not None and item.minimum > item.maximum:
        yield _error("contradiction", f"{item.name}: the minimum is above the maximum", (*steps, "minimum"))
    least, most = item.min_choices or 0, item.max_choices
    if most is not None and least > most:
        message = f"{item.name}: at least {least} and at most {most} choices contradict each other"
        yield _error("contradiction", message, (*steps, "min_choices"))
    if item.options and least > len(item.options):
        message = f"{item.name}: {least} choices are asked for, but there are {len(item.options)} options"
        yield _error("contradiction", message, (*steps, "min_choices"))
    if item.options and most is not None and most > len(item.options):
        message = f"{item.name}: at most {most} choices, but there are only {len(item.options)} options"
        yield _warning("no_effect", message, (*steps, "max_choices"))


def _options(item: Item, raw: Mapping[str, Any], steps: Steps) -> Iterator[Problem]:  # noqa: ARG001
    here = (*steps, "options")
    others = [option for option in item.options if option.other]
    if len(others) > 1:
        yield _error("two_others", f"{item.name}: only one option can open a text field", here)
    if others and item.type not in (ItemType.SINGLE, ItemType.MULTIPLE):
        yield _warning("no_effect", f"{item.name}: `other` has no effect on an item of type {item.type}", here)
    if any(option.exclusive for option in others):
        yield _error("contradiction", f"{item.name}: an option cannot be both `exclusive` and `other`", here)
    if item.options and all(option.exclusive for option in item.options) and item.type is ItemType.MULTIPLE:
        yield _warning("all_exclusive", f"{item.name}: every option excludes all others", here)
    if item.type in (ItemType.MULTIPLE, ItemType.RANKING) and any(" " in option.code for option in item.options):
        message = f"{item.name}: codes with spaces cannot be told apart in `selected()` and in exports"
        yield _warning("code_with_space", message, here)
    if item.answer is not None and item.options and item.option(item.answer) is None:
        yield _error("unknown_answer", f"{item.name}: no option has the code `{item.answer}`", (*steps, "answer"))


def _countries(item: Item, raw: Mapping[str, Any], steps: Steps) -> Iterator[Problem]:  # noqa: ARG001
    for country in item.countries:
        if item.type is ItemType.COUNTRY and not is_country(country):
            yield _error("unknown_country", f"{item.name}: {country} is no country", (*steps, "countries"))
        elif item.type is ItemType.REGION and not regions((country,)):
            message = f"{item.name}: there are no regions of {country} to choose from"
            yield _warning("no_regions", message, (*steps, "countries"))


def _pattern(item: Item, raw: Mapping[str, Any], steps: Steps) -> Iterator[Problem]:  # noqa: ARG001
    if item.pattern is None:
        return
    here = (*steps, "pattern")
    try:
        compile_pattern(item.pattern)
    except PatternRefused as refused:
        where = f"at character {refused.position + 1}: {refused.detail}"
        yield _error("bad_pattern", f"{item.name}: the pattern cannot be used, {where}", here)
        return
    if repeats_repetitions(item.pattern):
        message = f"{item.name}: the pattern repeats what is itself a repetition, such as (a+)+; it could take for ever"
        yield _error("dangerous_pattern", message, here)


_CHOICE = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.MATRIX, ItemType.RANKING})
_ROWS = frozenset({ItemType.MATRIX, ItemType.ALLOCATION})
_NUMBERS = frozenset({ItemType.INTEGER, ItemType.DECIMAL, ItemType.SCALE})
_EFFECTIVE: Mapping[str, frozenset[ItemType]] = {
    "heading": frozenset({ItemType.NOTE}),
    "options": _CHOICE,
    "choice_filter": _CHOICE,
    "rows": _ROWS,
    "cell": frozenset({ItemType.MATRIX}),
    "shuffle": _CHOICE | _ROWS,
    "min_choices": _CHOICE - {ItemType.SINGLE},
    "max_choices": _CHOICE - {ItemType.SINGLE},
    "minimum": _NUMBERS | {ItemType.MATRIX, ItemType.YEAR},
    "maximum": _NUMBERS | {ItemType.MATRIX, ItemType.YEAR},
    "step": _NUMBERS,
    "low_label": frozenset({ItemType.SCALE}),
    "high_label": frozenset({ItemType.SCALE}),
    "max_length": frozenset({ItemType.TEXT, ItemType.MATRIX}),
    "pattern": frozenset({ItemType.TEXT}),
    "multiline": frozenset({ItemType.TEXT}),
    "dropdown": frozenset({ItemType.SINGLE, ItemType.MATRIX, ItemType.COUNTRY, ItemType.LANGUAGE}),
    "prefix": frozenset({ItemType.TEXT}) | _NUMBERS,
    "suffix": frozenset({ItemType.TEXT}) | _NUMBERS,
    "total": frozenset({ItemType.ALLOCATION}),
    "countries": frozenset({ItemType.REGION, ItemType.COUNTRY}),
    "tags": frozenset({ItemType.LANGUAGE}),
    "units": frozenset({ItemType.DURATION}),
    "accept": frozenset({ItemType.FILE}),
    "max_megabytes": frozenset({ItemType.FILE}),
    "agreed": frozenset({ItemType.CONSENT}),
    "other_required": frozenset({ItemType.SINGLE, ItemType.MULTIPLE}),
    "answer": frozenset({ItemType.SINGLE}),
}
_Check = Callable[[Item, Mapping[str, Any], Steps], Iterator[Problem]]
_OF_ITEM: tuple[_Check, ...] = (_needs, _without_effect, _figures, _options, _countries, _pattern)
