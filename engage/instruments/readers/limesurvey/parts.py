"""Options and rows of an item, and the fields all items share."""

import re
from collections.abc import Iterable
from typing import Any, TypeVar

from engage.core.findings import Where
from engage.instruments.domain.definition import Option, Row
from engage.instruments.readers.limesurvey import rules
from engage.instruments.readers.limesurvey.context import Context, both
from engage.instruments.readers.limesurvey.fixed import OPTIONS, OTHER
from engage.instruments.readers.limesurvey.model import Answer, Question, SubQuestion
from engage.instruments.readers.limesurvey.notes import at
from engage.instruments.readers.limesurvey.settings import tell_the_rest

OTHER_CODE = "-oth-"
"""LimeSurvey's own code for “other”, kept so that exports and imports meet."""

Part = TypeVar("Part", Answer, SubQuestion)


def shared(question: Question, context: Context) -> dict[str, Any]:
    """Name, texts, relevance, required, order: what every item made of a question has."""
    tell_the_rest(question, context)
    orders = (context.attribute(question, name) for name in ("random_order", "answer_order", "subquestion_order"))
    fields: dict[str, Any] = {
        "name": context.names.item(question),
        "label": context.texts.label(question.texts, at(question.where, "question"), question),
        "hint": context.texts.text(question.help, at(question.where, "help"), question),
        "relevance": context.relevance_of(question),
        "required": "true()" if question.mandatory == "Y" else None,
        "shuffle": any(order.lower() in ("1", "y", "random") for order in orders),
        "prefix": context.attribute_text(question, "prefix"),
        "suffix": context.attribute_text(question, "suffix"),
        "other_required": question.other and question.type in "L!MP" and question.is_on("other_comment_mandatory"),
    }
    return fields


def distinct(parts: Iterable[Part], question: Question, context: Context) -> list[Part]:
    """Parts with different codes; a code that comes twice is told and its later part left out."""
    found: dict[str, Part] = {}
    for part in parts:
        if not part.code or re.search(r"\s", part.code):
            message = f"{question.code} has an option or row whose code “{part.code}” cannot be used."
            context.notes.warning("code", message, part.where)
        elif part.code in found:
            message = f"{question.code} has the code {part.code} twice; the second is left out."
            context.notes.warning("duplicate_code", message, part.where)
        else:
            found[part.code] = part
    return list(found.values())


def options_of_answers(question: Question, context: Context, scale: int = 0) -> tuple[Option, ...]:
    """The answers of a list, then “other” when it is offered."""
    filtered = question.type in "L!OR"
    options = [
        Option(
            code=answer.code,
            label=context.texts.label(answer.texts, answer.where, question),
            relevance=rules.filtered(question, context, answer.code, answer.where) if filtered else None,
        )
        for answer in distinct(question.offered(scale), question, context)
    ]
    return (*options, *other_option(question, context)) if question.type in "L!" else tuple(options)


def other_option(question: Question, context: Context) -> tuple[Option, ...]:
    if not question.other:
        return ()
    if question.is_on("other_numbers_only"):
        message = f"“Other” of {question.code} takes numbers only; here it takes any text."
        context.notes.warning("other_numbers_only", message, at(question.where, "other_numbers_only"))
    label = context.attribute_text(question, "other_replace_text") or context.texts.words(OTHER)
    return (Option(code=OTHER_CODE, label=label, other=True, fixed=True),)


def options_of_subquestions(question: Question, context: Context) -> tuple[Option, ...]:
    """The options of a multiple choice."""
    alone = set(re.split(r"[;,]\s*", context.attribute(question, "exclude_all_others")))
    options = [
        Option(
            code=sub.code,
            label=context.texts.label(sub.texts, sub.where, question),
            exclusive=sub.code in alone,
            relevance=part_relevance(sub, question, context),
        )
        for sub in distinct(question.rows(), question, context)
    ]
    return (*options, *other_option(question, context))


def fixed_options(kind: str, context: Context) -> tuple[Option, ...]:
    """The options LimeSurvey offers by itself for a question type."""
    return tuple(Option(code=code, label=context.texts.words(words)) for code, words in OPTIONS[kind])


def rows(question: Question, context: Context, scale: int = 0) -> tuple[Row, ...]:
    """The statements of an array."""
    return tuple(
        Row(
            code=sub.code,
            label=context.texts.label(sub.texts, sub.where, question),
            relevance=part_relevance(sub, question, context),
        )
        for sub in distinct(question.rows(scale), question, context)
    )


def columns(question: Question, context: Context) -> tuple[Option, ...]:
    """The second scale of a grid, as options."""
    return tuple(
        Option(code=sub.code, label=context.texts.label(sub.texts, sub.where, question))
        for sub in distinct(question.rows(1), question, context)
    )


def part_relevance(sub: SubQuestion, question: Question, context: Context) -> str | None:
    shown: Where = sub.where
    own = context.relevance(sub.relevance, shown, question, f"{sub.code} of {question.code}")
    return both(own, rules.filtered(question, context, sub.code, shown))
