"""What a population can be told apart by: items with one answer a person, and what is known of a response."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engage.i18n.named import is_country
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, ItemType
from engage.instruments.regions import regions
from engage.results.domain.populations import BEGINNING, COUNTRY, LANGUAGE, RANGE, ends
from engage.results.domain.questions import Kind, Question, questions


class Values(StrEnum):
    """How the answers to an item are named in a cell."""

    CODES = "codes"
    NUMBERS = "numbers"
    """Numbers and ranges of them: `18..29`."""
    REGIONS = "regions"
    """The beginning of a region's code: `NO0` holds `NO08`."""
    COUNTRIES = "countries"
    LANGUAGES = "languages"


@dataclass(frozen=True, slots=True)
class MarginItem:
    key: str
    values: Values
    label: LocalizedText | None = None
    """None for `_language` and `_country`."""
    names: Mapping[str, LocalizedText] = field(default_factory=dict)
    """Of the options, by code, in their order."""
    row: LocalizedText | None = None
    """The statement, of a matrix."""


_TYPES = {
    ItemType.REGION: Values.REGIONS,
    ItemType.COUNTRY: Values.COUNTRIES,
    ItemType.LANGUAGE: Values.LANGUAGES,
}


def margin_items(instrument: Instrument) -> tuple[MarginItem, ...]:
    """Every item that a population can be told apart by, in the order of the instrument; then language and country."""
    found = tuple(_of(question) for question in questions(instrument) if _is_one(question))
    return (*found, MarginItem(LANGUAGE, Values.LANGUAGES), MarginItem(COUNTRY, Values.COUNTRIES))


def _is_one(question: Question) -> bool:
    kinds = (Kind.CHOICE, Kind.NUMBER, Kind.SCALE)
    return not question.list and not question.unit and question.kind in kinds


def _of(question: Question) -> MarginItem:
    row = question.row.label if question.row else None
    if question.kind in (Kind.NUMBER, Kind.SCALE):
        return MarginItem(question.key, Values.NUMBERS, question.label, row=row)
    values = _TYPES.get(question.item.type, Values.CODES)
    names = {option.code: option.label for option in question.options}
    if question.item.type is ItemType.CONSENT:
        names = {question.item.agreed: question.label}
    return MarginItem(question.key, values, question.label, names if values is Values.CODES else {}, row)


class NotAnAnswer(ValueError):
    """Something that nobody can have answered."""


def codes_of(item: MarginItem, said: str) -> tuple[str, ...]:
    """The codes that a cell puts together: a code or a label, or several with `+` or `|` between.

    Numbers may be written as `18..29`, `18-29`, `18 to 29`, `65+`, `<18`, and as Eurostat does: `Y18-29`, `Y_GE65`,
    `Y_LT15`, `Y20`.

    :raises NotAnAnswer: when a part is none of the answers; with what it is
    """
    whole = said.strip()
    if not whole:
        raise NotAnAnswer("")
    try:
        return (_code(item, whole),)
    except NotAnAnswer:
        parts = [part.strip() for part in whole.split("|" if "|" in whole else "+") if part.strip()]
        if len(parts) < 2:
            raise
    return tuple(dict.fromkeys(_code(item, part) for part in parts))


def _code(item: MarginItem, said: str) -> str:
    match item.values:
        case Values.NUMBERS:
            return _range(said)
        case Values.REGIONS:
            return _beginning(said)
        case Values.COUNTRIES if is_country(said.upper()):
            return said.upper()
        case Values.LANGUAGES if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", said):
            return said
    if said in item.names:
        return said
    wanted = said.casefold()
    fitting = [code for code, label in item.names.items() if wanted == code.casefold() or wanted in _labels(label)]
    if len(fitting) != 1:
        raise NotAnAnswer(said)
    return fitting[0]


def _labels(label: LocalizedText) -> Iterator[str]:
    for tag in label.translations:
        yield label.in_(tag).strip().casefold()


_NUMBER = r"(\d+(?:[.,]\d+)?)"
_SIGNED = r"(-?\d+(?:[.,]\d+)?)"
_FORMS = (
    (re.compile(rf"{_SIGNED}\.\.{_SIGNED}"), lambda a, b: f"{a}{RANGE}{b}"),
    (re.compile(rf"{_SIGNED}\.\."), lambda a: f"{a}{RANGE}"),
    (re.compile(rf"\.\.{_SIGNED}"), lambda a: f"{RANGE}{a}"),
    (re.compile(_SIGNED), lambda a: a),
    (re.compile(rf"{_NUMBER}\s*(?:-|–|—|to)\s*{_NUMBER}"), lambda a, b: f"{a}{RANGE}{b}"),
    (re.compile(rf"(?:>=|≥|_?GE)?\s*{_NUMBER}\s*\+"), lambda a: f"{a}{RANGE}"),
    (re.compile(rf"(?:>=|≥|_?GE)\s*{_NUMBER}"), lambda a: f"{a}{RANGE}"),
    (re.compile(rf"(?:<=|≤|_?LE)\s*{_NUMBER}"), lambda a: f"{RANGE}{a}"),
    (re.compile(r"(?:<|_?LT)\s*(\d+)"), lambda a: f"{RANGE}{int(a) - 1}"),
    (re.compile(r"(?:>|_?GT)\s*(\d+)"), lambda a: f"{int(a) + 1}{RANGE}"),
)


def _range(said: str) -> str:
    plain = re.sub(r"^Y(?=\d|_)", "", said.strip(), flags=re.IGNORECASE)
    for form, written in _FORMS:
        if match := form.fullmatch(plain):
            code = written(*(part.replace(",", ".") for part in match.groups()))
            try:
                ends(code)
            except ValueError:
                break
            return code
    raise NotAnAnswer(said)


def _beginning(said: str) -> str:
    code = said.removesuffix(BEGINNING).upper()
    known = any(each.code.startswith(code) for found in regions().values() for each in found)
    if len(code) < 2 or not known:
        raise NotAnAnswer(said)
    return f"{code}{BEGINNING}"
