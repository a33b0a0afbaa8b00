"""Hubs for everybody: the directory with its map, and the page of each."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from engage.activities import funding
from engage.activities import words as activity_words
from engage.core.clock import utcnow
from engage.db.session import db
from engage.hubs import directory as hubs_read
from engage.hubs import queries, words
from engage.hubs.domain.texts import named, said
from engage.hubs.geography import europe
from engage.i18n import locales
from engage.i18n import named as names
from engage.outcomes import showing as outcomes
from engage.outcomes.topics import reading as topics
from engage.portal import hub_pages as pages
from engage.portal.views.public import render
from engage.web import languages
from engage.web.permissions import Permission, permission

bp = Blueprint("hubs", __name__, template_folder="../templates")


@bp.get("/hubs")
@permission(Permission.PUBLIC)
def bare() -> ResponseReturnValue:
    return languages.redirect_to_language("hubs.directory", languages.offered(current_app), locales.DEFAULT)


@bp.get("/hubs/<slug>")
@permission(Permission.PUBLIC)
def bare_hub(slug: str) -> ResponseReturnValue:
    """Among the languages of the hub first: `/hubs/norway` answers a Norwegian in Norwegian."""
    hub = queries.published(db.session(), slug)
    if hub is None:
        abort(404)
    return languages.redirect_to_language("hubs.hub", _served(hub.languages), locales.DEFAULT, slug=slug)


def _served(own: list[str]) -> tuple[str, ...]:
    """A hub's own languages, then those of the interface, each once."""
    return tuple(dict.fromkeys((*own, *languages.offered(current_app))))


@bp.get("/<lang:lang>/hubs")
@permission(Permission.PUBLIC)
def directory(lang: str) -> ResponseReturnValue:
    if lang not in languages.offered(current_app):
        return bare()
    of = pages.of_directory(db.session(), request.args, lang, utcnow().date())
    kept = {"q": of.wanted.words} | {key: getattr(of.wanted, key) for key in ("status", "country", "scope", "language")}
    return render(
        "portal/hubs.html",
        lang,
        of=of,
        size=europe(),
        hub_words=words,
        names=names,
        kept={key: value for key, value in kept.items() if value},
    )


@bp.get("/<lang:lang>/hubs/<slug>")
@permission(Permission.PUBLIC)
def hub(lang: str, slug: str) -> ResponseReturnValue:
    session, now = db.session(), utcnow()
    whole = queries.whole(session, slug, topics.DOOR)
    if whole is None:
        abort(404)
    found = whole.hub
    served = _served(found.languages)
    if lang not in served:
        return bare_hub(slug)
    languages.use(current_app, lang, found.languages[0] if found.languages else None)
    own = found.languages
    today = now.date()
    history = [step for step in reversed(found.steps) if step.on <= today]
    around = hubs_read.around(session, today, found.id, found.parent_id)
    family = [each for each in around if each.id != found.parent_id]
    parts = [each for each in family if each.published_at and each.id != found.id]
    values: dict[str, Any] = {
        "hub": found,
        "wanted": lang,
        "name": named(found.name, found.names, own, lang),
        "about": said(found.about, lang, own),
        "controller": said(found.controller, lang, own),
        "legal_basis": said(found.legal_basis, lang, own),
        "emblem": whole.emblem,
        "emblem_text": said(found.emblem_text, lang, own),
        "history": history,
        "standing": history[0] if history else None,
        "parent": next((each for each in around if each.published_at and each.id == found.parent_id), None),
        "parts": list(hubs_read.in_tree(parts)),
        "members": [
            (role, of_role)
            for role in words.ROLE
            if (of_role := [each for each in found.organisations if each.role is role])
        ],
        "doings": pages.doings(session, {each.id for each in family}, lang, now),
        "became": outcomes.of_hub(session, {found.id, *(each.id for each in parts)}, lang, today, _answer_days()),
        "funding": funding.statements(session, lang, today, hub_id=found.id),
        "topics": topics.door(*whole.along),
        "support": _support(found.support),
    }
    tag = g.interface
    return render_template(
        "portal/hub.html",
        lang=tag,
        dir=locales.direction(tag),
        interface=tag,
        ui=Markup(""),
        in_languages=[(each, locales.endonym(each), locales.direction(each)) for each in served],
        hub_words=words,
        words=activity_words,
        names=names,
        host=lambda address: urlsplit(address).hostname or address,
        **values,
    )


def _answer_days() -> int:
    days: int = current_app.config["ENGAGE_SETTINGS"].answer_days
    return days


def _support(line: dict[str, str]) -> dict[str, str] | None:
    """Where one can talk when the topic hurts, as the contact of a page shows it."""
    if not line.get("name"):
        return None
    return {"intro": gettext("Would you like to talk to somebody?"), **line}
