"""What work with written answers brings into the application."""

from flask import Flask

from engage.results.views import (
    coding_pages,
    manage_coding,
    manage_coding_codebook,
    manage_coding_quotes,
    manage_coding_redaction,
    manage_coding_work,
    team_pages,
)

PAGES = (manage_coding, manage_coding_redaction, manage_coding_codebook, manage_coding_work, manage_coding_quotes)
"""Modules that bring addresses under the blueprint."""


def install(app: Flask) -> None:
    """Their blueprint."""
    team_pages.install(app, coding_pages.bp)
