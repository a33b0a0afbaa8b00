"""Cells of our own columns as values; what is no such value is an error at its cell."""

from collections.abc import Callable, Mapping
from typing import Any

from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.columns import Record
from engage.instruments.readers.xlsform.own import PREFIX


def own_values(record: Record, fields: Mapping[str, Callable[[str], Any]], collector: Collector) -> dict[str, Any]:
    """The fields that the row gives."""
    found: dict[str, Any] = {}
    for name, read in fields.items():
        column = f"{PREFIX}::{name}"
        if not record[column]:
            continue
        try:
            found[name] = read(record[column])
        except ValueError:
            message = f"“{record[column]}” is no value for {name}."
            collector.error("bad_value", message, record.where(column))
    return found
