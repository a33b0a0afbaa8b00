"""What published results bring into the application: their pages, and the ways that lead there."""

from flask import Flask, url_for

from engage.results import published
from engage.results.views import public_files, public_list, public_results
from engage.results.views.public_blueprint import bp
from engage.surveys import what_came

PAGES = (public_results, public_files, public_list)
"""Modules that bring addresses under the blueprint."""


def install(app: Flask) -> None:
    """Blueprint, and where surveys find their results."""
    app.register_blueprint(bp)
    what_came.told_by(app, what_came.Results(published.HOLDS, _page, published.first_day))


def _page(slug: str, lang: str) -> str:
    return url_for("public_results.page", lang=lang, slug=slug)
