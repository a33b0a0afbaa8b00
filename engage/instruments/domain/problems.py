"""What is wrong with an answer: a code and figures. The sentence is made where the language is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from engage.i18n.text import LocalizedText

Answers = dict[str, Any]
"""Typed answers by key."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one input."""

    key: str
    code: str
    figures: Mapping[str, Any] = field(default_factory=dict)
    message: LocalizedText | None = None
    """The instrument's own words, used instead of ours."""


Part = tuple[Answers, list[Problem]]
"""What checking one item gives. Never both for one key."""


class Wrong(Exception):
    """A value is not what it should be; `code` and `figures` as in `Problem`."""

    def __init__(self, code: str, **figures: Any) -> None:
        super().__init__(code)
        self.code = code
        self.figures = figures


def no(code: str) -> NoReturn:
    raise Wrong(code)
