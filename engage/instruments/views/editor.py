"""The editor: the outline, and the form of one item."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.refusal import Refusal
from engage.instruments.domain.definition import DURATION_UNITS, FILE_TYPES, Instrument, Item, ItemType, Section
from engage.instruments.rendering.texts import known_plain
from engage.instruments.views import condition_form, item_changes, item_form, parts_of_answers, saving, words
from engage.instruments.views import page as pages
from engage.instruments.views.blueprint import bp
from engage.instruments.views.condition_form import ConditionForm
from engage.instruments.views.conflicts import conflict_page, settled
from engage.instruments.views.page import Page
from engage.instruments.working import Overtaken
from engage.web.console import render
from engage.web.framing import framing
from engage.web.permissions import Permission, permission


@bp.get("/edit")
@permission(Permission.SURVEY_EDIT)
@framing
def edit(instrument_id: int) -> ResponseReturnValue:
    """The outline; on a wide screen with the first thing to do beside it."""
    page = pages.load(instrument_id)
    return render("instruments/editor/start.html", page=page, empty=not any(page.instrument.items))


@bp.get("/edit/items/<path:name>")
@permission(Permission.SURVEY_EDIT)
@framing
def item(instrument_id: int, name: str) -> ResponseReturnValue:
    page = pages.load(instrument_id, f"item:{name}")
    found = _item(page, name)
    if found is None:
        return _gone(page), 404
    values = item_form.values_of(found)
    return _item_page(page, found, values, _conditions(found), seen=_seen(values, found))


def _item(page: Page, name: str) -> Item | None:
    found = page.instrument.item(name)
    if found is not None:
        page.section = section_of(page.instrument, name).slug
    return found


def section_of(instrument: Instrument, item: str) -> Section:
    return next(section for section in instrument.sections if any(each.name == item for each in section.items))


def _gone(page: Page) -> str:
    page.at = ""
    page.trouble = gettext("This question is not there any more. The history says who deleted it.")
    return render("instruments/editor/start.html", page=page, empty=False)


def _conditions(item: Item) -> dict[str, ConditionForm]:
    return {
        name: condition_form.of(name, getattr(item, name))
        for name in item_form.CONDITIONS
        if item_form.applies(name, item.type)
    }


def _seen(values: Mapping[str, Any], item: Item) -> str:
    return item_form.seen({**values, **{name: getattr(item, name) or "" for name in item_form.CONDITIONS}})


def _item_page(
    page: Page,
    item: Item,
    values: Mapping[str, Any],
    conditions: Mapping[str, ConditionForm],
    *,
    seen: str,
    problems: Mapping[str, str] | None = None,
) -> str:
    instrument, language = page.instrument, page.source
    return render(
        "instruments/editor/item.html",
        page=page,
        item=item,
        heading=pages.item_text(item),
        type_name=words.type_name(item.type),
        v=values,
        seen=seen,
        target=url_for("instruments.item", instrument_id=page.id, name=item.name),
        commented=(page.comments.get(item.name, 0), page.around.comments(item.name)),
        problems=problems or {},
        summary=[(f"#i-{field}", text) for field, text in (problems or {}).items()],
        applies=lambda field: item_form.applies(field, item.type),
        is_matrix=item.type is ItemType.MATRIX,
        more_open=any(field in (problems or {}) for field in ("name", "pattern", "default", "trigger")),
        each_answer="each" in request.values
        or parts_of_answers.used([*values["options"], *values["rows"]])
        or bool(values["choice_filter"]),
        said=lambda expression: words.condition(expression, instrument, language) if expression else None,
        conditions={
            name: condition_form.view(form, instrument, language, this=item, before=item.name, quiet=not problems)
            for name, form in conditions.items()
        },
        places=_places(instrument, item),
        kinds=_kinds(item),
        unit_choices=[{"value": unit, "label": label} for unit, label in _units()],
        accept_choices=[{"value": ending, "label": ending} for ending in FILE_TYPES],
        answer_choices=[{"value": o.code, "label": known_plain(o.label.source) or o.code} for o in item.options],
    )


def _kinds(item: Item) -> list[tuple[str, str]]:
    """What an item can be made; a hidden value has nothing in common with what is asked."""
    if item.type is ItemType.CALCULATION:
        return []
    fixed = (item.type, ItemType.CALCULATION)
    names = words.type_names()
    return [(kind.value, names[kind]) for kind in ItemType if kind not in fixed]


def _units() -> Iterable[tuple[str, str]]:
    names = [
        gettext("years"),
        gettext("months"),
        gettext("weeks"),
        gettext("days"),
        gettext("hours"),
        gettext("minutes"),
    ]
    return zip(DURATION_UNITS, names, strict=True)


def _places(instrument: Instrument, item: Item) -> list[tuple[str, str]]:
    home = section_of(instrument, item.name)
    return [(section.name, pages.section_text(section)) for section in instrument.sections if section is not home]


@bp.post("/edit/items/<path:name>")
@permission(Permission.SURVEY_EDIT)
@framing
def save_item(instrument_id: int, name: str) -> ResponseReturnValue:
    """Save what was changed; buttons of the condition builder only draw the form anew."""
    if not saving.TokenForm().validate():
        abort(400)
    page = pages.load(instrument_id, f"item:{name}")
    found = _item(page, name)
    if found is None:
        return _gone(page), 404
    now = {**item_form.values_of(found), **{key: getattr(found, key) or "" for key in item_form.CONDITIONS}}
    before = item_form.read_seen(request.form.get("_seen", ""), now)
    if "_typed" in request.form:
        return _save(page, found, before, settled(request.form, before), {})
    typed = item_form.posted(found, request.form, before)
    conditions, after, problems = _posted_conditions(page, found, before, typed)
    action = request.form.get("_action", "")
    if any(condition_form.is_button(action, each) for each in conditions):
        return _item_page(page, found, typed.values, conditions, seen=item_form.seen(before))
    unknown = [name for name in after["trigger"] if page.instrument.item(name) is None]
    if unknown and after["trigger"] != before["trigger"]:
        problems["trigger"] = gettext("There is no question of this name: %(names)s.", names=", ".join(unknown))
    if problems:
        if saving.wants_json():
            return {"problems": problems}, 422
        return _item_page(page, found, after, conditions, seen=item_form.seen(before), problems=problems), 422
    return _save(page, found, before, after, conditions)


def _posted_conditions(
    page: Page, item: Item, before: Mapping[str, Any], typed: item_form.Typed
) -> tuple[dict[str, ConditionForm], dict[str, Any], dict[str, str]]:
    forms: dict[str, ConditionForm] = {}
    values, problems = dict(typed.values), dict(typed.problems)
    for name in item_form.CONDITIONS:
        if not item_form.applies(name, item.type) or f"{name}-mode" not in request.form:
            continue
        sent = condition_form.posted(name, request.form, before[name])
        forms[name] = condition_form.fitted(sent, page.instrument, item)
        expression, wrong = condition_form.result(forms[name], page.instrument, item)
        values[name] = expression or ""
        if wrong:
            problems[name] = " ".join(wrong)
    return forms, values, problems


def _save(
    page: Page, item: Item, before: Mapping[str, Any], after: Mapping[str, Any], conditions: Mapping[str, ConditionForm]
) -> ResponseReturnValue:
    def again(trouble: str) -> str:
        page.trouble = trouble
        return _item_page(page, item, after, conditions or _conditions(item), seen=item_form.seen(dict(before)))

    change = item_changes.changes(item.name, dict(before), dict(after), page.source)
    where = _after_saving(page.id, after["name"] or item.name)
    if change is None:
        return saving.saved(page.copy, where, seen=item_form.seen(dict(before)), parts=_codes(after))
    try:
        copy = saving.apply(page, change)
    except Refusal as error:
        return saving.refused(error, page, again, lambda met: _both(page, item, before, after, met))
    return saving.saved(copy, where, seen=item_form.seen(dict(after)), parts=_codes(after))


def _both(page: Page, item: Item, before: Mapping[str, Any], after: Mapping[str, Any], met: Overtaken) -> str:
    newest = met.copy.instrument.item(item.name) or item
    now = {**item_form.values_of(newest), **{key: getattr(newest, key) or "" for key in item_form.CONDITIONS}}
    target = url_for("instruments.item", instrument_id=page.id, name=item.name)
    return conflict_page(page, target, pages.item_text(newest), now, before, after, met)


def _after_saving(instrument_id: int, name: str) -> str:
    anchor = "i-options" if request.form.get("_action", "").startswith(("options", "more")) else None
    each = "1" if "each" in request.form else None
    return url_for("instruments.item", instrument_id=instrument_id, name=name, saved=1, each=each, _anchor=anchor)


def _codes(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """The codes of options and rows as they are kept, so that the page knows those that were made for it."""
    return {kind: [part["code"] for part in values[kind]] for kind in ("options", "rows")}
