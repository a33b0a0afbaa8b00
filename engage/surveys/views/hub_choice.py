"""The hub that a new survey belongs to: chosen among those for which the person edits surveys."""

from typing import TYPE_CHECKING

from flask import request

from engage.db.session import db
from engage.hubs import queries as hubs
from engage.web.permissions import Permission, reach

if TYPE_CHECKING:
    from engage.hubs.models import Hub


def offered() -> "list[Hub]":
    """In alphabetical order; a choice is asked for when there are several."""
    seen = reach(Permission.SURVEY_EDIT)
    return [hub for hub in hubs.every(db.session()) if seen is None or hub.id in seen]


def chosen() -> "Hub | None":
    """The hub that was chosen, the only one there is, or None when the choice is not one of those offered."""
    choices = offered()
    wanted = request.form.get("hub", "")
    if not wanted and len(choices) == 1:
        return choices[0]
    return next((hub for hub in choices if hub.slug == wanted), None)


def options() -> list[dict[str, str]]:
    """For a select."""
    return [{"value": hub.slug, "label": hub.name} for hub in offered()]


def first() -> str:
    """What stands in the select at first: the hub of the whole product where it is offered, else the first."""
    slugs = [hub.slug for hub in offered()]
    return hubs.DEFAULT_SLUG if hubs.DEFAULT_SLUG in slugs else next(iter(slugs), "")
