"""Each LimeSurvey question type as items of an instrument."""

import re
from collections.abc import Callable
from typing import Any

from engage.core.refusal import Refusal
from engage.instruments.domain.definition import Cell, Item, ItemType, Option, Row
from engage.instruments.expressions.limesurvey import assignments
from engage.instruments.readers.limesurvey import parts, rules
from engage.instruments.readers.limesurvey.arrays import array, dual_scale, grid, numbers, texts
from engage.instruments.readers.limesurvey.context import Context, bare, both, literal
from engage.instruments.readers.limesurvey.files import files
from engage.instruments.readers.limesurvey.fixed import COMMENT
from engage.instruments.readers.limesurvey.model import Question
from engage.instruments.readers.limesurvey.notes import at

_ALWAYS, _UNCHECKED = "allways", "unchecked"
"""When a multiple choice takes comments, in LimeSurvey's spelling; usually beside chosen options."""
_EXPRESSION = re.compile(r"\{(?=\S)([^{}]*)(?<=\S)\}")


def is_taken(question: Question) -> bool:
    """Whether items are made of a question; the others are told in findings."""
    if question.type not in _MAKERS:
        return False
    hidden = question.is_on("hidden") and question.type not in "*X"
    return not hidden or bool(question.default.strip())


def companions(question: Question) -> tuple[str, ...]:
    """Names of the further items made of a question, beside its own."""
    if question.type in "OP":
        return (f"{question.code}_comment",)
    return (f"{question.code}_2",) if question.type == "1" else ()


def items_of(question: Question, context: Context) -> list[Item]:
    """The items of one question, in order; none, with a finding, when it is left out."""
    if not context.names.has(question):
        _tell_left_out(question, context)
        return []
    if question.is_on("hidden"):
        return _hidden(question, context)
    return _MAKERS[question.type](question, context)


def _tell_left_out(question: Question, context: Context) -> None:
    if question.type == "I":
        message = f"{question.code} switches the language; every page has its own switch, so it is left out."
        context.notes.note("language_switch", message, question.where)
    elif question.type in _MAKERS:
        message = f"{question.code} is hidden and has no value of its own; it is left out."
        context.notes.warning("hidden", message, at(question.where, "hidden"))
    else:
        message = f"{question.code} has the unknown type “{question.type}”; it is left out."
        context.notes.warning("unknown_type", message, at(question.where, "type"))


def _hidden(question: Question, context: Context) -> list[Item]:
    if question.type == "*":
        return _equation(question, context)
    if question.type == "X":
        message = f"{question.code} is a hidden text; it is left out."
        context.notes.note("hidden", message, at(question.where, "hidden"))
        return []
    source = question.default.strip()
    if rules.is_today(question):
        formula: str | None = "today()"
    else:
        formula = context.formula(source, question, "default") if source.startswith("{") else literal(source)
    message = f"{question.code} is hidden: it becomes a calculation of its default value."
    context.notes.note("hidden", message, at(question.where, "hidden"))
    return [_calculation(question, context, formula or "''")]


def _calculation(question: Question, context: Context, formula: str) -> Item:
    return Item(
        name=context.names.item(question),
        type=ItemType.CALCULATION,
        label=context.texts.label({}, question.where),
        relevance=context.relevance_of(question),
        calculation=formula,
    )


def _equation(question: Question, context: Context) -> list[Item]:
    """A calculation, and a note that shows its text unless that is hidden or nothing but the formula."""
    source = context.attribute(question, "equation")
    text = question.texts.get(context.survey.language, "")
    formula = _concatenated(_assigned(source or text, question), question, context)
    if formula is None:
        message = f"The equation {question.code} is left out."
        context.notes.warning("equation", message, question.where)
        return []
    made = [_calculation(question, context, formula)]
    if source and text.strip() and not question.is_on("hidden"):
        fields = parts.shared(question, context)
        fields.update(name=f"{fields['name']}_text", required=None, prefix=None, suffix=None)
        made.append(Item(type=ItemType.NOTE, **fields))
    return made


def _assigned(source: str, question: Question) -> str:
    """What an equation assigns to itself, `{total = a + b}` in the question total; else the equation as it is."""
    try:
        match assignments(bare(source)):
            case ((name, value),) if name == question.code:
                return value
    except Refusal:
        pass
    return source


def _concatenated(source: str, question: Question, context: Context) -> str | None:
    """An equation: an expression in braces, or words with expressions in braces among them."""
    plain = re.sub(r"</?(?:p|span|div|br|strong|em|b|i)\b[^>]*>", "", source).strip()
    if bare(plain) != plain or "{" not in plain:
        return context.formula(plain, question, "equation") if plain else None
    pieces: list[str] = []
    for index, piece in enumerate(_EXPRESSION.split(plain)):
        if index % 2 == 0:
            pieces += [literal(piece)] if piece else []
        elif formula := context.formula(piece, question, "equation"):
            pieces.append(formula)
        else:
            return None
    return f"concat({', '.join(pieces)})"


def _note(question: Question, context: Context) -> list[Item]:
    fields = parts.shared(question, context)
    fields.update(required=None, shuffle=False, prefix=None, suffix=None)
    return [Item(type=ItemType.NOTE, **fields)]


def _text(question: Question, context: Context) -> list[Item]:
    if question.is_on("numbers_only"):
        return _number(question, context)
    limit = rules.number(context.attribute(question, "maximum_chars"))
    return [
        Item(
            type=ItemType.TEXT,
            multiline=question.type in "TU",
            max_length=int(limit) if limit and limit >= 1 else None,
            personal=True,
            **parts.shared(question, context),
            **rules.pattern(question, context),
            **rules.default(question, context),
            **rules.checked(question, context),
        )
    ]


def _number(question: Question, context: Context) -> list[Item]:
    fields, limits = rules.bounds(question, context, "min_num_value_n", "max_num_value_n")
    if digits := context.attribute(question, "maximum_chars"):
        limits += [f"string-length(.) <= {digits}"] if digits.isdecimal() else []
    if question.validation.strip():
        message = f"The pattern of the number {question.code} is not checked."
        context.notes.warning("pattern", message, at(question.where, "validation"))
    whole = question.is_on("num_value_int_only")
    return [
        Item(
            type=ItemType.INTEGER if whole else ItemType.DECIMAL,
            **fields,
            **parts.shared(question, context),
            **rules.default(question, context),
            **rules.checked(question, context, *limits),
        )
    ]


def _date(question: Question, context: Context) -> list[Item]:
    form = context.attribute(question, "date_format")
    hours, day = bool(re.search(r"[Hh]", form)), bool(re.search(r"[dj]", form)) or not form
    kind = ItemType.DATE
    if hours:
        kind = ItemType.DATETIME if day or re.search(r"[mYy]", form) else ItemType.TIME
    elif not day and re.search(r"[Yy]", form) and not re.search(r"[mM]", form):
        return _year(question, context)
    elif not day:
        message = f"{question.code} asks for “{form}”, not for a day; here it asks for a whole date."
        context.notes.warning("date_format", message, at(question.where, "date_format"))
    limits = rules.days(question, context) if kind is not ItemType.TIME else []
    return [
        Item(
            type=kind,
            **parts.shared(question, context),
            **rules.default(question, context),
            **rules.checked(question, context, *limits),
        )
    ]


def _year(question: Question, context: Context) -> list[Item]:
    fields: dict[str, Any] = {}
    for setting, field in (("date_min", "minimum"), ("date_max", "maximum")):
        source = context.attribute(question, setting)
        if year := re.match(r"['\"]?(\d{4})\b", source):
            fields[field] = float(year[1])
        elif source:
            message = f"“{setting}” of {question.code}, “{source}”, is no year and is left out."
            context.notes.warning("expression", message, at(question.where, setting))
    message = f"{question.code} asks for a year: its answer is the year alone, not its first day."
    context.notes.note("date_format", message, at(question.where, "date_format"))
    shared = parts.shared(question, context)
    return [Item(type=ItemType.YEAR, **fields, **shared, **rules.checked(question, context))]


def _language(question: Question, context: Context) -> list[Item]:
    message = f"{question.code} asks for the language and answers count on it; here it does not switch the page."
    context.notes.warning("language_switch", message, question.where)
    return [Item(type=ItemType.LANGUAGE, tags=tuple(context.texts.tags.values()), **parts.shared(question, context))]


def _five_points(question: Question, context: Context) -> list[Item]:
    fields = {**parts.shared(question, context), **rules.default(question, context)}
    return [
        Item(
            type=ItemType.SCALE,
            minimum=1,
            maximum=5,
            step=1,
            **fields,
            **rules.checked(question, context),
        )
    ]


def _single(question: Question, context: Context) -> list[Item]:
    fields = parts.shared(question, context)
    if question.type in "YG":
        options = parts.fixed_options(question.type, context)
    else:
        options = parts.options_of_answers(question, context)
    item = Item(
        type=ItemType.SINGLE,
        options=options,
        dropdown=question.type == "!",
        **fields,
        **rules.default(question, context),
        **rules.checked(question, context),
    )
    if question.type != "O":
        return [item]
    comment = Item(
        name=f"{item.name}_comment",
        type=ItemType.TEXT,
        label=context.texts.words(COMMENT),
        relevance=item.relevance,
        multiline=True,
        personal=True,
    )
    return [item, comment]


def _multiple(question: Question, context: Context) -> list[Item]:
    limits, further = rules.choices(question, context)
    fields = {**parts.shared(question, context), **limits}
    item = Item(
        type=ItemType.MULTIPLE,
        options=parts.options_of_subquestions(question, context),
        **fields,
        **_choice_default(question, context),
        **rules.checked(question, context, *further),
    )
    return [item, _comments(question, item, context)] if question.type == "P" else [item]


def _choice_default(question: Question, context: Context) -> dict[str, Any]:
    if question.default.strip() and not any(sub.default for sub in question.subquestions):
        message = f"The default “{question.default}” of {question.code} names no option."
        context.notes.note("default", message, at(question.where, "default"))
    return rules.default(question, context) if question.subquestions else {}


def _comments(question: Question, item: Item, context: Context) -> Item:
    """One text for each option, asked where the option is chosen."""
    when = context.attribute(question, "commented_checkbox")
    rows = tuple(
        Row(code=option.code, label=option.label, relevance=_commented(item.name, option, when))
        for option in item.options
        if not option.other
    )
    some = f"count-selected(${{{item.name}}}) > 0" if when not in (_ALWAYS, _UNCHECKED) else None
    return Item(
        name=f"{item.name}_comment",
        type=ItemType.MATRIX,
        cell=Cell.TEXT,
        label=context.texts.words(COMMENT),
        relevance=both(item.relevance, some),
        rows=rows,
        personal=True,
    )


def _commented(name: str, option: Option, when: str) -> str | None:
    chosen = f"selected(${{{name}}}, '{option.code}')"
    if when == _ALWAYS:
        return option.relevance
    return both(option.relevance, f"not({chosen})" if when == _UNCHECKED else chosen)


def _ranking(question: Question, context: Context) -> list[Item]:
    limits, further = rules.choices(question, context)
    fields = {**parts.shared(question, context), **limits}
    if question.default.strip() or any(sub.default.strip() for sub in question.subquestions):
        message = f"The default order of {question.code} is left out: people begin with none."
        context.notes.warning("default", message, at(question.where, "default"))
    return [
        Item(
            type=ItemType.RANKING,
            options=parts.options_of_answers(question, context),
            **fields,
            **rules.checked(question, context, *further),
        )
    ]


_Maker = Callable[[Question, Context], list[Item]]

_MAKERS: dict[str, _Maker] = {
    "X": _note,
    "*": _equation,
    **dict.fromkeys("STU", _text),
    "N": _number,
    "D": _date,
    "5": _five_points,
    **dict.fromkeys("L!OYG", _single),
    **dict.fromkeys("MP", _multiple),
    "R": _ranking,
    **dict.fromkeys("FHABCE", array),
    "Q": texts,
    "K": numbers,
    **dict.fromkeys(":;", grid),
    "1": dual_scale,
    "I": _language,
    "|": files,
}
