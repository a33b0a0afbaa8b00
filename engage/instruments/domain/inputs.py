"""What a page sends for an item: the names of its inputs, and one or many values under a name."""

from engage.instruments.domain.definition import DECLINED, Cell, Item, ItemType
from engage.instruments.domain.journey import Raw
from engage.instruments.domain.spans import asked_units
from engage.instruments.domain.typed import clean


def one(raw: Raw, key: str) -> str:
    """The value under a name, the first of several, cleaned."""
    value = raw.get(key, "")
    return clean(value[0] if isinstance(value, tuple) and value else value if isinstance(value, str) else "")


def many(raw: Raw, key: str) -> tuple[str, ...]:
    """The values under a name, each once."""
    value = raw.get(key, ())
    values = value if isinstance(value, tuple) else tuple(value.split())
    return tuple(dict.fromkeys(value for value in values if value))


def declined(item: Item, raw: Raw) -> bool:
    """Whether "prefer not to say" was chosen for the whole item."""
    if not item.prefer_not_to_say:
        return False
    value = raw.get(item.name, "")
    return (
        raw.get(f"{item.name}/declined") == "1" or value == DECLINED or (isinstance(value, tuple) and DECLINED in value)
    )


def input_names(item: Item) -> tuple[str, ...]:
    """Every input a page may send as text for this item. Files are no text: they have a way of their own."""
    match item.type:
        case ItemType.NOTE | ItemType.CALCULATION:
            return ()
        case ItemType.FILE:
            names = []
        case ItemType.RANKING:
            names = [f"{item.name}/{option.code}" for option in item.options]
        case ItemType.ALLOCATION:
            names = [f"{item.name}/{row.code}" for row in item.rows]
            names += [f"{item.name}/rank/{row.code}" for row in item.rows]
        case ItemType.DURATION:
            names = [f"{item.name}/{unit}" for unit in asked_units(item)]
        case _:
            names = [key for key in item.keys if key != f"{item.name}/national"]
    return (*names, f"{item.name}/declined") if item.prefer_not_to_say else tuple(names)


def takes_many(item: Item) -> bool:
    """Whether its inputs send several values under one name."""
    return item.type is ItemType.MULTIPLE or (item.type is ItemType.MATRIX and item.cell is Cell.MULTIPLE)
