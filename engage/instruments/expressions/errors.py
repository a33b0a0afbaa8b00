"""Why an expression is refused, and where in it."""

from typing import ClassVar

from engage.core.refusal import Refusal

MAX_LENGTH = 4_000
"""Characters of an expression."""
MAX_DEPTH = 64
"""Levels of an expression inside one another."""
MAX_STEPS = 50_000
"""Rows looked at in one evaluation."""


class ExpressionError(Refusal):
    """An expression that cannot be read, or cannot be worked out.

    `position` counts characters from 0; `detail` names what is meant: a function, an item, a character.
    """

    code: ClassVar[str] = "expression"

    def __init__(self, position: int, detail: str = "") -> None:
        super().__init__(position, detail)
        self.position = position
        self.detail = detail

    def __str__(self) -> str:
        what = self.code.replace("_", " ")
        return f"{what}: {self.detail} (character {self.position + 1})" if self.detail else what


class ExpressionTooLong(ExpressionError):
    code = "expression_too_long"


class ExpressionTooDeep(ExpressionError):
    code = "expression_too_deep"


class TooManySteps(ExpressionError):
    """One evaluation looked at too many rows of a table."""

    code = "too_many_steps"


class UnexpectedToken(ExpressionError):
    """Not the grammar of expressions."""

    code = "unexpected"


class Unsupported(ExpressionError):
    """Valid elsewhere, not offered here: an axis, a wildcard, a function of maps."""

    code = "unsupported"


class UnknownFunction(ExpressionError):
    code = "unknown_function"


class UnsupportedFunction(ExpressionError):
    code = "unsupported_function"


class WrongArguments(ExpressionError):
    """A function with too few or too many arguments, or one it cannot take."""

    code = "wrong_arguments"


class UnknownReference(ExpressionError):
    """No item has this name."""

    code = "unknown_reference"


class NotADate(ExpressionError):
    code = "not_a_date"


class PatternRefused(ExpressionError):
    """A regular expression too large, or with constructs that cannot be matched in bounded time."""

    code = "pattern_refused"
