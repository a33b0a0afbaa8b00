"""The parameters column: `start=1; end=10`, `randomize=true, seed=42`, `rows=5`."""

import re

from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.columns import Record


def parameters_of(record: Record, collector: Collector) -> dict[str, str]:
    """Names in lower case -> values. What is no `name=value` is an error at the cell."""
    found: dict[str, str] = {}
    text = re.sub(r"\s*=\s*", "=", record["parameters"])
    for part in re.split(r"[;,\s]+", text):
        name, sign, value = part.partition("=")
        if not part:
            continue
        if not sign or not name or not value:
            message = f"“{part}” is no parameter. Write name=value, separated by spaces."
            collector.error("bad_parameter", message, record.where("parameters"))
        else:
            found[name.lower()] = value
    return found


def number_in(parameters: dict[str, str], name: str, default: float, record: Record, collector: Collector) -> float:
    text = parameters.pop(name, None)
    if text is None:
        return default
    if re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", text):
        return float(text)
    message = f"The parameter {name} must be a number, and not “{text}”."
    collector.error("bad_parameter", message, record.where("parameters"))
    return default


def note_unused(parameters: dict[str, str], record: Record, collector: Collector) -> None:
    if parameters:
        listed = ", ".join(parameters)
        collector.note("parameter_ignored", f"Parameters without effect here: {listed}.", record.where("parameters"))
