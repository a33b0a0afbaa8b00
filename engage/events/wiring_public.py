"""Wires citizens' pages and calendars."""

from flask import Flask

from engage.activities import showing
from engage.activities.domain.kinds import EVENTS
from engage.events import queries_public
from engage.events.showing import presence
from engage.events.views import public
from engage.hubs import changes


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and entries in registries of lower rooms."""
    app.register_blueprint(public.bp)
    showing.shows(app, EVENTS, presence.events, queries_public.along)
    changes.listen(app, presence.look_different)
