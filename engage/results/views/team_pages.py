"""What pages of a team about its fieldwork share: the survey, whose responses they see, and words for its items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, abort, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import direction
from engage.instruments.domain.definition import Instrument
from engage.results import service
from engage.results.charts.reader import Reader
from engage.results.domain.margin_items import MarginItem
from engage.results.views.naming import Items, items_of
from engage.surveys import queries
from engage.surveys.models import Survey
from engage.surveys.sight import Seen, countries_seen, hubs_behind
from engage.web import desk, permissions, trail
from engage.web.console import render, use_language
from engage.web.desk.crumbs import Crumb
from engage.web.permissions import Permission, reach

FIELDWORK = "result_monitoring.page"


@dataclass(frozen=True, slots=True)
class Page:
    """A survey as a page of its team sees it."""

    survey: Survey
    instrument: Instrument
    items: Items
    reader: Reader
    title: str
    seen: Seen
    """Whose responses who asks may see; None for all."""

    def render(self, template: str, **values: Any) -> str:
        return render(template, survey=self.survey, title=self.title, reader=self.reader, page=self, **values)

    def note(self, action: str, **details: Any) -> None:
        """Say in the trail what was done; in the transaction of the deed."""
        note(db.session(), self.survey, action, now=utcnow(), **details)

    def countries(self) -> list[tuple[str, str]]:
        """Those whose responses may be told apart here, with their names."""
        known = {partner.country for partner in queries.partners(db.session(), self.survey.id)}
        known.update(self.instrument.editions)
        codes = sorted(known if self.seen is None else self.seen)
        return [(code, self.reader.country(code)) for code in codes]

    def item(self, key: str) -> MarginItem | None:
        return self.items.get(key)


def note(session: Session, survey: Survey, action: str, *, now: datetime, **details: Any) -> None:
    hub_id = survey.activity.hub_id
    trail.note(session, action, "survey", survey.id, now=now, hub_id=hub_id, survey=survey.slug, **details)


def reader() -> Reader:
    return Reader(g.interface, direction(g.interface), gettext, ngettext)


def page_of(slug: str, label: Permission = Permission.RESULTS_SEE) -> Page:
    """404 for a survey without a version."""
    survey = queries.by_slug(db.session(), slug)
    if survey is None or queries.newest_version(db.session(), survey.instrument_id) is None:
        abort(404)
    instrument, _ = service.instrument_of(db.session(), survey)
    mine = reader()
    title = mine.pick(instrument.title)[0] or survey.slug
    seen = countries_seen(db.session(), survey, reach(label))
    return Page(survey, instrument, items_of(instrument), mine, title, seen)


def wait_for_enough() -> ResponseReturnValue | None:
    """Figures of feedback are shown to nobody before enough people have answered."""
    slug = (request.view_args or {}).get("slug", "")
    survey = queries.by_slug(db.session(), slug)
    if survey is None or service.enough(db.session(), survey):
        return None
    title = reader().pick(service.instrument_of(db.session(), survey)[0].title)[0] or survey.slug
    return render("results/waits.html", survey=survey, title=title)


def blueprint(name: str, import_name: str) -> Blueprint:
    made = Blueprint(name, import_name, template_folder="../templates", url_prefix="/console")
    made.before_request(use_language)
    made.before_request(wait_for_enough)
    return made


def install(app: Flask, made: Blueprint) -> None:
    """Its pages belong to the hubs behind their survey, and lie below it."""
    app.register_blueprint(made)
    permissions.belongs(app, made.name, _hubs)
    desk.trail(app, made.name, _above)


def _hubs(label: Permission, arguments: Mapping[str, Any]) -> frozenset[int] | None:
    return hubs_behind(db.session(), queries.by_slug(db.session(), arguments["slug"]), label)


_BETWEEN = {
    "result_coding": ("result_coding.index", lazy_gettext("Open questions")),
    "result_populations": ("result_populations.index", lazy_gettext("Populations")),
    "result_publishing": ("result_publishing.page", lazy_gettext("Publish results")),
    "result_weighting": ("result_weighting.index", lazy_gettext("Weights")),
}


def _above(endpoint: str, arguments: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Crumb]:
    """The surveys, the survey, its fieldwork, and the list that a thing stands in."""
    slug = arguments["slug"]
    crumbs: list[Crumb] = [
        (gettext("Surveys"), url_for("manage.surveys")),
        (values.get("title") or slug, url_for("manage.survey", slug=slug)),
    ]
    if endpoint != FIELDWORK:
        crumbs.append((gettext("Fieldwork"), url_for(FIELDWORK, slug=slug)))
    between, name = _BETWEEN.get(endpoint.partition(".")[0], (endpoint, ""))
    if between != endpoint:
        crumbs.append((str(name), url_for(between, slug=slug)))
    return crumbs
