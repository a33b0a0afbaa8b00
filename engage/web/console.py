"""Pages of the console: their language, their frame, and what the person may do on them."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, g, render_template, request
from flask_security import current_user

from engage.core import zones
from engage.i18n import locales
from engage.web import languages
from engage.web.desk import frame
from engage.web.desk.crumbs import Crumb
from engage.web.permissions import Permission, may, may_somewhere, own_language, own_time_zone


def use_language() -> None:
    """The console speaks English and German: by `?lang`, else as the person chose, else as the browser says.

    Times are those of the person's time zone. Blueprints of the console call it before each request, so that
    messages and pages agree.
    """
    available = tuple(tag for tag in locales.CONSOLE_LANGUAGES if tag in languages.offered(current_app)) or ("en",)
    wanted = languages.wanted()
    explicit = [tag for tag in (request.args.get("lang", ""), own_language()) if locales.is_well_formed(tag)]
    g.interface = g.language = locales.negotiate([*explicit, *wanted], available, "en")
    g.time_zone = own_time_zone() or zones.DEFAULT


def time_zone() -> str:
    """The name (IANA) of the time zone whose clock this page shows; universal time outside of the console."""
    name: str = g.get("time_zone", "UTC")
    return name


def country_name(code: str) -> str:
    """ISO 3166 code as a name in the language of the console; the code where there is none."""
    return str(locales.babel_locale(g.interface).territories.get(code, code))


def render(template: str, *, crumbs: Sequence[Crumb] | None = None, **values: Any) -> str:
    """A console page.

    :param crumbs: what lies above it, from below the start page; a last one without an address is the page itself.
        Without it, its blueprint says it (`desk.trail`), or the navigation. `here` is the endpoint.
    """
    use_language()
    return render_template(
        template,
        lang=g.interface,
        dir=locales.direction(g.interface),
        here=request.endpoint,
        desk=frame.around(crumbs, values) if current_user.is_authenticated else None,
        may=may,
        may_somewhere=may_somewhere,
        Permission=Permission,
        **values,
    )
