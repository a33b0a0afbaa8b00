"""Names and codes that change, and everything that follows them: expressions, texts, triggers, quotas, editions."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, Item, Section
from engage.instruments.domain.editing.change import StillReferred
from engage.instruments.domain.editing.references import EXPRESSIONS, keys_of
from engage.instruments.domain.editing.tree import with_texts
from engage.instruments.domain.questionnaire import is_dynamic
from engage.instruments.expressions.syntax import tokens

_SHOWN = re.compile(r"\$\{\s*([^\s{}$'\"][^{}$'\"]*?)\s*\}")


def following(instrument: Instrument, keys: Mapping[str, str]) -> Instrument:
    """The instrument with every reference to a key made one to its new name. The things themselves keep theirs.

    :raises StillReferred: when an expression refers in a way that cannot be rewritten
    """
    changed: Instrument = with_expressions(instrument, lambda source: rewritten(source, keys))
    changed = with_texts(changed, lambda text: _in_text(text, keys))
    sections = tuple(
        replace(section, items=tuple(_triggers(i, keys) for i in section.items)) for section in changed.sections
    )
    return replace(
        changed,
        sections=sections,
        country_item=keys.get(changed.country_item, changed.country_item) if changed.country_item else None,
        quotas=tuple(
            replace(quota, when={keys.get(key, key): codes for key, codes in quota.when.items()})
            for quota in changed.quotas
        ),
        editions={
            country: replace(edition, items={keys.get(name, name): item for name, item in edition.items.items()})
            for country, edition in changed.editions.items()
        },
    )


def with_expressions(part: Any, change: Callable[[str], str | None]) -> Any:
    """An instrument, section or item with every expression changed; None takes one away."""
    if isinstance(part, Instrument):
        return replace(part, sections=tuple(with_expressions(section, change) for section in part.sections))
    if isinstance(part, Section):
        values: dict[str, Any] = {"items": tuple(with_expressions(item, change) for item in part.items)}
        values["relevance"] = change(part.relevance) if part.relevance else None
        if part.repeat and part.repeat.count:
            values["repeat"] = replace(part.repeat, count=change(part.repeat.count))
        return replace(part, **values)
    values = {}
    for role in EXPRESSIONS:
        source = getattr(part, role)
        if source and (role != "default" or is_dynamic(source)):
            values[role] = change(source)
    for kind in ("options", "rows"):
        parts = getattr(part, kind)
        if any(each.relevance for each in parts):
            values[kind] = tuple(
                replace(each, relevance=change(each.relevance)) if each.relevance else each for each in parts
            )
    return replace(part, **values)


def rewritten(source: str, keys: Mapping[str, str]) -> str:
    """An expression with its references renamed, all else left as it was written.

    :raises StillReferred: when it refers in a way that cannot be rewritten
    """
    read = keys_of(source)
    if not read & keys.keys():
        return source
    wanted = frozenset(keys.get(key, key) for key in read)
    for paths in (False, True):
        new = _renamed(source, keys, paths=paths)
        if keys_of(new) == wanted:
            return new
    raise StillReferred(names=sorted(read & keys.keys()), by=[source])


def _renamed(source: str, keys: Mapping[str, str], *, paths: bool) -> str:
    """With `paths`, names on a path (`/data/age`) and in conditions on entries (`${people}[age > 3]`), too."""
    pieces, end, slash = [], 0, False
    for token in tokens(source):
        new = token.text
        if token.kind == "answer":
            key = token.text[2:-1].strip()
            new = f"${{{keys[key]}}}" if key in keys else token.text
        elif paths and token.kind == "name" and token.text in keys and (slash or "[" in source):
            new = keys[token.text]
        pieces += [source[end : token.position], new]
        end = token.position + len(token.text)
        slash = token.text == "/"
    return "".join(pieces)


def _in_text(text: LocalizedText, keys: Mapping[str, str]) -> LocalizedText:
    if not any("${" in translation.text for _, translation in text):
        return text

    def name(found: re.Match[str]) -> str:
        return f"${{{keys[found[1]]}}}" if found[1] in keys else found[0]

    translations = {tag: replace(each, text=_SHOWN.sub(name, each.text)) for tag, each in text}
    return replace(text, translations=translations)


def _triggers(item: Item, keys: Mapping[str, str]) -> Item:
    if not any(name in keys for name in item.trigger):
        return item
    return replace(item, trigger=tuple(keys.get(name, name) for name in item.trigger))
