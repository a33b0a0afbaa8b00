"""Which SPSS variable a column becomes: number or string, labels, and values that stand for no answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engage.instruments.domain.definition import DECLINED, ItemType
from engage.results.exports.cells import labels, words
from engage.results.exports.fields import Field, Form
from engage.results.exports.parquet_file import heading
from engage.results.exports.sav_file import Answers, Variable
from engage.results.exports.wording import not_said

_FORMATS = {
    Form.NUMBER: (5, 12, 2),
    Form.DAY: (20, 11, 0),
    Form.CLOCK: (21, 5, 0),
    Form.MOMENT: (22, 17, 0),
}
NUMBERS = (Form.NUMBER, Form.WHOLE)
TIMES = (Form.DAY, Form.CLOCK, Form.MOMENT)
COUNTS = (Form.FLAG, Form.PLACE, Form.ENTRIES)


@dataclass
class Found:
    """What occurs in one column."""

    codes: dict[str, None] = field(default_factory=dict)
    width: int = 1
    """Bytes of the longest text."""
    least: float = 0.0
    declined: bool = False


def meta_variable(name: str, column: str, found: Found) -> Variable:
    match column:
        case "_response":
            return Variable(name=name, width=16)
        case "_version" | "_entry" | "_counted":
            return Variable(name=name, label=column)
        case "_submitted_on":
            return Variable(name=name, label=column, format=_FORMATS[Form.DAY], measure=3)
        case _ if column.startswith("_weight"):
            return Variable(name=name, label=column, format=(5, 12, 6), measure=3)
    return Variable(name=name, label=column, width=found.width)


def variable_of(name: str, each: Field, found: Found, language: str) -> Variable:
    label = heading(each, language)
    item = each.item
    offered = found.declined or bool(item and item.prefer_not_to_say)
    if each.form is Form.FLAG:
        return Variable(name=name, label=label, format=(5, 1, 0))
    if each.form in COUNTS:
        return Variable(name=name, label=label, format=(5, 4, 0), measure=2)
    if each.form in (*NUMBERS, *TIMES):
        missing = _missing_number(found.least, item.minimum if item else None) if offered else None
        scale = 2 if item and item.type is ItemType.SCALE else 3
        return Variable(
            name=name, label=label, format=_FORMATS.get(each.form, (5, 8, 0)), measure=scale, **_said(missing, language)
        )
    if each.form in (Form.WORDS, Form.FILE):
        return Variable(name=name, label=label, width=max(found.width, len(DECLINED) if found.declined else 1))
    return _coded(name, label, each, found, offered, language)


def _coded(name: str, label: str, each: Field, found: Found, offered: bool, language: str) -> Variable:
    codes = [code for code in dict.fromkeys((*(code for code, _ in each.values), *found.codes)) if code != DECLINED]
    if each.form is Form.CODES:
        width = max(found.width, len(DECLINED) if offered else 1)
        return Variable(name=name, label=label, width=width, **_said(DECLINED if offered else None, language))
    meant = labels(each, codes, language) if each.form is Form.CODE else {}
    if codes and all(_is_whole(code) for code in codes):
        numbers: dict[str | float, str] = {float(code): meant[code] for code in codes if code in meant}
        missing = _missing_number(min(float(code) for code in codes), None) if offered else None
        return Variable(name=name, label=label, **_said(missing, language, numbers))
    width = max(1, *(len(code.encode()) for code in codes), len(DECLINED) if offered else 1) if codes else len(DECLINED)
    return Variable(
        name=name, label=label, width=width, **_said(DECLINED if offered else None, language, dict(meant.items()))
    )


def _is_whole(code: str) -> bool:
    return code.removeprefix("-").isdecimal() and len(code) <= 9 and str(int(code)) == code


def _missing_number(least: float, minimum: float | None) -> float:
    """-99, or the next of its kind that is below whatever may occur."""
    below = min(least, minimum or 0.0)
    found = -99.0
    while found >= below:
        found = found * 10 - 9
    return found


def _said(
    missing: str | float | None, language: str, values: Mapping[str | float, str] | None = None
) -> dict[str, Any]:
    """Value labels and missing values together."""
    known: dict[str | float, str] = dict(values or {})
    if missing is None:
        return {"values": known or None}
    return {"values": {**known, missing: not_said(language)}, "missing": (missing,)}


def sets_of(inside: Sequence[Field], names: Mapping[str, str], language: str) -> Iterator[Answers]:
    flags: dict[str, list[Field]] = {}
    for each in inside:
        if each.form is Form.FLAG:
            flags.setdefault(each.key, []).append(each)
    for key, found in flags.items():
        label = words(found[0].label, language)
        yield Answers(f"set_{names[key]}"[:63], label, tuple(names[each.name] for each in found))
