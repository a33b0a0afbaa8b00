"""Error pages: what happened and what to do, in the visitor's language, without details of the inside."""

import logging

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from engage.i18n import locales
from engage.web import languages

log = logging.getLogger("engage.errors")


def install(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(Exception, _fault)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    if isinstance(error, SecurityError):
        # A host that is not ours: a page could not even link to itself.
        return "400 Bad Request\n", 400, {"Content-Type": "text/plain; charset=utf-8"}
    return page(error.code)


def _busy(error: OperationalError) -> ResponseReturnValue:
    log.warning("database unavailable", extra={"event": "database", "error": type(error.orig).__name__})
    body, status = page(503)
    return body, status, {"Retry-After": "5"}


def _fault(error: Exception) -> ResponseReturnValue:
    log.error("fault", exc_info=error, extra={"event": "fault", "rule": str(request.url_rule)})
    return page(500)


def page(status: int) -> tuple[str, int]:
    """The page of a status, for people."""
    _choose_language()
    heading, lines = _words(status)
    tag = g.interface
    html = render_template(
        "errors/error.html",
        lang=tag,
        dir=locales.direction(tag),
        interface=tag,
        ui=Markup(""),
        heading=heading,
        lines=lines,
    )
    return html, status


def _choose_language() -> None:
    part = request.path.split("/")[1] if "/" in request.path else ""
    if locales.is_well_formed(part) and locales.nearest(part, languages.offered(current_app)):
        tag = part
    else:
        tag = locales.negotiate(languages.wanted(), languages.offered(current_app), locales.DEFAULT)
    languages.use(current_app, tag)
    g.language = g.interface


def _words(status: int) -> tuple[str, list[str]]:
    match status:
        case 404 | 405:
            return gettext("This page does not exist"), [
                gettext("Check the address. If you came by a link, it may be old."),
            ]
        case 400:
            return gettext("We could not accept this"), [
                gettext("The page may be out of date. Go back, load it again and try once more."),
            ]
        case 413:
            return gettext("That was too much at once"), [
                gettext(
                    "What was sent is too large. Go back, shorten it and try again. What you wrote is still there."
                ),
            ]
        case 429:
            return gettext("Too many tries"), [gettext("Wait a few minutes and try again.")]
        case 503:
            return gettext("We could not save this just now"), [
                gettext("The service is busy. Go back: what you wrote is still on the page. Try again in a moment."),
            ]
    if status < 500:
        return gettext("This did not work"), [gettext("Go back and try again.")]
    return gettext("Something is wrong on our side"), [
        gettext("We are sorry. It is not your fault. What you saved before is safe. Try again in a few minutes."),
    ]
