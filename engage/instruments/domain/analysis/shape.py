"""How an expression uses answers: compared with fixed values only, or in ways that many values would matter to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from engage.instruments.expressions.errors import ExpressionError
from engage.instruments.expressions.syntax import Call, Chain, Literal, Negation, Reference, This, parse

_COMPARING = frozenset({"=", "!=", "<", "<=", ">", ">="})
_TRUTH = frozenset({"not", "boolean"})
_UNSTEADY = frozenset(
    {
        "random", "uuid", "once", "now", "today", "position", "last", "indexed-repeat", "randomize", "count",
        "sum", "min", "max", "count-non-empty", "join", "jr:choice-name", "jr:itext",
    }
)  # fmt: skip
"""Functions whose result depends on more than a handful of answers: on time, chance, or entries of a list."""
THIS = "."


@dataclass(frozen=True, slots=True)
class Shape:
    compared: Mapping[str, frozenset[str | float]] = field(default_factory=dict)
    """Answer key (`.` for the item's own) -> the fixed values that it is compared with."""
    ordered: frozenset[str] = frozenset()
    """Keys of which it matters whether they are more or less than something."""
    otherwise: frozenset[str] = frozenset()
    """Keys that are used in other ways, too."""
    unsteady: bool = False
    """It depends on time, chance or the entries of a list."""


@lru_cache(maxsize=8192)
def shape_of(source: str, *, condition: bool = True) -> Shape:
    """The shape of an expression; of one that cannot be read, an unsteady one.

    :param condition: it only matters whether it holds, not what its value is
    """
    try:
        node = parse(source)
    except ExpressionError:
        return Shape(unsteady=True)
    reader = _Reader()
    reader.read(node, truth=condition)
    compared = {key: frozenset(values) for key, values in reader.compared.items()}
    return Shape(compared, frozenset(reader.ordered), frozenset(reader.otherwise), reader.unsteady)


class _Reader:
    def __init__(self) -> None:
        self.compared: dict[str, set[str | float]] = {}
        self.ordered: set[str] = set()
        self.otherwise: set[str] = set()
        self.unsteady = False

    def read(self, node: Any, *, truth: bool = False) -> None:
        """`truth`: it only matters whether the value is there."""
        key = _key(node)
        if key is not None:
            if truth:
                self.compared.setdefault(key, set())
            else:
                self.otherwise.add(key)
        elif isinstance(node, Chain):
            self._chain(node)
        elif isinstance(node, Call):
            self._call(node)
        elif not isinstance(node, Literal):
            self._rest(node)

    def _chain(self, node: Chain) -> None:
        signs = {sign for sign, _ in node.rest}
        operands = [node.first, *(operand for _, operand in node.rest)]
        if signs <= {"and", "or"}:
            for operand in operands:
                self.read(operand, truth=True)
        elif len(operands) == 2 and signs <= _COMPARING:
            self._pair(operands[0], operands[1], ordered=not signs <= {"=", "!="})
        else:
            for operand in operands:
                self.read(operand)

    def _pair(self, left: Any, right: Any, *, ordered: bool = False) -> None:
        for answer, value in ((left, right), (right, left)):
            key, fixed = _key(answer), _fixed(value)
            if key is not None and fixed is not None:
                self.compared.setdefault(key, set()).add(fixed)
                self.ordered |= {key} if ordered else set()
                return
        self.read(left)
        self.read(right)

    def _call(self, node: Call) -> None:
        self.unsteady |= node.name in _UNSTEADY
        if node.name == "selected" and len(node.arguments) == 2:
            self._pair(node.arguments[0], node.arguments[1])
            return
        for place, argument in enumerate(node.arguments):
            self.read(argument, truth=node.name in _TRUTH or (node.name == "if" and place == 0))

    def _rest(self, node: Any) -> None:
        if type(node).__name__ in ("Entries", "Parent"):
            self.unsteady = True
        for name in ("operand", "parts", "predicates", "steps", "table", "reference"):
            inner = getattr(node, name, ())
            for each in inner if isinstance(inner, tuple) else (inner,):
                if not isinstance(each, str):
                    self.read(each)


def _key(node: Any) -> str | None:
    if isinstance(node, Reference):
        return node.parts[-1]
    return THIS if isinstance(node, This) else None


def _fixed(node: Any) -> str | float | None:
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Negation) and isinstance(node.operand, Literal) and isinstance(node.operand.value, float):
        return -node.operand.value
    return None
