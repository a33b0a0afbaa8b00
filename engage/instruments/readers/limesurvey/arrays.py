"""LimeSurvey's arrays as matrices: one statement a row."""

from typing import Any

from engage.instruments.domain.definition import Cell, Item, ItemType, Row
from engage.instruments.readers.limesurvey import parts, rules
from engage.instruments.readers.limesurvey.context import Context, both
from engage.instruments.readers.limesurvey.model import Question
from engage.instruments.readers.limesurvey.notes import at


def array(question: Question, context: Context) -> list[Item]:
    """F, H: with own options; A, B, C, E: with LimeSurvey's. What H shows as columns are rows all the same."""
    fields = _fields(question, context)
    if question.type in "FH":
        options = parts.options_of_answers(question, context)
    else:
        options = parts.fixed_options(question.type, context)
    return [Item(type=ItemType.MATRIX, options=options, **fields, **rules.checked(question, context))]


def texts(question: Question, context: Context) -> list[Item]:
    """Q: several short texts."""
    if question.is_on("numbers_only"):
        return numbers(question, context)
    return [
        Item(
            type=ItemType.MATRIX,
            cell=Cell.TEXT,
            personal=True,
            **_fields(question, context),
            **_length(question, context),
            **rules.pattern(question, context),
            **rules.checked(question, context),
        )
    ]


def numbers(question: Question, context: Context) -> list[Item]:
    """K: several numbers, with rules on each and on their sum."""
    fields, limits = rules.bounds(question, context, "min_num_value_n", "max_num_value_n")
    if question.is_on("slider_layout"):
        sliding, sliding_limits = rules.bounds(question, context, "slider_min", "slider_max")
        fields, limits = {**sliding, **fields}, [*sliding_limits, *limits]
        if step := rules.number(context.attribute(question, "slider_accuracy")):
            fields["step"] = step
    limits += rules.sums(question, context)
    whole = question.is_on("num_value_int_only")
    return [
        Item(
            type=ItemType.MATRIX,
            cell=Cell.INTEGER if whole else Cell.DECIMAL,
            **fields,
            **_fields(question, context),
            **rules.checked(question, context, *limits),
        )
    ]


def grid(question: Question, context: Context) -> list[Item]:
    """Rows by columns: checkboxes are options of a row, texts and numbers become one row `row_column` each."""
    fields = _fields(question, context)
    if question.type == ":" and question.is_on("multiflexible_checkbox"):
        fields["options"] = parts.columns(question, context)
        return [Item(type=ItemType.MATRIX, cell=Cell.MULTIPLE, **fields, **rules.checked(question, context))]
    fields["rows"] = _expanded(question, fields["rows"], context)
    if question.type == ";" and not question.is_on("numbers_only"):
        return [
            Item(
                type=ItemType.MATRIX,
                cell=Cell.TEXT,
                personal=True,
                **fields,
                **_length(question, context),
                **rules.pattern(question, context),
                **rules.checked(question, context),
            )
        ]
    bounds, limits = rules.bounds(question, context, "multiflexible_min", "multiflexible_max")
    if step := rules.number(context.attribute(question, "multiflexible_step")):
        bounds["step"] = step
    return [
        Item(
            type=ItemType.MATRIX,
            cell=Cell.DECIMAL,
            **bounds,
            **fields,
            **rules.checked(question, context, *limits),
        )
    ]


def dual_scale(question: Question, context: Context) -> list[Item]:
    """1: two matrices over the same rows, the second named `<name>_2`."""
    fields = _fields(question, context)
    heads = [context.attribute_text(question, f"dualscale_header{scale}") for scale in "AB"]
    first = Item(
        type=ItemType.MATRIX,
        options=parts.options_of_answers(question, context, 0),
        **{**fields, "label": context.texts.joined(fields["label"], heads[0]) or fields["label"]},
        **rules.checked(question, context),
    )
    second = {
        **fields,
        "name": f"{fields['name']}_2",
        "label": context.texts.joined(fields["label"], heads[1]) or fields["label"],
        "hint": None,
    }
    options = parts.options_of_answers(question, context, 1)
    return [first, Item(type=ItemType.MATRIX, options=options, **second)]


def _fields(question: Question, context: Context) -> dict[str, Any]:
    fields = parts.shared(question, context)
    fields["rows"] = parts.rows(question, context)
    if question.default.strip() or any(sub.default.strip() for sub in question.subquestions):
        message = f"The default values of {question.code} are left out: rows begin empty."
        context.notes.warning("default", message, at(question.where, "default"))
    return fields


def _length(question: Question, context: Context) -> dict[str, Any]:
    limit = rules.number(context.attribute(question, "maximum_chars"))
    return {"max_length": int(limit)} if limit and limit >= 1 else {}


def _expanded(question: Question, rows: tuple[Row, ...], context: Context) -> tuple[Row, ...]:
    columns = parts.rows(question, context, 1)
    return tuple(
        Row(
            code=f"{row.code}_{column.code}",
            label=context.texts.joined(row.label, column.label) or row.label,
            relevance=both(row.relevance, column.relevance),
        )
        for row in rows
        for column in columns
    )
