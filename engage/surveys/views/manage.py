"""Surveys as hub teams run them: gathers the console's pages under one blueprint."""

from engage.surveys.views import (
    manage_closing,
    manage_countries,
    manage_files,
    manage_first,
    manage_list,
    manage_overview,
    manage_paper,
    manage_preview,
    manage_publishing,
    manage_release,
    manage_sheets,
    manage_trials,
    manage_writing,
)
from engage.surveys.views.manage_blueprint import bp

__all__ = [
    "bp",
    "manage_closing",
    "manage_countries",
    "manage_files",
    "manage_first",
    "manage_list",
    "manage_overview",
    "manage_paper",
    "manage_preview",
    "manage_publishing",
    "manage_release",
    "manage_sheets",
    "manage_trials",
    "manage_writing",
]
