"""Writing texts, wherever they stand: `title`, `items.q1.hint`, `items.q1.options.yes`, `about.support.NO`."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from engage.i18n.text import LocalizedText, TextState
from engage.instruments.document import (
    ABOUT_TEXTS,
    EDITION_TEXTS,
    HEAD_TEXTS,
    ITEM_TEXTS,
    NATIONAL_ITEM_TEXTS,
    REPEAT_TEXTS,
    SECTION_TEXTS,
)
from engage.instruments.domain.definition import About, Instrument, Option, Quota, Row, SupportLine
from engage.instruments.domain.editing.change import Change, Missing, NotAllowed, following_change
from engage.instruments.domain.editing.places import name_of, steps
from engage.instruments.domain.editing.tree import with_item, with_section
from engage.instruments.domain.translating import written

Rewrite = Callable[[LocalizedText], LocalizedText]

LONGEST = 20_000
"""Characters of one text, as in the schema of the document."""
_NEEDED = frozenset({"title", "label"})
"""Fields that hold a text always, if only an empty one."""


def set_text(
    path: str, words: str, *, language: str, source: str, slip: bool = False, state: TextState = TextState.DRAFT
) -> Change:
    """Write a text in one language; empty words take it away.

    New words in the source language turn the translations stale, unless it was only a slip of the pen. `state` is
    that of a translation. Whoever translates has read the source: if that changed meanwhile, they are told.

    :param path: as in `text_places`; a text that is not there yet is made
    :raises Missing: when what it belongs to is not there
    :raises NotAllowed: when it is too long
    """

    def rewrite(text: LocalizedText) -> LocalizedText:
        return written(text, language, words, state=state, same_meaning=slip)

    def apply(instrument: Instrument) -> Instrument:
        if len(words) > LONGEST:
            raise NotAllowed(place=path, value=len(words))
        return with_text(instrument, path, rewrite)

    touches = {f"texts.{language}.{path}", f"texts.{source}.{path}"}
    return following_change("text_changed", apply, touches, place=path, language=language, slip=slip)


def with_text(instrument: Instrument, path: str, rewrite: Rewrite) -> Instrument:
    """The instrument with one text rewritten; one that is not there yet is rewritten from an empty one.

    :raises Missing: when there is no such place
    """
    return _Writer(instrument, path, rewrite).instrument()


class _Writer:
    def __init__(self, instrument: Instrument, path: str, rewrite: Rewrite) -> None:
        self.given = instrument
        self.path = path
        self.rewrite = rewrite

    def instrument(self) -> Instrument:
        given = self.given
        match self.path.split("."):
            case [name]:
                head: Instrument = self.field(given, name, HEAD_TEXTS)
                return head
            case ["about", name]:
                return replace(given, about=self.field(given.about or About(), name, ABOUT_TEXTS))
            case ["about", "support", country] if given.about:
                lines = given.about.support
                return replace(given, about=replace(given.about, support=self.line_in(lines, country)))
            case ["sections", name, field]:
                return with_section(given, name_of(name), lambda each: self.field(each, field, SECTION_TEXTS))
            case ["sections", name, "repeat", field]:
                return with_section(given, name_of(name), lambda each: self.in_repeat(each, field))
            case ["items", name, field]:
                return with_item(given, name_of(name), lambda each: self.field(each, field, ITEM_TEXTS))
            case ["items", name, "options" | "rows" as kind, code]:
                return with_item(given, name_of(name), lambda each: self.coded(each, kind, code))
            case ["quotas", name, "message"]:
                return replace(given, quotas=self.quotas(name))
            case ["editions", country, *rest] if country in given.editions:
                edition = self.edition(given.editions[country], rest)
                return replace(given, editions={**given.editions, country: edition})
        raise self.missing

    @property
    def missing(self) -> Missing:
        return Missing(place=self.path)

    def field(self, holder: Any, name: str, known: tuple[str, ...]) -> Any:
        if name not in known:
            raise self.missing
        new = self.text(getattr(holder, name))
        return replace(holder, **{name: new if new or name in _NEEDED else None})

    def text(self, text: LocalizedText | None) -> LocalizedText:
        return self.rewrite(text or LocalizedText(self.given.source_language, {}))

    def in_repeat(self, section: Any, field: str) -> Any:
        if section.repeat is None:
            raise self.missing
        return replace(section, repeat=self.field(section.repeat, field, REPEAT_TEXTS))

    def coded(self, holder: Any, kind: str, code: str) -> Any:
        parts: tuple[Option | Row, ...] = getattr(holder, kind)
        names = steps(part.code for part in parts)
        if code not in names:
            raise self.missing
        new = tuple(
            replace(part, label=self.text(part.label)) if name == code else part
            for part, name in zip(parts, names, strict=True)
        )
        return replace(holder, **{kind: new})

    def line_in(self, lines: Mapping[str, SupportLine], country: str) -> Mapping[str, SupportLine]:
        if country not in lines:
            raise self.missing
        return {**lines, country: replace(lines[country], name=self.text(lines[country].name))}

    def quotas(self, name: str) -> tuple[Quota, ...]:
        names = steps(quota.name for quota in self.given.quotas)
        if name not in names:
            raise self.missing
        return tuple(
            self.field(quota, "message", ("message",)) if called == name else quota
            for quota, called in zip(self.given.quotas, names, strict=True)
        )

    def edition(self, edition: Any, rest: list[str]) -> Any:
        match rest:
            case ["support"] if edition.support:
                return replace(edition, support=replace(edition.support, name=self.text(edition.support.name)))
            case [name]:
                return self.field(edition, name, EDITION_TEXTS)
            case ["items", name, field] if name_of(name) in edition.items:
                item = self.field(edition.items[name_of(name)], field, NATIONAL_ITEM_TEXTS)
            case ["items", name, "options", code] if name_of(name) in edition.items:
                item = self.coded(edition.items[name_of(name)], "options", code)
            case _:
                raise self.missing
        return replace(edition, items={**edition.items, name_of(name): item})
