"""Answers to an item as columns of a table: what each column is called, and how its values are written.

Which items have which columns stands in docs/reference/interface ("Response CSV").
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from engage.core.spreadsheets import guarded
from engage.instruments.domain.definition import DECLINED, Cell, Item, ItemType

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    key: str
    """Where the answer is kept that it is made of."""
    value: Callable[[Mapping[str, object]], Value]


def columns_of(item: Item) -> tuple[Column, ...]:
    """The columns of one item, in order."""
    match item.type:
        case ItemType.NOTE:
            return ()
        case ItemType.MATRIX:
            return tuple(column for row in item.rows for column in _cell_columns(item, f"{item.name}/{row.code}"))
        case ItemType.MULTIPLE:
            words = (_plain(key) for key in item.keys[1:])
            return (_plain(item.name), *_chosen_columns(item, item.name), *words)
        case ItemType.DATE_RANGE:
            return tuple(_end(item, key) for key in item.keys)
        case ItemType.RANKING:
            places = (_place(item.name, option.code) for option in item.options)
            return (_plain(item.name), *places)
    return tuple(_plain(key) for key in item.keys)


def _cell_columns(item: Item, key: str) -> tuple[Column, ...]:
    return (_plain(key), *_chosen_columns(item, key)) if item.cell is Cell.MULTIPLE else (_plain(key),)


def _plain(key: str) -> Column:
    return Column(key, key, lambda answers: _written(answers.get(key)))


def _end(item: Item, key: str) -> Column:
    """One day of a date range."""

    def value(answers: Mapping[str, object]) -> Value:
        return DECLINED if answers.get(item.name) == DECLINED else _written(answers.get(key))

    return Column(key, key, value)


def _chosen_columns(item: Item, key: str) -> Iterator[Column]:
    words = key == item.name and any(option.other for option in item.options)
    for option in item.options:
        name = f"{key}/{option.code}"
        yield _chosen(f"{name}/chosen" if words and option.code == "other" else name, key, option.code)


def _chosen(name: str, key: str, code: str) -> Column:
    def value(answers: Mapping[str, object]) -> Value:
        codes = answers.get(key)
        return int(code in codes) if isinstance(codes, (list, tuple)) else None

    return Column(name, key, value)


def _place(key: str, code: str) -> Column:
    def value(answers: Mapping[str, object]) -> Value:
        codes = answers.get(key)
        return codes.index(code) + 1 if isinstance(codes, list | tuple) and code in codes else None

    return Column(f"{key}/{code}", key, value)


def _written(value: object) -> Value:
    if value is None:
        return None
    if isinstance(value, str):
        return value if value == DECLINED else guarded(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, Mapping) and "file" in value:
        return guarded(outside_name(str(value["file"]), str(value["name"])))
    return guarded(" ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value))


def outside_name(file_id: str, name: str) -> str:
    """What a file is called outside: the beginning of its number, which tells apart files of one name, and its name."""
    return f"{file_id[:12]}-{name}"
