"""From the tree of an expression to closures."""

import math
from collections.abc import Callable, Collection, Mapping
from datetime import tzinfo
from functools import partial
from operator import add, mul, sub
from typing import Any

from engage.instruments.expressions.errors import (
    MAX_DEPTH,
    ExpressionTooDeep,
    UnknownFunction,
    UnknownReference,
    Unsupported,
    UnsupportedFunction,
    WrongArguments,
)
from engage.instruments.expressions.form_functions import ALL_FUNCTIONS, CLOCK, UNSUPPORTED
from engage.instruments.expressions.program import (
    Code,
    EntryNodes,
    Run,
    Table,
    Truth,
    constant,
    nodes_of,
    number_of,
    text_of,
    truth_of,
)
from engage.instruments.expressions.syntax import (
    Call,
    Chain,
    Column,
    Current,
    Entries,
    Literal,
    Lookup,
    Negation,
    Node,
    Parent,
    Reference,
    Step,
    This,
    Union,
)
from engage.instruments.expressions.values import (
    CLOSE,
    NAN,
    ORDER,
    Value,
    equal,
    ordered,
    to_boolean,
    unequal,
)


def divide(left: float, right: float) -> float:
    """IEEE 754: a number by zero is infinite, zero by zero is no number."""
    if right:
        return left / right
    if left == 0 or left != left or right != right:
        return NAN
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def remainder(left: float, right: float) -> float:
    """With the sign of the first, as in Java."""
    try:
        return math.fmod(left, right)
    except ValueError:
        return NAN


_ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": add,
    "-": sub,
    "*": mul,
    "div": divide,
    "mod": remainder,
}


class Compiler:
    """Compiles one tree, and notes what it reads on the way."""

    def __init__(self, names: Collection[str] | None, repeated: Mapping[str, str]) -> None:
        self._names = names
        self._repeated = repeated
        self._over: str | None = None
        """The list whose entries the predicate around the present place is about."""
        self._inside = 0
        """Predicates around the present place."""
        self._size = 0
        """Parts compiled so far."""
        self.references: set[str] = set()
        self.columns: set[str] = set()
        self.uses_clock = False
        self.keeps = False

    def code(self, node: Node, depth: int = 1) -> Code:
        if depth > MAX_DEPTH:
            raise ExpressionTooDeep(node.position, f"more than {MAX_DEPTH} levels")
        self._size += 1
        match node:
            case Literal(position, value):
                return constant(value, "string" if isinstance(value, str) else "number", position)
            case Reference(position, parts):
                return self._reference(position, parts)
            case This(position):
                return Code((lambda r: r.here) if self._inside else (lambda r: r.this), "string", position)
            case Current(position):
                return Code(lambda r: r.this, "string", position)
            case Column(position, name):
                if self._over is not None:
                    self._known(position, name)
                else:
                    self.columns.add(name)
                return Code(lambda r: r.row.get(name, ""), "string", position)
            case Negation(position, operand):
                number = number_of(self.code(operand, depth + 1))
                return Code(lambda r: -number(r), "number", position)
            case Chain():
                return self._chain(node, depth)
            case Call():
                return self._call(node, depth)
            case Lookup():
                return self._lookup(node, depth)
            case Entries():
                return self._entries(node, depth)
            case Union(position, parts):
                runs = [nodes_of(self.code(part, depth + 1)) for part in parts]
                return Code(lambda r: tuple(n for run in runs for n in run(r)), "nodeset", position)
            case Parent(position):
                raise Unsupported(position, "..")

    def _reference(self, position: int, parts: tuple[str, ...]) -> Code:
        names, key = self._names, parts[-1]
        if names is not None:
            row = "/".join(parts[-2:])
            key = row if row in names else key
        self._known(position, key)
        if key in self._repeated:
            return self._repeated_reference(position, key)

        def read(r: Run) -> str:
            answer = r.answers.get(key, "")
            return answer if answer.__class__ is str else " ".join(answer)

        def read_again(r: Run) -> str:
            """Read once per row of a table, a long answer costs steps."""
            answer = read(r)
            r.spend(len(answer) >> 8, position)
            return answer

        return Code(read_again if self._inside else read, "string", position, key=key)

    def _known(self, position: int, key: str) -> None:
        if self._names is not None and key not in self._names:
            raise UnknownReference(position, key)
        self.references.add(key)

    def _repeated_reference(self, position: int, key: str) -> Code:
        """What is asked in every entry: one answer where the expression stands inside, nodes where outside."""
        tested = self._over is not None and self._repeated[key] == self._over and key != self._over
        costs = bool(self._inside)

        def read(r: Run) -> Value:
            answer = r.answers.get(key, "")
            if answer.__class__ is str:
                return answer
            if costs:
                r.spend(len(answer), position)
            if answer.__class__ is not EntryNodes:
                return " ".join(answer)
            return r.row.get(key, "") if tested else answer

        return Code(read, None, position, key=None if tested else key)

    def _entries(self, node: Entries, depth: int) -> Code:
        """Entries of a list that pass; of a list that nobody knows, the nodes that lie under its name."""
        key, position, name = node.reference.parts[-1], node.position, node.name
        self._known(position, key)
        if name is not None:
            self._known(position, name)
        outer, self._over = self._over, key
        filters = self._filters(Step(position, "", node.predicates), depth)
        self._over = outer

        def nodes(r: Run) -> tuple[str, ...]:
            found = _rows(r, key)
            r.spend(len(found), position)
            for keep in filters:
                found = keep(found, r)
            return tuple(row.get(name or "", "") for row in found)

        return Code(nodes, "nodeset", position)

    def _call(self, node: Call, depth: int) -> Code:
        function = ALL_FUNCTIONS.get(node.name)
        if function is None:
            error = UnsupportedFunction if node.name in UNSUPPORTED else UnknownFunction
            raise error(node.position, node.name)
        if not function.least <= len(node.arguments) <= function.most:
            raise WrongArguments(node.position, node.name)
        if node.name == "position" and node.arguments:
            return function.build(node.position, (constant("", "string"),))
        self.uses_clock |= node.name in CLOCK
        self.keeps |= node.name == "once"
        arguments = tuple(self.code(argument, depth + 1) for argument in node.arguments)
        return function.build(node.position, arguments)

    def _chain(self, node: Chain, depth: int) -> Code:
        first = self.code(node.first, depth + 1)
        rest = [(operator, self.code(operand, depth + 1)) for operator, operand in node.rest]
        match rest[0][0]:
            case "and" | "or" as word:
                return _junction(word, [first, *(code for _, code in rest)])
            case "=" | "!=" | "<" | "<=" | ">" | ">=":
                if len(rest) + depth > MAX_DEPTH:
                    raise ExpressionTooDeep(node.position, f"more than {MAX_DEPTH} levels")
                for operator, right in rest:
                    first = Code(_comparison(operator, first, right), "boolean", node.position)
                return first
        return _sum(first, rest)

    def _lookup(self, node: Lookup, depth: int) -> Code:
        table = text_of(self.code(node.table, depth + 1))
        steps = [step for step in node.steps if step.name != "."]
        if len(steps) < 2:
            raise Unsupported(node.position, "instance() without /root/item")
        if len(steps) > 3 or steps[0].predicates:
            raise Unsupported(node.position, "a path deeper than /root/item/column")
        rows = self._filters(steps[1], depth)
        column = steps[2] if len(steps) == 3 else None
        cells = self._filters(column, depth) if column else []
        name = column.name if column else None

        def nodes(r: Run) -> tuple[str, ...]:
            found = r.tables.get(table(r), ())
            for keep in rows:
                found = keep(found, r)
            r.spend(len(found), node.position)
            if name is None:
                return tuple("".join(row.values()) for row in found)
            values = tuple(row[name] for row in found if name in row)
            for keep in cells:
                values = tuple(row[""] for row in keep(tuple({"": value} for value in values), r))
            return values

        return Code(nodes, "nodeset", node.position)

    def _filters(self, step: Step, depth: int) -> list[Callable[[Any, Run], Any]]:
        self._inside += 1
        filters = []
        for predicate in step.predicates:
            before = self._size
            test = self.code(predicate, depth + 1)
            filters.append(_filter(test, step.position, cost=1 + (self._size - before) // 4))
        self._inside -= 1
        return filters


def _filter(test: Code, position: int, cost: int) -> Callable[[Any, Run], Any]:
    """The rows of which a predicate is true; a number is a place, counted from 1."""
    run, may_be_place = test.run, test.kind in ("number", None)

    def keep(rows: tuple[Mapping[str, str], ...], r: Run) -> tuple[Mapping[str, str], ...]:
        outer = r.row, r.here, r.position, r.size
        r.size = len(rows)
        kept = []
        for place, row in enumerate(rows, 1):
            r.spend(cost, position)
            r.row, r.here, r.position = row, row.get("", ""), place
            value = run(r)
            if may_be_place and isinstance(value, float):
                value = value == place
            if to_boolean(value):
                kept.append(row)
        r.row, r.here, r.position, r.size = outer
        return tuple(kept)

    return keep


def _rows(r: Run, key: str) -> Table:
    rows = r.lists.list_rows(key) if r.lists is not None else ()
    if rows:
        return rows
    answer = r.answers.get(key, ())
    return tuple({"": node} for node in answer) if isinstance(answer, tuple) else ()


def _junction(operator: str, codes: list[Code]) -> Code:
    """`and`, `or`: nothing is worked out that no longer matters."""
    tests = [truth_of(code) for code in codes]
    position = codes[0].position
    if len(tests) == 2:
        one, two = tests
        if operator == "and":
            return Code(lambda r: one(r) and two(r), "boolean", position)
        return Code(lambda r: one(r) or two(r), "boolean", position)
    if operator == "and":
        return Code(lambda r: all(test(r) for test in tests), "boolean", position)
    return Code(lambda r: any(test(r) for test in tests), "boolean", position)


def _sum(first: Code, rest: list[tuple[str, Code]]) -> Code:
    start = number_of(first)
    parts = [(_ARITHMETIC[operator], number_of(code)) for operator, code in rest]
    if len(parts) == 1:
        combine, other = parts[0]
        return Code(lambda r: combine(start(r), other(r)), "number", first.position)

    def total(r: Run) -> float:
        value = start(r)
        for combine, other in parts:
            value = combine(value, other(r))
        return value

    return Code(total, "number", first.position)


def _comparison(operator: str, left: Code, right: Code) -> Callable[[Run], bool]:
    """Chosen once by the types known now; what is known only at run time is left to `values`."""
    a, b = left.run, right.run
    kinds = {left.kind, right.kind}
    if operator in ORDER:
        if kinds <= {"number", "string", "boolean", "date"}:
            order, one, two = ORDER[operator], number_of(left), number_of(right)
            return lambda r: order(one(r), two(r))
        return _general(partial(ordered, operator), left, right)
    same = operator == "="
    if kinds == {"string"}:
        return (lambda r: a(r) == b(r)) if same else (lambda r: a(r) != b(r))
    if kinds <= {"number", "string", "date"}:
        one, two = number_of(left), number_of(right)
        return _near(one, two) if same else _not_near(one, two)
    return _general(equal if same else unequal, left, right)


def _general(compare: Callable[[Value, Value, tzinfo | None], bool], left: Code, right: Code) -> Truth:
    a, b, position = left.run, right.run, left.position

    def compared(r: Run) -> bool:
        one, two = a(r), b(r)
        if isinstance(one, tuple) and isinstance(two, tuple):
            r.spend(len(one) * len(two), position)
        return compare(one, two, r.zone)

    return compared


def _near(one: Callable[[Run], float], two: Callable[[Run], float]) -> Callable[[Run], bool]:
    def near(r: Run) -> bool:
        left, right = one(r), two(r)
        return left == right or abs(left - right) < CLOSE

    return near


def _not_near(one: Callable[[Run], float], two: Callable[[Run], float]) -> Callable[[Run], bool]:
    near = _near(one, two)
    return lambda r: not near(r)
