"""The forms of a country and of one question in it, as plain values; what changed between two of them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from engage.i18n.locales import endonym
from engage.instruments.document import EDITION_TEXTS, NATIONAL_ITEM_TEXTS
from engage.instruments.domain.definition import Contact, Edition, Item, NationalItem
from engage.instruments.domain.editing.change import Change
from engage.instruments.domain.editing.editions import (
    set_edition_age,
    set_edition_contact,
    set_edition_languages,
    set_edition_support,
    set_edition_text,
)
from engage.instruments.domain.editing.national_items import (
    OwnOption,
    leave_out,
    set_national_text,
    set_own_options,
)
from engage.instruments.views import edit_words

Values = dict[str, Any]
CONTACT = ("contact_name", "contact_phone", "contact_email")
SUPPORT = ("support_phone", "support_address")


# -- a country


def country_values(edition: Edition, languages: Sequence[str]) -> Values:
    """What the form of a country holds; texts under `field.language`."""
    contact = edition.contact or Contact(name="")
    support = edition.support
    values: Values = {"languages": list(edition.languages), "minimum_age": _number(edition.minimum_age)}
    for field in EDITION_TEXTS:
        values |= _texts(field, getattr(edition, field), languages)
    values |= {"contact_name": contact.name, "contact_phone": contact.phone, "contact_email": contact.email}
    values |= _texts("support", support.name if support else None, languages)
    values["support_phone"] = support.phone if support else ""
    values["support_address"] = support.address if support else ""
    return values


def country_posted(before: Values) -> Values:
    """What somebody typed; the first language is put first."""
    after = _posted_texts(before)
    if "languages-there" in request.form:
        first = request.form.get("first", "")
        chosen = request.form.getlist("languages")
        after["languages"] = sorted(dict.fromkeys(chosen), key=lambda tag: tag != first)
    return after


def country_problems(values: Values) -> dict[str, str]:
    years = values["minimum_age"]
    if years and not (years.isdigit() and int(years) <= 120):
        return {"minimum_age": gettext("Write an age in years, from 0 to 120, or nothing.")}
    details = [values[name] for name in SUPPORT]
    if any(details) and not any(words for name, words in values.items() if name.startswith("support.")):
        return {"support": gettext("Write what the help line is called.")}
    return {}


def country_changes(country: str, before: Values, after: Values, source: str) -> list[Change]:
    """The parts of the form that hold something else than before, as changes."""
    changed = {name for name in after if after[name] != before.get(name)}
    found: list[Change] = []
    if "languages" in changed:
        found.append(set_edition_languages(country, after["languages"]))
    if "minimum_age" in changed:
        found.append(set_edition_age(country, int(after["minimum_age"]) if after["minimum_age"] else None))
    for field, tag in _texts_in(changed, EDITION_TEXTS, source):
        found.append(set_edition_text(country, field, after[f"{field}.{tag}"], language=tag))
    if changed & set(CONTACT):
        name, phone, email = (after[each] for each in CONTACT)
        contact = Contact(name=name, phone=phone, email=email) if name or phone or email else None
        found.append(set_edition_contact(country, contact))
    if any(name in SUPPORT or name.startswith("support.") for name in changed):
        names = {name.partition(".")[2]: words for name, words in after.items() if name.startswith("support.")}
        found.append(set_edition_support(country, names, after["support_phone"], after["support_address"]))
    return found


# -- one question in a country


def item_values(own: NationalItem, languages: Sequence[str]) -> Values:
    """What the form of one question holds. An option: `was`, `code`, `common`, `label.<language>`."""
    values: Values = {"left_out": own.left_out}
    for field in NATIONAL_ITEM_TEXTS:
        values |= _texts(field, getattr(own, field), languages)
    values["options"] = [
        {"was": option.code, "code": option.code, "common": option.counts_as} | _texts("label", option.label, languages)
        for option in own.options
    ]
    return values


def common_options(item: Item, languages: Sequence[str]) -> list[dict[str, str]]:
    """The common options as a country's own, to begin with: each counts as itself."""
    return [
        {"was": "", "code": option.code, "common": option.code} | _texts("label", option.label, languages)
        for option in item.options
    ]


def item_posted(before: Values, languages: Sequence[str]) -> Values:
    after = _posted_texts(before)
    after["left_out"] = "left_out" in request.form
    if "options-there" in request.form:
        after["options"] = _pressed(_rows(request.form, languages), request.form.get("_action", ""))
    return after


def _rows(form: "MultiDict[str, str]", languages: Sequence[str]) -> list[dict[str, str]]:
    """The lines of the table; those without a code and without words are gone."""
    names = ("was", "code", "common", *(f"label.{tag}" for tag in languages))
    columns = [form.getlist(f"options-{name}") for name in names]
    rows = [dict(zip(names, (each.strip() for each in row), strict=True)) for row in zip(*columns, strict=False)]
    return [row for row in rows if row["code"] or any(row[f"label.{tag}"] for tag in languages)]


def _pressed(rows: list[dict[str, str]], action: str) -> list[dict[str, str]]:
    deed, _, rest = action.partition(":")
    number, _, direction = rest.partition(":")
    if deed != "options" or not number.isdigit() or int(number) >= len(rows):
        return rows
    at = int(number)
    to = at - 1 if direction == "up" else at + 1
    if direction == "remove":
        del rows[at]
    elif 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
    return rows


def item_problems(values: Values, languages: Sequence[str]) -> dict[str, str]:
    """The first thing that is wrong with the options."""
    codes = [row["code"] for row in values["options"]]
    for number, row in enumerate(values["options"], 1):
        if not row["code"]:
            return {"options": gettext("Answer %(number)s has no code. Write one.", number=number)}
        if not any(row[f"label.{tag}"] for tag in languages) and not row["was"]:
            return {"options": gettext("Write what people read for “%(code)s”.", code=row["code"])}
        if codes.count(row["code"]) > 1:
            return {"options": gettext("The code “%(code)s” stands there twice.", code=row["code"])}
        if not row["common"]:
            return {"options": gettext("Choose what “%(code)s” counts as.", code=row["code"])}
    return {}


def item_changes(country: str, name: str, before: Values, after: Values, source: str) -> list[Change]:
    changed = {field for field in after if after[field] != before.get(field)}
    found: list[Change] = []
    for field, tag in _texts_in(changed, NATIONAL_ITEM_TEXTS, source):
        found.append(set_national_text(country, name, field, after[f"{field}.{tag}"], language=tag))
    if "options" in changed:
        found.append(set_own_options(country, name, own_options(after["options"])))
    if "left_out" in changed:
        found.append(leave_out(country, name, after["left_out"]))
    return found


def own_options(rows: Sequence[Mapping[str, str]]) -> list[OwnOption]:
    return [OwnOption(row["code"], _labels(row), row["common"], row["was"]) for row in rows]


def _labels(row: Mapping[str, str]) -> dict[str, str]:
    return {name.partition(".")[2]: words for name, words in row.items() if name.startswith("label.")}


def option_rows(options: Sequence[OwnOption], languages: Sequence[str]) -> list[dict[str, str]]:
    """Options as lines of the table."""
    return [
        {"was": each.was, "code": each.code, "common": each.common or each.code}
        | {f"label.{tag}": each.labels.get(tag, "") for tag in languages}
        for each in options
    ]


# -- what the form held


def seen(values: Values) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def read_seen(text: str, fallback: Values) -> Values:
    """What the page says the form held; what is no such thing counts as the state now."""
    try:
        found = json.loads(text)
    except ValueError:
        return dict(fallback)
    if not isinstance(found, dict):
        return dict(fallback)
    return {name: found[name] if _fits(found.get(name), value) else value for name, value in fallback.items()}


def _fits(found: Any, like: Any) -> bool:
    if type(found) is not type(like):
        return False
    return not isinstance(found, list) or all(isinstance(part, str) or _is_row(part) for part in found)


def _is_row(part: Any) -> bool:
    return isinstance(part, dict) and {"was", "code", "common"} <= part.keys() and all(
        isinstance(value, str) for value in part.values()
    )  # fmt: skip


def settled(before: Values) -> Values:
    """What somebody chose where two had changed the same: `choose-<field>` is "now" or "mine"."""
    after = read_seen(request.form.get("_typed", ""), before)
    for field in after:
        choice = request.form.get(f"choose-{field}")
        if choice == "now":
            after[field] = before[field]
        elif choice == "mine" and f"text-{field}" in request.form:
            after[field] = request.form[f"text-{field}"].replace("\r\n", "\n").strip()
    return after


def title(field: str) -> str:
    """A field of these forms in words: "welcome, Deutsch"."""
    name, _, tag = field.partition(".")
    known = {
        "left_out": gettext("whether it is asked"),
        "contact_name": gettext("contact"),
        "contact_phone": gettext("contact"),
        "contact_email": gettext("contact"),
        "support_phone": gettext("help line"),
        "support_address": gettext("help line"),
    }.get(name) or edit_words.field_name(name)
    return f"{known}, {endonym(tag)}" if tag else known


def shown(value: Any, other: Any) -> str:
    """A value in words, for choosing between it and another: of a list, the lines that the other has not."""
    if isinstance(value, bool):
        return gettext("not asked") if value else gettext("asked")
    if isinstance(value, list):
        lines = [_line(each) for each in value]
        own = [line for line in lines if line not in {_line(each) for each in other}]
        return "\n".join(own or lines) or gettext("nothing")
    return str(value) or gettext("nothing")


def _line(part: str | Mapping[str, str]) -> str:
    return endonym(part) if isinstance(part, str) else _row_words(part)


def _row_words(row: Mapping[str, str]) -> str:
    words = " / ".join(filter(None, _labels(row).values()))
    return f"{row['code']} | {words} | {row['common']}"


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _texts(field: str, text: Any, languages: Sequence[str]) -> dict[str, str]:
    return {f"{field}.{tag}": text.translations[tag].text if text and text.has(tag) else "" for tag in languages}


def _posted_texts(before: Values) -> Values:
    after = dict(before)
    for name, value in before.items():
        if isinstance(value, str):
            after[name] = request.form.get(name, value).replace("\r\n", "\n").strip()
    return after


def _texts_in(changed: set[str], fields: Sequence[str], source: str) -> Iterator[tuple[str, str]]:
    """Fields with a language that changed; the source first, for the others are translations of it."""
    pairs = [(field, tag) for name in sorted(changed) for field, dot, tag in [name.partition(".")] if dot]
    yield from sorted((pair for pair in pairs if pair[0] in fields), key=lambda pair: pair[1] != source)
