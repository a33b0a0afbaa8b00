"""What stands in the columns of a file: names as in docs/reference/interface ("Response CSV"), labels, codes.

A text column of one item is one field; several codes are a field of codes and one field an option. The names and
their order are those of `engage.instruments.domain.answer_columns`; here stands what each column means besides.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from engage.i18n.named import country_text, language_text
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Cell, Instrument, Item, ItemType
from engage.instruments.regions import region
from engage.results.domain.questions import once

Values = tuple[tuple[str, LocalizedText | None], ...]


class Form(StrEnum):
    """What one field holds."""

    CODE = "code"
    CODES = "codes"
    """Several, in the order they were chosen."""
    FLAG = "flag"
    """1 where one option was chosen, else 0."""
    PLACE = "place"
    """Of one option in a ranking, from 1."""
    NUMBER = "number"
    WHOLE = "whole"
    DAY = "day"
    MOMENT = "moment"
    CLOCK = "clock"
    SPAN = "span"
    """An ISO 8601 duration."""
    WORDS = "words"
    """What somebody wrote."""
    MADE = "made"
    """A calculation: whatever it gave."""
    FILE = "file"
    """The name under which a file is downloaded."""
    ENTRIES = "entries"
    """How many entries a list has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    name: str
    key: str
    """Where the answer is kept."""
    form: Form
    item: Item | None
    """None for the number of entries."""
    label: LocalizedText
    part: LocalizedText | None = None
    """The row or the option within the item, or both."""
    values: Values = ()
    """Codes and their labels, in order."""
    code: str = ""
    """Of a flag or a place: the option."""
    list: str = ""
    """Of what is asked in a section that repeats."""
    declines: str = ""
    """Another key under which it may stand that somebody preferred not to say."""

    @property
    def column(self) -> str:
        """Its place among the columns of a snapshot."""
        return f"{self.list}[]{self.key}" if self.list else self.key

    @property
    def declined_column(self) -> str:
        return f"{self.list}[]{self.declines}" if self.list else self.declines


@dataclass(frozen=True, slots=True)
class Fields:
    first: tuple[Field, ...]
    lists: dict[str, tuple[Field, ...]]
    """Of each list of entries, in a file of its own."""

    def __iter__(self) -> Iterator[Field]:
        yield from self.first
        for inside in self.lists.values():
            yield from inside


def fields(instrument: Instrument, *, without: Collection[str] = ()) -> Fields:
    """Every field of an instrument in order.

    :param without: answer keys to leave out, with every field made of them
    """
    first: list[Field] = []
    lists: dict[str, tuple[Field, ...]] = {}
    for section in instrument.sections:
        name = section.repeat.name if section.repeat else ""
        found = [each for item in section.items for each in _of(item, name) if each.key not in without]
        if section.repeat is None:
            first += found
        else:
            first.append(Field(name=name, key=f"{name}[]", form=Form.ENTRIES, item=None, label=section.title))
            lists[name] = tuple(found)
    return Fields(tuple(first), lists)


_FORMS = {
    ItemType.TEXT: Form.WORDS,
    ItemType.INTEGER: Form.WHOLE,
    ItemType.YEAR: Form.WHOLE,
    ItemType.DECIMAL: Form.NUMBER,
    ItemType.SCALE: Form.NUMBER,
    ItemType.DATE: Form.DAY,
    ItemType.TIME: Form.CLOCK,
    ItemType.DATETIME: Form.MOMENT,
    ItemType.DURATION: Form.SPAN,
    ItemType.FILE: Form.FILE,
    ItemType.CALCULATION: Form.MADE,
    ItemType.MULTIPLE: Form.CODES,
    ItemType.RANKING: Form.CODES,
}
_CELLS = {
    Cell.SINGLE: Form.CODE,
    Cell.MULTIPLE: Form.CODES,
    Cell.TEXT: Form.WORDS,
    Cell.INTEGER: Form.WHOLE,
    Cell.DECIMAL: Form.NUMBER,
}


def _of(item: Item, within: str) -> Iterator[Field]:
    """The fields of one item."""
    values: Values = tuple((option.code, option.label) for option in once(item.options))
    form = _FORMS.get(item.type, Form.CODE)
    one = Field(name=item.name, key=item.name, form=form, item=item, label=item.label, values=values, list=within)
    match item.type:
        case ItemType.NOTE:
            return
        case ItemType.MATRIX:
            for row in item.rows:
                yield from _with_options(_at(one, f"{item.name}/{row.code}", _CELLS[item.cell], row.label))
        case ItemType.DATE_RANGE:
            for key in item.keys:
                yield replace(_at(one, key, Form.DAY, None), declines=item.name)
        case ItemType.ALLOCATION:
            yield one
            for row in item.rows:
                points = _at(one, f"{item.name}/{row.code}", Form.WHOLE, row.label)
                yield replace(points, declines=item.name, values=())
            ranked: Values = tuple((row.code, row.label) for row in item.rows)
            yield replace(_at(one, f"{item.name}/rank", Form.CODES, None), values=ranked)
        case _:
            yield from _with_options(one)
            for key in item.keys[1:]:
                other = key == f"{item.name}/other"
                beside = next((option.label for option in item.options if option.other), None) if other else None
                yield replace(_at(one, key, Form.WORDS if other else Form.CODE, beside), values=())


def _at(one: Field, key: str, form: Form, part: LocalizedText | None) -> Field:
    return replace(one, name=key, key=key, form=form, part=part)


def _with_options(one: Field) -> Iterator[Field]:
    """A field, and where several codes are given one more for each option."""
    yield one
    item = one.item
    if one.form is not Form.CODES or item is None:
        return
    words = one.key == item.name and any(option.other for option in item.options)
    for option in item.options:
        taken = words and option.code == "other" and item.type is not ItemType.RANKING
        yield replace(
            one,
            name=f"{one.key}/{option.code}" + ("/chosen" if taken else ""),
            form=Form.PLACE if item.type is ItemType.RANKING else Form.FLAG,
            part=option.label if one.part is None else both(one.part, option.label),
            code=option.code,
            values=(),
        )


def both(one: LocalizedText, other: LocalizedText) -> LocalizedText:
    """Two labels as one, in each language that either has."""
    tags = dict.fromkeys((*one.translations, *other.translations))
    texts = {tag: f"{one.in_(tag)} – {other.in_(tag)}" for tag in tags if tag != one.source_language}
    return LocalizedText.of(f"{one.source} – {other.in_(one.source_language)}", one.source_language, **texts)


def named(item: Item | None, code: str) -> LocalizedText | None:
    """What a code means that is not one of an item's options: a country, a language, a region."""
    match item.type if item else None:
        case ItemType.COUNTRY:
            return country_text(code)
        case ItemType.LANGUAGE:
            return language_text(code)
        case ItemType.REGION:
            found = region(code)
            return LocalizedText.of(found.name, "und") if found else None
    return None
