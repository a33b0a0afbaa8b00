"""Console pages of one instrument. Modules beside this one add their routes; importing `views.console` brings all."""

from flask import Blueprint

from engage.web.console import use_language

bp = Blueprint(
    "instruments",
    "engage.instruments",
    template_folder="templates",
    url_prefix="/console/instruments/<int:instrument_id>",
)
bp.before_request(use_language)
