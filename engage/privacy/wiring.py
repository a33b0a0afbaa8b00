"""What privacy brings into the application."""

from flask import Flask

from engage.privacy import audit
from engage.web import trail


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and what goes into the registries of lower rooms."""
    trail.install(app, audit.record)
