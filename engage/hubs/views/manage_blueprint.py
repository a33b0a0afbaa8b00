"""The console's pages of hubs: where they are, whose they are, and what each change does besides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, g, url_for
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.hubs import changes, queries
from engage.hubs.domain.texts import named
from engage.hubs.messages import REFUSALS
from engage.hubs.models import Hub
from engage.i18n.named import language_name
from engage.web import trail
from engage.web.console import use_language
from engage.web.desk.crumbs import Crumb
from engage.web.permissions import Permission

bp = Blueprint("hubs_manage", __name__, template_folder="../templates", url_prefix="/console/hubs")
bp.before_request(use_language)


def hubs_here(label: Permission, args: Mapping[str, Any]) -> frozenset[int] | None:
    """The hub that an address names."""
    del label
    if "hub" not in args:
        return None
    found = queries.by_slug(db.session(), args["hub"])
    return frozenset() if found is None else frozenset((found.id,))


def hub_or_404(slug: str) -> Hub:
    found = queries.by_slug(db.session(), slug)
    if found is None:
        abort(404)
    return found


def name_of(hub: Hub) -> str:
    """In the language of the console."""
    return named(hub.name, hub.names, hub.languages, g.interface).text


def shown_language(tag: str) -> str:
    """As the list of languages names it, with its code."""
    return f"{language_name(tag, g.interface)} ({tag})"


def crumbs(hub: Hub, *more: Crumb) -> list[Crumb]:
    return [
        (gettext("Hubs"), url_for("hubs_manage.index")),
        (name_of(hub), url_for("hubs_manage.hub", hub=hub.slug)),
        *more,
    ]


def sentence(refusal: Refusal) -> str:
    return str(REFUSALS[refusal.code])


def commit(hub: Hub, action: str, *, now: datetime | None = None, **details: Any) -> None:
    """Keep a change of a hub: in the trail, on the pages of rooms above, in the database."""
    session = db.session()
    changes.tell(session, [hub.id])
    trail.note(session, action, "hub", hub.id, now=now or utcnow(), hub_id=hub.id, hub=hub.slug, **details)
    session.commit()
