"""Populations as forms and files say them, and in words what is wrong with them."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from engage.results.domain.margin_items import MarginItem, Values
from engage.results.domain.population_file import Finding, Line, ReadFile, Wrong, assemble
from engage.results.domain.populations import Composition
from engage.web.desk.forms import Sent

MOST_BYTES = 1_000_000
EMPTY_ROWS = 4
MOST_CELLS = 200
AGES = ("18..29", "30..44", "45..64", "65..")
"""What is offered for numbers to begin with."""


def file_text(file: FileStorage | None) -> str | None:
    """What an uploaded file says; None when it is no text or too large. Old spreadsheets do not write UTF-8."""
    data = file.read(MOST_BYTES + 1) if file is not None else b""
    if len(data) > MOST_BYTES or b"\0\0" in data:
        return None
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def offered(keys: Sequence[str], items: Mapping[str, MarginItem]) -> list[tuple[str, ...]]:
    """The rows of an empty form: every answer of an item, or of two each with each."""
    answers = [_answers(items[key]) for key in keys]
    rows = [(one,) for one in answers[0]] if len(keys) == 1 else [(a, b) for a in answers[0] for b in answers[1]]
    return [*rows[:MOST_CELLS], *[("",) * len(keys)] * EMPTY_ROWS]


def _answers(item: MarginItem) -> tuple[str, ...]:
    return AGES if item.values is Values.NUMBERS else tuple(item.names)


def rows_of(found: Composition) -> list[tuple[tuple[str, ...], str]]:
    """What stands in the form of a population that is kept: codes by item, and the number."""
    rows = [(tuple(" | ".join(codes) for codes in cell.codes), f"{cell.number:g}") for cell in found.cells]
    return [*rows, *[(("",) * len(found.items), "")] * EMPTY_ROWS]


def typed_rows(sent: Sent, keys: Sequence[str]) -> list[tuple[tuple[str, ...], str]]:
    numbers = sent.all("number")[: MOST_CELLS + EMPTY_ROWS]
    columns = [[each.strip() for each in sent.all(f"codes{n}")] for n in range(len(keys))]
    return [
        (tuple(column[n] if n < len(column) else "" for column in columns), number.strip())
        for n, number in enumerate(numbers)
    ]


def from_form(sent: Sent, keys: Sequence[str], items: Mapping[str, MarginItem], *, name: str, country: str) -> ReadFile:
    """Answers that were offered and got no number are left out: the population does not tell them apart."""
    lines = [
        Line(n, name, tuple(zip(keys, codes, strict=True)), number)
        for n, (codes, number) in enumerate(typed_rows(sent, keys), 1)
        if number or (any(codes) and not _is_offer(codes, keys, items))
    ]
    return assemble(lines, items, country=country)


def _is_offer(codes: Sequence[str], keys: Sequence[str], items: Mapping[str, MarginItem]) -> bool:
    return all(code in _answers(items[key]) for code, key in zip(codes, keys, strict=True))


def sentences(findings: Sequence[Finding], *, of_file: bool) -> list[tuple[str, str, bool]]:
    """Where, what, and whether it is only a note."""
    return [(_where(each, of_file=of_file), _said(each.what, each.value), each.is_note) for each in findings]


def _where(finding: Finding, *, of_file: bool) -> str:
    if not finding.line:
        return gettext("The whole table")
    if of_file:
        return gettext("Line %(number)s", number=finding.line)
    return gettext("Row %(number)s", number=finding.line)


def _said(what: Wrong, value: str) -> str:
    match what:
        case Wrong.EMPTY:
            return gettext("There are no figures. It takes a line with the names of the columns, and lines below.")
        case Wrong.TOO_LONG:
            return gettext("This is too long. Send the groups that you want to compare with, not all of them.")
        case Wrong.NO_NUMBER_COLUMN:
            return gettext("No column is called “number”, “share” or OBS_VALUE. Name the column with the figures so.")
        case Wrong.NO_ITEM_COLUMN:
            return gettext("No column is named after a question of this survey, and none is called “item”.")
        case Wrong.NO_ITEM:
            return gettext("It names no group.")
        case Wrong.NAME:
            return gettext("The name is too long.")
        case _:
            return str(_ABOUT[what] % {"value": value})


_ABOUT = {
    Wrong.ITEM: _l("No question is called “%(value)s”, or its answers cannot be compared with a population."),
    Wrong.THREE_ITEMS: _l("It crosses more than two questions: %(value)s."),
    Wrong.OTHER_ITEMS: _l("“%(value)s” was of other questions before. Give it a name of its own."),
    Wrong.ANSWER: _l("“%(value)s” is no answer to this question."),
    Wrong.NUMBER: _l("“%(value)s” is not a number above 0."),
    Wrong.COUNTRY: _l("“%(value)s” is no code of a country, for example NO."),
    Wrong.OTHER_COUNTRY: _l("“%(value)s” was of another country before. Give it a name of its own."),
    Wrong.TWICE: _l("Somebody would be in two groups: “%(value)s” overlaps with an earlier one."),
    Wrong.FEW: _l("“%(value)s” has one group only. It takes two or more."),
    Wrong.WHOLE: _l("“%(value)s” is a total and is left out."),
    Wrong.COLUMN: _l("The column “%(value)s” is not used."),
    Wrong.DECIMAL: _l("“%(value)s” could be read in two ways. Look at the figures below."),
}


def kept(number: int) -> str:
    return ngettext("%(num)s population is kept.", "%(num)s populations are kept.", number)
