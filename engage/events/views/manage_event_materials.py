"""Materials of an event: files and links, for before and after."""

from flask import Response, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import messages
from engage.events.editing import programme as editing
from engage.events.editing import wording
from engage.events.forms_programme import material_form, read_material
from engage.events.models import Event, Material
from engage.events.views.manage_event_blueprint import bp
from engage.events.views.manage_frame import event_or_404, overtaken, render
from engage.events.views.manage_programme import part_or_404, saved
from engage.i18n.locales import PUBLIC_LANGUAGES, endonym
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, permission


@bp.get("/<slug>/materials/new")
@permission(Permission.EVENT_EDIT)
def new_material(slug: str) -> ResponseReturnValue:
    found = event_or_404(slug)
    return _page(found, None, material_form(None, found.source_language))


@bp.post("/<slug>/materials/new")
@permission(Permission.EVENT_EDIT)
def add_material(slug: str) -> ResponseReturnValue:
    return _save(event_or_404(slug), None)


@bp.get("/<slug>/materials/<int:number>")
@permission(Permission.EVENT_EDIT)
def material(slug: str, number: int) -> ResponseReturnValue:
    found = event_or_404(slug)
    there = part_or_404(found, Material, number)
    return _page(found, there, material_form(there, ""))


@bp.post("/<slug>/materials/<int:number>")
@permission(Permission.EVENT_EDIT)
def change_material(slug: str, number: int) -> ResponseReturnValue:
    found = event_or_404(slug)
    return _save(found, part_or_404(found, Material, number))


@bp.post("/<slug>/materials/<int:number>/remove")
@permission(Permission.EVENT_EDIT)
def remove_material(slug: str, number: int) -> ResponseReturnValue:
    found = event_or_404(slug)
    require_token()
    editing.remove_material(db.session(), found, part_or_404(found, Material, number), now=utcnow())
    return saved(found, "event.materials-changed", gettext("The material is taken away."))


@bp.post("/<slug>/materials/<int:number>/up")
@permission(Permission.EVENT_EDIT)
def material_up(slug: str, number: int) -> ResponseReturnValue:
    found = event_or_404(slug)
    require_token()
    editing.step(db.session(), found, part_or_404(found, Material, number), -1, now=utcnow())
    return saved(found, "event.materials-changed", gettext("The order is changed."))


@bp.get("/<slug>/materials/<int:number>/file")
@permission(Permission.EVENT_SEE)
def material_file(slug: str, number: int) -> ResponseReturnValue:
    """The file itself, for the team; never shown inside a page of ours."""
    there = part_or_404(event_or_404(slug), Material, number)
    if there.content is None:
        abort(404)
    response = Response(there.content, content_type=there.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=there.file_name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


MOST_AT_ONCE = 2 * editing.LARGEST
"""Bytes that are read at all, so that a file somewhat too large is told so on its page."""


def _save(found: Event, there: Material | None) -> ResponseReturnValue:
    request.max_content_length = MOST_AT_ONCE
    require_token()
    sent, file = Sent(request.form), request.files.get("file")
    name = (file.filename or "").replace("\\", "/").rpartition("/")[2] if file else ""
    content = file.stream.read(editing.LARGEST + 1) if file and name else None
    if file:
        file.close()
    sessions = [each.id for each in editing.sessions(db.session(), found)]
    kept = there is not None and (there.content is not None or bool(there.link))
    given = read_material(sent, sessions, there=kept, file_name=name, content=content)
    try:
        if not sent.wrong and not (there is not None and overtaken(found, sent)):
            editing.save_material(db.session(), found, there, given, now=utcnow())
            return saved(found, "event.materials-changed", gettext("The material is saved."))
    except Refusal as refusal:
        db.session.rollback()
        sent.refuse("file", messages.refused(refusal))
        found = event_or_404(found.slug)
    if content is not None and "file" not in sent.errors:
        sent.refuse("file", gettext("Choose the file again: a browser does not keep it."))
    return _page(found, there, sent), 409 if "" in sent.errors else 422


def _page(found: Event, there: Material | None, filled: Filled) -> str:
    session, said = db.session(), wording.sources(db.session(), found)
    tags = dict.fromkeys(
        (*PUBLIC_LANGUAGES, *found.languages, *([filled.get("language")] if filled.get("language") else []))
    )
    return render(
        found,
        "events/manage/material.html",
        tab="programme",
        filled=filled,
        material=there,
        accept=",".join(f".{ending}" for ending in editing.MEDIA_TYPES),
        language_options=[
            {"value": "", "label": gettext("No language in particular")},
            *({"value": tag, "label": endonym(tag), "lang": tag} for tag in tags),
        ],
        sessions=[
            {"value": "", "label": gettext("The whole event")},
            *(
                {"value": str(each.id), "label": said.get(f"session:{each.id}:title", "")}
                for each in editing.sessions(session, found)
            ),
        ],
    )
