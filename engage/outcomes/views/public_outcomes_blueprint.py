"""The blueprint of the public list of outcomes: `public_outcomes.py` and `public_outcomes_files.py` bring the pages."""

from datetime import date

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from engage.core.clock import utcnow

bp = Blueprint("public_outcomes", __name__, template_folder="../templates")

FOR_A_MINUTE, FOR_A_WHILE = "public, max-age=60", "public, max-age=900"
"""Programs that read feeds ask again and again."""


def today() -> date:
    return utcnow().date()


def answer_days() -> int:
    """How many days a body has to answer."""
    days: int = current_app.config["ENGAGE_SETTINGS"].answer_days
    return days


def for_everybody(response: Response, caching: str = FOR_A_MINUTE) -> Response:
    """Kept by browsers and caches before the server; who has it already gets 304."""
    response.headers["Cache-Control"] = caching
    response.add_etag()
    return response.make_conditional(request)
