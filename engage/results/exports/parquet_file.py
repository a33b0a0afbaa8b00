"""Responses as Parquet: columns with their types, for R, Python, DuckDB and their like.

Columns are named as in the response CSV. Codes and texts are strings, numbers are doubles, days and times have their
types. Who preferred not to say has `_declined` where a column holds strings; beside a column that cannot hold it,
`item?declined` says it. The labels of questions and codes are JSON in the metadata of the file, under `engage`.
"""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source

from engage.results.exports.cells import can_be_declined, declined, labels, type_of, typed, words
from engage.results.exports.fields import Field, Form
from engage.results.exports.source import Source

METADATA = "engage"
A_GROUP = 40_000
"""Rows that are compressed together."""
_META = {
    "_version": pl.UInt16,
    "_submitted_on": pl.Date,
    "_weight": pl.Float64,
    "_counted": pl.Int8,
    "_entry": pl.UInt32,
}
DECLINED_MARK = "?declined"
"""After the name of a column: who preferred not to say."""


def columns(source: Source, of_list: str) -> pl.Schema:
    """Names and types of a file."""
    found: dict[str, pl.DataType | type[pl.DataType]] = {}
    for name in ("_response", "_entry") if of_list else source.meta:
        found[name] = pl.Float64 if name.startswith("_weight_") else _META.get(name, pl.String)
    for each in source.fields.lists[of_list] if of_list else source.fields.first:
        found[each.name] = type_of(each)
        if can_be_declined(each):
            found[f"{each.name}{DECLINED_MARK}"] = pl.Boolean
    return pl.Schema(found)


def rows(source: Source, of_list: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Typed columns of some responses, or of the entries of one of their lists."""
    meta = ("_response", "_entry") if of_list else source.meta
    found = [frame[name].cast(pl.String) if isinstance(frame[name].dtype, pl.Enum) else frame[name] for name in meta]
    for each in source.fields.lists[of_list] if of_list else source.fields.first:
        found.append(typed(each, frame))
        if can_be_declined(each):
            said = declined(each, frame)
            assert said is not None
            found.append(said.alias(f"{each.name}{DECLINED_MARK}"))
    return pl.DataFrame(found)


def write(source: Source, folder: Path, *, told: Callable[[int], None] | None = None) -> dict[str, Path]:
    """The files in a folder, by the name of their list ("" for the responses).

    The first is written as the responses come; entries of lists wait beside it in pieces.
    """
    waiting: dict[str, list[Path]] = {name: [] for name in source.fields.lists}

    def read() -> Iterator[pl.DataFrame]:
        for number, tables in enumerate(source.tables(rows, told=told)):
            for name, of_list in waiting.items():
                path = folder / f"{len(of_list)}-{number}-{list(waiting).index(name)}.piece"
                tables[name].write_ipc(path)
                of_list.append(path)
            yield tables[""]

    found = {"": folder / "responses.parquet"}
    _sink(source, "", read, found[""])
    for place, (name, pieces) in enumerate(waiting.items()):
        found[name] = folder / f"list-{place}.parquet"
        _sink(source, name, partial(map, pl.read_ipc, pieces), found[name])
        for path in pieces:
            path.unlink()
    return found


def _sink(source: Source, of_list: str, read: Callable[[], Iterator[pl.DataFrame]], path: Path) -> None:
    def frames(
        _columns: list[str] | None, _predicate: pl.Expr | None, _rows: int | None, _batch: int | None
    ) -> Iterator[pl.DataFrame]:
        return read()

    scan = register_io_source(frames, schema=columns(source, of_list))
    scan.sink_parquet(
        path, metadata={METADATA: described(source, of_list)}, maintain_order=True, row_group_size=A_GROUP
    )


def described(source: Source, of_list: str) -> str:
    """Labels of columns and codes in each language, as JSON: `{"columns": {name: {"label": …, "values": …}}}`."""
    tags = source.instrument.languages
    inside = source.fields.lists[of_list] if of_list else source.fields.first
    return json.dumps(
        {"languages": tags, "columns": {each.name: _one(each, tags) for each in inside}}, ensure_ascii=False
    )


def _one(each: Field, tags: tuple[str, ...]) -> dict[str, object]:
    found: dict[str, object] = {"label": {tag: heading(each, tag) for tag in tags}}
    codes = [code for code, _ in each.values]
    if codes and each.form in (Form.CODE, Form.CODES):
        found["values"] = {tag: labels(each, codes, tag) for tag in tags}
    return found


def heading(each: Field, language: str) -> str:
    """What a column is about: the question, and the row or option within it."""
    part = words(each.part, language)
    return f"{words(each.label, language)} – {part}" if part else words(each.label, language)
