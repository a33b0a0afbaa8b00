"""The form of one item: what it holds, what was typed, and what of it is a change.

The page carries what the form held when it was made (`seen`). A change is what differs from that, so two people who
change different things of one item do not meet.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import DURATION_UNITS, FILE_TYPES, Cell, Item, ItemType, Option, Row
from engage.instruments.domain.editing import pasting
from engage.instruments.expressions.values import number_text
from engage.instruments.views import parts_of_answers

Values = dict[str, Any]
"""Field -> text, number, yes or no, or list; as JSON keeps it."""

TEXTS = (
    "label",
    "hint",
    "guidance",
    "required_message",
    "constraint_message",
    "low_label",
    "high_label",
    "prefix",
    "suffix",
    "explanation",
)
CONDITIONS = ("relevance", "required", "constraint")
FLAGS = (
    "shuffle",
    "fixed",
    "multiline",
    "dropdown",
    "prefer_not_to_say",
    "special_category",
    "pulse",
    "personal",
    "other_required",
    "heading",
)
WHOLE = ("min_choices", "max_choices", "max_length", "total")
NUMBERS = ("minimum", "maximum", "step", "max_megabytes")
LISTS = ("countries", "tags", "units", "accept", "trigger")
WORDS = ("default", "calculation", "choice_filter", "pattern", "agreed", "concept", "cell", "answer")

_CHOICES = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.RANKING, ItemType.MATRIX})
_NUMBERS = frozenset({ItemType.INTEGER, ItemType.DECIMAL})
_OF_TYPE: Mapping[str, frozenset[ItemType]] = {
    "required_message": frozenset(ItemType) - {ItemType.NOTE, ItemType.CALCULATION},
    "constraint_message": frozenset(ItemType) - {ItemType.NOTE, ItemType.CALCULATION},
    "required": frozenset(ItemType) - {ItemType.NOTE, ItemType.CALCULATION},
    "constraint": frozenset(ItemType) - {ItemType.NOTE, ItemType.CALCULATION, ItemType.CONSENT},
    "hint": frozenset(ItemType) - {ItemType.CALCULATION},
    "guidance": frozenset(ItemType) - {ItemType.CALCULATION},
    "low_label": frozenset({ItemType.SCALE}),
    "high_label": frozenset({ItemType.SCALE}),
    "prefix": _NUMBERS | {ItemType.TEXT},
    "suffix": _NUMBERS | {ItemType.TEXT},
    "explanation": frozenset({ItemType.SINGLE}),
    "answer": frozenset({ItemType.SINGLE}),
    "shuffle": _CHOICES | {ItemType.ALLOCATION},
    "multiline": frozenset({ItemType.TEXT}),
    "dropdown": frozenset({ItemType.SINGLE}),
    "prefer_not_to_say": frozenset(ItemType) - {ItemType.NOTE, ItemType.CALCULATION, ItemType.CONSENT},
    "special_category": frozenset(ItemType) - {ItemType.NOTE, ItemType.CALCULATION, ItemType.CONSENT},
    "personal": frozenset(ItemType) - {ItemType.NOTE, ItemType.CALCULATION, ItemType.CONSENT},
    "other_required": frozenset({ItemType.SINGLE, ItemType.MULTIPLE}),
    "heading": frozenset({ItemType.NOTE}),
    "min_choices": frozenset({ItemType.MULTIPLE, ItemType.RANKING}),
    "max_choices": frozenset({ItemType.MULTIPLE, ItemType.RANKING}),
    "max_length": frozenset({ItemType.TEXT}),
    "pattern": frozenset({ItemType.TEXT}),
    "total": frozenset({ItemType.ALLOCATION}),
    "minimum": _NUMBERS | {ItemType.SCALE, ItemType.YEAR},
    "maximum": _NUMBERS | {ItemType.SCALE, ItemType.YEAR},
    "step": frozenset({ItemType.SCALE, ItemType.DECIMAL}),
    "max_megabytes": frozenset({ItemType.FILE}),
    "accept": frozenset({ItemType.FILE}),
    "units": frozenset({ItemType.DURATION}),
    "countries": frozenset({ItemType.REGION, ItemType.COUNTRY}),
    "tags": frozenset({ItemType.LANGUAGE}),
    "default": frozenset(ItemType) - {ItemType.NOTE, ItemType.MATRIX, ItemType.ALLOCATION, ItemType.FILE},
    "calculation": frozenset({ItemType.CALCULATION}),
    "trigger": frozenset({ItemType.CALCULATION}),
    "choice_filter": frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.RANKING}),
    "agreed": frozenset({ItemType.CONSENT}),
    "cell": frozenset({ItemType.MATRIX}),
    "options": _CHOICES,
    "rows": frozenset({ItemType.MATRIX, ItemType.ALLOCATION}),
}

KINDS = ("", "other", "exclusive", "fixed")
"""What is special about an option; "" for most."""


def applies(field: str, kind: ItemType) -> bool:
    return kind in _OF_TYPE.get(field, frozenset(ItemType))


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form holds after somebody sent it, and what is wrong with it: field -> sentence."""

    values: Values
    problems: Mapping[str, str]


def values_of(item: Item) -> Values:
    """What the form of an item holds, conditions left out."""
    found: Values = {"name": item.name}
    for name in TEXTS:
        found[name] = _source(getattr(item, name))
    for name in FLAGS:
        found[name] = bool(getattr(item, name))
    for name in (*WHOLE, *NUMBERS):
        value = getattr(item, name)
        found[name] = "" if value is None else number_text(float(value))
    for name in LISTS:
        found[name] = list(getattr(item, name))
    for name in WORDS:
        value = getattr(item, name)
        found[name] = value.value if isinstance(value, Cell) else (value or "")
    found["options"] = [
        _part_values(option) | {"kind": _kind(option), "attributes": parts_of_answers.written(option.attributes)}
        for option in item.options
    ]
    found["rows"] = [_part_values(row) for row in item.rows]
    return found


def _part_values(part: Option | Row) -> dict[str, str]:
    known = {"was": part.code, "code": part.code, "label": part.label.source, "if": part.relevance or ""}
    return {**parts_of_answers.EMPTY, **known}


def _source(text: LocalizedText | None) -> str:
    return text.source if text is not None else ""


def _kind(option: Any) -> str:
    return next((name for name in KINDS if name and getattr(option, name)), "")


def seen(values: Values) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def read_seen(text: str, fallback: Values) -> Values:
    """What the page says the form held; what is no such thing counts as the state now."""
    try:
        found = json.loads(text)
    except ValueError:
        return fallback
    if not isinstance(found, dict):
        return fallback
    return {name: found[name] if _fits(name, found.get(name), value) else value for name, value in fallback.items()}


def _fits(name: str, found: Any, like: Any) -> bool:
    if type(found) is not type(like):
        return False
    if name in ("options", "rows"):
        return all(isinstance(part, dict) and part.keys() == _PART and _all_texts(part.values()) for part in found)
    return not isinstance(found, list) or _all_texts(found)


_PART = parts_of_answers.EMPTY.keys()


def _all_texts(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


# -- what was sent


def posted(item: Item, form: "MultiDict[str, str]", before: Values) -> Typed:
    """What somebody typed; fields that the form did not have keep what they held."""
    values = dict(before)
    problems: dict[str, str] = {}
    for name in ("name", *TEXTS, *WORDS):
        if name in form:
            values[name] = form[name].replace("\r\n", "\n").strip()
    for name in FLAGS:
        if f"{name}-there" in form:
            values[name] = name in form
    for name in (*WHOLE, *NUMBERS):
        if name in form:
            values[name] = form[name].strip()
            if not _is_number(values[name], whole=name in WHOLE):
                problems[name] = gettext("Write a number, or leave it empty.")
    for name in LISTS:
        if f"{name}-there" in form:
            values[name] = _listed(name, form)
    for name in ("options", "rows"):
        if f"{name}-there" in form:
            values[name] = _parts(name, form, before[name])
            wrong = [*_part_problems(values[name]), *parts_of_answers.problems(values[name])]
            if wrong:
                problems[name] = " ".join(wrong)
    if not values["label"] and before["label"] and item.type is not ItemType.CALCULATION:
        problems["label"] = gettext("Write the question, or what is to be read.")
    return Typed(values, problems)


def _is_number(text: str, *, whole: bool) -> bool:
    return not text or re.fullmatch(r"\d{1,9}" if whole else r"-?\d{1,12}(?:[.,]\d{1,9})?", text) is not None


def number(text: str) -> float | None:
    return float(text.replace(",", ".")) if text else None


def _listed(name: str, form: "MultiDict[str, str]") -> list[str]:
    found = [part for text in form.getlist(name) for part in re.split(r"[\s,;]+", text) if part]
    match name:
        case "units":
            return [unit for unit in DURATION_UNITS if unit in found]
        case "accept":
            return [ending for ending in FILE_TYPES if ending in found]
        case "countries":
            return list(dict.fromkeys(part.upper() for part in found))
        case "trigger":
            return list(dict.fromkeys(part.strip("${}") for part in found))
    return list(dict.fromkeys(found))


def _parts(name: str, form: "MultiDict[str, str]", before: list[dict[str, str]]) -> list[dict[str, str]]:
    """Options or rows as they stand in the form: emptied ones gone, new ones with codes, pasted ones at the end."""
    columns = [form.getlist(f"{name}-{column}") for column in ("was", "code", "label", "kind")]
    kinds = columns[3] or [""] * len(columns[0])
    rules = parts_of_answers.posted(name, form, before)
    rows = [
        {"was": was, "code": code.strip(), "label": label.strip(), "kind": kind if kind in KINDS else "", **rule}
        for was, code, label, kind, rule in zip(*columns[:3], kinds, rules, strict=False)
        if label.strip() or (was and code.strip())
    ]
    rows = _pressed(name, rows, form.get("_action", ""))
    given = pasting.lines(form.get(f"{name}-paste", ""))
    rows += [{**parts_of_answers.EMPTY, "code": code, "label": label} for code, label in given]
    return _with_codes(rows)


def _pressed(name: str, rows: list[dict[str, str]], action: str) -> list[dict[str, str]]:
    deed, _, rest = action.partition(":")
    number_text_, _, direction = rest.partition(":")
    if deed != name or not number_text_.isdigit() or int(number_text_) >= len(rows):
        return rows
    at = int(number_text_)
    if direction == "remove":
        return rows[:at] + rows[at + 1 :]
    to = at - 1 if direction == "up" else at + 1
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
    return rows


def _with_codes(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """A code for each that has none."""
    taken = {row["code"] for row in rows if row["code"]}
    for row in rows:
        if not row["code"]:
            row["code"] = pasting.code_for(row["label"], taken)
            taken.add(row["code"])
    return rows


def _part_problems(rows: list[dict[str, str]]) -> Iterator[str]:
    codes = [row["code"] for row in rows]
    for code in dict.fromkeys(codes):
        if codes.count(code) > 1:
            yield gettext("The code “%(code)s” stands there twice. Every answer needs a code of its own.", code=code)
        if re.search(r"[\s/]", code):
            yield gettext("The code “%(code)s” has a space or a stroke in it. Leave them out.", code=code)


def changed(before: Values, after: Values) -> list[str]:
    """The fields that hold something else than before."""
    return [name for name in after if after[name] != before.get(name)]
