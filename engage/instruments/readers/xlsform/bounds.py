"""Limits of an item as a constraint, for programs that know constraints only."""

from engage.instruments.domain.definition import Item, ItemType

_NUMBERS = (ItemType.INTEGER, ItemType.DECIMAL, ItemType.YEAR)


def number(value: float) -> str:
    """As short as it can be written: `5`, `0.5`."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def bounds(item: Item) -> str | None:
    """What has to hold of the answer `.` by the limits of the item, None when it has none."""
    parts: list[str] = []
    if item.type in _NUMBERS:
        parts += [f". >= {number(item.minimum)}"] if item.minimum is not None else []
        parts += [f". <= {number(item.maximum)}"] if item.maximum is not None else []
    elif item.type is ItemType.TEXT:
        parts += [f"string-length(.) <= {item.max_length}"] if item.max_length is not None else []
        parts += [f"regex(., '^({item.pattern})$')"] if item.pattern and _quotable(item.pattern) else []
    elif item.type is ItemType.MULTIPLE:
        parts += [f"count-selected(.) >= {item.min_choices}"] if item.min_choices is not None else []
        parts += [f"count-selected(.) <= {item.max_choices}"] if item.max_choices is not None else []
        alone = [option.code for option in item.options if option.exclusive and "'" not in option.code]
        parts += [f"(not(selected(., '{code}')) or count-selected(.) = 1)" for code in alone]
    return " and ".join(parts) or None


def _quotable(pattern: str) -> bool:
    return "'" not in pattern and "${" not in pattern


def constraint_with_bounds(item: Item) -> str | None:
    """The constraint of an item together with its limits."""
    limits = bounds(item)
    if limits and item.constraint:
        return f"({limits}) and ({item.constraint})"
    return limits or item.constraint


def constraint_without_bounds(item: Item) -> str | None:
    """What remains of the constraint when what the item's limits say is taken out of it.

    A constraint that somebody changed since stays whole.
    """
    limits = bounds(item)
    if limits is None or item.constraint is None:
        return item.constraint
    if item.constraint == limits:
        return None
    start = f"({limits}) and ("
    if item.constraint.startswith(start) and item.constraint.endswith(")"):
        return item.constraint[len(start) : -1]
    return item.constraint
