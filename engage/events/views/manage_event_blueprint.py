"""The blueprint of the pages on which events are made."""

from flask import Blueprint

from engage.web.console import use_language

bp = Blueprint("manage_events", __name__, template_folder="../templates", url_prefix="/console/events")
bp.before_request(use_language)
