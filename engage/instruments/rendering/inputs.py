"""Taking from a form what belongs to the items of a page.

Several people may answer the same items on one page: each has a prefix, before the names of inputs and inside ids.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from engage.instruments.domain.checks import input_names, takes_many
from engage.instruments.domain.definition import Item
from engage.instruments.domain.journey import Raw
from engage.instruments.rendering.names import element_id, input_name

LONGEST_VALUE = 20_000
LONGEST_CODE = 200
MOST_VALUES = 500
SEEN = "_seen"
"""Items that were shown, by name: those that a script may have opened."""
CURRENT = "_current"
"""Whether a script had shown all that the answers open before the form was sent."""


class Sent(Protocol):
    """What a form sent: several values under a name."""

    def getlist(self, key: str, /) -> Sequence[str]: ...


def changes(items: Iterable[Item], form: Sent, prefix: str = "") -> Raw:
    """Raw values by key, also the invalid ones; an input that was shown and not sent is empty."""
    found: dict[str, str | tuple[str, ...]] = {}
    for item in items:
        if item.read_only:
            continue
        many = takes_many(item)
        for key in input_names(item):
            values = form.getlist(prefix + input_name(key))[:MOST_VALUES]
            if many and not key.endswith(("/other", "/declined")):
                found[key] = tuple(value[:LONGEST_CODE] for value in values)
            else:
                found[key] = values[0][:LONGEST_VALUE] if values else ""
    return found


def names_under(prefix: str) -> Callable[[str], str]:
    """`name` for the templates of items whose inputs have a prefix."""
    return lambda key: prefix + input_name(key)


def ids_under(prefix: str) -> Callable[[str], str]:
    """`id` likewise."""
    return lambda key: id_under(prefix, element_id(key))


def id_under(prefix: str, element: str) -> str:
    """The id of an element (`i-…`) among those of a prefix."""
    return f"{element_id(prefix)}-{element[2:]}" if prefix else element
