"""Sheets of paper typed in twice: the form to type into, what differs, and what counts in the end.

Whoever types sees every question at once, whatever its conditions: a sheet says what a person wrote, not what they
should have written. Only when both entries agree, or somebody has decided between them, the answers go through the
same checks as those of a page; what does not stand up is left out and named.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engage.i18n.text import LocalizedText
from engage.instruments.domain import entries
from engage.instruments.domain.checks import Answers, final_answers
from engage.instruments.domain.definition import Instrument, Item, ItemType, Option, Section
from engage.instruments.domain.journey import Circumstances, Journey, Raw
from engage.instruments.domain.questionnaire import Questionnaire

COPIES = 3
"""Entries of a list that a sheet has room for."""
CONSENT = "_consent"
"""The tick under the statement on health data, among what is typed."""
_UNTYPED = (ItemType.CALCULATION, ItemType.NOTE, ItemType.FILE)


def form_of(instrument: Instrument, consent: LocalizedText) -> Instrument:
    """Everything that stands on a sheet as one page without conditions.

    :param consent: the words beside the tick for questions on health
    """
    items: list[Item] = []
    if instrument.has_special_category:
        items.append(Item(name=CONSENT, type=ItemType.CONSENT, label=consent))
    for section in instrument.sections:
        typed = [item for item in section.items if item.type not in _UNTYPED and not item.read_only]
        if typed:
            items += _section(section, typed)
    whole = Section(name="sheet", slug="sheet", title=instrument.title, items=tuple(items))
    return replace(instrument, sections=(whole,), tables={}, quotas=())


def _section(section: Section, typed: list[Item]) -> Iterator[Item]:
    if section.repeat is None:
        yield _heading(section, "")
        yield from (_bare(item, item.name) for item in typed)
        return
    for number in map(str, range(1, min(section.repeat.maximum or COPIES, COPIES) + 1)):
        yield _heading(section, number)
        yield from (_bare(item, entries.entry_key(section.repeat.name, number, item.name)) for item in typed)


def _heading(section: Section, number: str) -> Item:
    title = section.title
    if number:
        translations = {tag: replace(one, text=f"{one.text} {number}") for tag, one in title}
        title = replace(title, translations=translations)
    return Item(name=f"heading-{section.slug}-{number}", type=ItemType.NOTE, label=title, heading=True)


def _bare(item: Item, name: str) -> Item:
    options = {option.code: _plain(option) for option in item.options}
    return replace(
        item,
        name=name,
        relevance=None,
        required=None,
        constraint=None,
        choice_filter=None,
        default=None,
        shuffle=False,
        special_category=False,
        other_required=False,
        image={},
        options=tuple(options.values()),
        rows=tuple(replace(row, relevance=None) for row in item.rows),
    )


def _plain(option: Option) -> Option:
    return replace(option, relevance=None, image={}, common=None)


@dataclass(frozen=True, slots=True)
class Difference:
    """An input that two people typed differently."""

    key: str
    first: tuple[str, ...]
    second: tuple[str, ...]


def differences(first: Raw, second: Raw) -> tuple[Difference, ...]:
    """What two entries of a sheet do not agree on, by key; outer blanks and the order of ticks make no difference."""
    keys = dict.fromkeys((*first, *second))
    pairs = ((key, _values(first.get(key, "")), _values(second.get(key, ""))) for key in keys)
    return tuple(Difference(key, one, other) for key, one, other in pairs if sorted(one) != sorted(other))


def _values(value: str | tuple[str, ...]) -> tuple[str, ...]:
    values = value if isinstance(value, tuple) else (value,)
    return tuple(found for found in (" ".join(each.split()) for each in values) if found)


def decided(first: Raw, second: Raw, choices: Mapping[str, str]) -> Raw:
    """One sheet from two: where they differ, `choices` says "first", "second" or "none" by key.

    :raises KeyError: when a difference is not decided
    """
    chosen = dict(first)
    for difference in differences(first, second):
        match choices[difference.key]:
            case "second":
                chosen[difference.key] = second.get(difference.key, "")
            case "none":
                chosen[difference.key] = () if isinstance(first.get(difference.key), tuple) else ""
    return chosen


@dataclass(frozen=True, slots=True)
class Outcome:
    answers: Answers
    """As a submit stores them."""
    consent: bool
    left_out: tuple[str, ...]
    """Items that something was written for and that do not count: not meant for this person, or not possible."""


def outcome(instrument: Instrument, typed: Raw, *, now: datetime, language: str) -> Outcome:
    """What a sheet counts as."""
    consent = typed.get(CONSENT) == "yes"
    raw = _with_lists(instrument, {key: value for key, value in typed.items() if key != CONSENT})
    circumstances = Circumstances(now=now, consent=consent, language=language)
    questionnaire = Questionnaire(instrument)
    answers, _ = final_answers(Journey(questionnaire, raw, circumstances))
    kept = {questionnaire.owners[key].name for key in _keys(answers) if key in questionnaire.owners}
    written = {_owner(questionnaire, key) for key, value in raw.items() if _values(value)}
    order = [item.name for item in instrument.items]
    return Outcome(answers, consent, tuple(name for name in order if name in written - kept))


def _keys(answers: Answers) -> Iterator[str]:
    for key, value in answers.items():
        yield key
        if isinstance(value, list):
            yield from (inner for entry in value if isinstance(entry, dict) for inner in entry)


def _owner(questionnaire: Questionnaire, key: str) -> str:
    found = entries.in_entry(key)
    plain = found[2] if found else key
    while plain and plain not in questionnaire.owners:
        plain = plain.rpartition("/")[0]
    return questionnaire.owners[plain].name if plain else ""


def _with_lists(instrument: Instrument, raw: Raw) -> Raw:
    """With the entries of lists that something is written in."""
    lists: dict[str, str | tuple[str, ...]] = {}
    for section in instrument.sections:
        if section.repeat:
            name = section.repeat.name
            used = {
                found[1]
                for key, value in raw.items()
                if (found := entries.in_entry(key)) and found[0] == name and _values(value)
            }
            lists[entries.ids_key(name)] = tuple(sorted(used, key=int))
    return {**raw, **lists}
