"""What can be seen without trying answers: names and codes that are not there, order, circles, gaps."""

from collections import Counter
from collections.abc import Iterator, Mapping

from engage.core.findings import Level
from engage.instruments.domain.analysis.finding import Finding
from engage.instruments.domain.definition import DECLINED, Cell, Instrument, Item, ItemType, Section
from engage.instruments.domain.editing.codes import choosing, code_uses
from engage.instruments.domain.editing.places import step
from engage.instruments.domain.editing.references import Placed, dangling, expressions, keys_of
from engage.instruments.domain.text_places import EDITIONS, Place
from engage.instruments.domain.text_places import places as text_places
from engage.instruments.expressions.errors import ExpressionError
from engage.instruments.expressions.evaluator import compile_expression

_OPTIONS = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.RANKING})
_SHOWS = frozenset({"relevance", "choice_filter"})


def structure(instrument: Instrument) -> Iterator[Finding]:
    texts = text_places(instrument)
    yield from _unreadable(instrument)
    yield from _unknown_items(instrument, texts)
    yield from _unknown_options(instrument)
    yield from _order(instrument)
    yield from circles(instrument)
    yield from _parts(instrument)
    yield from _empty_sections(instrument)
    yield from _labels(instrument, texts)


def _unreadable(instrument: Instrument) -> Iterator[Finding]:
    for placed in expressions(instrument):
        try:
            compile_expression(placed.source)
        except ExpressionError as error:
            figures = {"error": error.code, "detail": str(error)}
            yield _at(Level.ERROR, "bad_expression", placed, figures)


def _unknown_items(instrument: Instrument, texts: tuple[Place, ...]) -> Iterator[Finding]:
    owners = {f"items.{step(item.name)}": (item, part) for part in instrument.sections for item in part.items}
    for use in sorted(dangling(instrument, texts), key=lambda use: (use.place, use.key)):
        item, section = owners.get(".".join(use.place.split(".")[:2]), (None, None))
        yield Finding(
            Level.ERROR,
            "unknown_item",
            use.place,
            item.name if item else "",
            section.name if section else "",
            {"name": use.key},
        )


def _unknown_options(instrument: Instrument) -> Iterator[Finding]:
    owners = {key: item for item in instrument.items for key in choosing(item)}
    for placed in expressions(instrument):
        this = placed.item.name if placed.item else ""
        seen = set()
        for use in code_uses(placed.source, this):
            owner = owners.get(use.key)
            if owner is None or use in seen or not _has_codes(owner, use.key):
                continue
            seen.add(use)
            if use.code not in _codes(instrument, owner):
                yield _at(Level.WARNING, "unknown_option", placed, {"name": owner.name, "option": use.code})


def _has_codes(owner: Item, key: str) -> bool:
    """Whether what is kept under a key is a code of one of the item's options."""
    if not owner.options:
        return False
    if owner.type is ItemType.MATRIX:
        return key != owner.name and owner.cell in (Cell.SINGLE, Cell.MULTIPLE)
    return owner.type in _OPTIONS and key == owner.name


def _codes(instrument: Instrument, owner: Item) -> set[str]:
    codes = {option.code for option in owner.options} | {"", DECLINED}
    codes |= {option.common for option in owner.options if option.common}
    if owner.default:
        codes.add(owner.default)
    for edition in instrument.editions.values():
        for option in edition.items[owner.name].options if owner.name in edition.items else ():
            codes |= {option.code, option.common or option.code}
    return codes


def _order(instrument: Instrument) -> Iterator[Finding]:
    """Conditions that are looked at before what they ask about."""
    order = {item.name: number for number, item in enumerate(instrument.items)}
    sections = {item.name: section.name for section in instrument.sections for item in section.items}
    owners = {key: item for item in instrument.items for key in (item.name, *item.keys)}
    starts: dict[str, int] = {}
    for section in instrument.sections:
        starts[section.name] = order[section.items[0].name] if section.items else 0
    for placed in expressions(instrument):
        if placed.role not in _SHOWS:
            continue
        here = order[placed.item.name] if placed.item else starts[placed.section.name]
        for key in sorted(keys_of(placed.source)):
            owner = owners.get(key)
            if owner is None or owner.type is ItemType.CALCULATION or order[owner.name] < here:
                continue
            if owner is placed.item:
                if placed.role == "relevance" and placed.place.endswith(f"{step(owner.name)}.relevance"):
                    yield _at(Level.WARNING, "looks_at_itself", placed, {})
                continue
            figures = {"name": owner.name, "same_page": sections[owner.name] == placed.section.name}
            yield _at(Level.WARNING, "asked_later", placed, figures)


def circles(instrument: Instrument) -> Iterator[Finding]:
    """Calculations that are worked out from themselves."""
    sections = {item.name: section.name for section in instrument.sections for item in section.items}
    calculated: Mapping[str, frozenset[str]] = {
        item.name: keys_of(item.calculation)
        for item in instrument.items
        if item.calculation and not item.trigger and "once(" not in item.calculation
    }
    for name in calculated:
        reached: set[str] = set()
        ahead = [name]
        while ahead:
            found = calculated.get(ahead.pop(), frozenset()) - reached
            reached |= found
            ahead += found
        if name in reached:
            place = f"items.{step(name)}.calculation"
            yield Finding(Level.ERROR, "circle", place, name, sections[name])


def _parts(instrument: Instrument) -> Iterator[Finding]:
    """Codes that are there twice, and questions without what their type needs."""
    for section in instrument.sections:
        for item in section.items:
            here = f"items.{step(item.name)}"
            for kind, parts in (("options", item.options), ("rows", item.rows)):
                if item.choice_filter and kind == "options":
                    continue  # a cascade has the same code under several parents
                for code, count in Counter(part.code for part in parts).items():
                    if count > 1:
                        figures = {"code": code, "count": count, "kind": kind}
                        yield Finding(Level.ERROR, "double_code", f"{here}.{kind}", item.name, section.name, figures)
            for missing in _lacking(item):
                yield Finding(Level.ERROR, f"no_{missing}", f"{here}.{missing}", item.name, section.name)


def _lacking(item: Item) -> Iterator[str]:
    chooses = item.type in _OPTIONS or (item.type is ItemType.MATRIX and item.cell in (Cell.SINGLE, Cell.MULTIPLE))
    if chooses and not item.options:
        yield "options"
    if item.type in (ItemType.MATRIX, ItemType.ALLOCATION) and not item.rows:
        yield "rows"
    if item.type is ItemType.CALCULATION and not item.calculation and not item.default:
        yield "calculation"


def _empty_sections(instrument: Instrument) -> Iterator[Finding]:
    for section in instrument.sections:
        if all(item.type is ItemType.CALCULATION for item in section.items):
            if section.items:
                continue  # worked out only, on purpose
            yield Finding(Level.WARNING, "empty_section", f"sections.{step(section.name)}", section=section.name)


def _labels(instrument: Instrument, every: tuple[Place, ...]) -> Iterator[Finding]:
    """Questions without words, and how many texts a language lacks: those of countries need only theirs."""
    for section in instrument.sections:
        for item in section.items:
            if item.type is not ItemType.CALCULATION and not item.label.source.strip() and not item.hint:
                place = f"items.{step(item.name)}.label"
                yield Finding(Level.WARNING, "no_label", place, item.name, section.name)
            yield from _unlabelled(item, section)
    texts = [place for place in every if place.text.source.strip() and place.group != EDITIONS]
    for tag in instrument.languages:
        missing = [place for place in texts if not place.text.has(tag)]
        if missing and tag != instrument.source_language:
            figures = {"language": tag, "missing": len(missing), "texts": len(texts)}
            yield Finding(Level.NOTE, "missing_translations", missing[0].path, missing[0].item, "", figures)


def _unlabelled(item: Item, section: Section) -> Iterator[Finding]:
    for kind, parts in (("options", item.options), ("rows", item.rows)):
        bare = [part.code for part in parts if not part.label.source.strip() and not getattr(part, "image", None)]
        if bare:
            place = f"items.{step(item.name)}.{kind}.{step(bare[0])}"
            figures = {"kind": kind, "code": bare[0], "count": len(bare)}
            yield Finding(Level.WARNING, "part_without_label", place, item.name, section.name, figures)


def _at(level: Level, code: str, placed: Placed, figures: Mapping[str, object]) -> Finding:
    item = placed.item.name if placed.item else ""
    return Finding(level, code, placed.place, item, placed.section.name, figures)
