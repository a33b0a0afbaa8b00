"""Expressions of instruments: read once, evaluated many times.

    >>> expression = compile_expression("${age} >= 18 and selected(${topics}, 'screening')")
    >>> expression.truth(Scope(answers={"age": "34", "topics": ("screening", "diet")}, now=now))
    True

XPath 1.0 with the functions of ODK forms (getodk.github.io/xforms-spec). Nothing is ever given to
`eval`; length, depth and work are bounded (`errors`).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engage.instruments.expressions.compiler import Compiler
from engage.instruments.expressions.errors import ExpressionError
from engage.instruments.expressions.program import Code, EntryNodes, Lists, Run, number_of, text_of, truth_of
from engage.instruments.expressions.syntax import parse
from engage.instruments.expressions.values import Kind, NodeSet, Value, kind_of

__all__ = [
    "EntryNodes",
    "Expression",
    "ExpressionError",
    "Kind",
    "Lists",
    "NodeSet",
    "Scope",
    "Value",
    "compile_expression",
    "kind_of",
]


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything an evaluation may see."""

    answers: Mapping[str, str | tuple[str, ...]]
    """Key -> value as text, of relevant items only. A key that is missing reads as ''."""
    now: datetime
    """Aware; its zone is the respondent's."""
    this: str = ""
    """`.`: the value of the item the expression belongs to."""
    seed: str = ""
    """For random() and uuid(): one per respondent and item, or equal expressions draw alike."""
    option: Mapping[str, str] = field(default_factory=dict)
    """choice_filter: the attributes of the option under test, read by bare names."""
    tables: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    """Rows of instance('name') and pulldata('name', …)."""
    choice_label: Callable[[str, str], str] | None = None
    """(item name, code) -> label, for jr:choice-name."""
    lists: Lists | None = None
    """Entries of sections that repeat, and which of them the expression belongs to."""


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A compiled expression. Evaluating it raises `ExpressionError` and nothing else."""

    source: str
    references: frozenset[str]
    """The keys of the answers it reads."""
    uses_clock: bool
    keeps: bool
    """It calls once(): what it gave first is to be kept."""
    columns: frozenset[str]
    """Bare names it reads: attributes of options, columns of tables. In a relevance, most likely a slip."""
    _code: Code = field(repr=False)
    _truth: Callable[[Run], bool] = field(repr=False)
    _text: Callable[[Run], str] = field(repr=False)
    _number: Callable[[Run], float] = field(repr=False)

    def value(self, scope: Scope) -> Value:
        return self._code.run(_run(scope))

    def truth(self, scope: Scope) -> bool:
        return self._truth(_run(scope))

    def text(self, scope: Scope) -> str:
        return self._text(_run(scope))

    def number(self, scope: Scope) -> float:
        return self._number(_run(scope))

    # for people who answer: what cannot be worked out with their answers is nothing, and does not hold

    def holds(self, scope: Scope) -> bool:
        try:
            return self._truth(_run(scope))
        except ExpressionError:
            return False

    def says(self, scope: Scope) -> str:
        try:
            return self._text(_run(scope))
        except ExpressionError:
            return ""


def compile_expression(
    source: str, names: Collection[str] | None = None, repeated: Mapping[str, str] | None = None
) -> Expression:
    """An expression ready to be evaluated.

    :param names: the keys that exist, names of lists too; without them any `${name}` is taken
    :param repeated: key of an item in a list -> name of the list, names of lists included. From outside such a key
        reads as a node-set with one node an entry, inside of an entry as the entry's own answer
    :raises ExpressionError: with the position of what is wrong
    """
    compiler = Compiler(names, repeated or {})
    code = compiler.code(parse(source))
    return Expression(
        source=source,
        references=frozenset(compiler.references),
        uses_clock=compiler.uses_clock,
        keeps=compiler.keeps,
        columns=frozenset(compiler.columns),
        _code=code,
        _truth=truth_of(code),
        _text=text_of(code),
        _number=number_of(code),
    )


def _run(scope: Scope) -> Run:
    return Run(
        scope.answers, scope.now, scope.this, scope.seed, scope.option, scope.tables, scope.choice_label, scope.lists
    )
