"""How every form of the editor is saved: one change, and when others were faster both versions to choose from."""

from collections.abc import Callable
from typing import Any

from flask import jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import format_date, format_time, gettext
from flask_wtf import FlaskForm

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.instruments import working
from engage.instruments.domain.editing.change import Change
from engage.instruments.views import edit_words
from engage.instruments.views.page import Page, called, person
from engage.instruments.working import Conflict, Copy, Overtaken


class TokenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Only its token."""


def wants_json() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def base(page: Page) -> int:
    """The revision that the author of the form saw."""
    typed = request.form.get("_base", "")
    return int(typed) if typed.isdigit() and len(typed) < 10 else page.revision


def apply(page: Page, change: Change) -> Copy:
    """Do it and commit.

    :raises Refusal: with nothing done
    """
    try:
        copy = working.change(db.session(), page.id, change, base=base(page), by=person(), now=utcnow())
    except Refusal:
        db.session.rollback()
        raise
    db.session.commit()
    return copy


def saved(copy: Copy, where: str, **more: Any) -> ResponseReturnValue:
    """Scripts get the new revision, people the page again."""
    if wants_json():
        return jsonify(revision=copy.revision, where=where, **more)
    return redirect(where, code=303)


def refused(
    error: Refusal, page: Page, again: Callable[[str], str], conflict: Callable[[Overtaken], str]
) -> ResponseReturnValue:
    """The form again with the reason, or both versions when somebody changed the same."""
    if isinstance(error, Overtaken):
        if wants_json():
            return jsonify(met=met(error.conflicts, page)), 409
        return conflict(error), 409
    trouble = edit_words.refusal(error, page.instrument)
    if wants_json():
        return jsonify(trouble=trouble), 409
    return again(trouble), 409


def met(conflicts: tuple[Conflict, ...], page: Page) -> str:
    """Who changed what meanwhile, in a sentence."""
    places = dict.fromkeys(edit_words.place_title(page.instrument, bare(conflict.path)) for conflict in conflicts[:3])
    last = conflicts[-1].edit
    return gettext(
        "%(who)s changed the same at %(time)s: %(places)s. Nothing was overwritten.",
        who=called(last.by),
        time=when(last.at),
        places="; ".join(places),
    )


def when(moment: Any) -> str:
    day, time = format_date(moment, "long"), format_time(moment, "HH:mm")
    return gettext("%(day)s, %(time)s UTC", day=day, time=time)


def bare(path: str) -> str:
    """A place without saying which aspect of it: its order, its text in a language."""
    parts = path.split(".")
    if parts[0] == "texts":
        return ".".join(parts[2:])
    return ".".join(parts[1:]) if parts[0] == "at" else path
