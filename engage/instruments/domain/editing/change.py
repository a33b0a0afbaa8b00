"""One thing that somebody wants to change, and why it may not be done.

A change is applied to the newest state of an instrument, whatever its author had before their eyes; `touches` says
which places its author must have seen as they are now. Places are named as in `places`: `items.q1` is the item with
everything in it and all its texts, `items.q1.relevance` one value, `texts.de.items.q1.label` one text in one language.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, ClassVar

from engage.core.refusal import Refusal
from engage.instruments.domain.definition import Instrument


@dataclass(frozen=True, slots=True)
class Summary:
    """What was done, for the history: a code and what belongs in its sentence."""

    code: str
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    apply: Callable[[Instrument], Instrument]
    """Raises a `Refusal` where it cannot be done."""
    summary: Summary
    touches: frozenset[str]
    follows: bool = False
    """What it does elsewhere takes up whatever is there now, as a new name is taken up by conditions that somebody
    wrote meanwhile. Without this, a change that alters any place that others touched since is refused."""


def change(code: str, apply: Callable[[Instrument], Instrument], touches: Iterable[str], /, **figures: Any) -> Change:
    """A change with its summary: `change("item_deleted", …, {"items.q1"}, item="q1")`."""
    return Change(apply, Summary(code, figures), frozenset(touches))


def following_change(
    code: str, apply: Callable[[Instrument], Instrument], touches: Iterable[str], /, **figures: Any
) -> Change:
    """The same for a change that `follows`."""
    return Change(apply, Summary(code, figures), frozenset(touches), follows=True)


def together(*changes: Change, summary: Summary | None = None) -> Change:
    """Several changes as one: all of them or none. Called after its first part, unless a summary is given.

    :raises ValueError: when there is nothing to do
    """
    if not changes:
        raise ValueError("no change")

    def apply(instrument: Instrument) -> Instrument:
        return reduce(lambda state, part: part.apply(state), changes, instrument)

    touches = frozenset().union(*(part.touches for part in changes))
    return Change(apply, summary or changes[0].summary, touches, follows=all(part.follows for part in changes))


class CannotChange(Refusal):
    """A change that an instrument does not allow; `figures` belong in its sentence."""

    code: ClassVar[str] = "cannot_change"

    def __init__(self, **figures: Any) -> None:
        super().__init__(", ".join(f"{name}: {value}" for name, value in figures.items()))
        self.figures = figures


class Missing(CannotChange):
    """What is to be changed is not there (any more). Figures: `place`."""

    code = "missing"


class NameTaken(CannotChange):
    """Something else has this name, code or address. Figures: `name`."""

    code = "name_taken"


class NotAName(CannotChange):
    """A name that expressions or addresses could not carry. Figures: `name`."""

    code = "not_a_name"


class StillReferred(CannotChange):
    """Other parts refer to it. Figures: `names`, and `by`: the places that do."""

    code = "still_referred"


class NotConvertible(CannotChange):
    """The type cannot become the other without losing what was written. Figures: `item`, `type`, `loses`."""

    code = "not_convertible"


class BadExpression(CannotChange):
    """An expression that cannot be read. Figures: `place`, `source`, `error` (a code), `position`, `detail`."""

    code = "bad_expression"


class LastSection(CannotChange):
    """An instrument has at least one section."""

    code = "last_section"


class SourceLanguage(CannotChange):
    """The source language stays, and stays first. Figures: `language`."""

    code = "source_language"


class NotALanguage(CannotChange):
    """No well-formed BCP 47 tag. Figures: `language`."""

    code = "not_a_language"


class NotAllowed(CannotChange):
    """A value that this place cannot have. Figures: `place`, `value`."""

    code = "not_allowed"


class DoesNotFit(CannotChange):
    """What a country does would not fit the common instrument. Figures: `code` of `editions.Mismatch`, `country`,
    `item`, `option`."""

    code = "does_not_fit"
