"""Pages that belong to no single activity."""

from typing import Any

from flask import Blueprint, Response, current_app, g, make_response, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engage.activities import words
from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n import locales, named
from engage.portal import front as fronts
from engage.web import languages
from engage.web.permissions import Permission, permission

bp = Blueprint("portal", __name__, template_folder="../templates")


def render(template: str, lang: str, **values: Any) -> str:
    """A public page in the interface language that serves `lang`."""
    languages.use(current_app, lang)
    tag = g.interface
    return render_template(
        template,
        lang=tag,
        dir=locales.direction(tag),
        interface=tag,
        ui=Markup(""),
        languages=[(t, locales.endonym(t), locales.direction(t)) for t in languages.offered(current_app)],
        **values,
    )


def for_a_minute(body: str) -> Response:
    """A page that is the same for everybody: browsers and caches before the server may keep it for a minute."""
    response = make_response(body)
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def _served(lang: str) -> bool:
    return lang in languages.offered(current_app)


@bp.get("/")
@permission(Permission.PUBLIC)
def bare() -> ResponseReturnValue:
    return languages.redirect_to_language("portal.front", languages.offered(current_app), locales.DEFAULT)


@bp.get("/<lang:lang>/")
@permission(Permission.PUBLIC)
def front(lang: str) -> ResponseReturnValue:
    if not _served(lang):
        return bare()
    languages.use(current_app, lang)  # before the first word: it settles the language of all
    found = fronts.front(db.session(), lang, utcnow(), current_app.config["ENGAGE_SETTINGS"].answer_days)
    return for_a_minute(render("portal/front.html", lang, front=found, words=words, names=named))
