"""What pages of registration questions show of the event that asks them, and to which hubs they belong."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from sqlalchemy import select, update

from engage.db.session import db
from engage.events import queries
from engage.events.models import Event
from engage.events.views.manage_frame import title_of
from engage.instruments.views.surroundings import Surroundings
from engage.web.permissions import Permission, may, may_for


def looks_different(instrument_id: int) -> None:
    """Pages of the event that asks these questions are made anew."""
    statement = update(Event).where(Event.instrument_id == instrument_id).values(revision=Event.revision + 1)
    db.session().execute(statement)


def _asking(instrument_id: int) -> Event | None:
    return db.session().scalar(select(Event).where(Event.instrument_id == instrument_id))


def hubs_of_instrument(label: Permission, args: Mapping[str, Any]) -> frozenset[int] | None:
    """The hubs behind the event that asks the questions of an address; None where no event does."""
    if "instrument_id" not in args:
        return None
    found = _asking(args["instrument_id"])
    if found is None:
        return None
    return queries.hubs_behind(db.session(), found, _EVENT_LABELS.get(label, label))


_EVENT_LABELS = {Permission.SURVEY_EDIT: Permission.EVENT_EDIT}
"""Whoever may edit an event may edit its questions: the hubs that own it."""


def of(instrument_id: int) -> Surroundings | None:
    found = _asking(instrument_id)
    if found is None:
        return None
    return Surroundings(
        title=title_of(found),
        back=url_for("manage_events.registration", slug=found.slug) if may(Permission.EVENT_SEE) else None,
        preview=lambda _language, _section: None,
        gate=found.text_gate.value,
        settings=url_for("manage_events.texts", slug=found.slug) if may(Permission.EVENT_EDIT) else None,
        whole=may_for(Permission.SURVEY_EDIT, queries.hubs_behind(db.session(), found, Permission.EVENT_EDIT)),
    )
