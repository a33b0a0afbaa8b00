"""Sheets of paper as an answer to a request: for a member's own page, and for the team."""

from collections.abc import Sequence

from flask import Response, current_app
from flask_babel import force_locale

from engage.maturity import wording
from engage.maturity.models import Assessment
from engage.maturity.rating import sheets
from engage.maturity.wording import Words
from engage.web import languages


def printed_sheets(
    assessment: Assessment, words: Words, codes: Sequence[str], language: str, *, short: bool
) -> Response:
    """A sheet for each code, in a language of the interface."""
    interface = languages.interface_for(current_app, language)
    with force_locale(interface.replace("-", "_")):
        model = wording.model_of(assessment.model)
        data = sheets.sheet_of(assessment, model, words, codes, short=short, language=language)
    response = Response(sheets.pdf(data), mimetype="application/pdf")
    name = f"rating-{language}-{'short' if short else 'full'}.pdf"
    response.headers.set("Content-Disposition", "inline", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response
