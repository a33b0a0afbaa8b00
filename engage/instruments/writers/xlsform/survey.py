"""The sheet survey: sections as groups, items as questions, and items of several parts as groups of questions."""

from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from engage.instruments.domain.definition import Cell, Instrument, Item, ItemType, Repeat, Row, Section
from engage.instruments.readers.reading import slug_for
from engage.instruments.readers.xlsform.bounds import constraint_with_bounds, number
from engage.instruments.readers.xlsform.own import COMPOSITES, ITEM_TEXTS, ITEM_VALUES, OTHER, PREFIX
from engage.instruments.writers.xlsform.choices import Choices
from engage.instruments.writers.xlsform.naming import ENDS, Naming
from engage.instruments.writers.xlsform.sheet import Cells, Draft, Languages, joined

_WORDS = {
    ItemType.NOTE: "note",
    ItemType.TEXT: "text",
    ItemType.INTEGER: "integer",
    ItemType.DECIMAL: "decimal",
    ItemType.DATE: "date",
    ItemType.TIME: "time",
    ItemType.DATETIME: "dateTime",
    ItemType.SCALE: "range",
    ItemType.CONSENT: "acknowledge",
    ItemType.CALCULATION: "calculate",
    ItemType.FILE: "file",
    ItemType.REGION: "text",
    ItemType.COUNTRY: "text",
    ItemType.LANGUAGE: "text",
    ItemType.DURATION: "text",
    ItemType.YEAR: "integer",
}
_SELECTS = {ItemType.SINGLE: "select_one", ItemType.MULTIPLE: "select_multiple", ItemType.RANKING: "rank"}
_CELLS = {Cell.SINGLE: "select_one", Cell.MULTIPLE: "select_multiple"}
_LESS_EXACT = (ItemType.REGION, ItemType.COUNTRY, ItemType.LANGUAGE, ItemType.DURATION, ItemType.YEAR)
"""Types that other programs ask as something simpler."""
_DEFAULTS: dict[str, Any] = {
    each.name: each.default_factory() if each.default_factory is not MISSING else each.default for each in fields(Item)
}


@dataclass(slots=True)
class Survey:
    languages: Languages
    naming: Naming
    choices: Choices
    sheet: Draft = field(default_factory=lambda: Draft("survey"))

    def write(self, instrument: Instrument) -> None:
        heads = ["type", "name", *(self.languages.header("label", tag) for tag in self.languages.tags)]
        self.sheet.headers = dict.fromkeys(heads)
        slugs: set[str] = set()
        for section, name in zip(instrument.sections, self.naming.sections, strict=True):
            self._section(section, name, slugs)
            slugs.add(section.slug)

    def _section(self, section: Section, name: str, slugs: set[str]) -> None:
        repeat = section.repeat
        kind = "repeat" if repeat else "group"
        called = repeat.name if repeat else section.name
        cells: Cells = {
            "type": f"begin_{kind}",
            "name": name,
            **self._texts("label", section.title),
            **self._texts("hint", section.description),
            "relevant": self.naming.text(section.relevance),
            "appearance": "field-list",
            f"{PREFIX}::name": called if called != name else "",
            f"{PREFIX}::section": section.name if section.name != called else "",
            f"{PREFIX}::slug": section.slug if section.slug != slug_for(section.name, slugs) else "",
            f"{PREFIX}::shuffle": "yes" if section.shuffle else "",
        }
        self.sheet.add(cells | (self._repeat(repeat) if repeat else {}))
        for item in section.items:
            self._item(item)
        self.sheet.add({"type": f"end_{kind}"})

    def _repeat(self, repeat: Repeat) -> Cells:
        return {
            "repeat_count": self.naming.text(repeat.count),
            f"{PREFIX}::minimum": str(repeat.minimum) if repeat.minimum else "",
            f"{PREFIX}::maximum": str(repeat.maximum) if repeat.maximum is not None else "",
            **self._texts(f"{PREFIX}::entry", repeat.entry),
            **self._texts(f"{PREFIX}::add", repeat.add),
        }

    def _item(self, item: Item) -> None:
        if item.type.value in COMPOSITES:
            self._composite(item)
            return
        self.sheet.add(self._head(item) | self._rules(item) | self._particulars(item) | self._own(item))
        other = next((option for option in item.options if option.other), None)
        if other and item.type in _SELECTS:
            self._other(item, other.code)

    def _other(self, item: Item, code: str) -> None:
        """What was meant by "other", as a question that other programs ask; here it is a part of the item."""
        option = item.option(code)
        name, key = self.naming.keys[item.name], f"{item.name}/other"
        self.sheet.add(
            {
                "type": "text",
                "name": self.naming.keys[key],
                **self._texts("label", option.label if option else None),
                "relevant": f"selected(${{{name}}}, '{code}')",
                "required": "yes" if item.other_required else "",
                f"{PREFIX}::type": OTHER,
                f"{PREFIX}::name": key,
            }
        )

    def _composite(self, item: Item) -> None:
        """A matrix, an allocation, a range of dates: a group with a question for each part."""
        asked = item.type is ItemType.MATRIX and item.cell in _CELLS
        head = self._head(item) | {"type": "begin_group", "appearance": "table-list" if asked else "field-list"}
        rules = self._rules(item)
        required = {name: rules.pop(name) for name in list(rules) if name.startswith("required")}
        own = self._own(item) | {f"{PREFIX}::type": item.type.value}
        self.sheet.add(head | rules | {"choice_filter": self.naming.text(item.choice_filter)} | own)
        for row in item.rows if item.type is not ItemType.DATE_RANGE else ():
            self._part(item, row.code, self._part_type(item), required | self._row(row))
        for end in ENDS if item.type is ItemType.DATE_RANGE else ():
            label = {self.languages.header("label", self.languages.tags[0]): end}
            self._part(item, end, "date", required | label)
        self.sheet.add({"type": "end_group"})

    def _part_type(self, item: Item) -> str:
        if item.type is ItemType.ALLOCATION:
            return "integer"
        if item.cell in _CELLS:
            return f"{_CELLS[item.cell]} {self.choices.list_for(item.name, item.options)}"
        return item.cell.value

    def _row(self, row: Row) -> Cells:
        return {**self._texts("label", row.label), "relevant": self.naming.text(row.relevance)}

    def _part(self, item: Item, code: str, kind: str, cells: Cells) -> None:
        name = self.naming.keys[f"{item.name}/{code}"]
        own = {f"{PREFIX}::name": code if name != code else ""}
        self.sheet.add({"type": kind, "name": name} | cells | own)

    def _head(self, item: Item) -> Cells:
        """Type, name, and what is read."""
        if item.type in _SELECTS:
            kind = f"{_SELECTS[item.type]} {self.choices.list_for(item.name, item.options)}"
        else:
            kind = _WORDS.get(item.type, "")
        name = self.naming.keys[item.name]
        return {
            "type": kind,
            "name": name,
            **self._texts("label", item.label),
            **self._texts("hint", item.hint),
            **self._texts("guidance_hint", item.guidance),
            **self.languages.pictures(item.image),
            "relevant": self.naming.text(item.relevance),
            f"{PREFIX}::name": item.name if item.name != name else "",
            f"{PREFIX}::type": item.type.value if item.type in _LESS_EXACT else "",
        }

    def _rules(self, item: Item) -> Cells:
        """What has to hold of the answer, and where it comes from when it is not typed."""
        required = "yes" if item.required == "true()" else self.naming.text(item.required)
        return {
            "required": required,
            **self._texts("required_message", item.required_message),
            "constraint": self.naming.text(constraint_with_bounds(item)),
            **self._texts("constraint_message", item.constraint_message),
            "calculation": self.naming.text(item.calculation),
            "trigger": ", ".join(self.naming.text(f"${{{name}}}") for name in item.trigger),
            "read_only": "yes" if item.read_only else "",
            "default": self.naming.text(item.default),
        }

    def _particulars(self, item: Item) -> Cells:
        """What only some types have."""
        if item.type in _SELECTS:
            return {
                "choice_filter": self.naming.text(item.choice_filter),
                "parameters": "randomize=true" if item.shuffle else "",
                "appearance": "minimal" if item.dropdown else "",
            }
        if item.type is ItemType.TEXT:
            return {"appearance": "multiline" if item.multiline else ""}
        if item.type is ItemType.FILE:
            return {"body::accept": ", ".join(item.accept)}
        if item.type is ItemType.SCALE:
            given = (("start", item.minimum), ("end", item.maximum), ("step", item.step))
            return {"parameters": joined(f"{name}={number(value)}" for name, value in given if value is not None)}
        return {}

    def _own(self, item: Item) -> Cells:
        """What XLSForm has no word for."""
        said: set[str] = {"personal"}
        if item.type is ItemType.SCALE:
            said |= {"minimum", "maximum", "step"}
        if item.type in _SELECTS:
            said.add("shuffle")
        cells: Cells = {}
        for name in ITEM_VALUES:
            value = getattr(item, name)
            if name not in said and value != _DEFAULTS[name]:
                cells[f"{PREFIX}::{name}"] = _as_text(value)
        if item.personal is not (item.type is ItemType.TEXT and not item.read_only):
            cells[f"{PREFIX}::personal"] = _as_text(item.personal)
        for name in ITEM_TEXTS:
            cells |= self._texts(f"{PREFIX}::{name}", getattr(item, name))
        return cells

    def _texts(self, field: str, text: Any) -> Cells:
        return {header: self.naming.text(words) for header, words in self.languages.cells(field, text).items()}


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number(value)
    return joined(value) if isinstance(value, tuple) else str(value)
