"""Error pages: what happened and what to do, in the visitor's language, without details of the inside."""

import logging
from dataclasses import dataclass

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, SecurityError

from engage.db.away import is_away
from engage.i18n import locales
from engage.web import forgery, languages
from engage.web.security import LARGEST_FORM

log = logging.getLogger("engage.errors")
RETRY_AFTER_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Again:
    """What was asked for, to be asked for once more."""

    address: str
    fields: tuple[tuple[str, str], ...] = ()
    """Of a form that was sent; none for a page."""


def install(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _fault)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    if isinstance(error, SecurityError):
        # A host that is not ours: a page could not even link to itself.
        return "400 Bad Request\n", 400, {"Content-Type": "text/plain; charset=utf-8"}
    return page(error.code)


def _fault(error: Exception) -> ResponseReturnValue:
    if is_away(error):
        return _away(error)
    log.error("fault", exc_info=error, extra={"event": "fault", "rule": str(request.url_rule)})
    return page(500)


def _away(error: Exception) -> ResponseReturnValue:
    """Nothing was promised; whoever comes again in a moment finds everything as it was."""
    log.warning("database unavailable", extra={"event": "database", "error": _name(error)})
    body, status = page(503, _again())
    return body, status, {"Retry-After": str(RETRY_AFTER_SECONDS)}


def _name(error: BaseException) -> str:
    """What the driver calls it; never with values, which may be somebody's."""
    return type(getattr(error, "orig", None) or error).__name__


def _again() -> Again | None:
    """The same request, as a link or a form. None for what a page should not hold: files, passwords, others' forms."""
    address = request.full_path.rstrip("?")
    if request.method in ("GET", "HEAD"):
        return Again(address)
    try:
        fields = tuple(request.form.items(multi=True))
        files = any(file.filename for file in request.files.values())
    except HTTPException:  # nobody had read it so far, and it is too large
        return None
    large = sum(len(name) + len(value) for name, value in fields) > LARGEST_FORM
    if files or large or not fields or forgery.is_cross_site() or any("password" in name for name, _ in fields):
        return None
    return Again(address, fields)


def page(status: int, again: Again | None = None) -> tuple[str, int]:
    """The page of a status, for people."""
    _choose_language()
    heading, lines = _unsaved_words(again) if status == 503 else _words(status)
    tag = g.interface
    html = render_template(
        "errors/error.html",
        lang=tag,
        dir=locales.direction(tag),
        interface=tag,
        ui=Markup(""),
        heading=heading,
        lines=lines,
        again=again,
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
    if status < 500:
        return gettext("This did not work"), [gettext("Go back and try again.")]
    return gettext("Something is wrong on our side"), [
        gettext("We are sorry. It is not your fault. What you saved before is safe. Try again in a few minutes."),
    ]


def _unsaved_words(again: Again | None) -> tuple[str, list[str]]:
    if again and not again.fields:
        return gettext("We cannot show this page just now"), [
            gettext("The service is busy. What you saved before is safe. Try again in a moment."),
        ]
    heading = gettext("We could not save this just now")
    if again is None:
        return heading, [
            gettext("The service is busy. Go back: what you wrote is still on the page. Try again in a moment."),
        ]
    return heading, [
        gettext("The service is busy. What you wrote is kept in this page: wait a moment, then press the button."),
    ]
