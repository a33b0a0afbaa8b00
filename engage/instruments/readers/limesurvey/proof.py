"""The last look at what was made: every expression can be worked out."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from engage.core.findings import Where
from engage.instruments.domain.definition import Item, ItemType, Option, Row, Section
from engage.instruments.domain.questionnaire import is_dynamic
from engage.instruments.expressions.errors import ExpressionError
from engage.instruments.expressions.evaluator import compile_expression
from engage.instruments.readers.limesurvey.notes import Notes

Thing = TypeVar("Thing", Section, Item, Option, Row)

_OF_ITEMS = ("relevance", "required", "constraint", "calculation")


def proven(sections: Iterable[Section], notes: Notes) -> tuple[Section, ...]:
    """The sections without expressions that cannot be worked out; each is told.

    Translations are sound one by one, but joined ones may be longer or deeper than any that is taken.
    """
    prover = _Prover(notes)
    return tuple(prover.section(section) for section in sections)


class _Prover:
    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._known: dict[str, str | None] = {}

    def section(self, section: Section) -> Section:
        section = self._without(section, section.name, ("relevance",))
        return replace(section, items=tuple(self._item(item) for item in section.items))

    def _item(self, item: Item) -> Item:
        name = item.name
        fields = (*_OF_ITEMS, "default") if item.default and is_dynamic(item.default) else _OF_ITEMS
        item = self._without(item, name, fields)
        if item.type is ItemType.CALCULATION and item.calculation is None:
            item = replace(item, calculation="''")
        if any(option.relevance for option in item.options) or any(row.relevance for row in item.rows):
            item = replace(
                item,
                options=tuple(self._without(part, f"{part.code} of {name}", ("relevance",)) for part in item.options),
                rows=tuple(self._without(part, f"{part.code} of {name}", ("relevance",)) for part in item.rows),
            )
        return item

    def _without(self, thing: Thing, shown: str, fields: tuple[str, ...]) -> Thing:
        lost: dict[str, Any] = {}
        for field in fields:
            source = getattr(thing, field)
            if source and (reason := self._reason(source)):
                lost[field] = None
                message = f"The {field} of {shown} cannot be worked out ({reason}) and is left out."
                self._notes.warning("expression", message, Where(column=f"{shown}, {field}"))
        return replace(thing, **lost) if lost else thing

    def _reason(self, source: str) -> str | None:
        if source not in self._known:
            try:
                compile_expression(source)
                self._known[source] = None
            except ExpressionError as refusal:
                self._known[source] = str(refusal)
        return self._known[source]
