"""What events bring into the application."""

from flask import Flask

from engage.events import (
    wiring_desk,
    wiring_manage,
    wiring_needs,
    wiring_people,
    wiring_personal,
    wiring_places,
    wiring_public,
    wiring_register,
)
from engage.events.views import address_numbers

WITH_NUMBERS = (
    "events", "event_registration", "event_desk",
    "manage_events", "manage_people", "manage_register", "manage_desk", "manage_needs",
)  # fmt: skip
"""Blueprints with ids in their addresses."""


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and what goes into the registries of lower rooms."""
    for part in (
        wiring_manage,
        wiring_places,
        wiring_public,
        wiring_register,
        wiring_personal,
        wiring_people,
        wiring_desk,
        wiring_needs,
    ):
        part.install(app)
    address_numbers.install(app, *WITH_NUMBERS)
