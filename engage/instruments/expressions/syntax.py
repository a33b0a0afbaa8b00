"""The grammar of expressions: XPath 1.0 as ODK forms use it, and `${name}`.

    expression  = unary { ("*" | "div" | "mod" | "+" | "-" | "<" … | "and" | "or") unary }
    unary       = { "-" } path { "|" path }
    path        = "${key}" | "." | ".." | "/data/group/name" | "../name" | "column"
                | "current()/../name" | "instance('list')/root/item[predicate]/column"
                | "${list}[predicate]/name" | "/data/list[predicate]/name"
                | number | string | "(" expression ")" | name "(" arguments ")"

Operators of one strength are kept side by side and not nested, so a long sum is not a deep tree.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from engage.instruments.expressions.errors import (
    MAX_DEPTH,
    MAX_LENGTH,
    ExpressionTooDeep,
    ExpressionTooLong,
    UnexpectedToken,
    Unsupported,
)


@dataclass(frozen=True, slots=True)
class Literal:
    position: int
    value: str | float


@dataclass(frozen=True, slots=True)
class Reference:
    """An answer: `${key}` has one part, a path has the names of its steps."""

    position: int
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class This:
    """`.`: the item's own value, inside a predicate the node that is tested."""

    position: int


@dataclass(frozen=True, slots=True)
class Current:
    """`current()`: the item's own value, everywhere."""

    position: int


@dataclass(frozen=True, slots=True)
class Parent:
    """`..` alone: only `position(..)` can do something with it."""

    position: int


@dataclass(frozen=True, slots=True)
class Column:
    """A bare name: a column of the row or an attribute of the option that is tested."""

    position: int
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    position: int
    name: str
    arguments: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Negation:
    position: int
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands joined by operators of one strength, worked out from left to right."""

    position: int
    first: "Node"
    rest: "tuple[tuple[str, Node], ...]"


@dataclass(frozen=True, slots=True)
class Step:
    position: int
    name: str
    predicates: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Lookup:
    """`instance('list')/root/item[…]/column`."""

    position: int
    table: "Node"
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """`${list}[…]/name`: entries of a list under conditions; without a name, the entries themselves."""

    position: int
    reference: Reference
    predicates: "tuple[Node, ...]"
    name: str | None


@dataclass(frozen=True, slots=True)
class Union:
    position: int
    parts: "tuple[Node, ...]"


Node: TypeAlias = (
    Literal | Reference | This | Current | Parent | Column | Call | Negation | Chain | Lookup | Entries | Union
)


class Token(NamedTuple):
    kind: str
    text: str
    position: int


_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<number>\d+(?:\.\d*)?|\.\d+)
      | (?P<string>'[^']*'|"[^"]*")
      | (?P<answer>\$\{\s*[^{}$'"\s][^{}$'"]*\})
      | (?P<name>[^\W\d][\w.\-]*(?::(?!:)[^\W\d][\w.\-]*)?)
      | (?P<symbol>//|::|\.\.|!=|<=|>=|[()\[\],|/@.+\-*=<>])""",
    re.VERBOSE,
)
_STRENGTHS = (
    frozenset({"*", "div", "mod"}),
    frozenset({"+", "-"}),
    frozenset({"<", "<=", ">", ">="}),
    frozenset({"=", "!="}),
    frozenset({"and"}),
    frozenset({"or"}),
)
_OPERATORS = frozenset().union(*_STRENGTHS)


def tokens(source: str) -> Iterator[Token]:
    """The words of an expression, the end included.

    :raises UnexpectedToken: at the first character that begins no word, an open quote too
    """
    place = 0
    while place < len(source):
        found = _TOKEN.match(source, place)
        if found is None:
            raise UnexpectedToken(place, source[place])
        if found.lastgroup and found.lastgroup != "space":
            yield Token(found.lastgroup, found.group(), place)
        place = found.end()
    yield Token("end", "", len(source))


def parse(source: str) -> Node:
    """The tree of an expression.

    :raises ExpressionError: with the position of what is wrong
    """
    if len(source) > MAX_LENGTH:
        raise ExpressionTooLong(MAX_LENGTH, f"more than {MAX_LENGTH} characters")
    parser = _Parser(tuple(tokens(source)))
    node = parser.expression()
    parser.expect("end", "")
    return node


class _Parser:
    def __init__(self, words: tuple[Token, ...]) -> None:
        self._words = words
        self._at = 0
        self._depth = 0

    @property
    def _word(self) -> Token:
        return self._words[self._at]

    def _take(self) -> Token:
        word = self._words[self._at]
        self._at += 1
        return word

    def _sees(self, *symbols: str) -> bool:
        return self._word.kind == "symbol" and self._word.text in symbols

    def expect(self, kind: str, text: str) -> Token:
        if self._word.kind != kind or self._word.text != text:
            raise UnexpectedToken(self._word.position, self._word.text or "end of the expression")
        return self._word if kind == "end" else self._take()

    def expression(self) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionTooDeep(self._word.position, f"more than {MAX_DEPTH} levels")
        operands, operators = [self._unary()], []
        while self._word.text in _OPERATORS and self._word.kind in ("symbol", "name"):
            operators.append(self._take().text)
            operands.append(self._unary())
        self._depth -= 1
        return _fold(operands, operators)

    def _unary(self) -> Node:
        start = self._word.position
        signs = 0
        while self._sees("-"):
            self._take()
            signs += 1
        node = self._union()
        if signs == 0:
            return node
        return Negation(start, node if signs % 2 else Negation(start, node))

    def _union(self) -> Node:
        parts = [self._path()]
        while self._sees("|"):
            self._take()
            parts.append(self._path())
        return parts[0] if len(parts) == 1 else Union(parts[0].position, tuple(parts))

    def _path(self) -> Node:
        word = self._take()
        match word.kind, word.text:
            case "number", text:
                return Literal(word.position, float(text))
            case "string", text:
                return Literal(word.position, text[1:-1])
            case "answer", text:
                reference = Reference(word.position, (text[2:-1].strip(),))
                return self._entries(reference) if self._sees("[", "/") else reference
            case "name", name:
                return self._call(word) if self._sees("(") else self._column(word, name)
            case "symbol", "(":
                node = self.expression()
                self.expect("symbol", ")")
                return node
            case "symbol", "/" | "..":
                return self._answer_path(word)
            case "symbol", ".":
                if not self._sees("/"):
                    return This(word.position)
                self._take()
                return self._column(word, self._name())
            case "symbol", "*" | "@" | "//" | "::":
                raise Unsupported(word.position, word.text)
        raise UnexpectedToken(word.position, word.text or "end of the expression")

    def _name(self) -> str:
        if self._word.kind != "name":
            if self._sees("*", "@"):
                raise Unsupported(self._word.position, self._word.text)
            self.expect("name", "")
        word = self._take()
        if self._sees("::"):
            raise Unsupported(word.position, f"{word.text}::")
        return word.text

    def _column(self, word: Token, name: str) -> Node:
        if self._sees("::"):
            raise Unsupported(word.position, f"{word.text}::")
        while self._sees("/"):
            self._take()
            name = self._name()
        return Column(word.position, name)

    def _answer_path(self, first: Token) -> Node:
        """`/data/group/name`, `../name`, `../../name`: an answer by the names on the way."""
        parts: list[str] = [] if first.text == ".." else [self._name()]
        while self._sees("/"):
            self._take()
            if self._sees("..", "."):
                self._take()
            else:
                parts.append(self._name())
        if not parts:
            return Parent(first.position)
        reference = Reference(first.position, tuple(parts))
        return self._entries(reference) if self._sees("[") else reference

    def _entries(self, reference: Reference) -> Node:
        """`[predicate]/group/name` after a list: the last name is the one that counts."""
        predicates = tuple(self._predicates())
        name = None
        while self._sees("/"):
            self._take()
            name = self._name()
        if self._sees("["):
            raise Unsupported(self._word.position, "a condition on more than one step")
        return Entries(reference.position, reference, predicates, name)

    def _predicates(self) -> Iterator[Node]:
        while self._sees("["):
            self._take()
            yield self.expression()
            self.expect("symbol", "]")

    def _call(self, word: Token) -> Node:
        self._take()
        arguments: list[Node] = []
        if not self._sees(")"):
            arguments.append(self.expression())
            while self._sees(","):
                self._take()
                arguments.append(self.expression())
        self.expect("symbol", ")")
        if word.text == "current" and not arguments:
            return self._from_current(word)
        if word.text == "instance" and len(arguments) == 1:
            return Lookup(word.position, arguments[0], tuple(self._steps()))
        if self._sees("/", "["):
            raise Unsupported(self._word.position, f"a path after {word.text}()")
        return Call(word.position, word.text, tuple(arguments))

    def _from_current(self, word: Token) -> Node:
        if not self._sees("/"):
            return Current(word.position)
        path = self._answer_path(Token("symbol", "..", word.position))
        return Current(word.position) if isinstance(path, Parent) else path

    def _steps(self) -> Iterator[Step]:
        while self._sees("/"):
            self._take()
            start = self._word.position
            name = self._take().text if self._sees(".") else self._name()
            yield Step(start, name, tuple(self._predicates()))


def _fold(operands: list[Node], operators: list[str]) -> Node:
    """Group what binds strongest first; one chain per run of operators of one strength."""
    for strength in _STRENGTHS:
        if not operators:
            break
        if strength.isdisjoint(operators):
            continue
        kept, joined = [], [operands[0]]
        run: list[tuple[str, Node]] = []
        for operator, operand in zip(operators, operands[1:], strict=True):
            if operator in strength:
                run.append((operator, operand))
                continue
            joined[-1] = _chain(joined[-1], run)
            run = []
            kept.append(operator)
            joined.append(operand)
        joined[-1] = _chain(joined[-1], run)
        operands, operators = joined, kept
    return operands[0]


def _chain(first: Node, run: list[tuple[str, Node]]) -> Node:
    return Chain(first.position, first, tuple(run)) if run else first
