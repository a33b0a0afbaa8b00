"""The registry of personal data in words: for notices, registers, and copies that are handed over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import format_date, gettext, lazy_gettext

from engage.privacy.registry import Basis, Keeps, Whose
from engage.web.typesetting.document import Document, Heading, Paragraph, Table

BASES = {
    Basis.CONSENT: lazy_gettext("Consent (GDPR articles 6(1)(a) and 9(2)(a))"),
    Basis.TASK: lazy_gettext("A task in the public interest (GDPR article 6(1)(e))"),
    Basis.INTEREST: lazy_gettext("Legitimate interests (GDPR article 6(1)(f))"),
    Basis.DUTY: lazy_gettext("A duty by law (GDPR article 6(1)(c))"),
}
PEOPLE = {
    Whose.CITIZENS: lazy_gettext("People who answer, write or ask"),
    Whose.TEAMS: lazy_gettext("People who work for the hubs"),
    Whose.CONTACTS: lazy_gettext("People whom a hub names as its contact"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One store, in the language of who reads."""

    store: str
    whose: Whose
    people: str
    what: str
    why: str
    basis: str
    how_long: str
    goes_to: str


def rows(entries: Iterable[Keeps]) -> list[Row]:
    """All that is kept of persons, in words."""
    return [
        Row(
            entry.store,
            entry.whose,
            str(PEOPLE[entry.whose]),
            entry.what(gettext),
            entry.why(gettext),
            str(BASES[entry.basis]),
            entry.how_long(gettext),
            entry.goes_to(gettext) if entry.goes_to else gettext("Nobody else"),
        )
        for entry in entries
    ]


@dataclass(frozen=True, slots=True)
class Told:
    """What one store has of somebody, as it is handed over."""

    what: str
    why: str
    how_long: str
    records: Sequence[Mapping[str, str]]


def told(entries: Iterable[Keeps], found: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Told]:
    return [
        Told(
            entry.what(gettext),
            entry.why(gettext),
            entry.how_long(gettext),
            [{key: _text(value) for key, value in record.items()} for record in found[entry.store]],
        )
        for entry in entries
        if entry.store in found
    ]


def _text(value: Any) -> str:
    """A value for reading: lists and documents line by line."""
    match value:
        case None | "" | [] | {}:
            return "–"
        case dict():
            return "\n".join(f"{key}: {_text(inner)}" for key, inner in value.items())
        case list():
            return "\n".join(_text(inner) for inner in value)
        case _:
            return str(value)


def title() -> str:
    return gettext("What is kept of you")


def introduction(day: date) -> str:
    return gettext("This is a copy of all personal data found on %(day)s.", day=format_date(day, "long"))


def document(stores: Sequence[Told], language: str, day: date) -> Document:
    """The copy as a document to print."""
    blocks: list[Heading | Paragraph | Table] = [Paragraph(introduction(day))]
    if not stores:
        blocks.append(Paragraph(gettext("Nothing was found.")))
    for store in stores:
        blocks += [
            Heading(store.what),
            Paragraph(gettext("Why: %(why)s", why=store.why), quiet=True),
            Paragraph(gettext("How long: %(how_long)s", how_long=store.how_long), quiet=True),
        ]
        for number, record in enumerate(store.records, start=1):
            caption = gettext("Entry %(number)s", number=number)
            blocks.append(Table(caption, (gettext("Name"), gettext("Value")), list(record.items())))
    return Document(
        title=title(),
        language=language,
        footer=title(),
        to_fill="",
        page=gettext("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        blocks=blocks,
    )
