"""How answers become columns: which shape each key has, and the pieces that files and counting are made of.

A stored piece has one column a key. Codes, lists of codes, numbers and dates are dictionaries (Enum) of texts, so
that a million of them take a byte each and are counted by their dictionary; of a text, `key?` says beside it whether
something was written. What is asked in a list of entries is kept as `list[]key`, a list a response; `list[]` says
how many, null where nobody asked.
"""

import json
import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import polars as pl

from engage.instruments.domain.definition import DECLINED, Cell, Instrument, Item, ItemType
from engage.instruments.domain.editions import with_national_items

log = logging.getLogger("engage.snapshots")
SEPARATOR = "\x1f"
"""Between the codes of one answer."""
WRITTEN = "1"


class Shape(StrEnum):
    """How the values under a key are kept."""

    CODE = "code"
    CODES = "codes"
    NUMBER = "number"
    TEXT = "text"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Kept:
    """One key of an instrument."""

    key: str
    shape: Shape
    list: str = ""
    """Of what is asked in a section that repeats."""

    @property
    def column(self) -> str:
        return f"{self.list}[]{self.key}" if self.list else self.key


_SHAPES = {
    ItemType.TEXT: Shape.TEXT,
    ItemType.CALCULATION: Shape.TEXT,
    ItemType.FILE: Shape.FILE,
    ItemType.INTEGER: Shape.NUMBER,
    ItemType.DECIMAL: Shape.NUMBER,
    ItemType.YEAR: Shape.NUMBER,
    ItemType.SCALE: Shape.NUMBER,
    ItemType.MULTIPLE: Shape.CODES,
    ItemType.RANKING: Shape.CODES,
}
_CELLS = {
    Cell.SINGLE: Shape.CODE,
    Cell.MULTIPLE: Shape.CODES,
    Cell.TEXT: Shape.TEXT,
    Cell.INTEGER: Shape.NUMBER,
    Cell.DECIMAL: Shape.NUMBER,
}


def kept(instrument: Instrument) -> tuple[Kept, ...]:
    """Every key under which answers to an instrument may lie, those of its national editions too, in order."""
    found: dict[str, Kept] = {}
    for section in with_national_items(instrument).sections:
        name = section.repeat.name if section.repeat else ""
        for item in section.items:
            for key, shape in _keys(item):
                one = Kept(key, shape, name)
                found.setdefault(one.column, one)
    return tuple(found.values())


def _keys(item: Item) -> Iterable[tuple[str, Shape]]:
    match item.type:
        case ItemType.NOTE:
            return ()
        case ItemType.MATRIX:
            return [(key, _CELLS[item.cell]) for key in item.keys]
        case ItemType.ALLOCATION:
            rows = [(f"{item.name}/{row.code}", Shape.NUMBER) for row in item.rows]
            return [(item.name, Shape.CODE), *rows, (f"{item.name}/rank", Shape.CODES)]
        case ItemType.DATE_RANGE:
            return [(key, Shape.CODE) for key in (item.name, *item.keys)]
    own = _SHAPES.get(item.type, Shape.CODE)
    return [(key, _beside(item, key) or own) for key in item.keys]


def _beside(item: Item, key: str) -> Shape | None:
    if key == f"{item.name}/other":
        return Shape.TEXT
    return Shape.CODE if key == f"{item.name}/national" and item.type is ItemType.SINGLE else None


def codes_of(text: str) -> tuple[str, ...]:
    """The codes of one answer, in the order they were given."""
    return tuple(text.split(SEPARATOR))


def entries_of(answers: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The entries of a list in one response."""
    found = answers.get(name)
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


# -- values as texts, as polars takes them from JSON


def _scalar(value: object) -> str | None:
    if type(value) is str or value is None:
        return value
    return None if isinstance(value, list | dict) else json.dumps(value)


def _codes(value: object) -> str | None:
    if type(value) is list:
        return SEPARATOR.join([text for each in value if (text := _scalar(each)) is not None])
    return DECLINED if value == DECLINED else None


def _text(value: object) -> str | None:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else _scalar(value)


def _file(value: object) -> str | None:
    if type(value) is dict and "file" in value:
        return json.dumps(value, ensure_ascii=False)
    return DECLINED if value == DECLINED else None


_TEXTS: dict[Shape, Callable[[object], str | None]] = {
    Shape.CODE: _scalar,
    Shape.CODES: _codes,
    Shape.NUMBER: _scalar,
    Shape.TEXT: _text,
    Shape.FILE: _file,
}


# -- pieces


def enumerated(values: Sequence[str | None] | pl.Series) -> pl.Series:
    """Texts with their dictionary, which is in the order of the alphabet."""
    texts = values if isinstance(values, pl.Series) else pl.Series(values, dtype=pl.String)
    return texts.cast(pl.Enum(texts.drop_nulls().unique().sort()))


def piece(keys: Sequence[Kept], answers: Sequence[str]) -> pl.DataFrame:
    """The stored columns of some responses.

    :param answers: JSON as it lies in the database, by the keys of their version
    """
    if not any(one.list or one.shape is Shape.FILE for one in keys):
        try:
            return _at_once(keys, answers)
        except pl.exceptions.ComputeError:
            log.info("answers of unforeseen types are read one by one")
    return _one_by_one(keys, [json.loads(each) for each in answers])


def _at_once(keys: Sequence[Kept], answers: Sequence[str]) -> pl.DataFrame:
    """The common case: one value or a list of codes under each key.

    :raises ComputeError: when there is something else
    """
    texts = pl.Series(answers, dtype=pl.String)
    several = [re.escape(one.key) for one in keys if one.shape is Shape.CODES]
    if several and texts.str.contains(f'"({"|".join(several)})": ?"[^_]').any():
        raise pl.exceptions.ComputeError("one answer where a list is meant")  # polars would take it for a list of one
    fields = {one.key: pl.List(pl.String) if one.shape is Shape.CODES else pl.String for one in keys}
    found = texts.str.json_decode(pl.Struct(fields)).struct.unnest()
    columns: dict[str, pl.Series] = {}
    for one in keys:
        column = found[one.key]
        columns |= _stored(one.key, one.shape, column.list.join(SEPARATOR) if one.shape is Shape.CODES else column)
    return pl.DataFrame(columns)


def _one_by_one(keys: Iterable[Kept], answers: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    found: dict[str, pl.Series] = {}
    lists: dict[str, list[Kept]] = {}
    for one in keys:
        if one.list:
            lists.setdefault(one.list, []).append(one)
        else:
            found |= _taken(one, answers)
    for name, inside in lists.items():
        found |= _nested(name, inside, answers)
    return pl.DataFrame(found)


def _taken(one: Kept, answers: Sequence[Mapping[str, Any]]) -> dict[str, pl.Series]:
    as_text = _TEXTS[one.shape]
    return _stored(one.key, one.shape, pl.Series([as_text(each.get(one.key)) for each in answers], dtype=pl.String))


NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?")


def _stored(key: str, shape: Shape, texts: pl.Series) -> dict[str, pl.Series]:
    """A column as it is stored; of texts with a mark beside it."""
    if shape in (Shape.TEXT, Shape.FILE):
        bare = texts.str.strip_chars()
        marks = pl.DataFrame({"text": bare}).select(
            pl.when(pl.col("text") == DECLINED).then(pl.lit(DECLINED)).when(pl.col("text") != "").then(pl.lit(WRITTEN))
        )
        return {key: texts, f"{key}?": enumerated(marks.to_series())}
    values = texts.drop_nulls().unique().sort()
    if shape is Shape.NUMBER:
        wrong = [text for text in values.to_list() if text != DECLINED and not NUMBER.fullmatch(text)]
    else:
        wrong = [""] if len(values) and values[0] == "" else []
    if wrong:
        texts = texts.set(texts.is_in(wrong).fill_null(value=False), None)
        values = values.filter(~values.is_in(wrong))
    return {key: texts.cast(pl.Enum(values))}


def _nested(name: str, inside: Iterable[Kept], answers: Sequence[Mapping[str, Any]]) -> dict[str, pl.Series]:
    entries = [entries_of(each, name) for each in answers]
    flat = [entry for each in entries for entry in each]
    columns = [column.alias(f"{name}[]{key}") for one in inside for key, column in _taken(one, flat).items()]
    of_row = pl.Series("row", [row for row, each in enumerate(entries) for _ in each], dtype=pl.UInt32)
    asked = [isinstance(each.get(name), list) for each in answers]
    sizes = pl.Series([len(each) if said else None for each, said in zip(entries, asked, strict=True)], dtype=pl.UInt32)
    return {f"{name}[]": sizes, **nest(pl.DataFrame([of_row, *columns]), len(answers)).to_dict()}


def nest(flat: pl.DataFrame, rows: int) -> pl.DataFrame:
    """Columns of entries as lists, one a response.

    :param flat: with the place of the response as `row`
    """
    every = pl.DataFrame({"row": pl.Series(range(rows), dtype=pl.UInt32)})
    grouped = flat.group_by("row", maintain_order=True).agg(pl.all())
    return every.join(grouped, on="row", how="left", maintain_order="left").drop("row")
