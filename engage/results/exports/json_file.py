"""Responses as one JSON document: answers by key as they are kept, entries of lists nested within their response."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl

from engage.instruments.domain.definition import DECLINED
from engage.results.exports.cells import raw, typed
from engage.results.exports.fields import Field, Form
from engage.results.exports.source import Source
from engage.results.snapshots.columns import SEPARATOR

_MADE_OF_OTHERS = (Form.FLAG, Form.PLACE)


def pieces(source: Source, *, told: Callable[[int], None] | None = None) -> Iterator[bytes]:
    """A list of responses, some at a time."""
    begin = "["
    for tables in source.tables(_rows, told=told):
        lists = {name: _by_response(table) for name, table in tables.items() if name}
        for row in tables[""].iter_rows(named=True):
            document = {name: _plain(row[name]) for name in source.meta}
            asked = [name for name in lists if row[f"#{name}"] is not None]
            nested = {name: lists[name].get(row["_response"], []) for name in asked}
            document["answers"] = {**_given(row), **nested}
            yield f"{begin}\n{json.dumps(document, ensure_ascii=False)}".encode()
            begin = ","
    yield b"[]\n" if begin == "[" else b"\n]\n"


def _rows(source: Source, of_list: str, frame: pl.DataFrame) -> pl.DataFrame:
    meta = ("_response", "_entry") if of_list else source.meta
    inside = source.fields.lists[of_list] if of_list else source.fields.first
    found = [frame[name].cast(pl.String) if isinstance(frame[name].dtype, pl.Enum) else frame[name] for name in meta]
    for each in inside:
        if each.form is Form.ENTRIES:
            found.append(raw(each, frame).alias(f"#{each.name}"))
        elif each.form not in _MADE_OF_OTHERS:
            found.append(_values(each, frame).alias(f"={each.key}"))
    for range_ in {each.declines: each for each in inside if each.form is Form.DAY and each.declines}.values():
        if range_.declined_column in frame.columns:
            said = frame[range_.declined_column].cast(pl.String)
            found.append(said.alias(f"={range_.declines}"))
    return pl.DataFrame(found)


def _values(each: Field, frame: pl.DataFrame) -> pl.Series:
    """As JSON, which keeps numbers, lists and `_declined` apart."""
    kinds = typed(each, frame) if each.form is Form.FILE else raw(each, frame).cast(pl.String)
    match each.form:
        case Form.NUMBER | Form.WHOLE:
            return kinds
        case Form.CODES:
            return kinds.map_elements(lambda text: json.dumps(_codes(text)), pl.String)
    return kinds.map_elements(json.dumps, pl.String)


def _codes(text: str) -> str | list[str]:
    return text if text == DECLINED else text.split(SEPARATOR)


def _given(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name[1:]: _value(value) for name, value in row.items() if name.startswith("=") and value is not None}


def _value(text: str) -> Any:
    return text if text == DECLINED else json.loads(text)


def _by_response(table: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in table.iter_rows(named=True):
        found.setdefault(row["_response"], []).append(_given(row))
    return found


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
