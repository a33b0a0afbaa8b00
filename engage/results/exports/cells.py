"""Columns of a snapshot as columns of a file: as text for reading, or with the type that statistics programs expect.

Answers lie in dictionaries (Enum) of texts: what becomes of a column is worked out for its dictionary and looked up.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from engage.i18n.text import LocalizedText
from engage.instruments.domain.answer_columns import outside_name
from engage.instruments.domain.definition import DECLINED
from engage.instruments.readers.markup import to_plain
from engage.results.exports.fields import Field, Form, named
from engage.results.snapshots.columns import SEPARATOR

Look = Callable[[pl.Series], pl.Series]
_FORMULA = r"^'*[=+\-@\t\r\n＝＋－＠]"
"""As `engage.core.spreadsheets.guarded`."""
BETWEEN_LABELS = " | "
_NUMBERS = (Form.NUMBER, Form.WHOLE)


def raw(field: Field, frame: pl.DataFrame) -> pl.Series:
    """The answers as they are kept; without a value where a version did not ask."""
    if field.column in frame.columns:
        return frame[field.column].alias(field.name)
    return pl.Series(field.name, [None] * len(frame), pl.UInt32 if field.form is Form.ENTRIES else pl.String)


def looked_up(column: pl.Series, look: Look) -> pl.Series:
    """What becomes of each value, asked once for each that occurs."""
    if isinstance(column.dtype, pl.Enum):
        return look(column.dtype.categories).gather(column.to_physical()).alias(column.name)
    return look(column).alias(column.name)


def guarded(texts: pl.Series) -> pl.Series:
    """Texts so that no spreadsheet takes one for a formula; an empty one is none."""
    acts = texts.str.contains(_FORMULA)
    if acts.any():
        texts = texts.to_frame("t").select(pl.when(acts).then("'" + pl.col("t")).otherwise(pl.col("t"))).to_series()
    return texts.set(texts == "", None)


# -- as text


def written(field: Field, frame: pl.DataFrame, language: str = "") -> pl.Series:
    """A column of the response CSV.

    :param language: labels in this language in place of codes; "" for codes
    """
    column = raw(field, frame)
    match field.form:
        case Form.FLAG | Form.PLACE:
            return looked_up(column, _placed(field))
        case Form.ENTRIES:
            return column
        case Form.NUMBER | Form.WHOLE:
            return _or_declined(field, frame, looked_up(column, lambda kinds: kinds))
        case Form.FILE:
            return looked_up(column, lambda kinds: guarded(kinds.map_elements(_file_name, pl.String)))
        case Form.CODE | Form.CODES if language:
            return looked_up(column, lambda kinds: guarded(_labelled(field, kinds, language)))
        case Form.CODES:
            return looked_up(column, lambda kinds: guarded(kinds.cast(pl.String).str.replace_all(SEPARATOR, " ")))
    return _or_declined(field, frame, looked_up(column, guarded))


def _or_declined(field: Field, frame: pl.DataFrame, column: pl.Series) -> pl.Series:
    """With who preferred not to say where that is kept under another key."""
    if not field.declines or field.declined_column not in frame.columns or field.form is Form.WHOLE:
        return column
    said = looked_up(frame[field.declined_column], lambda kinds: kinds == DECLINED).fill_null(value=False)
    return column.cast(pl.String).set(said, DECLINED) if said.any() else column


def _placed(field: Field) -> Look:
    """1 or 0 of a flag, the place in a ranking."""

    def one(text: str) -> int | None:
        codes = text.split(SEPARATOR)
        if codes == [DECLINED]:
            return None
        if field.form is Form.FLAG:
            return int(field.code in codes)
        return codes.index(field.code) + 1 if field.code in codes else None

    return lambda kinds: kinds.map_elements(one, pl.Int16)


def _file_name(text: str) -> str:
    if text == DECLINED:
        return text
    found: dict[str, Any] = json.loads(text)
    return outside_name(str(found["file"]), str(found.get("name", "")))


def words(text: LocalizedText | None, language: str) -> str:
    """A label as one line without marks; an answer shown within (`${name}`) becomes `…`."""
    return to_plain(_without_answers(text.in_(language))) if text else ""


def _without_answers(text: str) -> str:
    while "${" in text:
        before, _, rest = text.partition("${")
        text = f"{before}…{rest.partition('}')[2]}"
    return text


def labels(field: Field, codes: Mapping[str, None] | list[str], language: str) -> dict[str, str]:
    """What codes mean; a code without a label means itself."""
    known = dict(field.values)
    return {code: words(known.get(code) or named(field.item, code), language) or code for code in codes}


def _labelled(field: Field, kinds: pl.Series, language: str) -> pl.Series:
    def one(text: str) -> str:
        codes = text.split(SEPARATOR)
        return BETWEEN_LABELS.join(labels(field, codes, language).values())

    return kinds.map_elements(one, pl.String)


# -- typed

_TYPES: Mapping[Form, Any] = {
    Form.NUMBER: pl.Float64,
    Form.WHOLE: pl.Float64,
    Form.FLAG: pl.Int8,
    Form.PLACE: pl.Int16,
    Form.ENTRIES: pl.UInt32,
    Form.DAY: pl.Date,
    Form.MOMENT: pl.Datetime("us"),
    Form.CLOCK: pl.Time,
}
_PATTERNS: Mapping[Form, tuple[Any, str, int]] = {
    Form.DAY: (pl.Date, "%Y-%m-%d", 10),
    Form.MOMENT: (pl.Datetime("us"), "%Y-%m-%dT%H:%M", 16),
    Form.CLOCK: (pl.Time, "%H:%M", 5),
}


def type_of(field: Field) -> Any:
    """Of `typed`."""
    return _TYPES.get(field.form, pl.String)


def typed(field: Field, frame: pl.DataFrame) -> pl.Series:
    """A column with its type: numbers, days and times without what is none, codes and words as text."""
    column = raw(field, frame)
    match field.form:
        case Form.NUMBER | Form.WHOLE:
            return looked_up(column, lambda kinds: kinds.cast(pl.String).cast(pl.Float64, strict=False))
        case Form.DAY | Form.MOMENT | Form.CLOCK:
            return looked_up(column, lambda kinds: _moment(kinds, field.form))
        case Form.CODE | Form.SPAN | Form.MADE | Form.WORDS:
            return looked_up(column, lambda kinds: kinds.cast(pl.String)).replace("", None)
        case Form.CODES:
            return looked_up(column, lambda kinds: kinds.cast(pl.String).str.replace_all(SEPARATOR, " "))
        case Form.FILE:
            return looked_up(column, lambda kinds: kinds.map_elements(_file_name, pl.String))
    return written(field, frame).cast(type_of(field))


def _moment(kinds: pl.Series, form: Form) -> pl.Series:
    type_, pattern, length = _PATTERNS[form]
    return kinds.cast(pl.String).str.slice(0, length).str.strptime(type_, pattern, strict=False)


def declined(field: Field, frame: pl.DataFrame) -> pl.Series | None:
    """Who preferred not to say, of a column whose type cannot hold that; None where nobody could."""
    if field.form not in (*_NUMBERS, *_PATTERNS):
        return None
    column = (
        frame[field.declined_column] if field.declines and field.declined_column in frame.columns else raw(field, frame)
    )
    return looked_up(column, lambda kinds: kinds == DECLINED).fill_null(value=False).alias(field.name)


def can_be_declined(field: Field) -> bool:
    """Whether a field that cannot hold it has a column beside it that says who preferred not to answer."""
    return field.form in (*_NUMBERS, *_PATTERNS) and bool(field.item and field.item.prefer_not_to_say)


def entries(frame: pl.DataFrame, name: str, beside: tuple[str, ...]) -> pl.DataFrame:
    """A line for each entry of a list, `_entry` from 1.

    :param beside: columns of the response that are repeated
    """
    inside = [column for column in frame.columns if column.startswith(f"{name}[]") and column != f"{name}[]"]
    size = pl.col(f"{name}[]")
    if f"{name}[]" not in frame.columns:
        return frame.select(beside).clear().with_columns(pl.lit(1, pl.UInt32).alias("_entry"))
    found = frame.filter(size > 0).select(*beside, pl.int_ranges(1, size + 1, dtype=pl.UInt32).alias("_entry"), *inside)
    return found.explode("_entry", *inside)
