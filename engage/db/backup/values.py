"""How a value of each database is written in a backup, and read from it."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

Change = Callable[[Any], Any]


class Sort(StrEnum):
    """What a column holds. In the file: numbers, words and true or false as such, the rest as words."""

    INTEGER = "integer"
    FLOAT = "float"
    TEXT = "text"
    BOOLEAN = "boolean"
    BYTES = "bytes"
    """Base 64."""
    JSON = "json"
    """As the database has it, unread: its null and a missing value stay two things."""
    DATE = "date"
    MOMENT = "moment"
    """UTC: 2026-11-22T10:04:05.000000Z."""


_SORTS: tuple[tuple[type[Any], Sort], ...] = (
    (sa.JSON, Sort.JSON),
    (sa.Boolean, Sort.BOOLEAN),
    (sa.LargeBinary, Sort.BYTES),
    (sa.DateTime, Sort.MOMENT),
    (sa.Date, Sort.DATE),
    (sa.Float, Sort.FLOAT),
    (sa.Integer, Sort.INTEGER),
    (sa.String, Sort.TEXT),
)


def sort_of(type_: Any) -> Sort:
    """:raises TypeError: for a type of column that no table had so far"""
    for kind, sort in _SORTS:
        if isinstance(type_, kind):
            return sort
    raise TypeError(f"a backup does not know columns of type {type_!r}")


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _words(value: Any) -> str:
    return b64encode(value).decode("ascii")


OUT: dict[str, dict[Sort, Change]] = {
    "sqlite": {
        Sort.BOOLEAN: bool,
        Sort.BYTES: _words,
        Sort.MOMENT: lambda value: f"{value.replace(' ', 'T')}Z",
    },
    "postgresql": {Sort.BYTES: _words, Sort.MOMENT: _moment, Sort.DATE: date.isoformat},
}
"""From what the driver gives to the file; what is not named stays."""
IN: dict[str, dict[Sort, Change]] = {
    "sqlite": {
        Sort.BOOLEAN: int,
        Sort.BYTES: b64decode,
        Sort.MOMENT: lambda value: value.removesuffix("Z").replace("T", " "),
    },
    "postgresql": {Sort.BYTES: b64decode},
}
"""From the file to what the driver takes."""


def changer(changes: dict[Sort, Change], sorts: list[Sort]) -> Callable[[Any], list[Any]]:
    """A function that changes one row."""
    wanted = [(place, changes[sort]) for place, sort in enumerate(sorts) if sort in changes]

    def change(row: Any) -> list[Any]:
        values = list(row)
        for place, function in wanted:
            if values[place] is not None:
                values[place] = function(values[place])
        return values

    return change
