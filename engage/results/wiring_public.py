"""What published results bring into the application: their pages, and the ways that lead there."""

from collections.abc import Mapping, Sequence

from flask import Flask, url_for
from sqlalchemy.orm import Session

from engage.results import published
from engage.results.views import public_files, public_list, public_results
from engage.results.views.public_blueprint import bp
from engage.surveys import what_came

PAGES = (public_results, public_files, public_list)
"""Modules that bring addresses under the blueprint."""


def install(app: Flask) -> None:
    """Blueprint, and where surveys find their results."""
    app.register_blueprint(bp)
    what_came.told_by(app, addresses, published.first_day)


def addresses(session: Session, survey_ids: Sequence[int], lang: str) -> Mapping[int, str]:
    """The pages of those surveys whose results are published."""
    found = published.newest(session, survey_ids)
    return {id_: url_for("public_results.page", lang=lang, slug=each.slug) for id_, each in found.items()}
