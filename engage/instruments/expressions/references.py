"""Answers shown in texts: `Thank you, ${name}.`"""

import re
from dataclasses import dataclass
from functools import lru_cache

_REFERENCE = re.compile(r"\$\{\s*([^\s{}$'\"][^{}$'\"]*?)\s*\}")


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in a text where an answer is shown."""

    key: str


@lru_cache(maxsize=4096)
def segments(text: str) -> tuple[str | Reference, ...]:
    """A text cut at its references: `"Hi ${a}!"` is `("Hi ", Reference("a"), "!")`.

    What only looks like one (`${}`, an open brace) stays text. Empty pieces are left out.
    """
    parts: list[str | Reference] = []
    for place, piece in enumerate(_REFERENCE.split(text)):
        if place % 2:
            parts.append(Reference(piece))
        elif piece:
            parts.append(piece)
    return tuple(parts)


def references_in(text: str) -> frozenset[str]:
    """The keys of the answers a text shows."""
    return frozenset(_REFERENCE.findall(text))
