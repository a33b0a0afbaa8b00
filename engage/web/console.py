"""Pages of the console: their language, their frame."""

from typing import Any

from flask import current_app, g, render_template, request

from engage.i18n import locales
from engage.web import languages


def use_language() -> None:
    """The console speaks English and German: what the person chose in the browser or by `?lang`."""
    available = tuple(tag for tag in locales.CONSOLE_LANGUAGES if tag in languages.offered(current_app)) or ("en",)
    g.interface = g.language = locales.negotiate(languages.wanted(), available, "en")


def render(template: str, **values: Any) -> str:
    """A console page. Tables know their path from `request.endpoint`."""
    use_language()
    return render_template(
        template,
        lang=g.interface,
        dir=locales.direction(g.interface),
        here=request.endpoint,
        **values,
    )
