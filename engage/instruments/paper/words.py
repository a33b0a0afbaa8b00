"""Conditions on paper, in words and with numbers of questions."""

from collections.abc import Mapping
from datetime import date

from flask_babel import format_date, format_decimal, gettext

from engage.instruments.domain.conditions import Answer, Day, Join, Moment, Relation, Rule, Rules, Value, read
from engage.instruments.domain.definition import DECLINED
from engage.instruments.domain.paper_routing import PrintedItem
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.rendering.texts import plain

LONGEST_LABEL = 60


def only_if(asked: PrintedItem, questionnaire: Questionnaire, numbers: Mapping[str, int], language: str) -> str:
    """For whom a question is: "Only if you chose “Yes” in question 3." Empty when it is for everybody.

    :param numbers: item name -> number on paper
    """
    conditions = [_condition(source, questionnaire, numbers, language) for source in asked.conditions]
    told = [condition for condition in dict.fromkeys(conditions) if condition]
    if len(told) < len(conditions):
        return gettext("This is for some people only. If it does not fit you, leave it out.")
    if not told:
        return ""
    return gettext("Only if %(condition)s.", condition=_joined(told, Join.ALL))


def _condition(source: str, questionnaire: Questionnaire, numbers: Mapping[str, int], language: str) -> str:
    rules = read(source)
    return _rules(rules, questionnaire, numbers, language) if rules else ""


def _rules(rules: Rules, questionnaire: Questionnaire, numbers: Mapping[str, int], language: str) -> str:
    told = []
    for block in rules.blocks:
        parts = [_rule(rule, questionnaire, numbers, language) for rule in block]
        if not all(parts):
            return ""
        told.append(_joined(parts, rules.join.other))
    return _joined(told, rules.join)


def _joined(parts: list[str], join: Join) -> str:
    words = parts[0]
    for part in parts[1:]:
        if join is Join.ALL:
            words = gettext("%(one)s and %(other)s", one=words, other=part)
        else:
            words = gettext("%(one)s or %(other)s", one=words, other=part)
    return words


def _rule(rule: Rule, questionnaire: Questionnaire, numbers: Mapping[str, int], language: str) -> str:
    """One test as a clause; "" when paper cannot say it."""
    item = questionnaire.owners.get(rule.key)
    number = numbers.get(item.name) if item else None
    if item is None or number is None or rule.counted:
        return ""
    values = [_value(value, questionnaire, rule.key, language) for value in rule.values]
    if not all(values):
        return ""
    answer = _joined(values, Join.ANY) if values else ""
    match rule.relation:
        case Relation.IS | Relation.CONTAINS:
            return gettext("you answered %(answer)s to question %(number)s", answer=answer, number=number)
        case Relation.IS_NOT | Relation.CONTAINS_NOT:
            return gettext("you did not answer %(answer)s to question %(number)s", answer=answer, number=number)
        case Relation.ANSWERED:
            return gettext("you answered question %(number)s", number=number)
        case Relation.UNANSWERED:
            return gettext("you did not answer question %(number)s", number=number)
        case Relation.MORE_THAN:
            return gettext("your answer to question %(number)s is more than %(answer)s", number=number, answer=answer)
        case Relation.AT_LEAST:
            return gettext("your answer to question %(number)s is %(answer)s or more", number=number, answer=answer)
        case Relation.LESS_THAN:
            return gettext("your answer to question %(number)s is less than %(answer)s", number=number, answer=answer)
        case Relation.AT_MOST:
            return gettext("your answer to question %(number)s is %(answer)s or less", number=number, answer=answer)
    return ""


def _value(value: Value, questionnaire: Questionnaire, key: str, language: str) -> str:
    match value:
        case str():
            return gettext("“%(answer)s”", answer=_label(value, questionnaire, key, language))
        case float():
            return str(format_decimal(value))
        case Day(iso):
            return str(format_date(date.fromisoformat(iso)))
        case Answer() | Moment():
            return ""
    return ""


def _label(code: str, questionnaire: Questionnaire, key: str, language: str) -> str:
    item = questionnaire.owners[key]
    if code == DECLINED:
        return gettext("Prefer not to say")
    labels = [plain(option.label.in_(language)) for option in item.options if option.counts_as == code]
    shown = " / ".join(labels) or code
    return shown if len(shown) <= LONGEST_LABEL else f"{shown[: LONGEST_LABEL - 1]}…"
