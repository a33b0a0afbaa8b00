"""What gets a table: every question of an instrument, a matrix row by row, an allocation in both its forms."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from engage.i18n.text import LocalizedText, Translation
from engage.instruments.domain.definition import Cell, Instrument, Item, ItemType, Option, Row
from engage.instruments.domain.spans import asked_units


class Kind(StrEnum):
    """How the answers to a question are put in a table."""

    CHOICE = "choice"
    """One code a person."""
    MULTIPLE = "multiple"
    """Several codes a person; percent of those who answered."""
    NUMBER = "number"
    SCALE = "scale"
    DATE = "date"
    TIME = "time"
    TEXT = "text"
    RANKING = "ranking"
    POINTS = "points"
    FILE = "file"
    """Only how many sent one; the files themselves are for those allowed to read texts."""


@dataclass(frozen=True, slots=True)
class Question:
    """One table's worth of an item. `key` is where its answers are kept."""

    key: str
    item: Item
    kind: Kind
    row: Row | None = None
    part: str = ""
    """Of a date range: its `from` or its `to`."""
    list: str = ""
    """Of a section that repeats: where its entries are kept; its table counts entries, not responses."""

    @property
    def declined_key(self) -> str:
        """Where it is kept that somebody preferred not to say."""
        return self.item.name if self.part else self.key

    @property
    def unit(self) -> str:
        """What numbers are counted in, where the numbers do not say: the largest unit of a duration."""
        return asked_units(self.item)[0] if self.item.type is ItemType.DURATION else ""

    @property
    def label(self) -> LocalizedText:
        return self.item.label

    @property
    def options(self) -> tuple[Option | Row, ...]:
        """What can be chosen, ranked or given points."""
        return self.item.rows if self.item.type is ItemType.ALLOCATION else once(self.item.options)

    @property
    def other_key(self) -> str | None:
        """Where the words beside an "other" option are kept."""
        has_other = self.row is None and any(option.other for option in self.item.options)
        return f"{self.item.name}/other" if has_other else None


_KINDS = {
    ItemType.TEXT: Kind.TEXT,
    ItemType.INTEGER: Kind.NUMBER,
    ItemType.DECIMAL: Kind.NUMBER,
    ItemType.DATE: Kind.DATE,
    ItemType.DATETIME: Kind.DATE,
    ItemType.TIME: Kind.TIME,
    ItemType.SINGLE: Kind.CHOICE,
    ItemType.MULTIPLE: Kind.MULTIPLE,
    ItemType.RANKING: Kind.RANKING,
    ItemType.SCALE: Kind.SCALE,
    ItemType.REGION: Kind.CHOICE,
    ItemType.CONSENT: Kind.CHOICE,
    ItemType.COUNTRY: Kind.CHOICE,
    ItemType.LANGUAGE: Kind.CHOICE,
    ItemType.YEAR: Kind.NUMBER,
    ItemType.DURATION: Kind.NUMBER,
    ItemType.DATE_RANGE: Kind.DATE,
    ItemType.FILE: Kind.FILE,
}
_CELLS = {
    Cell.SINGLE: Kind.CHOICE,
    Cell.MULTIPLE: Kind.MULTIPLE,
    Cell.TEXT: Kind.TEXT,
    Cell.INTEGER: Kind.NUMBER,
    Cell.DECIMAL: Kind.NUMBER,
}


def once(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Options by code: those that share one, under several parents of a cascade, with their labels joined."""
    found: dict[str, Option] = {}
    for option in options:
        known = found.setdefault(option.code, option)
        if known is not option and option.label != known.label:
            found[option.code] = replace(known, label=_joined(known.label, option.label))
    return tuple(found.values())


def _joined(one: LocalizedText, other: LocalizedText) -> LocalizedText:
    texts = {}
    for tag in dict.fromkeys((*one.translations, *other.translations)):
        parts = dict.fromkeys((*one.in_(tag).split(" / "), *other.in_(tag).split(" / ")))
        texts[tag] = Translation(" / ".join(parts))
    return LocalizedText(one.source_language, texts)


def questions(instrument: Instrument) -> tuple[Question, ...]:
    """Every question in the order of the instrument."""
    return tuple(
        replace(question, list=section.repeat.name) if section.repeat else question
        for section in instrument.sections
        for item in section.items
        if item.is_question
        for question in _of(item)
    )


def _of(item: Item) -> Iterator[Question]:
    match item.type:
        case ItemType.MATRIX:
            for row in item.rows:
                yield Question(f"{item.name}/{row.code}", item, _CELLS[item.cell], row)
        case ItemType.ALLOCATION:
            yield Question(item.name, item, Kind.POINTS)
            yield Question(f"{item.name}/rank", item, Kind.RANKING)
        case ItemType.DATE_RANGE:
            for key in item.keys:
                yield Question(key, item, Kind.DATE, part=key.rsplit("/", 1)[1])
        case _:
            yield Question(item.name, item, _KINDS[item.type])
