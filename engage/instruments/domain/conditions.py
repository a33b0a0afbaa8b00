"""Conditions as rules in plain words, and back: "all of: *age* is at least 18, *heard* is no".

    >>> read("${heard} = 'no' and (${age} >= 18 or ${age} = '')")
    Rules(ALL, (heard is 'no'), any of (age is at least 18, age is not answered))

A condition is a list of blocks that hold all, or any of them; a block of several rules holds the other way round.
That is one level of nesting, and every expression that fits is read. What does not fit stays an expression: `read`
answers None and nobody rewrites it. `read(write(rules)) == normal(rules)` always.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, StrEnum
from math import isfinite
from typing import TypeAlias

from engage.instruments.domain.definition import Cell, Item, ItemType
from engage.instruments.expressions.errors import ExpressionError
from engage.instruments.expressions.syntax import Call, Chain, Literal, Negation, Node, Reference, This, parse
from engage.instruments.expressions.values import number_text

SELF = "."
"""The answer of the item that a constraint belongs to."""


class Join(StrEnum):
    ALL = "all"
    ANY = "any"

    @property
    def other(self) -> "Join":
        return Join.ANY if self is Join.ALL else Join.ALL


class Relation(StrEnum):
    """What a rule asks of an answer."""

    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    """Of several options chosen, one of these is among them."""
    CONTAINS_NOT = "contains_not"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Answer:
    """A value that is the answer to another item."""

    key: str


@dataclass(frozen=True, slots=True)
class Day:
    iso: str
    """`2026-11-22`"""


class Moment(Enum):
    TODAY = "today"


Value: TypeAlias = str | float | Answer | Day | Moment

WITHOUT_VALUE = frozenset({Relation.ANSWERED, Relation.UNANSWERED})
SEVERAL_VALUES = frozenset({Relation.IS, Relation.IS_NOT, Relation.CONTAINS, Relation.CONTAINS_NOT})
_MEMBERSHIP = frozenset({Relation.CONTAINS, Relation.CONTAINS_NOT})
_MERGED_IN = {
    Relation.IS: Join.ANY,
    Relation.CONTAINS: Join.ANY,
    Relation.IS_NOT: Join.ALL,
    Relation.CONTAINS_NOT: Join.ALL,
}
"""Where neighbours of one relation to one answer are one rule with several values."""
_OPERATORS = {
    Relation.IS: "=",
    Relation.IS_NOT: "!=",
    Relation.MORE_THAN: ">",
    Relation.AT_LEAST: ">=",
    Relation.LESS_THAN: "<",
    Relation.AT_MOST: "<=",
}
_RELATIONS = {operator: relation for relation, operator in _OPERATORS.items()}
_TURNED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class NotARule(ValueError):
    """A rule that says nothing, or that no expression can say; the message names the part."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One test of one answer.

    :raises NotARule: values missing or superfluous, empty, not a date, or with both kinds of quotation marks
    """

    key: str
    """The answer's key, or `SELF`."""
    relation: Relation
    values: tuple[Value, ...] = ()
    counted: bool = False
    """The number of options chosen is compared, not the answer."""

    def __post_init__(self) -> None:
        if not self.key or any(character in "{}$'\"" for character in self.key):
            raise NotARule("key")
        few, many = (0, 0) if self.relation in WITHOUT_VALUE else (1, None if self.relation in SEVERAL_VALUES else 1)
        if len(self.values) < few or (many is not None and len(self.values) > many):
            raise NotARule("values")
        if self.counted and self.relation in WITHOUT_VALUE | _MEMBERSHIP:
            raise NotARule("counted")
        for value in self.values:
            _require_value(value, only_texts=self.relation in _MEMBERSHIP)


@dataclass(frozen=True, slots=True)
class Rules:
    """Blocks that all hold, or one of which holds; the rules of one block are joined the other way."""

    join: Join
    blocks: tuple[tuple[Rule, ...], ...]

    def __iter__(self) -> Iterator[Rule]:
        return (rule for block in self.blocks for rule in block)


def _require_value(value: Value, *, only_texts: bool) -> None:
    match value:
        case str():
            good = bool(value) and not ("'" in value and '"' in value)
        case float():
            good = isfinite(value) and not only_texts
        case Day(iso):
            good = _is_date(iso) and not only_texts
        case Answer(key):
            good = bool(key) and key != SELF and not any(c in "{}$'\"" for c in key) and not only_texts
        case _:
            good = not only_texts
    if not good:
        raise NotARule("value")


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


# -- one way of saying the same


def normal(rules: Rules) -> Rules:
    """The same condition in the form in which it is read: neighbours merged, no block without need."""
    join = rules.join
    blocks = [tuple(_merged(block, join.other)) for block in rules.blocks if block]
    if len(blocks) == 1 and len(blocks[0]) > 1:
        join, blocks = join.other, [(rule,) for rule in blocks[0]]
    together: list[tuple[Rule, ...]] = []
    for block in blocks:
        if together and len(block) == len(together[-1]) == 1:
            joined = tuple(_merged((together[-1][0], block[0]), join))
            if len(joined) == 1:
                together[-1] = joined
                continue
        together.append(block)
    return Rules(Join.ALL if len(together) == 1 and len(together[0]) == 1 else join, tuple(together))


def _merged(rules: Iterable[Rule], join: Join) -> Iterator[Rule]:
    last: Rule | None = None
    for rule in rules:
        rule = replace(rule, values=tuple(dict.fromkeys(rule.values)))
        if last is not None and _belong_together(last, rule, join):
            last = replace(last, values=tuple(dict.fromkeys((*last.values, *rule.values))))
            continue
        if last is not None:
            yield last
        last = rule
    if last is not None:
        yield last


def _belong_together(one: Rule, other: Rule, join: Join) -> bool:
    same = (one.key, one.relation, one.counted) == (other.key, other.relation, other.counted)
    return same and _MERGED_IN.get(one.relation) is join


# -- writing


def write(rules: Rules) -> str:
    """The expression of some rules; "" for none."""
    rules = normal(rules)
    word = _word(rules.join)
    parts = []
    for block in rules.blocks:
        if len(block) == 1:
            parts.append(_written(block[0], rules.join))
        else:
            inner = _word(rules.join.other).join(_written(rule, rules.join.other) for rule in block)
            parts.append(f"({inner})")
    if len(rules.blocks) == 1:
        return parts[0].removeprefix("(").removesuffix(")") if _in_brackets(rules) else parts[0]
    return word.join(parts)


def _in_brackets(rules: Rules) -> bool:
    """Whether the only rule was put in brackets for neighbours that it has not."""
    rule = rules.blocks[0][0]
    return len(rule.values) > 1 and _MERGED_IN[rule.relation] is not rules.join


def _word(join: Join) -> str:
    return " and " if join is Join.ALL else " or "


def _written(rule: Rule, around: Join) -> str:
    if rule.relation in WITHOUT_VALUE:
        return f"{_subject(rule)} {'!=' if rule.relation is Relation.ANSWERED else '='} ''"
    own = _MERGED_IN.get(rule.relation, around)
    text = _word(own).join(_one(rule, value) for value in rule.values)
    return f"({text})" if len(rule.values) > 1 and own is not around else text


def _one(rule: Rule, value: Value) -> str:
    if rule.relation in _MEMBERSHIP:
        chosen = f"selected({_subject(rule)}, {_value(value)})"
        return chosen if rule.relation is Relation.CONTAINS else f"not({chosen})"
    return f"{_subject(rule)} {_OPERATORS[rule.relation]} {_value(value)}"


def _subject(rule: Rule) -> str:
    answer = SELF if rule.key == SELF else f"${{{rule.key}}}"
    return f"count-selected({answer})" if rule.counted else answer


def _value(value: Value) -> str:
    match value:
        case str():
            return f'"{value}"' if "'" in value else f"'{value}'"
        case float():
            return number_text(value)
        case Day(iso):
            return f"date('{iso}')"
        case Answer(key):
            return f"${{{key}}}"
    return "today()"


# -- reading


def read(expression: str) -> Rules | None:
    """The rules that an expression says; None when it says more, or cannot be read at all."""
    try:
        node = parse(expression)
    except ExpressionError:
        return None
    join = _join(node) or Join.ALL
    blocks = []
    for part in _parts(node, join):
        block = _block(part, join.other)
        if block is None:
            return None
        blocks.append(block)
    return normal(Rules(join, tuple(blocks)))


def _join(node: Node) -> Join | None:
    if isinstance(node, Chain):
        return {"and": Join.ALL, "or": Join.ANY}.get(node.rest[0][0])
    return None


def _parts(node: Node, join: Join) -> tuple[Node, ...]:
    if isinstance(node, Chain) and _join(node) is join:
        return (node.first, *(operand for _, operand in node.rest))
    return (node,)


def _block(node: Node, join: Join) -> tuple[Rule, ...] | None:
    """One rule, or rules joined so, some of which may have several values."""
    rules = []
    for part in _parts(node, join):
        rule = _rule(part)
        if rule is None:
            return None
        rules.append(rule)
    return tuple(_merged(rules, join))


def _rule(node: Node) -> Rule | None:
    """A test; or several of one answer that are one rule with several values."""
    join = _join(node)
    if join is None:
        return _single(node)
    found = [_single(part) for part in _parts(node, join)]
    rules = [rule for rule in found if rule is not None]
    merged = list(_merged(rules, join))
    return merged[0] if len(rules) == len(found) and len(merged) == 1 else None


def _single(node: Node) -> Rule | None:
    try:
        match node:
            case Call(name="selected"):
                return _membership(node, Relation.CONTAINS)
            case Call(name="not", arguments=(Call(name="selected") as inner,)):
                return _membership(inner, Relation.CONTAINS_NOT)
            case Chain(first=left, rest=((operator, right),)) if operator in _RELATIONS:
                return _comparison(left, operator, right)
    except NotARule:
        return None
    return None


def _membership(call: Call, relation: Relation) -> Rule | None:
    match call.arguments:
        case (subject, Literal(value=str(code))):
            key, counted = _key(subject)
            return Rule(key, relation, (code,)) if key and not counted else None
    return None


def _comparison(left: Node, operator: str, right: Node) -> Rule | None:
    if not _key(left)[0] or (isinstance(right, This) and not isinstance(left, This)):
        left, operator, right = right, _TURNED[operator], left
    key, counted = _key(left)
    if not key:
        return None
    if isinstance(right, Literal) and right.value == "":
        known = {"=": Relation.UNANSWERED, "!=": Relation.ANSWERED}
        return Rule(key, known[operator]) if operator in known and not counted else None
    value = _value_of(right)
    return None if value is None else Rule(key, _RELATIONS[operator], (value,), counted)


def _key(node: Node) -> tuple[str, bool]:
    """The key of an answer and whether its options are counted; "" for anything else."""
    match node:
        case This():
            return SELF, False
        case Reference(parts=(key,)):
            return key, False
        case Call(name="count-selected", arguments=(This() | Reference() as inner,)):
            return _key(inner)[0], True
    return "", False


def _value_of(node: Node) -> Value | None:
    match node:
        case Literal(value=value):
            return value
        case Negation(operand=Literal(value=float(value))):
            return -value
        case Reference(parts=(key,)):
            return Answer(key)
        case Call(name="date", arguments=(Literal(value=str(iso)),)):
            return Day(iso)
        case Call(name="today", arguments=()):
            return Moment.TODAY
    return None


# -- what can be asked of an item

_NUMBERS = frozenset({ItemType.INTEGER, ItemType.DECIMAL, ItemType.SCALE, ItemType.YEAR})
_ORDERED = _NUMBERS | {ItemType.DATE, ItemType.DATETIME, ItemType.TIME, ItemType.CALCULATION}
_CHOSEN = frozenset({ItemType.SINGLE, ItemType.CONSENT, ItemType.REGION, ItemType.COUNTRY, ItemType.LANGUAGE})
_CELLS = {
    Cell.SINGLE: ItemType.SINGLE,
    Cell.MULTIPLE: ItemType.MULTIPLE,
    Cell.TEXT: ItemType.TEXT,
    Cell.INTEGER: ItemType.INTEGER,
    Cell.DECIMAL: ItemType.DECIMAL,
}


def kind_of_answer(item: Item) -> ItemType:
    """What kind of answer one key of an item holds: a table's row holds what its cells ask."""
    if item.type is ItemType.ALLOCATION:
        return ItemType.INTEGER
    if item.type is ItemType.DATE_RANGE:
        return ItemType.DATE
    return _CELLS[item.cell] if item.type is ItemType.MATRIX else item.type


def relations_for(item: Item) -> tuple[Relation, ...]:
    """The relations that make sense for an item's answer, the most usual first."""
    known = (Relation.ANSWERED, Relation.UNANSWERED)
    kind = kind_of_answer(item)
    if kind in (ItemType.MULTIPLE, ItemType.RANKING):
        return (Relation.CONTAINS, Relation.CONTAINS_NOT, *known, Relation.AT_LEAST, Relation.AT_MOST)
    if kind in _CHOSEN:
        return (Relation.IS, Relation.IS_NOT, *known)
    if kind in _ORDERED:
        order = (Relation.AT_LEAST, Relation.MORE_THAN, Relation.AT_MOST, Relation.LESS_THAN)
        return (Relation.IS, Relation.IS_NOT, *order, *known)
    return (*known, Relation.IS, Relation.IS_NOT)


def value_from(item: Item, typed: str) -> Value:
    """What somebody typed beside a test of this item, as a value.

    :raises NotARule: when it is empty or cannot be written
    """
    text = typed.strip()
    if not text:
        raise NotARule("value")
    kind = kind_of_answer(item)
    if kind in (ItemType.DATE, ItemType.DATETIME):
        return Day(text) if _is_date(text) else text
    return _number(text) if kind in _ORDERED else text


def _number(text: str) -> Value:
    """A number where the text is one, with a comma or a point."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return text
    return number if isfinite(number) else text
