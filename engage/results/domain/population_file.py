"""Populations from a table of figures, as statistical offices give them out: what it says, and what is wrong by line.

Two shapes are understood. Either a line names its item: `item, code, number` (two crossed: `item, code, item2, code2,
number`). Or the columns are named after the items: `sex, age, OBS_VALUE`; then each line is a cell of the items that
it fills. A column `margin` (or `population`) puts lines into populations of that name, a column `country` limits them
to one country's responses. Other columns are named and left out. Commas, semicolons and tabs divide; decimals may have
a comma.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from engage.i18n.named import is_country
from engage.results.domain.margin_items import MarginItem, NotAnAnswer, codes_of
from engage.results.domain.populations import Cell, Composition, NotAMargin, check, composition, stored

MOST_ROWS, MOST_CHARACTERS = 2_000, 400_000
_MARGIN, _COUNTRY = ("margin", "population", "table"), ("country", "only_country")
_NUMBER = (
    "obs_value", "number", "value", "values", "share", "percent", "percentage", "proportion", "population_share",
    "count", "people", "persons", "n", "weight", "total",
)  # fmt: skip
_ITEM, _CODE = ("item", "variable", "question"), ("code", "codes", "answer", "category", "option", "label")
_WHOLE = ("t", "total", "tot", "_t", "all")
_NOTHING = (":", "..", "-", "na", "n/a")


class Wrong(StrEnum):
    """What is wrong with a line (or with all of it: line 0)."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    NO_NUMBER_COLUMN = "no-number-column"
    NO_ITEM_COLUMN = "no-item-column"
    ITEM = "item"
    NO_ITEM = "no-item"
    THREE_ITEMS = "three-items"
    OTHER_ITEMS = "other-items"
    ANSWER = "answer"
    NUMBER = "number"
    COUNTRY = "country"
    OTHER_COUNTRY = "other-country"
    TWICE = "twice"
    FEW = "few"
    NAME = "name"
    WHOLE = "whole"
    """A total, left out: no fault."""
    COLUMN = "column"
    """A column that is not used: no fault."""
    DECIMAL = "decimal"
    """A point or comma that could mean either: no fault."""


NOTES = frozenset({Wrong.WHOLE, Wrong.COLUMN, Wrong.DECIMAL})


@dataclass(frozen=True, slots=True)
class Finding:
    line: int
    what: Wrong
    value: str = ""

    @property
    def is_note(self) -> bool:
        return self.what in NOTES


@dataclass(frozen=True, slots=True)
class ReadFile:
    populations: tuple[Composition, ...]
    findings: tuple[Finding, ...]

    @property
    def good(self) -> bool:
        """Whether it may be kept: all of it, or nothing."""
        return bool(self.populations) and all(each.is_note for each in self.findings)


@dataclass(slots=True)
class _Margin:
    items: tuple[str, ...]
    line: int
    country: str = ""
    cells: dict[tuple[tuple[str, ...], ...], tuple[int, float]] = field(default_factory=dict)


class _Bad(Exception):
    def __init__(self, what: Wrong, value: str = "") -> None:
        super().__init__(what)
        self.what, self.value = what, value


@dataclass(frozen=True, slots=True)
class Line:
    """One line, whatever shape it came in: a cell of a population."""

    number: int
    margin: str
    cells: tuple[tuple[str, str], ...]
    """Item and what was said of it."""
    value: str
    country: str = ""


def read(
    text: str, items: Sequence[MarginItem], *, names: Mapping[str, str] = MappingProxyType({}), country: str = ""
) -> ReadFile:
    """The populations of a file.

    :param names: what items are called in the name of a population that has none
    :param country: for lines that say none
    """
    text = text.lstrip("\ufeff").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MOST_CHARACTERS:
        return ReadFile((), (Finding(0, Wrong.TOO_LONG),))
    divider = _divider(text)
    try:
        said = list(csv.reader(io.StringIO(text), delimiter=divider))
    except csv.Error:  # a cell that goes on and on: a quotation mark is open
        return ReadFile((), (Finding(0, Wrong.TOO_LONG),))
    rows = [(number, [" ".join(cell.split()) for cell in row]) for number, row in enumerate(said, 1)]
    rows = [(number, row) for number, row in rows if any(row)]
    if len(rows) < 2:
        return ReadFile((), (Finding(0, Wrong.EMPTY),))
    if len(rows) > MOST_ROWS:
        return ReadFile((), (Finding(0, Wrong.TOO_LONG),))
    by_key = {item.key: item for item in items}
    lines, findings = _lines(rows, by_key)
    if lines:
        found = assemble(lines, by_key, names=names, country=country, comma=divider != ",")
        return ReadFile(found.populations, (*findings, *found.findings))
    return ReadFile((), tuple(findings) or (Finding(0, Wrong.EMPTY),))


def assemble(
    lines: Sequence[Line],
    items: Mapping[str, MarginItem],
    *,
    names: Mapping[str, str] = MappingProxyType({}),
    country: str = "",
    comma: bool = True,
) -> ReadFile:
    """Populations from lines, of a file or of a form.

    :param comma: a lone comma in a number is a decimal comma, else it divides thousands
    """
    findings: list[Finding] = []
    mark, unsure = decimal_mark([line.value for line in lines], comma=comma)
    if unsure:
        findings.append(Finding(0, Wrong.DECIMAL, unsure))
    margins: dict[str, _Margin] = {}
    for line in lines:
        try:
            _take(line, items, margins, names, country, mark)
        except _Bad as bad:
            findings.append(Finding(line.number, bad.what, bad.value[:80]))
    populations = []
    for called, margin in margins.items():
        cells = [Cell(codes, number) for codes, (_, number) in margin.cells.items()]
        found = composition(called, margin.items, stored(cells), margin.country)
        try:
            check(found)
        except NotAMargin as bad:
            at = margin.cells[bad.cell.codes][0] if bad.cell else margin.line
            value = " × ".join("+".join(codes) for codes in bad.cell.codes) if bad.cell else called
            findings.append(Finding(at, Wrong(bad.what), value))
        populations.append(found)
    return ReadFile(tuple(populations), tuple(sorted(findings, key=lambda each: each.line)))


def _take(
    line: Line,
    items: Mapping[str, MarginItem],
    margins: dict[str, _Margin],
    names: Mapping[str, str],
    country: str,
    mark: str,
) -> None:
    keys = tuple(key for key, _ in line.cells)
    if not keys:
        raise _Bad(Wrong.NO_ITEM)
    if len(keys) > 2:
        raise _Bad(Wrong.THREE_ITEMS, ", ".join(keys))
    codes = []
    for key, said in line.cells:
        if key not in items:
            raise _Bad(Wrong.ITEM, key)
        try:
            codes.append(codes_of(items[key], said))
        except NotAnAnswer as bad:
            raise _Bad(Wrong.WHOLE if said.casefold() in _WHOLE else Wrong.ANSWER, str(bad)) from None
    only = (line.country or country).upper()
    if only and not is_country(only):
        raise _Bad(Wrong.COUNTRY, only)
    called = line.margin or " × ".join(names.get(key, key)[:80] for key in keys) + (f" ({only})" if only else "")
    if len(called) > 200:
        raise _Bad(Wrong.NAME, called)
    margin = margins.setdefault(called, _Margin(keys, line.number, only))
    if margin.items != keys:
        raise _Bad(Wrong.OTHER_ITEMS, called)
    if margin.country != only:
        raise _Bad(Wrong.OTHER_COUNTRY, called)
    if tuple(codes) in margin.cells:
        raise _Bad(Wrong.TWICE, " × ".join(said for _, said in line.cells))
    margin.cells[tuple(codes)] = (line.number, _number(line.value, mark))


def _lines(rows: Sequence[tuple[int, list[str]]], items: Mapping[str, MarginItem]) -> tuple[list[Line], list[Finding]]:
    (first, heads), body = rows[0], rows[1:]
    names = [head.casefold().replace(" ", "_") for head in heads]
    plain = {key.casefold(): key for key in items}
    columns = {at: plain[name] for at, name in enumerate(names) if name in plain}
    margin, only, value = (_first(names, each, columns) for each in (_MARGIN, _COUNTRY, _NUMBER))
    pairs = [
        (at, code)
        for number in ("", "2", "3")
        if (at := _first(names, [each + number for each in _ITEM], columns)) is not None
        and (code := _first(names, [each + number for each in _CODE], columns)) is not None
    ]
    if value is None:
        return [], [Finding(first, Wrong.NO_NUMBER_COLUMN)]
    if not columns and not pairs:
        return [], [Finding(first, Wrong.NO_ITEM_COLUMN)]
    used = {margin, only, value, *columns, *(at for pair in pairs for at in pair)}
    findings = [Finding(first, Wrong.COLUMN, head) for at, head in enumerate(heads) if head and at not in used]
    lines = []
    for number, row in body:
        row = [*row, *[""] * (len(heads) - len(row))]
        cells = [(row[item], row[code]) for item, code in pairs if row[item]]
        cells += [(key, row[at]) for at, key in columns.items() if row[at]]
        cells = [(plain.get(key.casefold(), key), said) for key, said in cells]
        lines.append(
            Line(
                number,
                "" if margin is None else row[margin],
                tuple(cells),
                row[value],
                "" if only is None else row[only],
            )
        )
    return lines, findings


def _first(names: Sequence[str], wanted: Sequence[str], taken: Mapping[int, str]) -> int | None:
    return next((names.index(each) for each in wanted if each in names and names.index(each) not in taken), None)


def _divider(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


def decimal_mark(values: Sequence[str], *, comma: bool) -> tuple[str, str]:
    """Which mark stands before decimals in a column of figures; and a figure of which it is not sure."""
    figures = [re.sub(r"[^\d.,]", "", value) for value in values]
    for figure in figures:
        if "." in figure and "," in figure:
            return (max(".,", key=figure.rfind), "")
        for mark in ".,":
            if figure.count(mark) > 1:
                return (".,".replace(mark, ""), "")
            if mark in figure and (
                len(figure.split(mark)[1]) != 3 or figure[0] in "0,." or len(figure.split(mark)[0]) > 3
            ):
                return (mark, "")
    unsure = next((figure for figure in figures if "." in figure or "," in figure), "")
    if not unsure:
        return ".", ""
    return ("." if "." in unsure or not comma else ","), unsure


def _number(value: str, mark: str) -> float:
    """A figure, without its flag (`1 234 p`), its percent sign and what divides thousands."""
    if value.casefold() in _NOTHING or not value:
        raise _Bad(Wrong.NUMBER, value)
    plain = re.sub(r"(?<=\d)\s*[a-z]{1,3}$", "", value.replace("%", "").strip(), flags=re.IGNORECASE)
    plain = re.sub(r"[\s\u00a0\u202f'’]", "", plain).replace("," if mark == "." else ".", "").replace(mark, ".")
    if not re.fullmatch(r"\d*\.?\d+", plain) or not 0 < float(plain) < 1e15:
        raise _Bad(Wrong.NUMBER, value)
    return float(plain)
