"""When single answers and rows are offered, in the form of an item: a condition and attributes for each.

Most items need none of it: the form has these fields only where something is written in them, or when somebody asks.
"""

import re
from collections.abc import Iterator, Mapping

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from engage.instruments.expressions.errors import ExpressionError
from engage.instruments.expressions.evaluator import compile_expression

Part = Mapping[str, str]
"""One option or row as the form holds it; the keys of `EMPTY`."""

EMPTY: Part = {"was": "", "code": "", "label": "", "kind": "", "if": "", "attributes": ""}
_RULES = ("if", "attributes")


def written(attributes: Mapping[str, str]) -> str:
    """Attributes in one line: `region=north; size=big`."""
    return "; ".join(f"{name}={value}" for name, value in attributes.items())


def read(text: str) -> dict[str, str] | None:
    """The attributes that a line says; None when it is no such line."""
    found = {}
    for part in text.split(";"):
        if not part.strip():
            continue
        name, sign, value = (piece.strip() for piece in part.partition("="))
        if not sign or not re.fullmatch(r"[^\W\d][\w.-]*", name) or name in found:
            return None
        found[name] = value
    return found


def used(parts: list[Part]) -> bool:
    """Whether something of it is written for one of them."""
    return any(part[field] for part in parts for field in _RULES)


def posted(kind: str, form: "MultiDict[str, str]", before: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """The fields of each line of the form, in order; what the form did not have stays as it was."""
    held = {part["code"]: part for part in before}
    typed = {field: form.getlist(f"{kind}-{field}") for field in _RULES}
    for at, (was, code) in enumerate(zip(form.getlist(f"{kind}-was"), form.getlist(f"{kind}-code"), strict=False)):
        former = held.get(was) or held.get(code.strip()) or EMPTY
        yield {field: typed[field][at].strip() if at < len(typed[field]) else former[field] for field in _RULES}


def problems(parts: list[dict[str, str]]) -> Iterator[str]:
    """What is wrong with them, in sentences."""
    for part in parts:
        try:
            compile_expression(part["if"] or "true()")
        except ExpressionError as error:
            position = error.position + 1
            yield gettext(
                "“%(answer)s”: the expression cannot be read, from character %(position)s on.",
                answer=part["label"] or part["code"],
                position=position,
            )
        if read(part["attributes"]) is None:
            yield gettext(
                "“%(answer)s”: write attributes as name=value, with ; between them.",
                answer=part["label"] or part["code"],
            )
