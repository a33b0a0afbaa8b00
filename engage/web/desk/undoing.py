"""Undo instead of "are you sure": what was done can be taken back for some minutes, by who did it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app, flash
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from engage.web.permissions import Permission, actor, may_for, may_somewhere

MINUTES = 15
CATEGORY = "undo"
_KEY = "engage-desk-undoable"


class CannotUndo(Exception):
    """It is too late, or something else has changed since; the sentence says what."""


Restore = Callable[[Session, Mapping[str, Any], datetime], str]
"""(session, what was kept, now) -> what to tell; undoing twice must be as good as once."""


@dataclass(frozen=True, slots=True)
class _Undoable:
    permission: Permission
    restore: Restore


def undoable(app: Flask, kind: str, permission: Permission, restore: Restore) -> None:
    """Say how something of a kind is taken back, and what it needs for one of the hubs it was about."""
    app.extensions.setdefault(_KEY, {})[kind] = _Undoable(permission, restore)


def offer_undo(sentence: str, kind: str, params: Mapping[str, Any], *, hubs: Collection[int] = ()) -> None:
    """A notice on the next page that says what was done, with a button that takes it back.

    :param params: what taking back needs, as JSON; it stands, signed and not hidden, in the page of who did it
    :param hubs: whose thing it was; the permission is asked for one of them again (none: for any)
    """
    token = _signer().dumps({"kind": kind, "params": dict(params), "hubs": sorted(hubs), "by": actor().id})
    flash({"text": sentence, "token": token}, CATEGORY)  # type: ignore[arg-type]  # the session takes any JSON


def take_back(session: Session, token: str, *, now: datetime) -> str | None:
    """Undo what a token was given for.

    :returns: what to tell; None for a token that is not one of ours, of somebody else, or too old
    :raises CannotUndo: when the room says so
    """
    try:
        kept = _signer().loads(token, max_age=MINUTES * 60)
    except BadData:
        return None
    known: _Undoable | None = current_app.extensions.get(_KEY, {}).get(kept["kind"])
    if known is None or kept["by"] != actor().id:
        return None
    if not (may_for(known.permission, kept["hubs"]) if kept["hubs"] else may_somewhere(known.permission)):
        return None
    return known.restore(session, kept["params"], now)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="engage undo")
