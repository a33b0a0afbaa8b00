"""Which weighting a page of results uses: chosen in the address, among those that were calculated."""

from flask import abort, request
from flask_babel import gettext

from engage.db.session import db
from engage.results.models import Weighting
from engage.results.views.team_pages import Page


def chosen_weighting(here: Page) -> Weighting | None:
    """None for no weighting; 404 for one that the survey does not have, or that has no weights yet."""
    asked = request.args.get("weighting", "")
    if not asked:
        return None
    found = next((each for each in usable(here) if str(each.id) == asked), None)
    return found or abort(404)


def usable(here: Page) -> list[Weighting]:
    """Those that have weights."""
    from engage.results.weighting import applying, keeping

    return [each for each in keeping.weightings(db.session(), here.survey.id) if applying.is_calculated(each)]


def weighting_choice(here: Page, chosen: Weighting | None) -> list[dict[str, str]]:
    """Options of a select; empty where there is nothing to choose."""
    found = [{"value": str(each.id), "label": each.name} for each in usable(here)]
    if not found and chosen is None:
        return []
    return [{"value": "", "label": gettext("Not weighted")}, *found]
