"""What activities brings into the application."""

from flask import Flask

from engage.activities import presence, showing


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and what goes into the registries of lower rooms."""
    showing.shows(app, showing.DECLARED, presence.declared)
