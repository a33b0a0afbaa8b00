"""A part of what was said: the columns of one segment, or of responses that are in none, loaded as they are wanted."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from engage.instruments.domain.definition import DECLINED
from engage.results.snapshots.columns import Shape, codes_of

Array = NDArray[Any]
MOST_BYTES = 400_000_000
"""Of columns that are held for the next table; the longest unused go first."""
META = ("_response", "_language", "_channel", "_country", "_day", "_seconds", "_weight")
VERSION = "_version"


@dataclass(frozen=True, slots=True)
class Coded:
    """A column by its dictionary: the value of row i is `values[codes[i]]`; None, the last of them, is no answer."""

    codes: Array
    values: tuple[Any, ...]

    def told(self, told: "Told") -> "Coded":
        """The same by what is told of each value."""
        values = [None if value is None else told.of(value) for value in self.values]
        places = {
            value: place for place, value in enumerate(dict.fromkeys(value for value in values if value is not None))
        }
        new = np.array([len(places) if value is None else places[value] for value in values])
        return Coded(new.astype(np.min_scalar_type(len(places)))[self.codes], (*places, None))


@dataclass(frozen=True, slots=True)
class Told:
    """What is counted where the value itself is too much: of a day its month."""

    name: str
    of: Callable[[Any], Any]


class Held:
    """Columns that were loaded, up to a number of bytes. One for the process: what a name stands for never changes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._bytes = 0
        self._columns: OrderedDict[tuple[str, ...], tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, ...]) -> Any:
        with self._lock:
            if key not in self._columns:
                return None
            self._columns.move_to_end(key)
            return self._columns[key][0]

    def put(self, key: tuple[str, ...], column: Any, size: int) -> None:
        with self._lock:
            if key in self._columns:
                return
            self._columns[key] = column, size
            self._bytes += size
            while self._bytes > self._most and len(self._columns) > 1:
                self._bytes -= self._columns.popitem(last=False)[1][1]

    def forget(self) -> None:
        with self._lock:
            self._columns.clear()
            self._bytes = 0


held = Held(MOST_BYTES)
Load = Callable[[Sequence[str]], pl.DataFrame]


@dataclass(frozen=True)
class Part:
    """Rows of one version. Columns are asked for by the names of the merged versions."""

    name: str
    """Unique for what is in it: the file, or the state of what is in none."""
    version: int
    rows: int
    load: Load
    """Reads stored columns."""
    stored: frozenset[str]
    """Which there are."""
    heads: Mapping[str, str] = field(default_factory=dict)
    """Variable -> item of this version; None of them where it was not asked."""
    gone: frozenset[int] = frozenset()
    """Responses that are not to be counted."""

    @property
    def heads_name(self) -> str:
        """What tells two readings of the same part apart: what its items are called when versions are merged."""
        return ",".join(f"{variable}={item}" for variable, item in self.heads.items() if variable != item)

    def own(self, column: str) -> str | None:
        """What a column is called in this part; None where it is not kept."""
        name, brackets, key = column.rpartition("[]")
        head, slash, rest = key.partition("/")
        mark = "?" if head.endswith("?") else ""
        found = f"{name}{brackets}{self.heads.get(head.removesuffix('?'), '')}{mark}{slash}{rest}" if key else column
        return found if found in self.stored else None

    def series(self, columns: Iterable[str]) -> dict[str, pl.Series | None]:
        """Columns by the names they were asked for; those not held yet are read at once."""
        names = {column: column if column in META else self.own(column) for column in columns}
        found = {name: held.get((self.name, name)) for name in names.values() if name}
        missing = [name for name, series in found.items() if series is None]
        if missing:
            loaded = self.load(missing)
            for name in missing:
                found[name] = loaded[name]
                held.put((self.name, name), loaded[name], int(loaded[name].estimated_size()))
        return {column: found[name] if name else None for column, name in names.items()}

    def one(self, column: str) -> pl.Series | None:
        return self.series([column])[column]

    def coded(self, column: str, shape: Shape = Shape.CODE, told: Told | None = None) -> Coded:
        """A column by its dictionary, the last value of which is None; texts and files only whether there is one.

        :param told: what becomes of each value, in place of the value: a month of a day
        """
        if column == VERSION:
            return Coded(np.zeros(self.rows, np.uint8), (str(self.version), None))
        return self._held(column, shape, told, self.one, self.rows)

    def _held(
        self, column: str, shape: Shape, told: Told | None, read: Callable[[str], pl.Series | None], rows: int
    ) -> Coded:
        key = (self.name, self.heads_name, column, shape, told.name if told else "")
        found: Coded | None = held.get(key)
        if found is None:
            series = read(f"{column}?" if shape in (Shape.TEXT, Shape.FILE) else column)
            found = Coded(np.zeros(rows, np.uint8), (None,)) if series is None else coded(series, shape)
            if told is not None:
                found = found.told(told)
            held.put(key, found, found.codes.nbytes + 100 * len(found.values))
        return found

    def kept(self) -> Array | None:
        """Which rows are counted; None for all of them."""
        if not self.gone:
            return None
        ids = self.series(["_response"])["_response"]
        assert ids is not None
        return ~np.isin(ids.to_numpy(), np.fromiter(self.gone, np.int64))

    def entries(self, name: str) -> "Entries":
        """What is asked in a list, an entry a row."""
        sizes = self.one(f"{name}[]")
        if sizes is None:
            return Entries(self, name, np.zeros(0, np.int64))
        return Entries(self, name, np.repeat(np.arange(self.rows), sizes.fill_null(0).to_numpy()))


@dataclass(frozen=True)
class Entries:
    """The entries of a list in a part."""

    part: Part
    list: str
    row: Array
    """Of each entry: the row of its response."""

    def one(self, column: str) -> pl.Series | None:
        found = self.part.one(f"{self.list}[]{column}")
        return None if found is None else found.drop_nulls().explode(empty_as_null=False)

    def coded(self, column: str, shape: Shape = Shape.CODE, told: Told | None = None) -> Coded:
        """As of a part."""

        def read(name: str) -> pl.Series | None:
            return self.one(name.removeprefix(f"{self.list}[]"))

        return self.part._held(f"{self.list}[]{column}", shape, told, read, len(self.row))


def coded(series: pl.Series, shape: Shape) -> Coded:
    """A dictionary column with its values as Python has them."""
    texts = dictionary(series)
    codes = series.to_physical()
    if series.null_count():
        room = pl.UInt8 if len(texts) < 256 else pl.UInt16 if len(texts) < 65_536 else pl.UInt32
        codes = codes.cast(room).fill_null(len(texts))
    return Coded(codes.to_numpy(), values_of(tuple(texts), shape))


def dictionary(series: pl.Series) -> list[str]:
    """The texts of an Enum."""
    assert isinstance(series.dtype, pl.Enum)
    return series.dtype.categories.to_list()


@lru_cache(maxsize=2_000)
def values_of(texts: tuple[str, ...], shape: Shape) -> tuple[Any, ...]:
    """What the texts of a dictionary stand for, and None behind them."""
    return (*(value_of(text, shape) for text in texts), None)


def value_of(text: str, shape: Shape) -> Any:
    """What a text of a dictionary stands for."""
    if text == DECLINED:
        return DECLINED
    match shape:
        case Shape.CODES:
            return codes_of(text)
        case Shape.NUMBER:
            return float(text) if {".", "e", "E"} & set(text) else int(text)
        case Shape.TEXT | Shape.FILE:
            return True
    return text
