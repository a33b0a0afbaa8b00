"""Wires the pages on which events are made."""

from flask import Flask

from engage.activities import showing
from engage.activities.domain.kinds import EVENTS
from engage.events.views import (
    manage_copy,
    manage_event,
    manage_event_desk,
    manage_event_ending,
    manage_event_materials,
    manage_event_new,
    manage_event_preview,
    manage_event_questions,
    manage_event_settings,
    manage_events,
    manage_frame,
    manage_places,
    manage_programme,
    manage_questions,
    manage_texts,
)
from engage.events.views.manage_event_blueprint import bp
from engage.instruments.views import pictures, surroundings
from engage.web import permissions

PAGES = (
    manage_copy,
    manage_event,
    manage_event_ending,
    manage_event_materials,
    manage_event_new,
    manage_event_preview,
    manage_event_settings,
    manage_events,
    manage_places,
    manage_programme,
    manage_questions,
    manage_texts,
)
"""Each brings its routes to the blueprint."""


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and entries in registries of lower rooms."""
    manage_frame.adopt(app, bp)
    manage_event_desk.install(app)
    surroundings.install(app, manage_event_questions.of)
    pictures.install(app, manage_event_questions.looks_different)
    for questions in ("instruments", "translating"):
        permissions.belongs(app, questions, manage_event_questions.hubs_of_instrument)
    for kind in EVENTS:
        showing.runs(app, kind, manage_event_desk.address)
