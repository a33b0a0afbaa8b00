"""What the quality of responses brings into the application."""

from flask import Flask

from engage.results.views import manage_quality, team_pages


def install(app: Flask) -> None:
    """Its page."""
    team_pages.install(app, manage_quality.bp)
