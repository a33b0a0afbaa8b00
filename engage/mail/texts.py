"""The words of a mail as they are stored: paragraphs with `{placeholders}`, read once and for ever as data.

Never a template language: `{name}` is looked up among the names that a kind allows, and everything else is the
character that it is. Paragraphs stand between empty lines; lines that begin with "- " are a list; a paragraph
`[words]({link})` is the main link, and inside of a text the same is a link.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

_BRACES = re.compile(r"\{([^{}\n]*)\}")
_LINK = r"\[([^\[\]{}\n]+)\]\(\{(\w+)\}\)"
_SPAN = re.compile(rf"{_LINK}|\{{(\w+)\}}")
_BUTTON = re.compile(_LINK)
_EMPTY_LINE = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Plain:
    words: str


@dataclass(frozen=True, slots=True)
class Value:
    """What a placeholder or a link stands for."""

    name: str


@dataclass(frozen=True, slots=True)
class Linked:
    words: str
    link: str


Span = Plain | Value | Linked
Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Button:
    words: str
    link: str


Block = Paragraph | Entries | Button


def joined(body: str | Sequence[str]) -> str:
    """A body as it is shown and stored: its paragraphs with empty lines between them."""
    return body if isinstance(body, str) else "\n\n".join(body)


def blocks(body: str) -> tuple[Block, ...]:
    text = body.replace("\r\n", "\n").replace("\r", "\n").strip()
    return tuple(_block(part) for part in _EMPTY_LINE.split(text) if part.strip())


def _block(text: str) -> Block:
    button = _BUTTON.fullmatch(text.strip())
    if button:
        return Button(button[1], button[2])
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if all(line.startswith("- ") for line in lines):
        return Entries(tuple(spans(line[2:].strip()) for line in lines))
    return Paragraph(tuple(spans(line) for line in lines))


def spans(line: str) -> Line:
    found: list[Span] = []
    at = 0
    for match in _SPAN.finditer(line):
        if match.start() > at:
            found.append(Plain(line[at : match.start()]))
        found.append(Value(match[3]) if match[3] else Linked(match[1], match[2]))
        at = match.end()
    if at < len(line):
        found.append(Plain(line[at:]))
    return tuple(found)


def in_braces(text: str) -> list[str]:
    """Whatever stands in braces, in order and each once."""
    return list(dict.fromkeys(_BRACES.findall(text)))


def unknown(text: str, allowed: Collection[str]) -> list[str]:
    """What stands in braces and is no placeholder."""
    return [name for name in in_braces(text) if name not in allowed]


def missing(text: str, wanted: Collection[str]) -> list[str]:
    """The links that a text has to keep and does not."""
    there = set(in_braces(text))
    return sorted(name for name in wanted if name not in there)
