"""A document of headings, paragraphs, lists and tables, in one language; how it looks is for its writers."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    entries: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    """The first cell of a row names it."""


@dataclass(frozen=True, slots=True)
class ToFill:
    """What the reader has to add, marked so that nobody takes the document for finished."""

    text: str


Block = Heading | Paragraph | Bullets | Table | ToFill


@dataclass(frozen=True, slots=True)
class Document:
    title: str
    language: str
    footer: str
    """On every page, before the number."""
    to_fill: str
    """The words before what has to be added: "To be added by the hub"."""
    page: str
    """"Page {page} of {pages}"."""
    blocks: Sequence[Block] = field(default_factory=tuple)
