"""Letters with personal codes: printed as a PDF, or as a table for whoever prints and posts them.

A code is made when its letter is made, and what is kept of it is a keyed hash: whoever makes letters anew ends the
codes on the earlier ones.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from sqlalchemy import false, select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.core.spreadsheets import guarded
from engage.i18n.locales import direction
from engage.surveys.inviting import links
from engage.surveys.inviting.counting import within
from engage.surveys.models import Survey
from engage.surveys.models_reach import Participant
from engage.surveys.sight import Seen
from engage.web.typesetting import typeset

MOST_PRINTED = 500
"""Letters in one PDF."""
LONGEST_WORDS = 3_000
_COLUMNS = ("name", "address", "language", "country", "code", "page", "link")


class NobodyThere(Refusal):
    """There are no letters to make."""

    code = "nobody_there"


@dataclass(frozen=True, slots=True)
class Letter:
    name: str
    address: str
    language: str
    country: str
    code: str
    link: str
    """The personal address, for a QR code."""


def make(
    session: Session,
    survey: Survey,
    language: str,
    *,
    anew: bool,
    key: str,
    base: str,
    most: int,
    now: datetime,
    seen: Seen = None,
) -> list[Letter]:
    """New codes for people of one language: those without a letter, or with `anew` all of them.

    :param key: the instance's secret key
    :param most: at most so many; of new ones the rest comes with the next call
    :raises NobodyThere: when no letter is to be made
    """
    who = select(Participant).where(
        Participant.survey_id == survey.id,
        within(seen),
        Participant.address != "",
        Participant.stopped == false(),
        Participant.language == language,
    )
    if not anew:
        who = who.where(Participant.invited_on.is_(None))
    made = []
    for person in session.scalars(who.order_by(Participant.name, Participant.id).limit(most)):
        code = links.new_code()
        person.code_hash = links.code_hash(code, key)
        person.generation += 1
        person.invited_on = person.invited_on or now.date()
        link = links.address(links.token(person, key=key), language=language, base=base)
        made.append(Letter(person.name, person.address, language, person.country, links.spelt(code), link))
    if not made:
        raise NobodyThere
    session.flush()
    return made


# -- printed


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in every letter, in its language."""

    title: str
    body: str
    """Paragraphs with empty lines between."""
    sender: str
    day: str
    page: str
    """Before the address of the page where codes are typed."""
    code: str
    """Before the code."""
    scanned: str
    """What the QR code is, for who does not see it."""
    contact: str


def pdf(letters: Sequence[Letter], words: Words, page: str) -> bytes:
    """One page a letter, with the postal address where envelopes have their window.

    :param page: the short address where codes are typed
    """
    language = letters[0].language
    data: dict[str, Any] = {
        "language": language.split("-")[0],
        "direction": direction(language),
        "title": words.title,
        "sender": words.sender,
        "day": words.day,
        "paragraphs": [" ".join(part.split()) for part in words.body.split("\n\n") if part.strip()],
        "page_words": words.page,
        "page": page,
        "code_words": words.code,
        "scanned": words.scanned,
        "contact": words.contact,
        "letters": [
            {"to": [each.name, *each.address.split("\n")], "code": each.code, "qr": _qr(each.link)} for each in letters
        ],
    }
    with as_file(files(__package__)) as folder:
        return typeset(Path(folder) / "letter.typ", data)


def _qr(address: str) -> str:
    import segno

    made: str = segno.make(address, error="m", micro=False).svg_inline(scale=4, border=2)
    return made


# -- as a table


def rows(letters: Sequence[Letter], page: str) -> list[list[str]]:
    """With a head; cells that a spreadsheet would take for formulas are guarded."""
    table = [list(_COLUMNS)]
    for each in letters:
        address = ", ".join(each.address.split("\n"))
        cells = (each.name, address, each.language, each.country, each.code, page, each.link)
        table.append([guarded(cell) for cell in cells])
    return table


def as_csv(table: Sequence[Sequence[str]]) -> bytes:
    """With the mark by which spreadsheets know UTF-8."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows(table)
    return made.getvalue().encode("utf-8-sig")


def as_xlsx(table: Sequence[Sequence[str]]) -> bytes:
    import xlsxwriter

    made = io.BytesIO()
    options: Mapping[str, Any] = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(made, options) as book:
        sheet = book.add_worksheet("letters")
        for number, cells in enumerate(table):
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell)
    return made.getvalue()
