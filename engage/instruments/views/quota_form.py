"""The form of one quota: what it holds, what was typed, and what of it is a change."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from engage.instruments.domain.conditions import Join, NotARule, Relation, Rule, Rules
from engage.instruments.domain.definition import Instrument, Quota
from engage.instruments.domain.editing.change import Change
from engage.instruments.domain.editing.quotas import HIGHEST_LIMIT, at_quota, change_quota, countable
from engage.instruments.domain.editing.texts import set_text
from engage.instruments.rendering.texts import plain
from engage.instruments.views import item_form, words

Values = dict[str, Any]

Pair = tuple[str, str]
"""The key of an answer and a code."""


def values_of(quota: Quota) -> Values:
    return {
        "limit": str(quota.limit),
        "message": quota.message.source if quota.message else "",
        "when": [_value((key, code)) for key, codes in quota.when.items() for code in codes],
    }


def _value(pair: Pair) -> str:
    return "\t".join(pair)


def pair(value: str) -> Pair | None:
    """What a box or a choice in the form stands for."""
    key, _, code = value.partition("\t")
    return (key, code) if key and code else None


def posted(form: "MultiDict[str, str]", before: Mapping[str, Any]) -> Values:
    when = [value for value in (*form.getlist("when"), form.get("more-paste", "")) if pair(value)]
    return {
        "limit": form.get("limit", before["limit"]).strip(),
        "message": form.get("message", before["message"]).replace("\r\n", "\n").strip(),
        "when": list(dict.fromkeys(when)) if "when-there" in form else before["when"],
    }


def limit_problem(text: str) -> str:
    """Why it is no limit; empty when it is one."""
    if text.isascii() and text.isdigit() and len(text) < 9 and int(text) <= HIGHEST_LIMIT:
        return ""
    return gettext("Write how many responses there may be at most, as a whole number.")


def problems(after: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Field and sentence."""
    wrong = limit_problem(after["limit"])
    if wrong:
        yield "limit", wrong
    if not after["when"]:
        yield "when", gettext("Choose at least one answer. To count nobody any more, remove the quota.")


def group(values: list[str]) -> dict[str, list[str]]:
    """The group that the boxes of a form say: codes by key."""
    found: dict[str, list[str]] = {}
    for key, code in filter(None, map(pair, values)):
        found.setdefault(key, []).append(code)
    return found


def changes(name: str, before: Mapping[str, Any], after: Mapping[str, Any], source: str) -> Iterator[Change]:
    """:param source: the source language, in which the form is written"""
    fields = item_form.changed(dict(before), dict(after))
    if "limit" in fields or "when" in fields:
        yield change_quota(
            name,
            limit=int(after["limit"]) if "limit" in fields else None,
            when=group(after["when"]) if "when" in fields else None,
        )
    if "message" in fields:
        yield set_text(at_quota(name, "message"), after["message"], language=source, source=source)


# -- for the templates


def who(quota: Quota, instrument: Instrument) -> Any:
    """The group in a sentence without its beginning: *do you smoke* is *yes*."""
    try:
        blocks = tuple((Rule(key, _relation(instrument, key), tuple(codes)),) for key, codes in quota.when.items())
        return words.rules_in_words(Rules(Join.ALL, blocks), instrument, instrument.source_language)
    except NotARule:
        return "; ".join(f"{key}: {', '.join(codes)}" for key, codes in quota.when.items())


def _relation(instrument: Instrument, key: str) -> Relation:
    item = words.owner(instrument, key)
    several = item is not None and key == item.name and item.max_choices != 1 and item.type.value == "multiple"
    return Relation.CONTAINS if several else Relation.IS


def boxes(instrument: Instrument, values: list[str]) -> list[dict[str, Any]]:
    """The questions that a quota counts, each with its answers as boxes to tick."""
    offered = dict(countable(instrument))
    found = []
    for number, (key, codes) in enumerate(group(values).items(), start=1):
        item = offered.get(key) or words.owner(instrument, key)
        labels = _labels(item, instrument.source_language) if item else {}
        labels |= {code: code for code in codes if code not in labels}
        found.append(
            {
                "id": f"i-when-{number}",
                "legend": words.name_of_answer(instrument, key, instrument.source_language),
                "options": [
                    {"value": _value((key, code)), "label": label, "checked": code in codes}
                    for code, label in labels.items()
                ],
            }
        )
    return found


def offered(instrument: Instrument, but: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """What can be counted: questions with their answers; without those of some keys."""
    language = instrument.source_language
    return [
        {
            "label": words.name_of_answer(instrument, key, language),
            "options": [(_value((key, code)), label) for code, label in _labels(item, language).items()],
        }
        for key, item in countable(instrument)
        if item.options and key not in (but or {})
    ]


def _labels(item: Any, language: str) -> dict[str, str]:
    return {option.code: plain(option.label.in_(language)) or option.code for option in item.options}
