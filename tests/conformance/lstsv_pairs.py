"""Surveys that a converter wrote in both formats: what both can say is the same when it is read here."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice, product
from pathlib import Path

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, Item, ItemType
from engage.instruments.expressions.evaluator import Expression, Scope, compile_expression
from engage.instruments.readers.markup import to_plain
from engage.instruments.readers.open import read
from tests.conformance.rows import Row, Verdict, judged
from tests.corpora import corpora

TITLE = "The same survey as XLSForm and as LimeSurvey's table"
INTRODUCTION = (
    "Pairs of files made by xlsform2lstsv. Both are read and compared item by item: type, texts in every language, "
    "options, rows, required, default, and what relevance, constraint and calculation say. LimeSurvey's names have no "
    "underscores and at most 20 characters, its codes at most 5: names are compared without, codes where they fit."
)
_WHOLE = "the table says a number; that it is a whole one stands in a column that the converter does not write"
_TEXTS = "the converter makes the first and last note the survey's own text of welcome and thanks"
_OTHER = "the converter makes the option “other” LimeSurvey's own"
_RAW = "the converter left the marks of Markdown in a table of HTML"
_HEADINGS = "the converter writes the heading of a matrix another way, or as the title of a group"
_TIMES = "the table says a date; that it has a time stands in a column that the converter does not write"
ALLOWED: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *(f"all_types_survey {name} type" for name in ("q_integer", "q_int", "q_constraint")),
            *(f"{name} age type" for name in ("basic_survey", "complex_survey", "complex_xpath_survey")),
            *(
                f"{name} age type"
                for name in ("multilingual_survey", "multipage_survey", "validation_relevance_survey")
            ),
            *(f"mitwirken_umfrage viele_{name}amt_komm type" for name in ("ehren", "haupt")),
            "validation_relevance_survey math_functions type",
        ),
        _WHOLE,
    ),
    **dict.fromkeys((f"all_types_survey {name} type" for name in ("q_time", "q_datetime")), _TIMES),
    "all_types_survey languages": "the converter wrote English as the language of a survey in German",
    "all_types_survey hidden1": "a hidden question without a value; the converter leaves it out",
    "all_types_survey q_rank_other other": "LimeSurvey's ranking has no “other”",
    **dict.fromkeys(("all_types_survey matrix_inner_heading", "all_types_survey matrixwrapper"), _HEADINGS),
    **dict.fromkeys(
        (f"testB rating_{name}_heading" for name in ("technologies_tools", "techniques", "topics")), _HEADINGS
    ),
    **dict.fromkeys(("testB group_pr7pr34_heading", "testB grouplt58n55"), _HEADINGS),
    **dict.fromkeys(
        (f"testB rating_{name}_header required" for name in ("technologies_tools", "techniques", "topics")),
        "the converter does not say that the rows of a matrix must be answered",
    ),
    "testB title": "the form has no title; each format stands in with its own words",
    "complex_xpath_survey age_category relevance": "the converter could not say it and wrote “always”",
    "mitwirken_umfrage gesetz_veraenderung_text relevance": "the converter lost the brackets around “or”",
    "mitwirken_umfrage teilhabe_gruppen_other relevance": "it asks for an option that its question does not have",
    "validation_relevance_survey math_functions constraint": "without an age LimeSurvey counts with 0",
    **dict.fromkeys(
        (
            *("mitwirken_umfrage welcome", "settings_survey welcome", "settings_survey end"),
            "validation_relevance_survey welcome",
        ),
        _TEXTS,
    ),
    **dict.fromkeys((f"settings_survey fav_color {facet}" for facet in ("options", "codes", "other")), _OTHER),
    **dict.fromkeys(
        (
            "settings_survey fav_color label",
            *(f"settings_survey_disabled {name} label" for name in ("welcome", "comment", "end")),
        ),
        _RAW,
    ),
}
FORMS = (".xlsx", ".json")


def pairs() -> Iterator[tuple[str, Path, Path]]:
    """Name, XLSForm, table of every pair."""
    folder = corpora("surveys", "xlsform2lstsv")
    for table in sorted((folder / "tsv").glob("*.tsv")):
        stem = table.stem.removesuffix("_disabled")
        form = next(
            folder / "xlsform" / f"{stem}{end}" for end in FORMS if (folder / "xlsform" / f"{stem}{end}").exists()
        )
        yield table.stem, form, table


def outcomes() -> list[Row]:
    return [
        judged(name, f"{name} {case}", Verdict.READ if one == two else Verdict.FAILS, ALLOWED, _note(one, two))
        for name, form, table in pairs()
        for case, one, two in compared(read_form(form), read(table).instrument)
    ]


def _note(one: str, two: str) -> str:
    return "" if one == two else f"`{one}` against `{two}`"


def read_form(path: Path) -> Instrument | None:
    """The instrument of an XLSForm; rows in JSON are written out as the CSV that people exchange."""
    if path.suffix != ".json":
        return read(path).instrument
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"{path.stem}.csv"
        copy.write_text(_as_csv(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")
        return read(copy).instrument


def _as_csv(sheets: Mapping[str, list[dict[str, object]]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    for sheet, rows in sheets.items():
        cells = [dict(_flat(row)) for row in rows]
        header = list(dict.fromkeys(name for row in cells for name in row))
        writer.writerow([sheet])
        writer.writerow(["", *header])
        writer.writerows(["", *(row.get(name, "") for name in header)] for row in cells)
    return text.getvalue()


def _flat(row: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """A text in languages becomes one column a language."""
    for name, value in row.items():
        if isinstance(value, dict):
            yield from ((f"{name}::{language}", str(text)) for language, text in value.items())
        else:
            yield name, str(value)


def compared(form: Instrument | None, table: Instrument | None) -> Iterator[tuple[str, str, str]]:
    """Every thing that both say: what it is, and how each says it."""
    if form is None or table is None:
        yield "is read", str(form is not None), str(table is not None)
        return
    tagged = len(form.languages) > 1 or len(table.languages) > 1
    found = _matched(form, table)
    yield "title", _plain(form.title, tagged), _plain(table.title, tagged)
    yield "languages", " ".join(form.languages), " ".join(table.languages)
    for instrument, met, side in ((form, {a.name for a, _ in found}, 0), (table, {b.name for _, b in found}, 1)):
        for item in instrument.items:
            if item.name not in met:
                yield item.name, *(("is there", "is not there") if side == 0 else ("is not there", "is there"))
    says = _Expressions(found)
    for ours, theirs in found:
        for facet, say in FACETS.items():
            one, two = say(ours, tagged), say(theirs, tagged)
            if one or two:
                yield f"{ours.name} {facet}", one, two
        codes = _codes(ours, theirs)
        if codes[0]:
            yield f"{ours.name} codes", *codes
        for field in ("relevance", "constraint", "calculation"):
            one, two = getattr(ours, field) or "", getattr(theirs, field) or ""
            if one or two:
                yield f"{ours.name} {field}", one, one if says.the_same(one, two) else two


def _matched(form: Instrument, table: Instrument) -> list[tuple[Item, Item]]:
    """Items by name as LimeSurvey can have it, else by what they ask."""
    theirs = {item.name: item for item in table.items}
    pairs: dict[str, Item] = {}
    for by_label in (False, True):
        for item in form.items:
            if item.name in pairs:
                continue
            name = re.sub(r"[^A-Za-z0-9]", "", item.name)[:20]
            same = [each for each in theirs.values() if by_label and each.label and _asks(each) == _asks(item)]
            other = same[0].name if same else name
            if other in theirs and (by_label or not _taken_by_label(item, theirs[other])):
                pairs[item.name] = theirs.pop(other)
    return [(item, pairs[item.name]) for item in form.items if item.name in pairs]


def _asks(item: Item) -> str:
    return to_plain(item.label.source)


def _taken_by_label(item: Item, other: Item) -> bool:
    """A name cut short that belongs to another question."""
    return (
        len(item.name.replace("_", "")) > 20 and item.type is not ItemType.CALCULATION and _asks(item) != _asks(other)
    )


def _plain(text: LocalizedText | None, tagged: bool) -> str:
    parts = [(tag, to_plain(each.text)) for tag, each in sorted(text or ()) if each.text.strip()]
    return " / ".join(f"{tag}: {plain}" if tagged else plain for tag, plain in parts)


def _codes(ours: Item, theirs: Item) -> tuple[str, str]:
    """The codes that LimeSurvey can have."""
    if len(ours.options) != len(theirs.options):
        return "", ""
    fit = [
        (one.code, two.code)
        for one, two in zip(ours.options, theirs.options, strict=True)
        if _FITS(one.code) and not one.other
    ]
    return " ".join(one for one, _ in fit), " ".join(two for _, two in fit)


_FITS = re.compile(r"[A-Za-z0-9]{1,5}").fullmatch


class _Expressions:
    """Whether two expressions say the same: with the same words, or by what comes out for many answers."""

    def __init__(self, found: list[tuple[Item, Item]]) -> None:
        self._names = {theirs.name: ours.name for ours, theirs in found}
        self._items = {ours.name: ours for ours, _ in found}
        self._codes = {
            two.code: one.code
            for ours, theirs in found
            if len(ours.options) == len(theirs.options)
            for one, two in zip(ours.options, theirs.options, strict=True)
        }

    def the_same(self, one: str, two: str) -> bool:
        two = re.sub(r"\$\{([^{}]*)\}", lambda match: f"${{{self._names.get(match[1], match[1])}}}", two)
        two = re.sub(r"'([^']*)'", lambda match: f"'{self._codes.get(match[1], match[1])}'", two)
        if one == two or not (one and two):
            return one == two
        left, right = compile_expression(one), compile_expression(two)
        names = sorted(left.references | right.references)
        worlds = islice(product(SOME, *(self._values(name) for name in names)), 2_000)
        scopes = (Scope(answers=dict(zip(names, values, strict=True)), now=NOW, this=this) for this, *values in worlds)
        return all(_agree(left, right, scope) for scope in scopes)

    def _values(self, name: str) -> tuple[str, ...]:
        item = self._items.get(name)
        return ("", *(option.code for option in item.options)) if item and item.options else SOME


SOME = ("", "0", "3", "7", "18", "40", "66", "120", "abc", "ada@example.org", "x y")
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def _agree(left: Expression, right: Expression, scope: Scope) -> bool:
    """The same text, or both true or both false where that is all they say."""
    one, two = left.text(scope), right.text(scope)
    return one == two or (left.truth(scope) is right.truth(scope) and {one, two} <= TRUTHS)


TRUTHS = {"", "0", "1", "false", "true"}
Facet = Callable[[Item, bool], str]


def _default(item: Item, _: bool) -> str:
    match = re.fullmatch(r"string\('(.*)'\)", item.default or "")
    return match[1] if match else item.default or ""


FACETS: Mapping[str, Facet] = {
    "type": lambda item, _: item.type.value,
    "label": lambda item, tagged: _plain(item.label, tagged) if item.type is not ItemType.CALCULATION else "",
    "hint": lambda item, tagged: _plain(item.hint, tagged),
    "options": lambda item, tagged: "; ".join(_plain(each.label, tagged) for each in item.options if not each.other),
    "rows": lambda item, tagged: "; ".join(_plain(row.label, tagged) for row in item.rows),
    "other": lambda item, _: "offered" if any(option.other for option in item.options) else "",
    "required": lambda item, _: item.required or "",
    "default": _default,
    "multiline": lambda item, _: "yes" if item.multiline else "",
}
