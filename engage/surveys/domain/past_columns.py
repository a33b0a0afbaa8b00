"""Which answer a column of past responses holds, and how its values are read.

Headers are ours (`item`, `item/option`, `item/row`, `item/other`) or LimeSurvey's (`code`, `code[sub]`,
`code[other]`, `code[1]`, `code[row][1]`). Each column reads one value at a time into the answers of a row.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

from engage.instruments.domain.definition import Cell, Instrument, Item, ItemType, Option, Row
from engage.surveys.domain import past_values
from engage.surveys.domain.past_values import Answers, Choices, labels, plain

Take = Callable[[str, Answers], bool]
"""Reads a value that is not empty into the answers; False when it fits nothing."""

_HEADER = re.compile(r"(?P<code>[^\[\]/]+)(?:\[(?P<part>[^\[\]]*)\])?(?:\[(?P<scale>[^\[\]]*)\])?")


@dataclass(frozen=True, slots=True)
class Column:
    header: str
    key: str
    """The answer it fills, `item/option` for a column of one option."""
    take: Take
    choices: Choices | None = None
    """The options its values are found among."""


class Columns:
    """Finds the column of each header of a file."""

    def __init__(self, instrument: Instrument) -> None:
        self._items = {item.name: item for item in instrument.items if item.type is not ItemType.NOTE}
        self._folded = {name.casefold(): item for name, item in self._items.items()}
        self._there = {there: here for here, there in instrument.names.items()}
        self._choices: dict[str, Choices] = {}

    def column(self, header: str) -> Column | None:
        """The column of a header, or None where it names nothing of the instrument."""
        name = plain(header.partition("._.")[0])
        if item := self._item(name):
            return self._whole(header, item)
        if "/" in name:
            head, *parts = name.split("/")
            item = self._item(head)
            return self._ours(header, item, parts) if item else None
        match = _HEADER.fullmatch(name)
        item = self._item(match["code"]) if match else None
        if match is None or item is None or match["part"] is None:
            return None
        return self._theirs(header, item, match["part"].strip(), match["scale"])

    def column_by_label(self, header: str, taken: Collection[str]) -> Column | None:
        """The column of a LimeSurvey header whose part has another code here but the same words.

        Only where exactly one row or option has these words, and no other column fills it.
        """
        name, _, words = header.partition("._.")
        match, shown = _HEADER.fullmatch(plain(name)), re.search(r"\[(.*)\]\s*$", words, re.DOTALL)
        item = self._item(match["code"]) if match and match["part"] else None
        if item is None or shown is None:
            return None
        wanted = plain(shown[1])
        offered: tuple[Row | Option, ...] = (*item.rows, *item.options)
        parts = [part.code for part in offered if wanted and wanted in labels(part.label)]
        free = [code for code in parts if f"{item.name}/{code}" not in taken]
        return self._theirs(header, item, free[0], None) if len(free) == len(parts) == 1 else None

    def _item(self, name: str) -> Item | None:
        name = name.strip()
        return self._items.get(self._there.get(name, name)) or self._folded.get(name.casefold())

    def choices(self, item: Item) -> Choices:
        if item.name not in self._choices:
            self._choices[item.name] = Choices(item.options)
        return self._choices[item.name]

    def _whole(self, header: str, item: Item) -> Column | None:
        if item.type is ItemType.ALLOCATION:
            return Column(header, item.name, partial(past_values.take_declined, item.name))
        if item.type is ItemType.MATRIX:
            return None
        return self._value(header, item, item.name)

    def _value(self, header: str, item: Item, key: str) -> Column:
        """A column that holds the whole value of one key."""
        if item.type is ItemType.SINGLE or (item.type is ItemType.MATRIX and item.cell is Cell.SINGLE):
            choices = self.choices(item)
            return Column(header, key, partial(past_values.take_one, choices, key), choices)
        if item.options:
            choices = self.choices(item)
            return Column(header, key, partial(past_values.take_many, choices, key), choices)
        return Column(header, key, partial(past_values.take_value, item, key))

    def _ours(self, header: str, item: Item, parts: list[str]) -> Column | None:
        """`item/option`, `item/row`, `item/row/option`, `item/other`, `item/rank`."""
        part = parts[0].strip()
        rows = {row.code for row in item.rows}
        codes = {option.code for option in item.options}
        match item.type:
            case ItemType.MATRIX if part in rows and len(parts) == 2 and parts[1].strip() in codes:
                key = f"{item.name}/{part}"
                return Column(
                    header, f"{key}/{parts[1].strip()}", partial(past_values.take_flag, item, key, parts[1].strip())
                )
            case ItemType.MATRIX | ItemType.ALLOCATION if part in rows and len(parts) == 1:
                return self._value(header, item, f"{item.name}/{part}")
            case ItemType.ALLOCATION if part == "rank":
                choices = Choices(Option(code=row.code, label=row.label) for row in item.rows)
                key = f"{item.name}/rank"
                return Column(header, key, partial(past_values.take_many, choices, key), choices)
            case ItemType.SINGLE | ItemType.MULTIPLE if part == "other" and self.choices(item).other:
                return self._other(header, item)
            case ItemType.MULTIPLE if part in codes:
                return Column(header, f"{item.name}/{part}", partial(past_values.take_flag, item, item.name, part))
        return None

    def _theirs(self, header: str, item: Item, part: str, scale: str | None) -> Column | None:
        """`code[sub]` and its kin."""
        if part == "other" and self.choices(item).other:
            return self._other(header, item)
        if part == "comment":
            beside = self._items.get(f"{item.name}_comment")
            return self._value(header, beside, beside.name) if beside and not beside.rows else None
        if item.type is ItemType.MATRIX:
            return self._their_cell(header, item, part, scale)
        if item.type is ItemType.RANKING and part.isdecimal() and int(part) >= 1:
            choices = self.choices(item)
            key = f"{item.name}/{part}"
            return Column(header, key, partial(past_values.take_place, choices, item.name, int(part)), choices)
        if item.type is ItemType.MULTIPLE:
            if part.endswith("comment") and (beside := self._items.get(f"{item.name}_comment")):
                return self._ours(header, beside, [part.removesuffix("comment").rstrip("_")])
            return self._ours(header, item, [part])
        return self._ours(header, item, [part])

    def _their_cell(self, header: str, item: Item, part: str, scale: str | None) -> Column | None:
        if scale is not None and scale.strip() == "2":
            second = self._items.get(f"{item.name}_2")
            return self._ours(header, second, [part]) if second else None
        if item.cell is Cell.MULTIPLE and part not in {row.code for row in item.rows}:
            for row in item.rows:
                if part.startswith(f"{row.code}_"):
                    return self._ours(header, item, [row.code, part.removeprefix(f"{row.code}_")])
        return self._ours(header, item, [part])

    def _other(self, header: str, item: Item) -> Column:
        return Column(header, f"{item.name}/other", partial(past_values.take_other, item, self.choices(item)))
