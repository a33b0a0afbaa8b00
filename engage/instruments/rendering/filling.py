"""Filling a compiled page with what one respondent has answered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import escape

from engage.instruments.domain.definition import DURATION_UNITS, Cell, Item, ItemType, Option, Row
from engage.instruments.domain.journey import ItemOnPath, Journey
from engage.instruments.domain.spans import asked_units, from_iso
from engage.instruments.domain.uploaded import Uploaded, from_raw
from engage.instruments.rendering.answers import piped, size
from engage.instruments.rendering.layout import is_group, scale_points
from engage.instruments.rendering.names import element_id
from engage.web.compiled import Block, Parts

Fill = Callable[[Parts], str]


@dataclass
class Filling:
    """The functions that a page's slots and blocks call. One is made a request."""

    journey: Journey
    messages: Mapping[str, str] = field(default_factory=dict)
    """Sentences of problems, by answer key; already in the respondent's language, not yet escaped."""
    _offered: dict[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)

    @property
    def slots(self) -> dict[str, Callable[..., str]]:
        return {
            "value": self.value,
            "checked": self.checked,
            "selected": self.selected,
            "hidden": self.hidden,
            "concealed": self.concealed,
            "row_hidden": self.row_hidden,
            "unoffered": self.unoffered,
            "message": self.message,
            "described": self.described,
            "invalid": self.invalid,
            "item_class": self.item_class,
            "row_class": self.row_class,
            "pipe": self.pipe,
            "said": self.said,
            "unit": self.unit,
            "file_name": self.file_name,
            "file_size": self.file_size,
            "file_id": self.file_id,
        }

    @property
    def blocks(self) -> dict[str, Callable[..., str]]:
        return {
            "item": self.item,
            "items": self.items,
            "options": self.options,
            "rows": self.rows,
            "option": self.part,
            "row": self.part,
            "error": self.error,
            "sent": self.sent,
            "cleaned": self.cleaned,
        }

    # -- slots

    def value(self, key: str) -> str:
        value = self.journey.raw.get(key)
        if value is None and key in self.journey.questionnaire.owners:
            value = self.journey[key]
        if isinstance(value, tuple):
            value = value[0] if value else ""
        return str(escape(value)) if value else ""

    def _has(self, key: str, code: str) -> bool:
        value = self.journey.raw.get(key)
        if value is None:
            owner = self.journey.questionnaire.owners.get(key)
            if owner is None or not owner.default:
                return False
            value = self.journey[key]
        return code in (value if isinstance(value, tuple) else value.split() if " " in value else (value,))

    def checked(self, key: str, code: str) -> str:
        return " checked" if self._has(key, code) else ""

    def selected(self, key: str, code: str) -> str:
        return " selected" if self._has(key, code) else ""

    def hidden(self, name: str) -> str:
        return "" if self.journey.relevant(self._owner(name)) else " hidden disabled"

    def concealed(self, name: str) -> str:
        """Of what has no control to disable."""
        return " hidden" if self.hidden(name) else ""

    def row_hidden(self, name: str, code: str) -> str:
        return "" if code in self._codes(name)[1] else " hidden disabled"

    def unoffered(self, name: str, code: str, attribute: str) -> str:
        """`attribute` for an option that is not offered now and may be later on this page."""
        return "" if code in self._codes(name)[0] else f" {attribute}"

    def _codes(self, name: str) -> tuple[frozenset[str], frozenset[str]]:
        """Options and rows offered now."""
        if name not in self._offered:
            asked = self.journey.on_path(self._owner(name))
            self._offered[name] = (
                frozenset(option.code for option in asked.options),
                frozenset(row.code for row in asked.rows),
            )
        return self._offered[name]

    def message(self, key: str) -> str:
        return str(escape(self.messages[key]))

    def described(self, key: str, element: str, ids: str) -> str:
        listed = f"{ids} {element}-error" if key in self.messages else ids
        return f' aria-describedby="{listed.strip()}"' if listed else ""

    def invalid(self, key: str) -> str:
        return ' aria-invalid="true"' if key in self.messages else ""

    def item_class(self, name: str) -> str:
        wrong = name in self.messages or (self.messages and self._inside(name))
        return " eng-item--error" if wrong else ""

    def _inside(self, name: str) -> bool:
        """Whether a field of the item has an error; rows of a matrix show their own."""
        return any(f"{name}/{part}" in self.messages for part in ("other", "from", "to", *DURATION_UNITS))

    def row_class(self, key: str) -> str:
        return " eng-matrix__row--error" if key in self.messages else ""

    def pipe(self, key: str) -> str:
        return f'<span data-text="{escape(key)}">{escape(piped(self.journey, key))}</span>'

    def said(self, key: str) -> str:
        """The same where no element may stand: in an option of a dropdown, in a title."""
        return str(escape(piped(self.journey, key)))

    def unit(self, name: str, unit: str) -> str:
        """One field of a duration: as it was typed, else out of the default."""
        typed = self.journey.raw.get(f"{name}/{unit}")
        if typed is None:
            value = self.journey[name]
            typed = str(from_iso(value).get(unit, "")) if isinstance(value, str) else ""
        return str(escape(typed)) if isinstance(typed, str) else ""

    def _file(self, key: str) -> Uploaded | None:
        value = self.journey.raw.get(key, "")
        return from_raw(value) if isinstance(value, str) else None

    def file_name(self, key: str) -> str:
        found = self._file(key)
        return str(escape(found.name)) if found else ""

    def file_size(self, key: str) -> str:
        found = self._file(key)
        return str(escape(size(found.bytes, self.journey.circumstances.language))) if found else ""

    def file_id(self, key: str) -> str:
        found = self._file(key)
        return str(escape(found.id)) if found else ""

    # -- blocks

    def sent(self, parts: Parts, fill: Fill, key: str) -> str:
        """Shown once a file has come."""
        return fill(parts) if self._file(key) else ""

    def cleaned(self, parts: Parts, fill: Fill, key: str) -> str:
        """Shown where something was taken out of it."""
        found = self._file(key)
        return fill(parts) if found and found.cleaned else ""

    def items(self, parts: Parts, fill: Fill, slug: str) -> str:
        """The items of a page in random order."""
        by_name = {part.args[0]: part for part in parts if isinstance(part, Block)}
        section = self.journey.questionnaire.instrument.section(slug)
        order = self.journey.ordered(section) if section else ()
        return "".join(fill((by_name[item.name],)) for item in order if item.name in by_name)

    def item(self, parts: Parts, fill: Fill, name: str) -> str:
        owner = self._owner(name)
        if self.journey.relevant(owner):
            return fill(parts)
        if name in self.journey.questionnaire.conditional and self._may_open(owner):
            return fill(parts)  # hidden, for scripts to open
        return ""

    def _may_open(self, item: Item) -> bool:
        circumstances = self.journey.circumstances
        if item.special_category and not circumstances.consent:
            return False
        return item.pulse or not circumstances.pulse

    def options(self, parts: Parts, fill: Fill, name: str) -> str:
        owner = self._owner(name)
        offered = self.journey.options(owner)
        if name in self.journey.questionnaire.doubled:
            return self._by_place(parts, fill, owner.options, offered)
        return self._arranged(parts, fill, self._with_hidden(owner, offered, owner.options))

    def rows(self, parts: Parts, fill: Fill, name: str) -> str:
        owner = self._owner(name)
        return self._arranged(parts, fill, self._with_hidden(owner, self.journey.rows(owner), owner.rows))

    def _with_hidden(self, item: Item, offered: Sequence[Option | Row], every: Sequence[Option | Row]) -> list[str]:
        """Codes in order; where the page may change, also those that are hidden until scripts open them."""
        codes = [part.code for part in offered]
        if item.name not in self.journey.questionnaire.changing:
            return codes
        if item.shuffle:
            return codes + [part.code for part in every if part.code not in codes]
        return [part.code for part in every]

    def _arranged(self, parts: Parts, fill: Fill, codes: list[str]) -> str:
        by_code = {part.args[0]: part for part in parts if isinstance(part, Block)}
        return "".join(fill(by_code[code].parts) for code in codes)

    def _by_place(self, parts: Parts, fill: Fill, every: Sequence[Option], offered: Sequence[Option]) -> str:
        """Options of which several have one code: found by their place, and only those that are offered."""
        blocks = [part for part in parts if isinstance(part, Block)]
        return "".join(fill(blocks[every.index(option)].parts) for option in offered)

    def part(self, parts: Parts, fill: Fill, code: str) -> str:  # noqa: ARG002
        return fill(parts)

    def error(self, parts: Parts, fill: Fill, key: str) -> str:
        return fill(parts) if key in self.messages else ""

    def _owner(self, name: str) -> Item:
        return self.journey.questionnaire.owners[name]


def anchor(key: str, item: Item, journey: Journey, asked: ItemOnPath | None = None) -> str:
    """The id of the control that an error's link leads to: the first that this respondent sees of it.

    :param asked: the item on the path, where it is known already
    """
    element = element_id(item.name)
    if key.endswith("/other"):
        return f"{element}-text" if item.dropdown else f"{_first(element, item.options, _others(item))}-text"
    asked = asked or journey.on_path(item)
    if key != item.name and item.type in (ItemType.DURATION, ItemType.DATE_RANGE):
        return element_id(key)
    if key == item.name:
        match item.type:
            case ItemType.DURATION:
                return element_id(f"{key}/{asked_units(item)[0]}")
            case ItemType.DATE_RANGE:
                return element_id(item.keys[0])
            case ItemType.COUNTRY | ItemType.LANGUAGE if is_group(item):
                return f"{element}-o1"
            case ItemType.SINGLE if item.dropdown:
                return element
            case ItemType.SCALE if not scale_points(item):
                return element
            case ItemType.SCALE:
                return f"{element}-o1"
            case ItemType.SINGLE | ItemType.MULTIPLE | ItemType.RANKING:
                return _first(element, item.options, asked.options)
            case ItemType.ALLOCATION:
                return _first(element, item.rows, asked.rows, "r")
            case ItemType.MATRIX:
                return _in_row(_first(element, item.rows, asked.rows, "r"), asked)
        return element
    return _in_row(
        _first(element, item.rows, [row for row in item.rows if key == f"{item.name}/{row.code}"], "r"), asked
    )


def _in_row(row: str, asked: ItemOnPath) -> str:
    """A matrix row's first control."""
    choosing = asked.item.type is ItemType.MATRIX and asked.item.cell in (Cell.SINGLE, Cell.MULTIPLE)
    return _first(row, asked.item.options, asked.options) if choosing else row


def _others(item: Item) -> list[Option]:
    return [option for option in item.options if option.other]


def _first(element: str, every: Sequence[Option | Row], offered: Sequence[Option | Row], kind: str = "o") -> str:
    """The id of the first offered part, by its place in the definition."""
    return f"{element}-{kind}{list(every).index(offered[0]) + 1}" if offered else element
