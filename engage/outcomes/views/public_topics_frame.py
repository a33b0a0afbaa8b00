"""What all pages of citizens' topics share: their hub and language, the token of their forms, their frame."""

import os
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, make_response, render_template, request
from markupsafe import Markup

from engage.accounts import limits
from engage.db.session import db
from engage.hubs import queries as hubs
from engage.hubs.domain.texts import named
from engage.hubs.models import Hub
from engage.i18n import locales
from engage.outcomes.models_topics import Topic
from engage.outcomes.views import public_topics_cookie as device
from engage.outcomes.views import public_topics_words as words
from engage.web import cookies, forgery, languages

bp = Blueprint("topics", __name__, template_folder="../templates")
COOKIE = "form"
"""The one that all forms of citizens share."""
LARGEST = 2**63 - 1


def hub_or_404(slug: str) -> Hub:
    found = hubs.published(db.session(), slug)
    if found is None:
        abort(404)
    return found


def topic_or_404(hub: Hub, number: int) -> Topic:
    found = db.session().get(Topic, number) if number <= LARGEST else None
    if found is None or found.hub_id != hub.id:
        abort(404)
    return found


def served(hub: Hub) -> tuple[str, ...]:
    """The hub's own languages, then those of the interface, each once."""
    return tuple(dict.fromkeys((*hub.languages, *languages.offered(current_app))))


def in_a_language(endpoint: str, hub: Hub, **values: Any) -> Response:
    return languages.redirect_to_language(endpoint, served(hub), locales.DEFAULT, slug=hub.slug, **values)


def here(lang: str, slug: str) -> Hub:
    """The hub of a page, answered in its language; 404 for a language that it is not in."""
    hub = hub_or_404(slug)
    if lang not in served(hub):
        abort(404)
    languages.use(current_app, lang, hub.languages[0] if hub.languages else None)
    return hub


def key() -> str:
    return str(current_app.config["SECRET_KEY"])


def place() -> str:
    return limits.place(request.remote_addr or "")


def token_is_ours() -> bool:
    """What another site sends is refused; a page that is out of date is shown anew."""
    forgery.refuse_cross_site()
    value = cookies.read(COOKIE)
    return bool(value) and forgery.is_ours(request.form.get(forgery.FIELD, ""), str(value).encode())


def page_of(template: str, hub: Hub, lang: str, status: int = 200, **values: Any) -> Response:
    binding = cookies.read(COOKIE)
    if not binding or not 16 <= len(binding) <= 64:
        binding = os.urandom(16).hex()
    tag = g.interface
    body = render_template(
        template,
        lang=tag,
        dir=locales.direction(tag),
        interface=tag,
        wanted=lang,
        ui=Markup(""),
        hub=hub,
        hub_name=named(hub.name, hub.names, hub.languages, lang),
        languages=[(each, locales.endonym(each), locales.direction(each)) for each in served(hub)],
        token=forgery.token(binding.encode()),
        supported=device.supported(),
        days_remembered=device.DAYS,
        words=words,
        **values,
    )
    response = no_store(make_response(body, status))
    if cookies.read(COOKIE) != binding:
        cookies.write(response, COOKIE, binding)
    return response


def no_store(response: Any) -> Response:
    made: Response = make_response(response)
    made.headers["Cache-Control"] = "no-store"
    return made
