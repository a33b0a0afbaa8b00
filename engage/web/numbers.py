"""Whole numbers in addresses."""

from typing import Any

from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**63 - 1
"""That a database takes; with a larger one an address leads nowhere."""


class NumberConverter(IntegerConverter):
    """`<int:name>` without a bound of its own."""

    def __init__(self, map: Map, *arguments: Any, **more: Any) -> None:  # noqa: A002 -- as werkzeug calls it
        super().__init__(map, *arguments, **{"max": LARGEST} | more)
