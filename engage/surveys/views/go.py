"""Short addresses that are typed from a poster: `/go/<code>` leads to its survey."""

from typing import Any

from flask import Response, current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engage.db.session import db
from engage.i18n import locales
from engage.surveys import pages, queries
from engage.surveys.channels import links
from engage.surveys.channels.links import Way
from engage.surveys.domain.channels import Channel
from engage.surveys.views import ways
from engage.surveys.views.blueprint import bp
from engage.web import languages
from engage.web.permissions import Permission, permission

LONGEST = 40


@bp.get("/go")
@permission(Permission.PUBLIC)
def type_code() -> ResponseReturnValue:
    """Where a code can be typed, for who has only the code."""
    typed = request.args.get("code", "").strip()[:LONGEST]
    if typed and "/" not in typed and "\\" not in typed and typed.strip("."):
        return redirect(url_for("surveys.go", typed=typed), code=302)
    return _page(200, typed="", unknown=False)


@bp.get("/go/<typed>", strict_slashes=False)
@permission(Permission.PUBLIC)
def go(typed: str) -> ResponseReturnValue:
    way = links.way(db.session(), typed)
    survey = queries.fielded(db.session(), way.slug) if way else None
    if way is None or survey is None:
        return _page(404, typed=typed[:LONGEST], unknown=True)
    if way.channel is Channel.EMBED:
        g.frame_ancestors = way.frames
    if way.closed:
        return closed(way)
    if way.channel is Channel.KIOSK:
        return redirect(url_for("surveys.kiosk", slug=way.slug, kiosk=way.code), code=302)
    values: dict[str, Any] = {"embed" if way.channel is Channel.EMBED else "via": way.code}
    if way.country:
        values["country"] = way.country
    edition = pages.edition(db.session(), survey, country=way.country)
    if way.language in edition.languages and not request.args.get("lang"):
        response = make_response(
            redirect(url_for("surveys.first", lang=way.language, slug=way.slug, **values), code=302)
        )
        response.headers["Cache-Control"] = "no-cache"
        return response
    source = edition.instrument.languages[0]
    return languages.redirect_to_language("surveys.first", edition.languages, source, slug=way.slug, **values)


def closed(way: Way | None = None) -> Response:
    """The page of a link that was closed: what it was, and what can be done."""
    way = way or ways.current()
    assert way is not None
    survey = queries.fielded(db.session(), way.slug)
    edition = pages.edition(db.session(), survey) if survey else None
    return _page(410, typed="", unknown=False, edition=edition)


def _page(status: int, **values: Any) -> Response:
    """In the language that suits the visitor: the address says none."""
    offered = languages.offered(current_app)
    tag = locales.negotiate(languages.wanted(), offered, locales.DEFAULT)
    languages.use(current_app, tag)
    body = render_template(
        "surveys/go.html",
        status=status,
        lang=tag,
        dir=locales.direction(tag),
        interface=tag,
        ui=Markup(""),
        languages=[(each, locales.endonym(each), locales.direction(each)) for each in offered],
        **{"edition": None, **values},
    )
    response = make_response(body, status)
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response
