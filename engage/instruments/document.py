"""An instrument as one JSON-ready document: how it is stored, exported, and written by hand.

`to_document` writes the shortest form that says everything: whatever has its default value is left
out, and whatever has an order is a list, since JSON databases do not keep the order of keys.
`from_document` also takes the shorthands for hands: options as `{code: label}` or as the name of one
of the `lists`, sections without a slug, languages gathered from the texts.

A text is a string (the source language) or a mapping by language, `{en: Yes, de: Ja}`; a translation
is a string or `{text: Ja, state: draft}`. `translations: {de: draft}` in the head sets the state of
all translations that name none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from typing import Any

from engage.i18n.text import LocalizedText, TextState, Translation
from engage.instruments.domain.definition import (
    About,
    Cell,
    Contact,
    Edition,
    Instrument,
    Item,
    ItemType,
    NationalItem,
    Option,
    Quota,
    Repeat,
    Row,
    Section,
    SupportLine,
)
from engage.instruments.readers.reading import slug_for

FORMAT = 1
"""Grows when an older program could no longer understand a document."""

HEAD_TEXTS = ("title", "welcome", "closing", "consent")
ABOUT_TEXTS = (
    "asks",
    "purpose",
    "decision",
    "published",
    "next_steps",
    "controller",
    "data_protection_officer",
    "retention",
    "rights",
)
SECTION_TEXTS = ("title", "description")
REPEAT_TEXTS = ("entry", "add")
EDITION_TEXTS = ("welcome", "decision", "controller", "data_protection_officer", "consent")
NATIONAL_ITEM_TEXTS = ("label", "hint")
ITEM_TEXTS = (
    "label",
    "hint",
    "guidance",
    "image_text",
    "required_message",
    "constraint_message",
    "low_label",
    "high_label",
    "prefix",
    "suffix",
    "explanation",
)

_ALWAYS = "true()"


def to_document(instrument: Instrument) -> dict[str, Any]:
    """The instrument as dicts, lists, strings, numbers and booleans.

    :raises ValueError: when a text has another source language than the instrument
    """
    texts = list(_texts(instrument))
    strange = {text.source_language for text in texts} - {instrument.source_language}
    if strange:
        raise ValueError(f"texts in another source language than the instrument's: {sorted(strange)}")
    states = _usual_states(texts)
    document: dict[str, Any] = {"format": FORMAT, "name": instrument.name}
    document["source_language"] = instrument.source_language
    document["languages"] = list(instrument.languages)
    if states:
        document["translations"] = {tag: state.value for tag, state in states.items()}
    document.update(_encode(instrument, states))
    return document


def _texts(value: object) -> Iterator[LocalizedText]:
    if isinstance(value, LocalizedText):
        yield value
    elif is_dataclass(value):
        for each in fields(value):
            yield from _texts(getattr(value, each.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)


def _usual_states(texts: list[LocalizedText]) -> dict[str, TextState]:
    """The commonest state of each language, where it is not the default."""
    counts: dict[str, Counter[TextState]] = {}
    for text in texts:
        for tag, translation in text:
            if tag != text.source_language:
                counts.setdefault(tag, Counter())[translation.state] += 1
    usual = {tag: counter.most_common(1)[0][0] for tag, counter in counts.items()}
    return {tag: state for tag, state in usual.items() if state is not TextState.APPROVED}


def _encode(value: Any, states: Mapping[str, TextState]) -> Any:
    if isinstance(value, LocalizedText):
        return _encode_text(value, states)
    if is_dataclass(value) and not isinstance(value, type):
        return {
            each.name: _encode_field(each.name, getattr(value, each.name), states)
            for each in fields(value)
            if getattr(value, each.name) != _default(each)
        }
    if isinstance(value, tuple):
        return [_encode(part, states) for part in value]
    if isinstance(value, Mapping):
        return {key: _encode(part, states) for key, part in value.items()}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _encode_field(name: str, value: Any, states: Mapping[str, TextState]) -> Any:
    return True if name == "required" and value == _ALWAYS else _encode(value, states)


def _default(each: Any) -> Any:
    return each.default_factory() if each.default_factory is not MISSING else each.default


def _encode_text(text: LocalizedText, states: Mapping[str, TextState]) -> str | dict[str, Any]:
    written: dict[str, Any] = {}
    for tag, translation in text:
        plain = translation.state is states.get(tag, TextState.APPROVED)
        written[tag] = translation.text if plain else {"text": translation.text, "state": translation.state.value}
    alone = written.get(text.source_language)
    return alone if len(written) == 1 and isinstance(alone, str) else written


def from_document(document: Mapping[str, Any]) -> Instrument:
    """The instrument of a document that `to_document` wrote or the schema has accepted."""
    return _Decoder(document).instrument()


class _Decoder:
    """Reads a document whose form is known to be right; knows its head while reading its parts."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.source: str = document["source_language"]
        states = {tag: TextState(state) for tag, state in document.get("translations", {}).items()}
        self.usual = defaultdict(lambda: TextState.APPROVED, states | {self.source: TextState.APPROVED})
        """The state of a text that has none of its own, by language."""
        self.declared: tuple[str, ...] = tuple(document.get("languages") or ())
        self.seen: dict[str, None] = {}
        """The languages of the texts, where the head names none."""
        self.lists = {name: self.options(options) for name, options in document.get("lists", {}).items()}

    def instrument(self) -> Instrument:
        head = self.document
        about = head.get("about")
        sections = self.sections(head["sections"])
        texts = self.texts(head, *HEAD_TEXTS)
        read_about = self.about(about) if about is not None else None
        return Instrument(
            name=head["name"],
            source_language=self.source,
            sections=sections,
            about=read_about,
            minutes=head.get("minutes"),
            pulse_minutes=head.get("pulse_minutes"),
            minimum_age=dict(head.get("minimum_age", {})),
            tables={name: tuple(dict(row) for row in rows) for name, rows in head.get("tables", {}).items()},
            names=dict(head.get("names", {})),
            editions={country: self.edition(edition) for country, edition in head.get("editions", {}).items()},
            country_item=head.get("country_item"),
            quotas=tuple(self.quota(quota) for quota in head.get("quotas", ())),
            languages=self.declared or tuple(dict.fromkeys((self.source, *self.seen))),
            **texts,
        )

    def sections(self, sections: list[Mapping[str, Any]]) -> tuple[Section, ...]:
        taken = {section["slug"] for section in sections if "slug" in section}
        read = []
        for section in sections:
            slug = section.get("slug") or slug_for(section["name"], taken)
            taken.add(slug)
            read.append(
                Section(
                    name=section["name"],
                    slug=slug,
                    relevance=section.get("relevance"),
                    repeat=self.repeat(section["repeat"]) if "repeat" in section else None,
                    shuffle=section.get("shuffle", False),
                    items=tuple(self.item(item) for item in section.get("items", ())),
                    **self.texts(section, *SECTION_TEXTS),
                )
            )
        return tuple(read)

    def item(self, item: Mapping[str, Any]) -> Item:
        values = {key: value for key, value in item.items() if key not in ITEM_TEXTS}
        values["type"] = ItemType(item["type"])
        if "cell" in item:
            values["cell"] = Cell(item["cell"])
        if "options" in item:
            values["options"] = self.options(item["options"])
        if "rows" in item:
            values["rows"] = tuple(Row(**part) for part in self.coded(item["rows"]))
        for key in ("countries", "tags", "units", "accept", "trigger"):
            if key in item:
                values[key] = tuple(item[key])
        if "required" in item:
            values["required"] = {True: _ALWAYS, False: None}.get(item["required"], item["required"])
        for key in ("default", "answer"):
            if key in item:
                values[key] = str(item[key])
        for key in ("minimum", "maximum", "step", "max_megabytes"):
            if key in item:
                values[key] = float(item[key])
        return Item(**values, **self.texts(item, *ITEM_TEXTS))

    def options(self, options: str | Mapping[str, Any] | list[Mapping[str, Any]]) -> tuple[Option, ...]:
        if isinstance(options, str):
            return self.lists[options]
        return tuple(
            Option(**(part | {"attributes": dict(part.get("attributes", {}))})) for part in self.coded(options)
        )

    def repeat(self, repeat: Mapping[str, Any]) -> Repeat:
        values = {key: value for key, value in repeat.items() if key not in REPEAT_TEXTS}
        return Repeat(**values, **self.texts(repeat, *REPEAT_TEXTS))

    def edition(self, edition: Mapping[str, Any]) -> Edition:
        contact, line = edition.get("contact"), edition.get("support")
        return Edition(
            items={name: self.national_item(item) for name, item in edition.get("items", {}).items()},
            contact=Contact(**contact) if contact is not None else None,
            support=SupportLine(**{**line, "name": self.text(line["name"])}) if line is not None else None,
            minimum_age=edition.get("minimum_age"),
            languages=tuple(edition.get("languages", ())),
            **self.texts(edition, *EDITION_TEXTS),
        )

    def national_item(self, item: Mapping[str, Any]) -> NationalItem:
        return NationalItem(
            options=self.options(item.get("options", ())),
            left_out=item.get("left_out", False),
            **self.texts(item, *NATIONAL_ITEM_TEXTS),
        )

    def quota(self, quota: Mapping[str, Any]) -> Quota:
        return Quota(
            name=quota["name"],
            limit=quota["limit"],
            when={key: tuple(codes) for key, codes in quota["when"].items()},
            **self.texts(quota, "message"),
        )

    def coded(self, parts: Mapping[str, Any] | list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """Options or rows, however they are written, as keyword arguments."""
        if isinstance(parts, Mapping):
            for code, label in parts.items():
                yield {"code": str(code), "label": self.text(label)}
            return
        for part in parts:
            yield {**part, "code": str(part["code"]), "label": self.text(part["label"])}

    def about(self, about: Mapping[str, Any]) -> About:
        contact = about.get("contact")
        return About(
            contact=Contact(**contact) if contact is not None else None,
            support={
                country: SupportLine(**{**line, "name": self.text(line["name"])})
                for country, line in about.get("support", {}).items()
            },
            **self.texts(about, *ABOUT_TEXTS),
        )

    def texts(self, holder: Mapping[str, Any], *keys: str) -> dict[str, Any]:
        return {key: self.text(holder[key]) for key in keys if key in holder}

    def text(self, text: str | Mapping[str, Any]) -> LocalizedText:
        written = {self.source: text} if isinstance(text, str) else text
        if not self.declared:
            self.seen.update(dict.fromkeys(written))
        usual = self.usual
        return LocalizedText(
            self.source,
            {
                tag: Translation(value, usual[tag]) if isinstance(value, str) else self.translation(tag, value)
                for tag, value in written.items()
            },
        )

    def translation(self, tag: str, value: Mapping[str, str]) -> Translation:
        state = TextState(value["state"]) if "state" in value else self.usual[tag]
        return Translation(value["text"], state)
