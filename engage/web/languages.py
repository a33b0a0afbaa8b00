"""The language of a page: from its address, else negotiated; and the interface language that serves it."""

from typing import Any

from flask import Flask, Response, g, make_response, redirect, request, url_for
from werkzeug.routing import BaseConverter, ValidationError

from engage.i18n import locales

COOKIE = "language"


class LanguageConverter(BaseConverter):
    """A BCP 47 tag as a part of an address."""

    regex = r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"

    def to_python(self, value: str) -> str:
        if not locales.is_well_formed(value):
            raise ValidationError
        return value


def offered(app: Flask) -> tuple[str, ...]:
    """The interface languages of this instance."""
    languages: tuple[str, ...] = app.config["ENGAGE_PUBLIC_LANGUAGES"]
    return languages


def wanted() -> list[str]:
    """What the visitor asked for: `?lang`, then the cookie, then the browser."""
    explicit = [request.args.get("lang", ""), request.cookies.get(COOKIE, "")]
    accepted = [tag for tag, quality in request.accept_languages if quality > 0]
    return [tag for tag in (*explicit, *accepted) if tag and locales.is_well_formed(tag)]


def interface_for(app: Flask, tag: str, fallback: str | None = None) -> str:
    """The interface language for content in `tag`: the nearest complete one, else the fallback's, else the first."""
    available = offered(app)
    found = locales.nearest(tag, available)
    if not found and fallback:
        found = locales.nearest(fallback, available)
    return found or available[0]


def use(app: Flask, tag: str, fallback: str | None = None) -> None:
    """Answer this request in `tag`; the product's own strings in the language that serves it."""
    g.language = tag
    g.interface = interface_for(app, tag, fallback)


def current_interface() -> str:
    """For Flask-Babel: the language of the product's own strings in this request."""
    language: str = g.get("interface", locales.DEFAULT)
    return language.replace("-", "_")


def redirect_to_language(endpoint: str, available: tuple[str, ...], default: str, **values: Any) -> Response:
    """A bare address answers with its place in the negotiated language."""
    tag = locales.negotiate(wanted(), available, default if default in available else available[0])
    response = make_response(redirect(url_for(endpoint, lang=tag, **values), code=302))
    response.headers["Vary"] = "Accept-Language, Cookie"
    response.headers["Cache-Control"] = "no-cache"
    return response
