"""When somebody else changed the same: both versions side by side, and the author chooses."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from engage.instruments.views import edit_words, item_form, words
from engage.instruments.views.page import Page, called
from engage.instruments.views.saving import when
from engage.instruments.working import Overtaken
from engage.web.console import render


def conflict_page(
    page: Page,
    target: str,
    heading: str,
    now: Mapping[str, Any],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    error: Overtaken,
) -> str:
    """What it is now and what was wanted, for each field of a form that both changed.

    Fields that only one of the two changed are taken from whoever changed them.

    :param target: where the choice is sent: the address of the form
    """
    mine = [field for field in item_form.changed(dict(before), dict(after)) if after[field] != now[field]]
    both = [field for field in mine if now[field] != before[field]]
    page.copy = error.copy
    return render(
        "instruments/editor/conflict.html",
        page=page,
        target=target,
        heading=heading,
        others=others(error),
        seen=item_form.seen(dict(now)),
        typed=item_form.seen({**now, **{field: after[field] for field in mine}}),
        fields=[_field(field, now, after, page) for field in both],
    )


def others(error: Overtaken) -> list[tuple[str, str]]:
    """Who changed the same meanwhile, and when."""
    edits = {conflict.edit.revision: conflict.edit for conflict in error.conflicts}
    return [(called(edit.by), when(edit.at)) for edit in edits.values()]


def _field(field: str, now: Mapping[str, Any], after: Mapping[str, Any], page: Page) -> dict[str, Any]:
    return {
        "name": field,
        "id": field.replace(".", "-"),
        "title": edit_words.field_name(field.removeprefix("about.")),
        "now": _shown(field, now[field], page),
        "mine": _shown(field, after[field], page),
        "text": after[field] if _is_text(field, after[field]) else None,
    }


_NO_WORDS = ("name", "slug", "limit", "repeat_name", "repeat_count", "repeat_minimum", "repeat_maximum")


def _is_text(field: str, value: Any) -> bool:
    """Whether two versions of it can be brought together in words."""
    return isinstance(value, str) and field not in (*item_form.CONDITIONS, *item_form.WORDS, *_NO_WORDS)


def _shown(field: str, value: Any, page: Page) -> str:
    if field in ("options", "rows"):
        return "\n".join(_part(part) for part in value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(value)
    if field in item_form.CONDITIONS and value:
        sentence = words.condition(value, page.instrument, page.source)
        return str(sentence.striptags()) if sentence else str(value)
    return str(value) or gettext("nothing")


def _part(part: Mapping[str, str]) -> str:
    more = [text for text in (part["attributes"], part["if"]) if text]
    return f"{part['label']} ({'; '.join((part['code'], *more))})"


def settled(form: "MultiDict[str, str]", before: Mapping[str, Any]) -> dict[str, Any]:
    """What the author chose: `choose-<field>` is "now" or "mine"; a text may have been written anew."""
    after = item_form.read_seen(form.get("_typed", ""), dict(before))
    for field in after:
        choice = form.get(f"choose-{field}")
        if choice == "now":
            after[field] = before[field]
        elif choice == "mine" and f"text-{field}" in form and _is_text(field, before[field]):
            after[field] = form[f"text-{field}"].replace("\r\n", "\n").strip()
    return after
