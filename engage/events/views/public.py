"""Events for everybody: gathers the pages and calendar files under one blueprint."""

from engage.events.views import public_calendar, public_event
from engage.events.views.public_blueprint import bp, found

__all__ = ["bp", "found", "public_calendar", "public_event"]
