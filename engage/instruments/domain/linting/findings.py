"""What the linter says, and what it is given besides the texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engage.core.findings import Level


@dataclass(frozen=True, slots=True)
class TextFinding:
    """One thing about one text in one language that somebody should look at."""

    rule: str
    language: str
    path: str
    level: Level
    figures: Mapping[str, str] = field(default_factory=dict)
    """What belongs in its sentence."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the glossary: how it is said, or (the same on both sides) that it stays as it is."""

    term: str
    translation: str
    everywhere: bool = False
    """Not translated in any language."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A source text and its translation, with where it stands."""

    path: str
    kind: str
    item: str
    code: str
    source: str
    text: str
