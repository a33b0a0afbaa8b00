"""What changes on a page while it is answered: items, options and rows that open and close, answers shown in texts."""

from collections.abc import Iterator
from typing import TypedDict

from engage.i18n.text import LocalizedText
from engage.instruments.domain.checks import check_in
from engage.instruments.domain.definition import Item, Section
from engage.instruments.domain.journey import Journey
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.rendering.answers import piped
from engage.instruments.rendering.texts import REFERENCE


class State(TypedDict):
    """What a script needs to bring a page up to date."""

    items: dict[str, bool]
    """Whether it is shown: items by name, rows by `item/row`."""
    options: dict[str, list[str]]
    """Codes offered now, by item."""
    texts: dict[str, str]
    """Answers that texts of the page show, by answer key."""


def is_live(questionnaire: Questionnaire, section: Section) -> bool:
    """Whether a script has something to do here. Cheap enough for compiling a page, not for every request."""
    here = frozenset(item.name for item in section.items)
    varying = questionnaire.conditional | questionnaire.changing
    if not here.isdisjoint(questionnaire.changing & questionnaire.doubled):
        return False  # a script could not tell options with one code apart: the page asks the server
    return not here.isdisjoint(varying) or any(
        questionnaire.follows(key, here)
        for language in questionnaire.instrument.languages
        for key in _piped(section, language)
    )


def state(journey: Journey, section: Section) -> State:
    questionnaire = journey.questionnaire
    items: dict[str, bool] = {}
    options: dict[str, list[str]] = {}
    for item in section.items:
        if item.name in questionnaire.conditional:
            items[item.name] = journey.relevant(item)
        if item.name in questionnaire.changing:
            offered = {row.code for row in journey.rows(item)}
            items |= {f"{item.name}/{row.code}": row.code in offered for row in item.rows}
            if item.options:
                options[item.name] = [option.code for option in journey.options(item)]
    keys = {key for key in _piped(section, journey.circumstances.language) if key in questionnaire.owners}
    return {"items": items, "options": options, "texts": {key: piped(journey, key) for key in sorted(keys)}}


def _piped(section: Section, language: str) -> Iterator[str]:
    """Keys of the answers that the texts of a section show."""
    for text in _texts(section):
        if text is not None:
            yield from REFERENCE.findall(text.in_(language))
    yield from (item.name for item in section.items if item.read_only)


def _texts(section: Section) -> Iterator[LocalizedText | None]:
    yield section.description
    for item in section.items:
        yield from (item.label, item.hint, item.guidance)
        yield from (option.label for option in item.options)
        yield from (row.label for row in item.rows)


def grown(before: Journey, after: Journey, items: list[Item]) -> list[Item]:
    """Items that were on the page and now offer what they did not offer then, with nothing answered there yet."""
    return [item for item in items if item.name in after.questionnaire.changing and _has_grown(before, after, item)]


def _has_grown(before: Journey, after: Journey, item: Item) -> bool:
    if not after.relevant(item):
        return False
    answers = check_in(after, after.on_path(item))[0]
    rows = {row.code for row in after.rows(item)} - {row.code for row in before.rows(item)}
    if any(f"{item.name}/{code}" not in answers for code in rows):
        return True
    new = {option.code for option in after.options(item)} - {option.code for option in before.options(item)}
    return bool(new) and not answers
