"""A questionnaire as the data that the typesetter prints."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, ngettext

from engage.i18n.locales import direction
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import DECLINED, Cell, Contact, Instrument, Item, ItemType, Option, Section
from engage.instruments.domain.paper_routing import END, PrintedItem, jumps, printed
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.paper.runs import Block, Run, blocks, line
from engage.instruments.paper.words import only_if
from engage.instruments.rendering.layout import scale_points
from engage.instruments.rendering.texts import plain

COPIES = 3
"""So many entries of a list are printed when nothing says how many there may be."""
MOST_OPTIONS = 60
"""A longer list is not printed: the answer is written on a line."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands on every page, so that a sheet can be found again."""

    address: str
    """Where the same survey can be answered online."""
    version: int
    hub: str
    contact: Contact
    funders: tuple["Funder", ...] = ()


@dataclass(frozen=True, slots=True)
class Funder:
    """Who pays, and what is said of it at the end."""

    text: str
    emblem: bytes = b""
    """A picture; empty for none."""
    emblem_text: str = ""


class Leaflet:
    """Builds the data of one language. Strings of the product are in the language that gettext speaks now."""

    def __init__(self, questionnaire: Questionnaire, language: str, *, pulse: bool = False) -> None:
        """:param pulse: the short form only"""
        self.questionnaire = questionnaire
        self.instrument: Instrument = questionnaire.instrument
        self.language = language
        self.items = printed(self.instrument, pulse=pulse)
        self.numbers: Mapping[str, int] = {each.item.name: each.number for each in self.items if each.number}

    def data(self, imprint: Imprint) -> dict[str, Any]:
        """Everything the template prints, ready for JSON."""
        contact = ", ".join(
            part for part in (imprint.contact.name, imprint.contact.phone, imprint.contact.email) if part
        )
        return {
            "language": self.language.split("-")[0],
            "direction": direction(self.language),
            "title": plain(self.instrument.title.in_(self.language)),
            "welcome": self.blocks(self.instrument.welcome),
            "about": list(self._about()),
            "how": [
                gettext("Tick the answer that fits, like this:"),
                gettext("You can leave out any question that has no star (*)."),
                gettext("Where an answer says where to go on, follow it. Otherwise go on with the next question."),
            ],
            "sections": [self._section(section) for section in self.instrument.sections],
            "consent": self._consent(),
            "closing": self.blocks(self.instrument.closing),
            "online": gettext("You can also answer online:"),
            "address": imprint.address,
            "qr_text": gettext("QR code: the address of this survey online"),
            "contact": gettext("Questions? %(contact)s", contact=contact) if contact else "",
            "footer": gettext(
                "%(hub)s · version %(version)s · %(language)s",
                hub=imprint.hub,
                version=imprint.version,
                language=self.language,
            ),
            "page": gettext("Page {page} of {pages}"),
            "funders": [
                {"text": each.text, "emblem": list(each.emblem), "alt": each.emblem_text} for each in imprint.funders
            ],
        }

    def blocks(self, text: LocalizedText | None) -> list[Block]:
        return blocks(text.in_(self.language), self._shown) if text else []

    def line(self, text: LocalizedText | None) -> list[Run]:
        return line(text.in_(self.language), self._shown) if text else []

    def _shown(self, key: str) -> str:
        """What stands for an answer that a text shows."""
        owner = self.questionnaire.owners.get(key)
        number = self.numbers.get(owner.name) if owner else None
        return gettext("(your answer to question %(number)s)", number=number) if number else "…"

    def _about(self) -> Iterator[dict[str, Any]]:
        about = self.instrument.about
        if about is None:
            return
        for label, text in (
            (gettext("Who asks"), about.asks),
            (gettext("Why"), about.purpose),
            (gettext("Which decision, and when"), about.decision),
            (gettext("What is published"), about.published),
            (gettext("Who is responsible"), about.controller),
            (gettext("How long answers are kept"), about.retention),
        ):
            if text:
                yield {"label": label, "text": self.line(text)}

    def _consent(self) -> dict[str, Any]:
        """Asked before everything else, where questions about health follow."""
        if not any(each.item.special_category for each in self.items):
            return {"title": "", "text": [], "field": {}}
        own = self.instrument.consent
        text = own.in_(self.language) if own else statement()
        agree = gettext("I agree. You may ask me these questions too.")
        return {
            "title": gettext("Questions about your health: only if you agree"),
            "text": blocks(text, self._shown),
            "field": {"many": True, "options": [{"label": [_run(agree)], "jump": ""}]},
        }

    def _section(self, section: Section) -> dict[str, Any]:
        items = [self._item(each) for each in self.items if each.section is section]
        return {
            "title": plain(section.title.in_(self.language)),
            "description": self.blocks(section.description),
            "copies": self._copies(section),
            "entry": gettext("Entry {number}"),
            "items": items,
        }

    def _copies(self, section: Section) -> int:
        return min(section.repeat.maximum or COPIES, COPIES) if section.repeat else 1

    def _item(self, asked: PrintedItem) -> dict[str, Any]:
        item = asked.item
        if not item.is_question:
            return {"kind": "heading" if item.heading else "note", "text": self.blocks(item.label)}
        return {
            "kind": "question",
            "number": asked.number,
            "required": bool(item.required),
            "label": self.line(item.label),
            "hint": self.blocks(item.hint),
            "only_if": only_if(asked, self.questionnaire, self.numbers, self.language),
            "consent": gettext("About your health: answer only if you ticked “I agree” at the beginning.")
            if item.special_category
            else "",
            "field": self._field(asked),
        }

    # -- where the answer goes

    def _field(self, asked: PrintedItem) -> dict[str, Any]:
        item = asked.item
        match item.type:
            case ItemType.SINGLE | ItemType.MULTIPLE if len(item.options) <= MOST_OPTIONS:
                return self._options(asked)
            case ItemType.CONSENT:
                return {"kind": "ticks", "many": True, "options": [{"label": [_run(gettext("I agree"))], "jump": ""}]}
            case ItemType.RANKING:
                return {
                    "kind": "places",
                    "told": gettext("Write 1 beside the one that matters most, then 2, and so on."),
                    "options": [self.line(option.label) for option in item.options],
                }
            case ItemType.ALLOCATION:
                told = ngettext("Share out %(num)s point.", "Share out %(num)s points.", item.total)
                return {"kind": "places", "told": told, "options": [self.line(row.label) for row in item.rows]}
            case ItemType.SCALE if scale_points(item):
                return {
                    "kind": "scale",
                    "points": list(scale_points(item)),
                    "low": self.line(item.low_label),
                    "high": self.line(item.high_label),
                }
            case ItemType.MATRIX:
                return self._matrix(item)
            case ItemType.DATE:
                return {"kind": "boxes", "parts": self._date()}
            case ItemType.DATE_RANGE:
                return {"kind": "boxes", "parts": [*self._date(gettext("from")), *self._date(gettext("to"))]}
            case ItemType.YEAR:
                return {"kind": "boxes", "parts": [{"label": gettext("year"), "boxes": 4}]}
            case ItemType.DURATION:
                return {"kind": "boxes", "parts": [{"label": _UNITS[unit](), "boxes": 2} for unit in item.units]}
            case ItemType.FILE:
                return {"kind": "told", "text": gettext("A file can be added only when you answer online.")}
        return self._lines(item)

    def _options(self, asked: PrintedItem) -> dict[str, Any]:
        item = asked.item
        ways = jumps(self.questionnaire, self.items, asked)
        options = [self._option(option, ways.get(option.code)) for option in item.options]
        if item.prefer_not_to_say:
            declined = self._way(ways.get(DECLINED))
            options.append({"label": [_run(gettext("Prefer not to say"))], "jump": declined, "note": ""})
        return {"kind": "ticks", "many": item.type is ItemType.MULTIPLE, "options": options, "told": self._limits(item)}

    def _option(self, option: Option, jump: int | None) -> dict[str, Any]:
        note = gettext("only this one") if option.exclusive else ""
        return {"label": self.line(option.label), "jump": self._way(jump), "other": option.other, "note": note}

    def _way(self, jump: int | None) -> str:
        if jump == END:
            return gettext("go to the end")
        return gettext("go to %(number)s", number=jump) if jump is not None else ""

    def _limits(self, item: Item) -> str:
        if item.type is not ItemType.MULTIPLE:
            return ""
        if item.max_choices:
            return ngettext("Tick at most %(num)s.", "Tick at most %(num)s.", item.max_choices)
        return gettext("Tick all that apply.")

    def _matrix(self, item: Item) -> dict[str, Any]:
        ticks = item.cell in (Cell.SINGLE, Cell.MULTIPLE)
        return {
            "kind": "matrix",
            "many": item.cell is Cell.MULTIPLE,
            "columns": [self.line(option.label) for option in item.options] if ticks else [],
            "rows": [self.line(row.label) for row in item.rows],
            "statement": gettext("Statement"),
            "answer": gettext("Answer"),
        }

    def _date(self, label: str = "") -> list[dict[str, Any]]:
        parts = [(gettext("day"), 2), (gettext("month"), 2), (gettext("year"), 4)]
        return [{"label": f"{label}: {name}" if label else name, "boxes": boxes} for name, boxes in parts]

    def _lines(self, item: Item) -> dict[str, Any]:
        return {
            "kind": "lines",
            "lines": 4 if item.multiline else 1,
            "prefix": self.line(item.prefix),
            "suffix": self.line(item.suffix),
            "short": item.type in (ItemType.INTEGER, ItemType.DECIMAL, ItemType.TIME, ItemType.SCALE),
        }


_UNITS = {
    "years": lambda: gettext("years"),
    "months": lambda: gettext("months"),
    "weeks": lambda: gettext("weeks"),
    "days": lambda: gettext("days"),
    "hours": lambda: gettext("hours"),
    "minutes": lambda: gettext("minutes"),
}


def statement() -> str:
    """What is agreed to on paper where the instrument has no statement of its own."""
    return gettext(
        "I agree that my answers about my health are stored and used for this survey. "
        "Without this tick, leave the questions about your health empty."
    )


def _run(text: str) -> Run:
    return {"text": text, "strong": False, "em": False}
