"""What a questionnaire on paper says about its way: numbers of questions, and "if no, go to 12".

A jump is printed beside an option of a single choice when the answer alone decides that the next question is not
meant, whatever else was answered. What depends on more than one answer carries its condition in words instead.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from engage.instruments.domain.definition import DECLINED, Instrument, Item, ItemType, Section
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.expressions.evaluator import ExpressionError, Scope

END = 0
"""Instead of a number: nothing more is asked."""

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PrintedItem:
    item: Item
    section: Section
    number: int | None
    """Of a question; what is only read has none."""

    @property
    def conditions(self) -> tuple[str, ...]:
        """Expressions that must all hold for it to be asked."""
        return tuple(source for source in (self.section.relevance, self.item.relevance) if source)


def printed(instrument: Instrument, *, pulse: bool = False) -> tuple[PrintedItem, ...]:
    """What stands on paper, in order, questions numbered from 1.

    :param pulse: the items of the short form only
    """
    return tuple(_printed(instrument, pulse))


def _printed(instrument: Instrument, pulse: bool) -> Iterator[PrintedItem]:
    number = 0
    for section in instrument.sections:
        for item in section.items:
            unasked = item.type is ItemType.CALCULATION or (item.read_only and item.is_question)
            if unasked or (pulse and not item.pulse):
                continue
            if item.is_question:
                number += 1
            yield PrintedItem(item, section, number if item.is_question else None)


def jumps(questionnaire: Questionnaire, items: Sequence[PrintedItem], at: PrintedItem) -> Mapping[str, int]:
    """Option code (`DECLINED` too) -> number of the question to go on with, where that is not the next; or `END`.

    :param items: everything printed, in order
    """
    if at.item.type is not ItemType.SINGLE or at.section.repeat:
        return {}
    later = [each for each in items if each.number is not None and each.number > (at.number or 0)]
    if not later:
        return {}
    answers = {option.code: option.counts_as for option in at.item.options}
    if at.item.prefer_not_to_say:
        answers[DECLINED] = DECLINED
    found: dict[str, int] = {}
    for code, value in answers.items():
        asked = next((each for each in later if not _ruled_out(questionnaire, each, at.item, value)), None)
        if asked is not later[0]:
            found[code] = asked.number or END if asked else END
    return found


def _ruled_out(questionnaire: Questionnaire, later: PrintedItem, item: Item, code: str) -> bool:
    """Whether one answer is enough to know that a question is not asked."""
    scope = Scope(answers={item.name: code}, now=_ANY_TIME)
    for source in later.conditions:
        expression = questionnaire.expression(source)
        if expression.references == {item.name} and not expression.uses_clock:
            try:
                if not expression.truth(scope):
                    return True
            except ExpressionError:
                continue
    return False
