"""Checking what was typed: raw values become typed answers, or problems that say what to do.

By idea: one value (`typed`), options and cells (`choices`), several fields together (`composed`), files (`uploaded`).
"""

from collections.abc import Callable
from dataclasses import replace

from engage.instruments.domain import choices, composed, uploaded
from engage.instruments.domain.choices import as_text
from engage.instruments.domain.definition import DECLINED, Item, ItemType, Section
from engage.instruments.domain.entries import MOST_ENTRIES, entry_key
from engage.instruments.domain.inputs import declined, input_names, one, takes_many
from engage.instruments.domain.journey import ItemOnPath, Journey
from engage.instruments.domain.problems import Answers, Part, Problem, Wrong
from engage.instruments.domain.typed import VALUES, clean, parse_date

__all__ = [
    "Answers",
    "Problem",
    "Wrong",
    "check_in",
    "clean",
    "declined",
    "final_answers",
    "input_names",
    "list_problems",
    "parse_date",
    "takes_many",
]


def check_in(journey: Journey, asked: ItemOnPath) -> tuple[Answers, tuple[Problem, ...]]:
    """Typed answers of one item by key, and the problems with it. Never both for one key."""
    item = asked.item
    if not item.is_question or item.read_only:
        return {}, ()
    if item.type is not ItemType.MATRIX and declined(item, journey.raw):
        return {item.name: DECLINED}, ()
    answers, problems = _PARTS.get(item.type, _single_part)(journey, asked)
    if item.required and not problems and journey.holds(item.required):
        problems = [Problem(key, "required", {}, item.required_message) for key in _missing(asked, answers)]
    if item.constraint and not problems and answers:
        this = as_text(journey[item.name])
        if not journey.questionnaire.expression(item.constraint).holds(journey.scope(this=this)):
            key = next(iter(answers))
            problems = [Problem(key, "constraint", {}, item.constraint_message)]
    if problems:
        bad = {problem.key for problem in problems}
        answers = {key: value for key, value in answers.items() if key not in bad}
    return (_pooled(item, answers) if item.name in journey.questionnaire.national else answers), tuple(problems)


def _pooled(item: Item, answers: Answers) -> Answers:
    """A national choice under the common code it counts as, and beside it as it was chosen."""
    if item.name not in answers:
        return answers
    chosen = answers[item.name]
    counts_as = {option.code: option.counts_as for option in item.options}
    common = list(dict.fromkeys(counts_as[code] for code in chosen)) if isinstance(chosen, list) else counts_as[chosen]
    return answers | {item.name: common, f"{item.name}/national": chosen}


def _missing(asked: ItemOnPath, answers: Answers) -> list[str]:
    item = asked.item
    match item.type:
        case ItemType.MATRIX:
            return [key for key in (f"{item.name}/{row.code}" for row in asked.rows) if key not in answers]
        case ItemType.DATE_RANGE:
            return [key for key in item.keys if key not in answers]
    return [] if answers else [item.name]


def _single_part(journey: Journey, asked: ItemOnPath) -> Part:
    """Items with one typed value."""
    item = asked.item
    value = one(journey.raw, item.name) if item.name in journey.raw else as_text(journey[item.name])
    if not value:
        return {}, []
    try:
        return {item.name: VALUES[item.type](item, value)}, []
    except Wrong as wrong:
        return {}, [Problem(item.name, wrong.code, wrong.figures)]


_PARTS: dict[ItemType, Callable[[Journey, ItemOnPath], Part]] = {
    ItemType.SINGLE: choices.single,
    ItemType.MULTIPLE: choices.multiple,
    ItemType.MATRIX: choices.matrix,
    ItemType.RANKING: composed.ranking,
    ItemType.ALLOCATION: composed.allocation,
    ItemType.DURATION: composed.duration,
    ItemType.DATE_RANGE: composed.date_range,
    ItemType.FILE: uploaded.file,
}


def final_answers(journey: Journey) -> tuple[Answers, tuple[Problem, ...]]:
    """What a submit stores: the answers on the path, typed, calculations included; and every problem left.

    A section that repeats gives a list under its name, one mapping an entry; a problem in an entry has the key of
    the raw answer (`people[2]/age`), one of the list itself the name of the list.
    """
    answers: Answers = {}
    problems: list[Problem] = []
    for section in journey.sections():
        good, bad = _section(journey, section) if section.repeat is None else _list(journey, section)
        answers |= good
        problems += bad
    for section in journey.questionnaire.instrument.sections:
        if section.repeat is None:
            answers |= _calculated(journey, section)
    return answers, tuple(problems)


def _section(journey: Journey, section: Section) -> Part:
    answers: Answers = {}
    problems: list[Problem] = []
    for asked in journey.page(section).items:
        good, bad = check_in(journey, asked)
        answers |= good
        problems += bad
    return answers, problems


def _calculated(journey: Journey, section: Section) -> Answers:
    shown = (item for item in section.items if item.type is ItemType.CALCULATION or item.read_only)
    return {item.name: value for item in shown if item.calculation and (value := journey[item.name])}


def _list(journey: Journey, section: Section) -> Part:
    found, problems = [], list(list_problems(journey, section))
    name = section.repeat.name if section.repeat else ""
    for entry in journey.entries(name):
        good, bad = _section(entry, section)
        found.append(good | _calculated(entry, section))
        problems += [replace(problem, key=entry_key(name, entry.id, problem.key)) for problem in bad]
    return {name: found}, problems


def list_problems(journey: Journey, section: Section) -> tuple[Problem, ...]:
    """Whether a list has too few or too many entries. Where answers say how many there are, it never has."""
    repeat = section.repeat
    if repeat is None or repeat.count is not None:
        return ()
    number = len(journey.entries(repeat.name))
    most = min(repeat.maximum or MOST_ENTRIES, MOST_ENTRIES)
    if number < repeat.minimum:
        return (Problem(repeat.name, "entries_too_few", {"minimum": repeat.minimum, "number": number}),)
    if number > most:
        return (Problem(repeat.name, "entries_too_many", {"maximum": most, "number": number}),)
    return ()
