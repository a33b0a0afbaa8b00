"""Results as the tests of this room read them."""

from collections.abc import Iterator
from typing import Any

from engage.results.domain.tables import ItemTable, results
from engage.results.export import response_files


def item_tables(*arguments: Any, **more: Any) -> list[ItemTable]:
    """The tables of `results` alone."""
    return list(results(*arguments, **more).tables)


def response_csv(*arguments: Any, **more: Any) -> Iterator[bytes]:
    """The first file, without those of lists."""
    return (piece for name, piece in response_files(*arguments, **more) if not name)
