"""The parameters column: `start=1; end=10`, `randomize=true, seed=42`, `rows=5`."""

import re
from collections.abc import Callable, Mapping

from engage.instruments.domain.definition import ItemType
from engage.instruments.readers.xlsform.collector import Collector
from engage.instruments.readers.xlsform.columns import Record
from engage.instruments.readers.xlsform.kinds import PICTURES, Kind, What

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")


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
    if _NUMBER.fullmatch(text):
        return float(text)
    message = f"The parameter {name} must be a number, and not “{text}”."
    collector.error("bad_parameter", message, record.where("parameters"))
    return default


def note_unused(parameters: dict[str, str], record: Record, collector: Collector) -> None:
    if parameters:
        listed = ", ".join(parameters)
        collector.note("parameter_ignored", f"Parameters without effect here: {listed}.", record.where("parameters"))


def _anything(_: str) -> bool:
    return True


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))


def _one_of(*words: str) -> Callable[[str], bool]:
    return lambda text: text in words


_IS_FLAG = _one_of("true", "false")
_PLACE = {"allow-mock-accuracy": _IS_FLAG, "reference-geometry": _anything}
_ACCURACY = {"capture-accuracy": _is_number, "warning-accuracy": _is_number}
_SELECT = {"randomize": _anything, "seed": _anything}
_ALLOWED: Mapping[str, Mapping[str, Callable[[str], bool]]] = {
    **{name: {**_PLACE, **_ACCURACY} for name in ("geopoint", "gps", "location")},
    **{name: {**_PLACE, "incremental": _IS_FLAG} for name in ("geotrace", "geoshape")},
    **{name: {"max-pixels": str.isdecimal, "app": _anything} for name in PICTURES},
    "audio": {"quality": _one_of("voice-only", "low", "normal", "external")},
    "background-audio": {"quality": _one_of("voice-only", "low", "normal")},
    "audit": {
        "location-priority": _one_of("no-power", "low-power", "balanced", "high-accuracy"),
        "location-min-interval": str.isdecimal,
        "location-max-age": str.isdecimal,
        "track-changes": _IS_FLAG,
        "track-changes-reasons": _anything,
        "identify-user": _IS_FLAG,
    },
    "range": dict.fromkeys(("start", "end", "step", "tick_interval", "placeholder", "tick_labelset"), _anything),
}
"""What the reference implementation takes, by type; `_anything` where the value is looked at elsewhere."""
_LOCATION = ("location-priority", "location-min-interval", "location-max-age")


def check_parameters(record: Record, kind: Kind, collector: Collector) -> None:
    """Parameters that the type does not have, and values that they cannot have, are errors at the cell."""
    allowed = _allowed(kind)
    if not record["parameters"] or allowed is None:
        return
    found = parameters_of(record, Collector())
    for name, value in found.items():
        if name not in allowed:
            message = f"“{record['type']}” has no parameter {name}. It takes {', '.join(sorted(allowed))}."
            collector.error("bad_parameter", message, record.where("parameters"))
        elif not allowed[name](value):
            message = f"The parameter {name} cannot be “{value}”."
            collector.error("bad_parameter", message, record.where("parameters"))
    if kind.word == "audit":
        _check_audit(record, found, collector)


def _allowed(kind: Kind) -> Mapping[str, Callable[[str], bool]] | None:
    if kind.what is What.ITEM and kind.type in (ItemType.SINGLE, ItemType.MULTIPLE, ItemType.RANKING):
        return {**_SELECT, "value": _anything, "label": _anything} if kind.from_file else _SELECT
    return _ALLOWED.get(kind.word)


def _check_audit(record: Record, found: Mapping[str, str], collector: Collector) -> None:
    given = [name for name in _LOCATION if name in found]
    if given and len(given) < len(_LOCATION):
        message = f"The location in an audit needs {', '.join(_LOCATION)} together."
        collector.error("bad_parameter", message, record.where("parameters"))
    least, most = found.get("location-min-interval", ""), found.get("location-max-age", "")
    if least.isdecimal() and most.isdecimal() and int(most) < int(least):
        message = "location-max-age cannot be less than location-min-interval."
        collector.error("bad_parameter", message, record.where("parameters"))
