"""What jobs brings into the application."""

from flask import Flask


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and what goes into the registries of lower rooms."""
    del app  # nothing yet
