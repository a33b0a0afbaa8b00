"""Activities for everybody: the list, the month, and the page of one that is held elsewhere."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, request
from flask.typing import ResponseReturnValue

from engage.activities import became, funding, queries, showing, words
from engage.activities.domain.kinds import EVENTS, ActivityKind
from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n import locales, named
from engage.portal import activity_pages as pages
from engage.portal.views.public import for_a_minute, render
from engage.web import languages
from engage.web.permissions import Permission, permission

bp = Blueprint("activity_pages", __name__, template_folder="../templates")


@bp.get("/activities")
@permission(Permission.PUBLIC)
def bare() -> ResponseReturnValue:
    return _in_a_language("activity_pages.every")


@bp.get("/activities/<slug>")
@permission(Permission.PUBLIC)
def bare_declared(slug: str) -> ResponseReturnValue:
    return _in_a_language("activity_pages.declared", slug=slug)


@bp.get("/events")
@permission(Permission.PUBLIC)
def bare_events() -> ResponseReturnValue:
    return _in_a_language("events.index")


def _in_a_language(endpoint: str, **values: Any) -> ResponseReturnValue:
    return languages.redirect_to_language(endpoint, languages.offered(current_app), locales.DEFAULT, **values)


@permission(Permission.PUBLIC)
def events(lang: str) -> ResponseReturnValue:
    """The calendar of events: `/<lang>/events`, known as `events.index`."""
    if lang not in languages.offered(current_app):
        return bare_events()
    return _calendar(lang, "events.index", EVENTS)


@bp.get("/<lang:lang>/activities")
@permission(Permission.PUBLIC)
def every(lang: str) -> ResponseReturnValue:
    if lang not in languages.offered(current_app):
        return bare()
    return _calendar(lang, "activity_pages.every", ())


def _calendar(lang: str, endpoint: str, kinds: tuple[ActivityKind, ...]) -> ResponseReturnValue:
    """A list in pages, or a month as a table, of all activities or of some kinds."""
    session, now = db.session(), utcnow()
    asked = pages.Asked.of(request.args, now.date())
    found = showing.shown(session, lang=lang, now=now, kinds=kinds)
    wanted = asked.filters(session)
    chosen = [each for each in found if wanted.wants(each)]
    if kinds and asked.when in ("", pages.NOW, "open", "coming"):
        chosen.sort(key=pages.by_day)
    languages.use(current_app, lang)
    values: dict[str, Any] = {
        "calendar": endpoint,
        "asked": asked,
        "offered": pages.offered(found),
        "words": words,
        "names": named,
        "kept": asked.query,
        "any_at_all": bool(found),
        "funding": funding.statements(session, lang, now.date()),
    }
    if asked.month:
        values["month"] = pages.month(chosen, *asked.month, locales.first_weekday(lang), today=now.date())
        values["today"] = now.date()
        return for_a_minute(render("portal/activities_month.html", lang, **values))
    shown = pages.listing(chosen, asked.page)
    return for_a_minute(render("portal/activities.html", lang, listing=shown, **values))


@bp.get("/<lang:lang>/activities/<slug>")
@permission(Permission.PUBLIC)
def declared(lang: str, slug: str) -> ResponseReturnValue:
    """An activity held elsewhere: what it was, when, for whom, and how many came."""
    if lang not in languages.offered(current_app):
        return bare_declared(slug)
    session, now = db.session(), utcnow()
    activity = queries.declared(session, slug)
    shown = showing.one(session, activity.id, lang=lang, now=now) if activity else None
    if activity is None or shown is None:
        abort(404)
    languages.use(current_app, lang)  # before the first word: it settles the language of all
    page = render(
        "portal/activity.html",
        lang,
        shown=shown,
        activity=activity,
        words=words,
        names=named,
        host=lambda address: urlsplit(address).hostname or "",
        counts=_counts(shown.counts),
        became=became.of_activity(session, activity.id, lang),
        funding=funding.statements(session, lang, now.date(), hub_id=activity.hub_id, activity_id=activity.id),
    )
    return for_a_minute(page)


def _counts(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """What was counted, in the order of the product's words."""
    return [(str(word), counts[count]) for count, word in words.COUNTS.items() if counts.get(count)]
