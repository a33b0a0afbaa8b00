"""The settings of a LimeSurvey question that bound its answers, as fields of an item."""

import re
from typing import Any

from engage.core.findings import Where
from engage.instruments.expressions.errors import PatternRefused
from engage.instruments.expressions.patterns import Pattern
from engage.instruments.readers.limesurvey.context import Context, both, literal
from engage.instruments.readers.limesurvey.model import Question
from engage.instruments.readers.limesurvey.notes import at
from engage.instruments.readers.limesurvey.variables import GRIDS, MATRICES, ONE_VALUE

MAX_PATTERN = 500
MAX_FILTERS = 20
"""Questions that filter one."""
_THIS = re.compile(r"\bthis\b")
_REGEX = re.compile(r"\s*([/#~%@])(.*)\1([a-zA-Z]*)\s*", re.DOTALL)
_DAY = re.compile(r"['\"]?(\d{4})(?:-(\d{1,2})-(\d{1,2}))?(?: \d{1,2}:\d{2}(?::\d{2})?)?['\"]?")
_TODAY = re.compile(r"\(*\s*(?:date\(\s*['\"]y-m-d['\"]\s*\)|['\"]?(?:now|today)['\"]?(?:\(\))?)\s*\)*", re.IGNORECASE)


def number(text: str) -> float | None:
    """A figure as LimeSurvey's settings write it, or None when it is something else."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e15 else None


def checked(question: Question, context: Context, *further: str | None) -> dict[str, Any]:
    """The constraint made of the question's own rule and further ones, and what to say when it fails."""
    rules = list(further)
    for setting in ("em_validation_q", "em_validation_sq"):
        source = context.attribute(question, setting)
        if not source:
            continue
        if question.type in ONE_VALUE:
            rules.append(context.rule(source, question, setting, "."))
        elif question.type in MATRICES + GRIDS and (setting == "em_validation_sq" or _THIS.search(source)):
            rules.append(_for_each_row(source, question, setting, context))
        else:
            rules.append(context.rule(source, question, setting, None))
    if question.type in MATRICES + GRIDS:
        rules += answered(question, context)
    constraint = both(*rules)
    if constraint is None:
        return {}
    tip = context.attribute_text(question, "em_validation_q_tip") or context.attribute_text(
        question, "em_validation_sq_tip"
    )
    return {"constraint": constraint, "constraint_message": tip}


def _for_each_row(source: str, question: Question, setting: str, context: Context) -> str | None:
    """A rule on `this`, for every row that is answered; None as soon as it cannot be translated for one."""
    rules = []
    for key in row_keys(question, context):
        rule = context.rule(source, question, setting, f"${{{key}}}")
        if rule is None:
            return None
        rules.append(f"(${{{key}}} = '' or ({rule}))")
    return " and ".join(rules) or None


def bounds(question: Question, context: Context, low: str, high: str) -> tuple[dict[str, Any], list[str]]:
    """Smallest and largest number: figures where they are figures, constraints where they are expressions."""
    fields: dict[str, Any] = {}
    rules: list[str] = []
    for setting, field, sign in ((low, "minimum", ">="), (high, "maximum", "<=")):
        source = context.attribute(question, setting)
        if not source:
            continue
        figure = number(source)
        if figure is not None:
            fields[field] = figure
        elif formula := context.formula(source, question, setting):
            rules.append(
                f". {sign} {formula}" if question.type in ONE_VALUE else _for_each(question, context, sign, formula)
            )
    return fields, rules


def _for_each(question: Question, context: Context, sign: str, formula: str) -> str:
    keys = [f"${{{key}}}" for key in row_keys(question, context)]
    return " and ".join(f"({key} = '' or {key} {sign} {formula})" for key in keys)


def row_keys(question: Question, context: Context) -> list[str]:
    """Where the answers of a matrix are kept."""
    name = context.names.item(question)
    if question.type in GRIDS:
        return [f"{name}/{row.code}_{column.code}" for row in question.rows(0) for column in question.rows(1)]
    return [f"{name}/{row.code}" for row in question.rows(0)]


def sums(question: Question, context: Context) -> list[str]:
    """Rules on the sum of all rows."""
    total = " + ".join(f"coalesce(${{{key}}}, 0)" for key in row_keys(question, context))
    rules = []
    for setting, sign in (("min_num_value", ">="), ("max_num_value", "<="), ("equals_num_value", "=")):
        if (source := context.attribute(question, setting)) and (total):
            figure = number(source)
            limit = f"{figure:g}" if figure is not None else context.formula(source, question, setting)
            if limit:
                rules.append(f"{total} {sign} {limit}")
    return rules


def answered(question: Question, context: Context) -> list[str]:
    """How many rows may and must be answered."""
    keys = ", ".join(f"${{{key}}}" for key in row_keys(question, context))
    rules = []
    for setting, sign in (("min_answers", ">="), ("max_answers", "<=")):
        source = context.attribute(question, setting)
        figure = number(source) if source else None
        limit = f"{figure:g}" if figure is not None else source and context.formula(source, question, setting)
        if keys and limit and limit != "0":
            rules.append(f"count-non-empty({keys}) {sign} {limit}")
    return rules


def choices(question: Question, context: Context) -> tuple[dict[str, Any], list[str]]:
    """How many options may and must be chosen or ranked."""
    fields: dict[str, Any] = {}
    rules: list[str] = []
    for setting, field, sign in (
        ("min_answers", "min_choices", ">="),
        ("max_answers", "max_choices", "<="),
        ("max_subquestions", "max_choices", "<="),
    ):
        source = context.attribute(question, setting)
        if not source or (setting == "max_subquestions" and question.type != "R"):
            continue
        figure = number(source)
        if figure is not None and figure >= 1:
            if field == "min_choices":
                fields["required"] = "true()"
            fields[field] = int(min(figure, fields.get(field, figure)))
        elif figure is None and (formula := context.formula(source, question, setting)):
            rules.append(f"count-selected(.) {sign} {formula}")
    return fields, rules


def pattern(question: Question, context: Context) -> dict[str, Any]:
    """The regular expression that the whole text must match."""
    source = question.validation.strip()
    if not source:
        return {}
    match = _REGEX.fullmatch(source)
    flags = match[3] if match else ""
    body = match[2] if match else source
    if not body.startswith("^"):
        body = f"(?s:.*)(?:{body})"
    if not re.search(r"(?<!\\)\$$", body):
        body = f"(?:{body})(?s:.*)"
    body = f"(?i:{body})" if "i" in flags else body
    if len(body) <= MAX_PATTERN and set(flags) <= set("iuDs") and _compiles(body):
        return {"pattern": body}
    message = f"The pattern “{source[:60]}” of {question.code} is not checked."
    context.notes.warning("pattern", message, at(question.where, "validation"))
    return {}


def _compiles(body: str) -> bool:
    try:
        re.compile(body)
        Pattern(body)
    except (re.error, OverflowError, RecursionError, PatternRefused):
        return False
    return True


def days(question: Question, context: Context) -> list[str]:
    """Earliest and latest day."""
    rules = []
    for setting, sign in (("date_min", ">="), ("date_max", "<=")):
        source = context.attribute(question, setting)
        if source:
            limit = _day(source, setting == "date_min") or context.formula(source, question, setting)
            rules += [f". {sign} {limit}"] if limit else []
    return rules


def _day(source: str, earliest: bool) -> str | None:
    if _TODAY.fullmatch(source.strip()):
        return "today()"
    match = _DAY.fullmatch(source.strip())
    if not match:
        return None
    month, day = (match[2], match[3]) if match[2] else (("1", "1") if earliest else ("12", "31"))
    return f"date('{match[1]}-{int(month):02}-{int(day):02}')"


def is_today(question: Question) -> bool:
    """Whether the default of a date is the day of answering."""
    return question.type == "D" and bool(_TODAY.fullmatch(question.default.strip().strip("{}")))


def default(question: Question, context: Context) -> dict[str, Any]:
    """What stands in the answer before anybody answers."""
    if question.subquestions:
        codes = [sub.code for sub in question.subquestions if sub.default.strip().upper() == "Y"]
        return {"default": " ".join(codes)} if codes else {}
    source = question.default.strip()
    if not source:
        return {}
    if is_today(question):
        return {"default": "today()"}
    if source.startswith("{") and source.endswith("}"):
        formula = context.formula(source, question, "default")
        return {"default": formula if formula.endswith(")") else f"string({formula})"} if formula else {}
    return {"default": f"string({literal(source)})" if source.endswith(")") or "${" in source else source}


def filtered(question: Question, context: Context, code: str, where: Where) -> str | None:
    """When array filters show an option or row: chosen in each source, and not chosen in each excluded one.

    What a source does not offer is not filtered, as in LimeSurvey.
    """
    conditions: list[str | None] = []
    for setting, excluding in (("array_filter", False), ("array_filter_exclude", True)):
        sources = re.split(r"[;,]\s*", context.attribute(question, setting))
        if len(sources) > MAX_FILTERS:
            message = f"{question.code} is filtered by {len(sources)} questions; only the first {MAX_FILTERS} count."
            context.notes.warning("array_filter", message, at(question.where, setting))
        for source in sources[:MAX_FILTERS]:
            if not source.strip() or source.strip() == question.code:
                continue
            found = context.names.question(source.strip())
            if found is None:
                message = f"{question.code} is filtered by {source}, which is not among the questions taken over."
                context.notes.warning("array_filter", message, at(where, setting))
                continue
            chosen = context.names.chosen(found, code)
            conditions.append(f"not({chosen})" if chosen and excluding else chosen)
    return both(*conditions)
