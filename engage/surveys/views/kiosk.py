"""A device on a table that many people use, one after the other.

Each begins on a page that shows every language. Whoever finishes, stops or walks away leaves nothing on the device: a
script asks first and then clears; without scripts a page asks, and the start page clears.
"""

import re
from typing import cast

from flask import Response, abort, current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from werkzeug.wrappers import Response as BaseResponse

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import direction, endonym
from engage.instruments.rendering.texts import plain
from engage.surveys import answering, messages, pages, queries
from engage.surveys.domain.status import Availability
from engage.surveys.views import go, ways
from engage.surveys.views.blueprint import bp
from engage.surveys.views.embedding import FORM, LINK
from engage.surveys.views.respondent import Visit, forget, place, respondent, secret_of, see, use_interface, visit
from engage.web import forgery, languages
from engage.web.permissions import Permission, permission


def drop(here: Visit) -> None:
    """Delete what the person before has left."""
    secret = secret_of(here.survey.slug)
    if secret is not None:
        answering.stop(db.session(), here.survey, secret, now=utcnow())


def start_address() -> str:
    """Of the page where the next person begins."""
    return url_for("surveys.kiosk", slug=(request.view_args or {})["slug"], kiosk=g.way_code)


def left(here: Visit) -> BaseResponse:
    """Where somebody goes who has finished."""
    if ways.mode() == "kiosk":
        return redirect(start_address(), code=303)
    return see("first", here)


@bp.after_request
def _stay(response: Response) -> Response:
    """No link leads away from the device's survey, and no browser offers what the person before has typed."""
    if ways.mode() != "kiosk" or response.mimetype != "text/html" or 300 <= response.status_code < 400:
        return response

    def link(found: re.Match[str]) -> str:
        inside = found[2].startswith("#") or f"/kiosk/{g.way_code}" in found[2]
        return found[0] if inside else f"<span>{found[4]}</span>"

    before = response.get_data(as_text=True)
    if response.status_code >= 400 and _is_dead_end(before):
        return cast(Response, redirect(start_address(), code=303))
    text = LINK.sub(link, before)
    response.set_data(FORM.sub(_forgetful, text))
    return response


def _forgetful(form: re.Match[str]) -> str:
    return form[0] if " autocomplete=" in form[1] else f'<form{form[1]} autocomplete="off">'


def _is_dead_end(page: str) -> bool:
    """Whether nobody could leave this page: one that says what went wrong, and nothing of the survey."""
    way = ways.current()
    return way is not None and not way.closed and "data-kiosk=" not in page and request.endpoint != "surveys.kiosk"


@bp.get("/surveys/<slug>/kiosk/<string(minlength=4, maxlength=8):kiosk>")
@permission(Permission.PUBLIC)
def kiosk(slug: str) -> ResponseReturnValue:
    """The start page: the survey in each of its languages. Nothing of the person before is left behind it."""
    survey = queries.fielded(db.session(), slug)
    if survey is None:
        abort(404)
    survey = ways.stamped(survey)
    way = ways.current()
    assert way is not None
    if way.closed:
        return go.closed()
    edition = pages.edition(db.session(), survey, country=way.country)
    source = edition.instrument.source_language
    here = Visit(survey, edition, source)
    use_interface(here)
    found = queries.state(db.session(), survey, utcnow())
    heading: str = ""
    lines: list[str] = []
    if found is not Availability.OPEN:
        heading, lines = messages.unavailable(found, survey.period, queries.time_zone(db.session(), survey.id))
    tags = sorted(edition.languages, key=lambda tag: tag != way.language)
    body = render_template(
        "surveys/kiosk.html",
        lang=source,
        dir=direction(source),
        interface=g.interface,
        ui="",
        heading=heading,
        lines=lines,
        choices=[_choice(edition, tag, way.country) for tag in tags],
        title=plain(edition.instrument.title.in_(source)),
    )
    return _cleared(make_response(body), slug)


def _choice(edition: pages.Edition, tag: str, country: str) -> dict[str, str]:
    """One language on the start page, in its own words."""
    interface = languages.interface_for(current_app, tag, edition.instrument.source_language)
    with force_locale(interface.replace("-", "_")):
        start = gettext("Start")
    return {
        "tag": tag,
        "dir": direction(tag),
        "name": endonym(tag),
        "title": plain(edition.instrument.title.in_(tag)),
        "hub": edition.hub_in(tag).text,
        "start": start,
        "start_lang": interface,
        "address": url_for("surveys.first", lang=tag, slug=edition.slug, country=country or None),
    }


def _cleared(response: Response, slug: str) -> Response:
    if secret_of(slug) is not None:
        forget(response, slug)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/surveys/<slug>/kiosk/<string(minlength=4, maxlength=8):kiosk>")
@permission(Permission.PUBLIC)
def clear(slug: str) -> ResponseReturnValue:
    """Delete what was begun, if it was not sent, and go to the start."""
    forgery.refuse_cross_site()
    survey = queries.fielded(db.session(), slug)
    if survey is None:
        abort(404)
    survey = ways.stamped(survey)
    secret = secret_of(slug)
    if secret is not None:
        answering.stop(db.session(), survey, secret, now=utcnow())
        db.session.commit()
    return forget(redirect(start_address(), code=303), slug)


@bp.get("/surveys/<slug>/kiosk/<string(minlength=4, maxlength=8):kiosk>/still-there/<lang:lang>")
@permission(Permission.PUBLIC)
def still_there(slug: str, lang: str) -> ResponseReturnValue:
    """Asked without scripts, after a while on one page."""
    here = visit(lang, slug)
    who = respondent(here)
    if who is None:
        return redirect(start_address(), code=303)
    use_interface(here)
    return pages.page("still_there.html", who.edition, lang, at=place(who))
