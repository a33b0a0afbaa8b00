"""The blueprint of events' pages and calendars for everybody, and how they find an event."""

from flask import Blueprint, abort

from engage.db.session import db
from engage.events import queries_public as queries
from engage.events.models import Event

bp = Blueprint("events", __name__, template_folder="../templates")


def found(slug: str) -> Event:
    """The event that everybody may see at an address; 404 otherwise."""
    event = queries.public(db.session(), slug)
    if event is None:
        abort(404)
    return event
