"""What a compiled expression is made of: closures that read one `Run`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol, TypeAlias

from engage.instruments.expressions.errors import MAX_STEPS, TooManySteps
from engage.instruments.expressions.values import (
    Kind,
    Value,
    text_number,
    to_boolean,
    to_number,
    to_string,
)

ChoiceLabel: TypeAlias = Callable[[str, str], str]
Table: TypeAlias = tuple[Mapping[str, str], ...]
Answers: TypeAlias = Mapping[str, "str | tuple[str, ...]"]


class EntryNodes(tuple[str, ...]):
    """The values of one item in every entry of a list. A plain tuple is one answer: the codes chosen."""

    __slots__ = ()


class Lists(Protocol):
    """The lists of a form, as an expression sees them from where it stands."""

    @property
    def place(self) -> int:
        """Of the entry the expression belongs to, from 1; 1 outside of entries."""

    def list_rows(self, name: str) -> Table:
        """The answers of every entry of a list, by item name."""


class Run:
    """One evaluation: what may be seen, and where in a table it stands."""

    __slots__ = (
        "answers",
        "choice_label",
        "here",
        "lists",
        "now",
        "position",
        "row",
        "seed",
        "size",
        "steps",
        "tables",
        "this",
        "zone",
    )

    def __init__(
        self,
        answers: Answers,
        now: datetime,
        this: str,
        seed: str,
        option: Mapping[str, str],
        tables: Mapping[str, Table],
        choice_label: ChoiceLabel | None,
        lists: Lists | None = None,
    ) -> None:
        self.answers = answers
        self.now = now
        self.zone: tzinfo | None = now.tzinfo
        self.this = this
        self.seed = seed
        self.row = option
        self.here = this
        self.position = 1
        self.size = 1
        self.tables = tables
        self.choice_label = choice_label
        self.lists = lists
        self.steps = 0

    def spend(self, steps: int, position: int) -> None:
        """Count rows looked at.

        :raises TooManySteps: past `MAX_STEPS` in one evaluation
        """
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise TooManySteps(position, f"more than {MAX_STEPS} steps")


FREE = 64
"""Characters of a text that cost nothing; of longer ones, so many are a step."""

Of: TypeAlias = Callable[[Run], Value]
Number: TypeAlias = Callable[[Run], float]
Text: TypeAlias = Callable[[Run], str]
Truth: TypeAlias = Callable[[Run], bool]
Nodes: TypeAlias = Callable[[Run], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Code:
    """A compiled part. `kind` is its type where that is known before running, else None."""

    run: Of
    kind: Kind | None
    position: int
    constant: Value | None = None
    key: str | None = None
    """The answer it reads, when it is nothing but a reference."""


def constant(value: Value, kind: Kind, position: int = 0) -> Code:
    return Code(lambda _: value, kind, position, value)


def text_of(code: Code) -> Text:
    run = code.run
    if code.kind == "string":
        return run  # type: ignore[return-value]
    if code.constant is not None:
        text = to_string(code.constant)
        return lambda _: text
    return lambda r: to_string(run(r))


def text_read(code: Code) -> Text:
    """A text that a function goes through: its length costs steps."""
    text, position = text_of(code), code.position
    if isinstance(code.constant, str) and len(code.constant) <= FREE:
        return text

    def read(r: Run) -> str:
        value = text(r)
        if len(value) > FREE:
            r.spend(len(value) >> 6, position)
        return value

    return read


def number_of(code: Code) -> Number:
    run = code.run
    if code.kind == "number":
        return run  # type: ignore[return-value]
    if code.kind == "string" and code.constant is None:
        return lambda r: text_number(run(r), r.zone)  # type: ignore[arg-type]
    return lambda r: to_number(run(r), r.zone)


def truth_of(code: Code) -> Truth:
    run = code.run
    if code.kind == "boolean":
        return run  # type: ignore[return-value]
    if code.kind == "string":
        return lambda r: run(r) != ""
    return lambda r: to_boolean(run(r))


def nodes_of(code: Code) -> Nodes:
    """The nodes something stands for.

    A node-set its members; an answer that is a list its members; an answer that is not there none;
    anything else itself.
    """
    run, key = code.run, code.key
    if key is not None:
        return lambda r: _spread(r.answers.get(key))
    if code.kind == "nodeset":
        return run  # type: ignore[return-value]

    def nodes(r: Run) -> tuple[str, ...]:
        value = run(r)
        return value if isinstance(value, tuple) else (to_string(value),)

    return nodes


def _spread(answer: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if answer is None:
        return ()
    return (answer,) if isinstance(answer, str) else tuple(answer)
