"""Parts put together to one frame, in which a column has one dictionary."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import numpy as np
import polars as pl

from engage.instruments.domain.definition import DECLINED, Instrument
from engage.results.snapshots.columns import Kept, Shape
from engage.results.snapshots.parts import VERSION, Array, Part, coded, dictionary, value_of

_ENUMS = ("_language", "_channel", "_country")
_PLAIN = {"_day": pl.Date, "_seconds": pl.UInt32, "_weight": pl.Float64}
DECLINED_MARK = "?declined"
Piece = tuple[pl.Series | None, int]
"""A column of a part, None where it was not asked, and how many rows it has."""
Column = Callable[[str], list[Piece]]


def frame(
    kept: Sequence[Kept],
    instrument: Instrument,
    parts: Sequence[Part],
    *,
    seen: frozenset[str] | None = None,
    keys: Sequence[str] | None = None,
    rows: Sequence[Array | None] | None = None,
) -> pl.DataFrame:
    """All rows of some parts that are counted: columns as `engage.results.snapshots` says.

    :param rows: of each part which rows, in place of those that are counted and seen
    :raises KeyError: when no version asks one of `keys`
    """
    known = {one.key: one for one in kept if not one.list}
    lists = {one.list: Kept(one.list, Shape.CODE) for one in kept if one.list}
    wanted = list(dict.fromkeys((*known, *lists) if keys is None else keys))
    asked = [f"{key}[]" if key in lists else key.removesuffix(DECLINED_MARK) for key in wanted]
    for part in parts:
        part.series(["_response", *_ENUMS, *_PLAIN, *asked])  # at once
    masks = [rows_of(part, seen) for part in parts] if rows is None else rows

    def column(name: str) -> list[Piece]:
        return [_piece(part.one(name), part.rows, mask) for part, mask in zip(parts, masks, strict=True)]

    found = list(_meta(parts, masks, column))
    for key, name in zip(wanted, asked, strict=True):
        if key in lists:
            found.append(_plain(key, column(name), pl.UInt32).fill_null(0))
        elif key not in _PLAIN and key not in _ENUMS:
            found.append(_column(key, known[name], instrument, column(name)))
    return pl.DataFrame(found)


def entries(
    kept: Sequence[Kept],
    instrument: Instrument,
    parts: Sequence[Part],
    name: str,
    *,
    seen: frozenset[str] | None = None,
) -> pl.DataFrame:
    """All entries of a list."""
    inside = [(part, part.entries(name), rows_of(part, seen)) for part in parts]
    masks = [None if rows is None else rows[found.row] for _, found, rows in inside]
    responses, numbers = [], []
    for (part, found, _), mask in zip(inside, masks, strict=True):
        ids = part.series(["_response"])["_response"]
        assert ids is not None
        first = np.searchsorted(found.row, found.row)
        places = np.arange(len(found.row)) - first + 1
        keep = slice(None) if mask is None else mask
        responses.append(ids.to_numpy()[found.row][keep])
        numbers.append(places[keep])

    def column(key: str) -> list[Piece]:
        return [_piece(found.one(key), len(found.row), mask) for (_, found, _), mask in zip(inside, masks, strict=True)]

    head = [
        pl.Series("_response", np.concatenate([*responses, np.zeros(0, np.int64)]), dtype=pl.Int64),
        pl.Series("_entry", np.concatenate([*numbers, np.zeros(0, np.int64)]), dtype=pl.UInt32),
    ]
    columns = [_column(one.key, one, instrument, column(one.key)) for one in kept if one.list == name]
    return pl.DataFrame([*head, *columns])


def rows_of(part: Part, seen: Collection[str] | None) -> Array | None:
    """Which rows of a part are counted, and seen; None for all."""
    kept = part.kept()
    if seen is None:
        return kept
    country = part.coded("_country")
    there = np.array([value in seen for value in country.values])[country.codes]
    return there if kept is None else kept & there


def _piece(series: pl.Series | None, rows: int, mask: Array | None) -> Piece:
    if mask is None:
        return series, rows
    return (None if series is None else series.filter(pl.Series(mask))), int(mask.sum())


def _meta(parts: Sequence[Part], rows: Iterable[Array | None], column: Column) -> Iterator[pl.Series]:
    yield _plain("_response", column("_response"), pl.Int64)
    sizes = [part.rows if mask is None else int(mask.sum()) for part, mask in zip(parts, rows, strict=True)]
    yield pl.Series(VERSION, np.repeat([part.version for part in parts], sizes), dtype=pl.UInt16)
    for name in _ENUMS:
        yield joined(name, column(name))
    for name, dtype in _PLAIN.items():
        yield _plain(name, column(name), dtype)


def _plain(name: str, pieces: Sequence[Piece], dtype: pl.DataType | type[pl.DataType]) -> pl.Series:
    found = [pl.Series([None] * n, dtype=dtype) if series is None else series.cast(dtype) for series, n in pieces]
    return pl.concat([pl.Series([], dtype=dtype), *found]).alias(name)


def _column(key: str, one: Kept, instrument: Instrument, pieces: Sequence[Piece]) -> pl.Series:
    if key.endswith(DECLINED_MARK):
        return _by_value(key, pieces, one.shape, lambda value: value == DECLINED, pl.Boolean).fill_null(False)
    match one.shape:
        case Shape.TEXT | Shape.FILE:
            return _plain(key, pieces, pl.String)
        case Shape.NUMBER:
            return _by_value(key, pieces, one.shape, _as_number, pl.Float64)
    return joined(key, pieces, _options(instrument, key) if one.shape is Shape.CODE else ())


def _options(instrument: Instrument, key: str) -> tuple[str, ...]:
    name, _, rest = key.partition("/")
    item = next((item for item in instrument.items if item.name == name), None)
    if item is None or rest == "national" or (item.rows and not rest):
        return ()
    return tuple(dict.fromkeys(option.counts_as for option in item.options))


def _by_value(
    name: str,
    pieces: Sequence[Piece],
    shape: Shape,
    make: Callable[[object], object],
    dtype: type[pl.DataType],
) -> pl.Series:
    """A column of what is made of each value of a dictionary."""
    found = [pl.Series([], dtype=dtype)]
    for series, n in pieces:
        if series is None:
            found.append(pl.Series([None] * n, dtype=dtype))
        else:
            values = [make(value_of(text, shape)) for text in dictionary(series)]
            found.append(_gathered(pl.Series([*values, None], dtype=dtype), series))
    return pl.concat(found).alias(name)


def _as_number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _gathered(values: pl.Series, series: pl.Series) -> pl.Series:
    return values.gather(coded(series, Shape.CODE).codes)


def joined(name: str, pieces: Sequence[Piece], first: Iterable[str] = ()) -> pl.Series:
    """Dictionary columns with one dictionary: `first`, then what else there is in the order of the alphabet."""
    texts = {text for series, _ in pieces if series is not None for text in dictionary(series)}
    places = {text: place for place, text in enumerate(dict.fromkeys((*first, *sorted(texts.difference(first)))))}
    alike = [series for series, _ in pieces if series is not None and dictionary(series) == list(places)]
    if alike and len(alike) == len(pieces):
        return pl.concat(alike).alias(name)
    found = [pl.Series([], dtype=pl.UInt32)]
    for series, n in pieces:
        if series is None:
            found.append(pl.Series([None] * n, dtype=pl.UInt32))
        else:
            new = [*(places[text] for text in dictionary(series)), None]
            found.append(_gathered(pl.Series(new, dtype=pl.UInt32), series))
    return pl.concat(found).cat.to(pl.Enum(list(places))).alias(name)


def together(pieces: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Stored pieces of one version as one."""
    if len(pieces) == 1:
        return pieces[0]
    return pl.DataFrame([_together([piece[name] for piece in pieces]) for name in pieces[0].columns])


def _together(columns: Sequence[pl.Series]) -> pl.Series:
    name = columns[0].name
    if isinstance(columns[0].dtype, pl.Enum):
        return joined(name, [(each, len(each)) for each in columns])
    inner = [each.dtype.inner for each in columns if isinstance(each.dtype, pl.List)]
    texts = {text for each in inner if isinstance(each, pl.Enum) for text in each.categories.to_list()}
    if inner and isinstance(inner[0], pl.Enum):
        plain = pl.concat([each.cast(pl.List(pl.String)) for each in columns])
        return plain.cast(pl.List(pl.Enum(sorted(texts)))).alias(name)
    return pl.concat(columns).alias(name)
