"""What hubs brings into the application."""

from collections.abc import Sequence

from flask import Flask, url_for
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.db.folding import words_of
from engage.hubs import mails, personal_data
from engage.hubs.models import Hub
from engage.hubs.views import (
    images,
    manage_blueprint,
    manage_hub,
    manage_life_cycle,
    manage_list,
    manage_members,
    manage_place,
)
from engage.web import desk, permissions
from engage.web.permissions import Permission

PAGES = (manage_list, manage_hub, manage_members, manage_life_cycle, manage_place)
"""They stand in the one blueprint once they are imported."""


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and what goes into the registries of lower rooms."""
    app.register_blueprint(images.bp)
    personal_data.install(app)
    mails.install(app)
    app.register_blueprint(manage_blueprint.bp)
    permissions.belongs(app, manage_blueprint.bp.name, manage_blueprint.hubs_here)
    desk.nav(app, desk.NavItem(desk.Group.HUB, lazy_gettext("Hubs"), "hubs_manage.index", Permission.HUB_SEE, order=10))
    desk.undoable(app, manage_members.REMOVED, Permission.HUB_EDIT, manage_members.bring_back)
    desk.undoable(app, manage_members.BROUGHT_IN, Permission.HUB_EDIT, manage_members.take_out)
    desk.undoable(app, manage_life_cycle.REMOVED, Permission.HUB_LIFE_CYCLE, manage_life_cycle.bring_back)
    desk.search(app, desk.Search("hubs", lazy_gettext("Hubs"), _found, Permission.HUB_SEE, order=30))


def _found(session: Session, words: Sequence[str], most: int) -> list[desk.Hit]:
    statement = select(Hub).where(desk.matches(words, Hub.name, words_of(Hub.names), Hub.region, Hub.slug))
    reach = desk.reach(Permission.HUB_SEE)
    if reach is not None:
        statement = statement.where(Hub.id.in_(reach))
    found = session.scalars(statement.order_by(Hub.name).limit(most))
    return [
        desk.Hit(manage_blueprint.name_of(hub), url_for("hubs_manage.hub", hub=hub.slug), hub.country) for hub in found
    ]
