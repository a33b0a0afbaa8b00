"""Checking what was chosen: one option, several, a cell in each row of a matrix."""

from typing import Any

from engage.instruments.domain import typed
from engage.instruments.domain.definition import DECLINED, Cell, Item
from engage.instruments.domain.inputs import many, one
from engage.instruments.domain.journey import ItemOnPath, Journey, Raw
from engage.instruments.domain.problems import Answers, Part, Problem, Wrong

LONGEST_OTHER = 1_000


def as_text(value: str | tuple[str, ...]) -> str:
    return " ".join(value) if isinstance(value, tuple) else value


def single(journey: Journey, asked: ItemOnPath) -> Part:
    item = asked.item
    code = one(journey.raw, item.name) if item.name in journey.raw else as_text(journey[item.name])
    if not code:
        return {}, []
    return _chosen(journey, asked, (code,), code)


def multiple(journey: Journey, asked: ItemOnPath) -> Part:
    item = asked.item
    codes = many(journey.raw, item.name) if item.name in journey.raw else _split(journey[item.name])
    if not codes:
        return {}, []
    answers, problems = _chosen(journey, asked, codes, list(codes))
    wrong = None if problems else _number_of_choices(item, codes)
    return answers, [wrong] if wrong else problems


def _split(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else tuple(value.split())


def _chosen(journey: Journey, asked: ItemOnPath, codes: tuple[str, ...], value: str | list[str]) -> Part:
    item = asked.item
    offered = {option.code: option for option in asked.options}
    if any(code not in offered for code in codes):
        # An option that a filter has taken away since is no answer; one that never was is a forgery.
        known = {option.code for option in item.options}
        if all(code in known for code in codes):
            return {}, []
        return {}, [Problem(item.name, "not_an_option")]
    answers: Answers = {item.name: value}
    if not any(offered[code].other for code in codes):
        return answers, []
    key, longest = f"{item.name}/other", item.max_length or LONGEST_OTHER
    text = one(journey.raw, key)
    if len(text) > longest:
        return answers, [Problem(key, "too_long", {"maximum": longest})]
    if text:
        answers[key] = text
    elif item.other_required:
        return answers, [Problem(key, "other_missing")]
    return answers, []


def _number_of_choices(item: Item, codes: tuple[str, ...]) -> Problem | None:
    exclusive = any(option.exclusive for option in item.options if option.code in codes)
    if exclusive and len(codes) > 1:
        return Problem(item.name, "exclusive")
    if item.max_choices and len(codes) > item.max_choices:
        return Problem(item.name, "too_many", {"maximum": item.max_choices, "chosen": len(codes)})
    if item.min_choices and len(codes) < item.min_choices and not exclusive:
        return Problem(item.name, "too_few", {"minimum": item.min_choices})
    return None


def matrix(journey: Journey, asked: ItemOnPath) -> Part:
    item, answers, problems = asked.item, {}, []
    codes = {option.code for option in asked.options}
    for row in asked.rows:
        key = f"{item.name}/{row.code}"
        try:
            value = _cell(item, journey.raw, key, codes)
        except Wrong as wrong:
            problems.append(Problem(key, wrong.code, wrong.figures))
        else:
            if value not in ("", []):
                answers[key] = value
    return answers, problems


_CELLS = {Cell.TEXT: typed.text, Cell.INTEGER: typed.integer, Cell.DECIMAL: typed.decimal}


def _cell(item: Item, raw: Raw, key: str, codes: set[str]) -> Any:
    if item.cell is Cell.MULTIPLE:
        chosen = many(raw, key)
        if item.prefer_not_to_say and DECLINED in chosen:
            return DECLINED
        if not set(chosen) <= codes:
            raise Wrong("not_an_option")
        return list(chosen)
    value = one(raw, key)
    if not value:
        return ""
    if value == DECLINED and item.prefer_not_to_say:
        return DECLINED
    if item.cell is Cell.SINGLE:
        if value not in codes:
            raise Wrong("not_an_option")
        return value
    return _CELLS[item.cell](item, value)
