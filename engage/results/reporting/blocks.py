"""What a results report is made of, whether it becomes a PDF or a Word file."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from engage.i18n.locales import direction
from engage.web.charts.drawing import Sheet


@dataclass(frozen=True, slots=True)
class Text:
    """Words, and their language where that is not the report's."""

    text: str
    lang: str = ""

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`; empty where it is the report's."""
        return direction(self.lang) if self.lang else ""


@dataclass(frozen=True, slots=True)
class Heading:
    text: Text
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    entries: Sequence[Text]


@dataclass(frozen=True, slots=True)
class Facts:
    rows: Sequence[tuple[str, Text]]


@dataclass(frozen=True, slots=True)
class Notice:
    """What nobody may overlook."""

    text: Text


@dataclass(frozen=True, slots=True)
class Quote:
    text: Text


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its title, who answered, and all it shows in words."""

    sheet: Sheet
    caption: Text
    notes: Sequence[str]
    alt: str


@dataclass(frozen=True, slots=True)
class Table:
    caption: Text
    head: Sequence[Text]
    rows: Sequence[Sequence[Text]]
    """The first cell of a row names it, the others hold figures."""


Block = Heading | Paragraph | Bullets | Facts | Notice | Quote | Chart | Table


@dataclass(frozen=True, slots=True)
class Emblem:
    """Who pays: their sign, what it shows, and what they want to be said."""

    content: bytes
    kind: str
    """Media type."""
    alt: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report in one language."""

    title: Text
    language: str
    above: str
    """Over the title: who publishes."""
    below: str
    """Under the title: what this is, of whom."""
    footer: str
    contents: str
    """"Contents"."""
    page: str
    """"Page {page} of {pages}"."""
    cover: Sequence[tuple[str, Text]]
    funders: Sequence[Emblem]
    blocks: Sequence[Block] = field(default_factory=tuple)
