"""The report of an event, for everybody: who came, what was said, what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Blueprint, abort, current_app, make_response
from flask.typing import ResponseReturnValue

from engage.activities import became
from engage.core.clock import utcnow
from engage.db.session import db
from engage.events import queries, words_attending
from engage.events import queries_public as shown_queries
from engage.events.domain import report as rules
from engage.events.domain.kinds import AttendeeRole
from engage.events.domain.report import Figures, Report
from engage.events.models import Event
from engage.events.showing import page, rendering
from engage.events.showing.shown import EventPage
from engage.hubs.domain.texts import Said
from engage.i18n.gates import TextGate, passing
from engage.i18n.named import country_name
from engage.i18n.text import LocalizedText
from engage.web import languages
from engage.web.permissions import Permission, permission

bp = Blueprint("event_report", __name__, template_folder="../templates")


@dataclass(frozen=True, slots=True)
class FollowShown:
    what: Said
    who: str
    by: date | None


@dataclass(frozen=True, slots=True)
class ReportShown:
    """A report in one language."""

    heard: Said
    statements: Sequence[Said]
    follows: Said
    following: Sequence[FollowShown]
    figures: Figures | None
    published_at: datetime | None


@bp.get("/events/<slug>/report")
@permission(Permission.PUBLIC)
def bare(slug: str) -> ResponseReturnValue:
    return _in_a_language(_found(slug))


def _in_a_language(event: Event) -> ResponseReturnValue:
    available = shown_queries.languages_of(event)
    return languages.redirect_to_language("event_report.report", available, available[0], slug=event.slug)


def _found(slug: str) -> Event:
    """The event at an address whose report is published; 404 otherwise."""
    event = shown_queries.public(db.session(), slug)
    if event is None or event.report_published_at is None:
        abort(404)
    return event


@bp.get("/<lang:lang>/events/<slug>/report")
@permission(Permission.PUBLIC)
def report(lang: str, slug: str) -> ResponseReturnValue:
    event = _found(slug)
    if lang not in shown_queries.languages_of(event):
        return _in_a_language(event)
    response = make_response(rendered(event, lang, rules.read(event.report)))
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def rendered(event: Event, lang: str, found: Report, *, preview: bool = False) -> str:
    """The page of a report.

    :param preview: for its team: with drafts of translations, and never kept
    """
    now = utcnow()
    languages.use(current_app, lang, event.source_language)
    told = tuple(became.of_activity(db.session(), event.activity_id, lang))

    def make() -> str:
        shown = page.load(db.session(), event, lang, drafts=preview)

        def values() -> Mapping[str, Any]:
            return {
                "report": shown_report(event, found, lang, drafts=preview),
                "tables": tables(found.figures, shown, lang),
                "smallest": rules.SMALLEST,
                "preview": preview,
                "now": now,
                "asks": bool(event.feedback),
                "became": told,
            }

        return rendering.render("events/report.html", "event_report.report", shown, values)

    return make() if preview else rendering.kept(event, lang, now, "report", told, make=make)


def shown_report(event: Event, found: Report, lang: str, *, drafts: bool) -> ReportShown:
    gate = TextGate.NONE if drafts else event.text_gate
    texts = queries.texts(db.session(), event)
    nothing = LocalizedText(event.source_language, {})

    def said(place: str) -> Said:
        return Said(*passing(texts.get(place, nothing), gate).pick(lang))

    return ReportShown(
        heard=said(rules.HEARD),
        statements=[said(rules.said_place(number)) for number in found.statements],
        follows=said(rules.FOLLOWS),
        following=[FollowShown(said(rules.follow_place(each.number)), each.who, each.by) for each in found.follows],
        figures=found.figures,
        published_at=event.report_published_at,
    )


def tables(figures: Figures | None, shown: EventPage, lang: str) -> list[tuple[str, list[tuple[str, int | None]]]]:
    """Dimension, and its groups in words."""
    sites = {str(site.id): site.name.text for site in shown.sites}
    roles = {role.value: str(word) for role, word in words_attending.ROLES.items()}

    def called(dimension: str, code: str) -> str:
        if dimension == "country":
            return country_name(code, lang) if code else ""
        return sites.get(code, "") if dimension == "site" else roles.get(code, AttendeeRole.CITIZEN.value)

    return [
        (dimension, [(called(dimension, code), number) for code, number in rules.in_order(figures.tables[dimension])])
        for dimension in rules.DIMENSIONS
        if figures is not None and dimension in figures.tables
    ]
