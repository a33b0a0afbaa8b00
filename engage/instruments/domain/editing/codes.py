"""Where codes of options are compared with, and what follows when one changes or goes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from engage.instruments.domain.definition import Instrument, Item, NationalItem, Quota, Section
from engage.instruments.domain.editing.places import step
from engage.instruments.domain.editing.references import expressions
from engage.instruments.domain.editing.renaming import with_expressions
from engage.instruments.domain.editing.tree import at_item, item_named, with_item
from engage.instruments.expressions.errors import ExpressionError
from engage.instruments.expressions.syntax import Call, Chain, Literal, Node, Reference, This, parse, tokens
from engage.instruments.expressions.values import number_text


@dataclass(frozen=True, slots=True)
class CodeUse:
    """An answer compared with a fixed value: `${q} = 'yes'`, `selected(${q}, 'yes')`."""

    key: str
    code: str
    position: int
    """Where the value stands in the expression."""


def code_uses(source: str, this: str = "") -> Iterator[CodeUse]:
    """Every comparison of an answer with a fixed value. `this` is the key that `.` stands for."""
    try:
        node = parse(source)
    except ExpressionError:
        return
    yield from _uses(node, this)


def _uses(node: Any, this: str) -> Iterator[CodeUse]:
    if isinstance(node, Chain):
        operands = [node.first, *(operand for _, operand in node.rest)]
        for left, (sign, right) in zip(operands, node.rest, strict=False):
            if sign in ("=", "!="):
                yield from _pair(left, right, this)
                yield from _pair(right, left, this)
        inner: list[Any] = operands
    elif isinstance(node, Call):
        if node.name == "selected" and len(node.arguments) == 2:
            yield from _pair(node.arguments[0], node.arguments[1], this)
        inner = list(node.arguments)
    else:
        inner = _inside(node)
    for part in inner:
        yield from _uses(part, this)


def _inside(node: Any) -> list[Any]:
    found: list[Any] = []
    for name in ("operand", "parts", "predicates", "steps", "table"):
        inner = getattr(node, name, ())
        found += [each for each in (inner if isinstance(inner, tuple) else (inner,)) if not isinstance(each, str)]
    return found


def _pair(answer: Node, value: Node, this: str) -> Iterator[CodeUse]:
    key = answer.parts[-1] if isinstance(answer, Reference) else this if isinstance(answer, This) else ""
    if key and isinstance(value, Literal):
        code = value.value if isinstance(value.value, str) else number_text(value.value)
        yield CodeUse(key, code, value.position)


def with_code(source: str, key: str, old: str, new: str, this: str = "") -> str:
    """An expression with one code of one answer replaced where it is compared with it."""
    at = {use.position for use in code_uses(source, this) if (use.key, use.code) == (key, old)}
    if not at:
        return source
    quoted = f'"{new}"' if "'" in new else f"'{new}'"
    pieces, end = [], 0
    for token in tokens(source):
        pieces += [source[end : token.position], quoted if token.position in at else token.text]
        end = token.position + len(token.text)
    return "".join(pieces)


def choosing(item: Item) -> frozenset[str]:
    """The keys under which an item keeps codes of its options."""
    return frozenset((item.name, *(f"{item.name}/{row.code}" for row in item.rows)))


def places_with_code(instrument: Instrument, owner: Item, code: str) -> Iterator[str]:
    """The places that speak of an option by its code, elsewhere and in the item itself."""
    keys = choosing(owner)
    for placed in expressions(instrument):
        this = placed.item.name if placed.item else ""
        if any(use.key in keys and use.code == code for use in code_uses(placed.source, this)):
            yield placed.place
    for field in ("answer", "default"):
        if getattr(owner, field) == code:
            yield at_item(owner.name, field)
    for quota in instrument.quotas:
        if any(code in codes for key, codes in quota.when.items() if key in keys):
            yield f"quotas.{step(quota.name)}.when"
    for country, edition in instrument.editions.items():
        national = edition.items.get(owner.name)
        if national and any(option.counts_as == code for option in national.options):
            yield f"editions.{country}.items.{step(owner.name)}.options"


def code_changed(instrument: Instrument, name: str, code: str, new: str | None) -> Instrument:
    """Whatever speaks of an option speaks of its new code; with None, it is taken away."""
    owner = item_named(instrument, name)
    keys = choosing(owner)

    def rewrite(source: str, this: str) -> str | None:
        if not any(use.key in keys and use.code == code for use in code_uses(source, this)):
            return source
        if new is None:
            return None
        for key in keys:
            source = with_code(source, key, code, new, this)
        return source

    after = _each_part(instrument, rewrite)
    fields: dict[str, Any] = {field: new for field in ("answer", "default") if getattr(owner, field) == code}
    after = with_item(after, name, lambda item: replace(item, **fields))
    quotas = tuple(_quota(quota, keys, code, new) for quota in after.quotas)
    editions = {
        country: replace(
            edition,
            items={
                called: _national(national, code, new) if called == name else national
                for called, national in edition.items.items()
            },
        )
        for country, edition in after.editions.items()
    }
    return replace(after, quotas=tuple(quota for quota in quotas if all(quota.when.values())), editions=editions)


def _each_part(instrument: Instrument, rewrite: Callable[[str, str], str | None]) -> Instrument:
    """Every expression rewritten, with the item that its `.` stands for."""

    def part(holder: Section | Item, this: str) -> Any:
        return with_expressions(holder, lambda source: rewrite(source, this))

    sections = []
    for section in instrument.sections:
        own = part(replace(section, items=()), "")
        sections.append(replace(own, items=tuple(part(item, item.name) for item in section.items)))
    return replace(instrument, sections=tuple(sections))


def _quota(quota: Quota, keys: frozenset[str], code: str, new: str | None) -> Quota:
    when = {
        key: tuple(new or "" if each == code and key in keys else each for each in codes)
        for key, codes in quota.when.items()
    }
    return replace(quota, when={key: tuple(each for each in codes if each) for key, codes in when.items()})


def _national(item: NationalItem, code: str, new: str | None) -> NationalItem:
    return replace(item, options=tuple(replace(o, common=new) if o.counts_as == code else o for o in item.options))
