"""The published JSON Schema of the instrument format, and what it has to say in plain words."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

Steps = tuple[str | int, ...]


@cache
def schema() -> Mapping[str, Any]:
    """`instrument.schema.json` (JSON Schema 2020-12)."""
    text = (files(__name__) / "instrument.schema.json").read_text("utf-8")
    loaded: Mapping[str, Any] = json.loads(text)
    return loaded


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong with the form of a document, and the way to the part that is wrong."""

    code: str
    message: str
    path: Steps


def violations(document: Any, against: Mapping[str, Any] | None = None) -> Iterator[Violation]:
    """Every way in which the document breaks the schema, in the order of the schema.

    :param against: another schema, of a document around instruments; it says no more than this one can explain
    """
    for error in (_validator() if against is None else _made(against)).iter_errors(document):
        yield from _explain(error)


@cache
def _validator() -> "Draft202012Validator":
    return _made(schema())


def _made(against: Mapping[str, Any]) -> "Draft202012Validator":
    from jsonschema import Draft202012Validator  # loaded where a document is read

    return Draft202012Validator(against)


def _explain(error: "ValidationError") -> Iterator[Violation]:
    path: Steps = tuple(error.absolute_path)
    value: Any = error.instance
    place = _place(path)
    if "propertyNames" in error.absolute_schema_path:
        yield Violation(_form_code(error, "bad_key"), f"the key {_short(value)} needs {_form(error)}", (*path, value))
        return
    match error.validator:
        case "additionalProperties":
            yield from _unknown_keys(error, path)
        case "required":
            yield from _missing_keys(error, path)
        case "type" if value is None:
            yield Violation("empty_value", f"{place} is empty: give it a value or remove it", path)
        case "type":
            wanted = " or ".join(_TYPES[name] for name in _listed(error.validator_value))
            advice = "; put it in quotes" if _needs_quotes(error) else ""
            yield Violation("wrong_type", f"{place} must be {wanted}, not {_kind(value)}{advice}", path)
        case "enum" | "const":
            yield _unknown_value(error, path)
        case "pattern":
            yield Violation(
                _form_code(error, "bad_form"), f"{place} is {_short(value)}, but needs {_form(error)}", path
            )
        case limit:
            yield Violation("out_of_bounds", f"{place} {_LIMITS[str(limit)].format(error.validator_value)}", path)


def _unknown_keys(error: "ValidationError", path: Steps) -> Iterator[Violation]:
    known = error.schema.get("properties", {}) if isinstance(error.schema, Mapping) else {}
    value: Any = error.instance
    for key in value:
        if key not in known:
            close = get_close_matches(key, known, n=1)
            advice = f"; did you mean `{close[0]}`?" if close else ""
            yield Violation("unknown_key", f"{_short(key)} is not a key of {_place(path)}{advice}", (*path, key))


def _missing_keys(error: "ValidationError", path: Steps) -> Iterator[Violation]:
    # jsonschema reports each missing key on its own, named only in its sentence
    missing = error.message.split("'")[1]
    yield Violation("missing_key", f"`{missing}` is missing in {_place(path)}", path)


def _unknown_value(error: "ValidationError", path: Steps) -> Violation:
    allowed = [str(value) for value in _listed(error.validator_value)]
    close = get_close_matches(str(error.instance), allowed, n=1)
    one_of = "one of " if len(allowed) > 1 else ""
    advice = f"did you mean `{close[0]}`?" if close else f"it must be {one_of}{', '.join(allowed)}"
    code = "unknown_type" if path[-1:] == ("type",) else "unknown_value"
    return Violation(code, f"{_place(path)} is {_short(error.instance)}; {advice}", path)


def _form_code(error: "ValidationError", code: str) -> str:
    return "malformed_language" if error.schema == schema()["$defs"]["language"] else code


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _place(path: Steps) -> str:
    """What the part is called that the path leads to."""
    if not path:
        return "the head of the document"
    if isinstance(path[-1], str):
        return f"`{path[-1]}`"
    listed = next((step for step in reversed(path) if isinstance(step, str)), "")
    return _ENTRIES.get(listed, f"an entry of `{listed}`")


def _form(error: "ValidationError") -> str:
    described = error.schema.get("description") if isinstance(error.schema, Mapping) else None
    return str(described or f"the form {error.validator_value}")


def _needs_quotes(error: "ValidationError") -> bool:
    return "string" in _listed(error.validator_value) and isinstance(error.instance, bool | int | float)


def _kind(value: Any) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list"}
    return names.get(type(value), "a mapping")


def _short(value: Any) -> str:
    text = str(value)
    return f"`{text[:40]}…`" if len(text) > 40 else f"`{text}`"


_ENTRIES = {"sections": "a section", "items": "an item", "options": "an option", "rows": "a row"}
_TYPES = {
    "string": "a text",
    "object": "a mapping",
    "array": "a list",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}
_LIMITS = {
    "minLength": "is shorter than {} character",
    "maxLength": "is longer than {} characters",
    "minItems": "has fewer than {} entry",
    "maxItems": "has more than {} entries",
    "maxProperties": "has more than {} entries",
    "uniqueItems": "names something twice",
    "minimum": "is less than {}",
    "maximum": "is more than {}",
    "exclusiveMinimum": "must be more than {}",
}
