"""A step of the long proof: a command that prints one JSON document on its last line.

The document may have any figures; `kept` (true or false) says whether what is promised was kept.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a part; its name is that of its file of figures."""

    name: str
    what: str
    """A line for the page: what is tried, and what must come out."""
    command: Sequence[str]
    figures: Sequence[tuple[str, str]] = ()
    """What the page shows of the document: key (dots go deeper) and its words."""


def module(*arguments: str) -> list[str]:
    """`python -m …` with the Python that runs this."""
    return [sys.executable, "-m", *arguments]


def tests(*arguments: str) -> list[str]:
    """Tests with more runs than `make test` has time for."""
    return module("assurance.tests", *arguments)


TESTED = (("passed", "tests passed"), ("failed", "failed"))
