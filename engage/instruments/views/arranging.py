"""Add, move, duplicate, delete, take back; and the history of it all."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import abort, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.i18n.text import LocalizedText
from engage.instruments import library, working
from engage.instruments.domain.definition import Instrument, Item, ItemType
from engage.instruments.domain.editing.change import Change, LastSection, NotConvertible, StillReferred
from engage.instruments.domain.editing.converting import convert_item
from engage.instruments.domain.editing.deleting import Consequence, delete_item, delete_section, deletion
from engage.instruments.domain.editing.items import add_item, duplicate_item, fresh_name, insert_items, move_item
from engage.instruments.domain.editing.sections import (
    add_section,
    duplicate_section,
    fresh_section_name,
    move_section,
)
from engage.instruments.domain.editing.tree import START, taken_names
from engage.instruments.views import edit_words, saving, words
from engage.instruments.views import page as pages
from engage.instruments.views.blueprint import bp
from engage.instruments.views.page import Page
from engage.instruments.working import Edit
from engage.web.console import render
from engage.web.framing import framing
from engage.web.permissions import Permission, permission

# -- adding


@bp.get("/edit/add/<path:section>")
@permission(Permission.SURVEY_EDIT)
@framing
def add(instrument_id: int, section: str) -> ResponseReturnValue:
    """Kinds of items to choose from, and the library."""
    page = _in_section(instrument_id, section)
    found = next(each for each in page.instrument.sections if each.name == section)
    said = words.standard_words()
    return render(
        "instruments/editor/add.html",
        page=page,
        section=section,
        heading=pages.section_text(found),
        after=request.args.get("after", ""),
        places=[(item.name, pages.item_text(item)) for item in found.items],
        groups=words.type_groups(),
        standard=[(item, *said[item.name], library.SOURCES[item.name]) for item in library.items()],
    )


def _in_section(instrument_id: int, section: str) -> Page:
    page = pages.load(instrument_id, f"add:{section}")
    found = next((each for each in page.instrument.sections if each.name == section), None)
    if found is None:
        abort(404)
    page.section = found.slug
    return page


@bp.post("/edit/add/<path:section>")
@permission(Permission.SURVEY_EDIT)
def add_here(instrument_id: int, section: str) -> ResponseReturnValue:
    _require_token()
    page = _in_section(instrument_id, section)
    after = request.form.get("after") or None
    kind, standard = request.form.get("type", ""), request.form.get("standard", "")
    if kind in set(ItemType):
        new = _new_item(ItemType(kind), page.instrument)
        change = add_item(section, new, after=after)
    elif standard in library.SOURCES:
        new = library.item_for(standard, page.source, page.languages)
        change = insert_items(section, [new], after=after)
    else:
        abort(400)
    before = {item.name for item in page.instrument.items}
    return _do(page, change, lambda now: _item_at(page, next(i.name for i in now.items if i.name not in before)))


def _new_item(kind: ItemType, instrument: Instrument) -> Item:
    """An item as it begins: nameless, with what its kind cannot do without."""
    taken = taken_names(instrument)
    name = next(f"q{number}" for number in range(1, 100_000) if f"q{number}" not in taken)
    values: dict[str, Any] = {}
    if kind is ItemType.SCALE:
        values = {"minimum": 0.0, "maximum": 10.0, "step": 1.0}
    elif kind is ItemType.DURATION:
        values = {"units": ("years", "months")}
    elif kind is ItemType.CALCULATION:
        values = {"calculation": "''"}
    return Item(name=name, type=kind, label=LocalizedText(instrument.source_language, {}), **values)


def _item_at(page: Page, name: str) -> str:
    return url_for("instruments.item", instrument_id=page.id, name=name)


# -- arranging


@bp.post("/edit/arrange")
@permission(Permission.SURVEY_EDIT)
@framing
def arrange(instrument_id: int) -> ResponseReturnValue:
    """One deed on one item or section, by the buttons of its form or the keyboard in the outline."""
    _require_token()
    page = pages.load(instrument_id)
    kind, _, deed = request.form.get("do", "").partition("-")
    name = request.form.get("name", "")
    deeds = _DEEDS.get(kind)
    if deeds is None or deed not in deeds:
        abort(400)
    if deed != "add" and not _is_there(page.instrument, kind, name):
        return _refused(page, edit_words.refusal(working.NoSuchInstrument(), page.instrument))
    if deed == "delete":
        return _delete(page, kind, name)
    if deed == "convert":
        return _convert(page, name)
    planned = deeds[deed](page, name)
    if planned is None:
        return _unmoved(page, kind, name)
    change, where = planned
    return _do(page, change, where)


Planned = tuple[Change, Callable[[Instrument], str]] | None


def _is_there(instrument: Instrument, kind: str, name: str) -> bool:
    if kind == "item":
        return instrument.item(name) is not None
    return any(section.name == name for section in instrument.sections)


def _item_up(page: Page, name: str) -> Planned:
    return _item_step(page, name, -1)


def _item_down(page: Page, name: str) -> Planned:
    return _item_step(page, name, 1)


def _item_step(page: Page, name: str, by: int) -> Planned:
    """One place up or down; over the edge of a section into the next."""
    sections = page.instrument.sections
    home = next(n for n, section in enumerate(sections) if any(item.name == name for item in section.items))
    names = [item.name for item in sections[home].items]
    to = names.index(name) + by
    if 0 <= to < len(names):
        rest = [each for each in names if each != name]
        after = rest[to - 1] if to else START
        return move_item(name, section=sections[home].name, after=after), lambda _: _item_at(page, name)
    if not 0 <= home + by < len(sections):
        return None
    target = sections[home + by].name
    return move_item(name, section=target, after=None if by < 0 else START), lambda _: _item_at(page, name)


def _item_to(page: Page, name: str) -> Planned:
    target = request.form.get("to", "")
    if not _is_there(page.instrument, "section", target):
        abort(400)
    return move_item(name, section=target, after=None), lambda _: _item_at(page, name)


def _item_copy(page: Page, name: str) -> Planned:
    new = fresh_name(page.instrument, name)
    return duplicate_item(name, new), lambda _: _item_at(page, new)


def _section_step(by: int) -> Callable[[Page, str], Planned]:
    def plan(page: Page, name: str) -> Planned:
        names = [section.name for section in page.instrument.sections]
        to = names.index(name) + by
        if not 0 <= to < len(names):
            return None
        rest = [each for each in names if each != name]
        return move_section(name, after=rest[to - 1] if to else START), lambda _: _section_at(page, name)

    return plan


def _section_copy(page: Page, name: str) -> Planned:
    new = fresh_section_name(page.instrument, name)
    return duplicate_section(name, new), lambda _: _section_at(page, new)


def _section_add(page: Page, name: str) -> Planned:  # noqa: ARG001 -- like the others
    new = fresh_section_name(page.instrument, f"section_{len(page.instrument.sections) + 1}")
    return add_section(new, ""), lambda _: _section_at(page, new)


def _section_at(page: Page, name: str) -> str:
    return url_for("instruments.section", instrument_id=page.id, name=name)


_DEEDS: dict[str, dict[str, Callable[[Page, str], Planned]]] = {
    "item": {
        "up": _item_up,
        "down": _item_down,
        "to": _item_to,
        "copy": _item_copy,
        "delete": _item_copy,
        "convert": _item_copy,
    },
    "section": {
        "up": _section_step(-1),
        "down": _section_step(1),
        "copy": _section_copy,
        "add": _section_add,
        "delete": _section_copy,
    },
}


def _unmoved(page: Page, kind: str, name: str) -> ResponseReturnValue:
    """It is at the edge already."""
    if saving.wants_json():
        return jsonify(revision=page.revision, moved=False)
    return redirect(_item_at(page, name) if kind == "item" else _section_at(page, name), code=303)


def _do(page: Page, change: Change, where: Callable[[Instrument], str]) -> ResponseReturnValue:
    try:
        copy = saving.apply(page, change)
    except Refusal as error:
        return saving.refused(error, page, lambda trouble: _start(page, trouble), lambda met: _met(page, met))
    address = where(copy.instrument)
    if not saving.wants_json():
        address += f"{'&' if '?' in address else '?'}done={copy.revision}"
    return saving.saved(copy, address, moved=True)


def _met(page: Page, error: working.Overtaken) -> str:
    return _start(page, saving.met(error.conflicts, page))


def _start(page: Page, trouble: str) -> str:
    page.trouble = trouble
    page.at = ""
    return render("instruments/editor/start.html", page=page, empty=False)


def _refused(page: Page, trouble: str) -> ResponseReturnValue:
    if saving.wants_json():
        return jsonify(trouble=trouble), 409
    return _start(page, trouble), 409


def _require_token() -> None:
    if not saving.TokenForm().validate():
        abort(400)


# -- another kind


def _convert(page: Page, name: str) -> ResponseReturnValue:
    """Make an item one of another kind; what it would lose is named and asked about first."""
    wanted = request.form.get("kind", "")
    if wanted not in set(ItemType):
        abort(400)
    kind, lose = ItemType(wanted), request.form.get("lose") == "yes"
    try:
        copy = saving.apply(page, convert_item(name, kind, lose=lose))
    except NotConvertible as refusal:
        loses = list(refusal.figures.get("loses", ()))
        if not loses:
            return _refused(page, edit_words.refusal(refusal, page.instrument))
        return _ask_about_loss(page, name, kind, loses), 409
    except Refusal as error:
        return saving.refused(error, page, lambda trouble: _start(page, trouble), lambda met: _met(page, met))
    return saving.saved(copy, f"{_item_at(page, name)}?done={copy.revision}")


def _ask_about_loss(page: Page, name: str, kind: ItemType, fields: list[str]) -> str:
    page.at = f"item:{name}"
    return render(
        "instruments/editor/convert.html",
        page=page,
        name=name,
        heading=edit_words.item_title(page.instrument, name),
        kind=kind.value,
        kind_name=words.type_name(kind),
        loses=[edit_words.field_name(field) for field in fields],
        back=_item_at(page, name),
    )


# -- deleting


def _delete(page: Page, kind: str, name: str) -> ResponseReturnValue:
    """Delete at once what nothing refers to; else show what it comes to, and ask."""
    wanted = request.form.get("consequence", Consequence.REFUSE.value)
    consequence = Consequence(wanted) if wanted in set(Consequence) else Consequence.REFUSE
    make = delete_item if kind == "item" else delete_section
    change = make(name, consequence=consequence, seen=request.form.getlist("seen"))
    try:
        copy = saving.apply(page, change)
    except StillReferred:
        return _ask(page, kind, name), 409
    except Refusal as error:
        return saving.refused(error, page, lambda trouble: _start(page, trouble), lambda met: _met(page, met))
    return saving.saved(copy, url_for("instruments.edit", instrument_id=page.id, done=copy.revision))


def _ask(page: Page, kind: str, name: str) -> str:
    things = {"items": (name,)} if kind == "item" else {"sections": (name,)}
    page.at = f"{kind}:{name}"
    choices = []
    for consequence in (Consequence.FORGET, Consequence.FOLLOW):
        try:
            found = deletion(page.instrument, **things, consequence=consequence)
        except LastSection:
            continue
        choices.append(
            {
                "value": consequence.value,
                "items": [edit_words.item_title(page.instrument, each) for each in found.items if each != name],
                "places": [edit_words.place_title(page.instrument, saving.bare(place)) for place in found.changed],
                "seen": found.changed,
            }
        )
    different = [choice for n, choice in enumerate(choices) if choice["items"] or n == 0]
    title = edit_words.item_title if kind == "item" else edit_words.section_title
    return render(
        "instruments/editor/delete.html",
        page=page,
        kind=kind,
        name=name,
        heading=title(page.instrument, name),
        choices=different,
        back=_item_at(page, name) if kind == "item" else _section_at(page, name),
    )


# -- taking back


@bp.post("/edit/undo")
@permission(Permission.SURVEY_EDIT)
@framing
def undo(instrument_id: int) -> ResponseReturnValue:
    """Take back one's own last change, or a certain one."""
    _require_token()
    page = pages.load(instrument_id)
    number = request.form.get("revision", "")
    revision = int(number) if number.isdigit() else None
    return _taken_back(page, lambda: working.undo(
        db.session(), instrument_id, by=pages.person(), now=utcnow(), revision=revision
    ))  # fmt: skip


@bp.post("/edit/redo")
@permission(Permission.SURVEY_EDIT)
@framing
def redo(instrument_id: int) -> ResponseReturnValue:
    _require_token()
    page = pages.load(instrument_id)
    return _taken_back(page, lambda: working.redo(db.session(), instrument_id, by=pages.person(), now=utcnow()))


def _taken_back(page: Page, act: Callable[[], working.Copy]) -> ResponseReturnValue:
    try:
        copy = act()
    except Refusal as error:
        db.session.rollback()
        return _refused(page, edit_words.refusal(error, page.instrument))
    db.session.commit()
    return saving.saved(copy, f"{_here(page)}?done={copy.revision}")


def _here(page: Page) -> str:
    """Where the button was pressed, if that is a page of this editor; else the outline."""
    typed = urlsplit(request.form.get("here", ""))
    home = url_for("instruments.edit", instrument_id=page.id)
    return typed.path if not typed.netloc and typed.path.startswith(home) and "//" not in typed.path else home


@bp.get("/edit/history")
@permission(Permission.SURVEY_EDIT)
@framing
def history(instrument_id: int) -> ResponseReturnValue:
    """Who did what and when, the newest first."""
    page = pages.load(instrument_id, "history")
    edits = working.history(db.session(), instrument_id, newest=500)
    return render("instruments/editor/history.html", page=page, rows=[_row(page, edit) for edit in edits])


def _row(page: Page, edit: Edit) -> dict[str, Any]:
    return {
        "text": edit_words.sentence(edit, page.instrument),
        "who": pages.called(edit.by),
        "when": saving.when(edit.at),
        "version": edit.version,
        "undone": edit.undone,
        "revision": edit.revision if edit.version == page.copy.number and not edit.undone else None,
    }
