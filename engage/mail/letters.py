"""One mail as somebody reads it: subject, plain text and HTML, in one language. Words and values come in."""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from jinja2 import Environment

from engage.i18n import locales
from engage.mail import safe
from engage.mail.kinds import Enclosure, Translate
from engage.mail.ports import Sender, Statement
from engage.mail.texts import Block, Button, Entries, Line, Linked, Paragraph, Plain, Value, blocks, spans

TEMPLATE = "mail/letter.html"
_FIRST_STRONG, _END = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Draft:
    """Words with placeholders, in one language."""

    subject: str
    body: str
    language: str


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the words of a mail."""

    sender: Sender | None = None
    statements: tuple[Statement, ...] = ()
    choices: str = ""
    """Address of the page where mails of this sort can be ended; empty for those that cannot."""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Comes with the mail: nothing is fetched from elsewhere when it is read."""

    id: str
    content: bytes
    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    html: str
    language: str
    sender: Sender | None = None
    pictures: tuple[Picture, ...] = field(default=())
    enclosures: tuple[Enclosure, ...] = field(default=())


def write(
    env: Environment,
    draft: Draft,
    values: Mapping[str, str],
    links: Mapping[str, str],
    around: Around,
    translate: Translate,
) -> Letter:
    """Put values and links where the words have their places.

    :param values: as `speaking.said` gives them
    :param links: absolute addresses
    """
    direction = locales.direction(draft.language)
    subject = _subject(draft.subject, values)
    parts = said_blocks(draft.body, {*(name for name, value in values.items() if value), *links})
    pictures = tuple(
        Picture(f"emblem{number}@engage.invalid", statement.emblem, statement.emblem_type, statement.emblem_text)
        for number, statement in enumerate(around.statements)
        if statement.emblem
    )
    lines = _footer(around, translate, direction)
    html = env.get_template(TEMPLATE).render(
        lang=draft.language,
        dir=direction,
        subject=subject,
        blocks=parts,
        kind_of=lambda part: type(part).__name__,
        main=next((part for part in parts if isinstance(part, Button)), None),
        values=values,
        links=links,
        around=around,
        footer=lines,
        end_words=translate("Choose which mails you get"),
        pictures=pictures,
    )
    text = _plain(parts, values, links, direction) + _plain_footer(around, lines, translate)
    return Letter(subject, text, html, draft.language, around.sender, pictures)


def said_blocks(body: str, known: Collection[str]) -> tuple[Block, ...]:
    """The blocks of a body without the lines that are nothing but a placeholder for which there is no value."""
    kept: list[Block] = []
    for block in blocks(body):
        if isinstance(block, Button):
            kept.append(block)
        elif lines := tuple(line for line in block.lines if not _is_empty(line, known)):
            kept.append(type(block)(lines))
    return tuple(kept)


def _is_empty(line: Line, known: Collection[str]) -> bool:
    alone = all(isinstance(span, Value) or (isinstance(span, Plain) and not span.words.strip()) for span in line)
    return alone and not any(isinstance(span, Value) and span.name in known for span in line)


def _subject(words: str, values: Mapping[str, str]) -> str:
    short = {name: safe.one_line(value, safe.LONGEST_IN_SUBJECT) for name, value in values.items()}
    return safe.one_line("".join(_span(span, short, {}) for span in spans(words)), safe.LONGEST_SUBJECT)


def _footer(around: Around, translate: Translate, direction: str) -> list[str]:
    if around.sender is None:
        return [translate("Sent by Engage, the platform of the National Cancer Mission Hubs.")]
    name = _isolated(safe.from_people(around.sender.name), direction)
    return [translate("Sent by {hub} with Engage.").replace("{hub}", name)]


# -- plain text


def _plain(parts: tuple[object, ...], values: Mapping[str, str], links: Mapping[str, str], direction: str) -> str:
    isolated = {name: _isolated(value, direction) for name, value in values.items()}
    written = []
    for part in parts:
        match part:
            case Paragraph(lines):
                written.append("\n".join(_line(line, isolated, links) for line in lines))
            case Entries(lines):
                written.append("\n".join(f"- {_line(line, isolated, links)}" for line in lines))
            case Button(words, link):
                written.append(f"{words}:\n{links.get(link, '')}")
    return "\n\n".join(written) + "\n"


def _plain_footer(around: Around, lines: list[str], translate: Translate) -> str:
    said = [*lines]
    if around.sender is not None and around.sender.contact:
        said.append(safe.address(around.sender.contact))
    said += [statement.words for statement in around.statements if statement.words]
    if around.choices:
        said.append(f"{translate('Choose which mails you get')}:\n{around.choices}")
    return "\n-- \n" + "\n".join(said) + "\n"


def _line(line: Line, values: Mapping[str, str], links: Mapping[str, str]) -> str:
    return "".join(_span(span, values, links) for span in line)


def _span(span: Plain | Value | Linked, values: Mapping[str, str], links: Mapping[str, str]) -> str:
    match span:
        case Plain(words):
            return words
        case Linked(words, link):
            return f"{words} ({links[link]})" if link in links else words
        case Value(name):
            return links.get(name) or values.get(name, "")


def _isolated(value: str, direction: str) -> str:
    """What is written the other way must not turn around the words beside it."""
    other = {"L"} if direction == "rtl" else {"R", "AL"}
    turned = any(unicodedata.bidirectional(ch) in other for ch in value)
    return f"{_FIRST_STRONG}{value}{_END}" if turned else value
