"""What teams write brings in."""

from flask import Flask

from engage.outcomes.views import (
    manage_outcomes,
    manage_outcomes_activities,
    manage_outcomes_asked,
    manage_outcomes_publishing,
    manage_outcomes_resting,
)
from engage.outcomes.views.manage_outcomes_blueprint import install as install_pages

PAGES = (
    manage_outcomes,
    manage_outcomes_activities,
    manage_outcomes_asked,
    manage_outcomes_publishing,
    manage_outcomes_resting,
)
"""Modules that bring addresses under the blueprint."""


def install(app: Flask) -> None:
    """The console's pages of outcomes, their place in the navigation and in the search."""
    install_pages(app)
