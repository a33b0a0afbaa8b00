"""When somebody else changed the same: both versions side by side, and the author chooses."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from engage.instruments.domain.definition import Item
from engage.instruments.views import edit_words, item_form, words
from engage.instruments.views import page as pages
from engage.instruments.views.page import Page, called
from engage.instruments.views.saving import when
from engage.instruments.working import Overtaken
from engage.web.console import render


def conflict_page(page: Page, item: Item, before: Mapping[str, Any], after: Mapping[str, Any], error: Overtaken) -> str:
    """What it is now and what was wanted, for each field that both changed.

    Fields that only one of the two changed are taken from whoever changed them.
    """
    newest = error.copy.instrument.item(item.name) or item
    now = {**item_form.values_of(newest), **{key: getattr(newest, key) or "" for key in item_form.CONDITIONS}}
    mine = [field for field in item_form.changed(dict(before), dict(after)) if after[field] != now[field]]
    both = [field for field in mine if now[field] != before[field]]
    page.copy = error.copy
    return render(
        "instruments/editor/conflict.html",
        page=page,
        target=url_for("instruments.item", instrument_id=page.id, name=item.name),
        heading=pages.item_text(newest),
        others=_others(error),
        seen=item_form.seen(now),
        typed=item_form.seen({**now, **{field: after[field] for field in mine}}),
        fields=[_field(field, now, after, page) for field in both],
    )


def _others(error: Overtaken) -> list[tuple[str, str]]:
    """Who changed the same meanwhile, and when."""
    edits = {conflict.edit.revision: conflict.edit for conflict in error.conflicts}
    return [(called(edit.by), when(edit.at)) for edit in edits.values()]


def _field(field: str, now: Mapping[str, Any], after: Mapping[str, Any], page: Page) -> dict[str, Any]:
    return {
        "name": field,
        "title": edit_words.field_name(field),
        "now": _shown(field, now[field], page),
        "mine": _shown(field, after[field], page),
        "text": after[field] if field in item_form.TEXTS else None,
    }


def _shown(field: str, value: Any, page: Page) -> str:
    if field in ("options", "rows"):
        return "\n".join(f"{part['label']} ({part['code']})" for part in value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(value)
    if field in item_form.CONDITIONS and value:
        sentence = words.condition(value, page.instrument, page.source)
        return str(sentence.striptags()) if sentence else str(value)
    return str(value) or gettext("nothing")


def settled(form: "MultiDict[str, str]", before: Mapping[str, Any]) -> dict[str, Any]:
    """What the author chose: `choose-<field>` is "now" or "mine"; a text may have been written anew."""
    after = item_form.read_seen(form.get("_typed", ""), dict(before))
    for field in after:
        choice = form.get(f"choose-{field}")
        if choice == "now":
            after[field] = before[field]
        elif choice == "mine" and field in item_form.TEXTS and f"text-{field}" in form:
            after[field] = form[f"text-{field}"].replace("\r\n", "\n").strip()
    return after
