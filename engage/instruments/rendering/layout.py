"""How an item is laid out: decisions that a template should not make."""

from engage.instruments.domain.definition import Cell, Item, ItemType

MOST_SCALE_POINTS = 12
MOST_INLINE_OPTIONS = 5
LONGEST_INLINE_LABEL = 18


def scale_points(item: Item) -> tuple[str, ...]:
    """The points of a scale as values; empty when there are too many to show, then it is a number field."""
    low, high, step = item.minimum or 0, item.maximum if item.maximum is not None else 10, item.step or 1
    count = int((high - low) / step + 1e-9) + 1
    if not 1 < count <= MOST_SCALE_POINTS:
        return ()
    return tuple(f"{low + step * i:g}" for i in range(count))


def inline_matrix(item: Item, language: str) -> bool:
    """Whether the options of a statement fit in one row on a wide screen."""
    return (
        item.cell is Cell.SINGLE
        and len(item.options) <= MOST_INLINE_OPTIONS
        and all(len(option.label.in_(language)) <= LONGEST_INLINE_LABEL for option in item.options)
    )


MOST_NAMED_RADIOS = 6
"""Countries or languages; more than this go into a dropdown."""


def is_named_few(item: Item) -> bool:
    """Whether the countries or languages offered are few enough to be seen at once."""
    only = item.countries if item.type is ItemType.COUNTRY else item.tags
    return not item.dropdown and 0 < len(only) <= MOST_NAMED_RADIOS


def is_group(item: Item) -> bool:
    """Whether it has several controls and so needs a fieldset."""
    grouped = {
        ItemType.SINGLE,
        ItemType.MULTIPLE,
        ItemType.MATRIX,
        ItemType.RANKING,
        ItemType.ALLOCATION,
        ItemType.DURATION,
        ItemType.DATE_RANGE,
    }
    if item.type is ItemType.SINGLE and item.dropdown:
        return bool(any(option.other for option in item.options))
    if item.type is ItemType.SCALE:
        return bool(scale_points(item))
    if item.type in (ItemType.COUNTRY, ItemType.LANGUAGE):
        return is_named_few(item)
    return item.type in grouped
