"""What the console's pages of activities share: the blueprint, finding an activity, and whose it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Flask, abort, g, url_for
from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session

from engage.activities import queries
from engage.activities.domain.shown import picked
from engage.activities.models import Activity, Funding
from engage.db.session import db
from engage.hubs.domain.texts import named
from engage.hubs.models import Hub
from engage.web import desk, permissions
from engage.web.console import use_language
from engage.web.desk import Group, Hit, NavItem, Search
from engage.web.desk.crumbs import Crumb
from engage.web.permissions import Permission

bp = Blueprint("activities", __name__, template_folder="../templates", url_prefix="/console")
bp.before_request(use_language)


def hubs_behind(label: Permission, args: Mapping[str, Any]) -> frozenset[int] | None:
    """The hubs that own what an address names; what is said of a hub's funding belongs to the hub."""
    del label  # whoever owns an activity sees and edits it
    if "activity_id" in args:
        return queries.owners(db.session(), args["activity_id"])
    if "funding_id" not in args:
        return None
    funding = queries.funding(db.session(), args["funding_id"])
    if funding is None:
        return frozenset()
    if funding.activity_id is not None:
        return queries.owners(db.session(), funding.activity_id)
    return frozenset() if funding.hub_id is None and not of_the_network() else _hubs_of(funding)


def _hubs_of(funding: Funding) -> frozenset[int] | None:
    return None if funding.hub_id is None else frozenset({funding.hub_id})


def of_the_network() -> bool:
    """Whether who asks may speak for the whole instance."""
    return permissions.reach(Permission.HUB_EDIT) is None


def activity_or_404(activity_id: int) -> Activity:
    found = queries.by_id(db.session(), activity_id)
    if found is None:
        abort(404)
    return found


def title_of(activity: Activity) -> str:
    """In the language of the console where there is one."""
    return picked(activity.title, g.get("interface", "en"))[0] or gettext("Without a title")


def leads(activity: Activity) -> bool:
    """Whether who asks edits for the hub that leads an activity, and so may say whose it is."""
    return permissions.may_for(Permission.ACTIVITY_EDIT, [activity.hub_id])


def edited_hubs() -> Sequence[Hub]:
    """The hubs whose activities who asks may edit."""
    return queries.hubs_by_id(db.session(), permissions.reach(Permission.ACTIVITY_EDIT))


def hub_name(hub: Hub) -> str:
    """In the language of the console where it has one."""
    return named(hub.name, hub.names, hub.languages, g.get("interface", "en")).text


def first_hub(hubs: Sequence[Hub]) -> Hub | None:
    """What a form begins with: the hub chosen in the header, else one that is no part of another."""
    chosen = desk.current_hub()
    for hub in hubs:
        if chosen is not None and hub.id == chosen.id:
            return hub
    ids = {hub.id for hub in hubs}
    return next((hub for hub in hubs if hub.parent_id not in ids), None)


@bp.context_processor
def _names() -> dict[str, Any]:
    return {"hub_name": hub_name}


def install(app: Flask) -> None:
    """Navigation, breadcrumbs and search."""
    app.register_blueprint(bp)
    permissions.belongs(app, bp.name, hubs_behind)
    desk.nav(
        app,
        NavItem(Group.ACTIVITIES, lazy_gettext("Activities"), "activities.every", Permission.ACTIVITY_SEE, 10),
    )
    desk.nav(
        app, NavItem(Group.ACTIVITIES, lazy_gettext("Funders"), "activities.funders", Permission.ACTIVITY_EDIT, 30)
    )
    desk.trail(app, bp.name, above)
    desk.search(app, Search("activities", lazy_gettext("Activities"), find, Permission.ACTIVITY_SEE, order=20))


def above(endpoint: str, arguments: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Crumb]:
    """The list of activities, and the activity; funders of hubs stand for themselves."""
    if endpoint in ("activities.every", "activities.funders"):
        return []
    activity: Activity | None = values.get("activity")
    if activity is None and "activity_id" in arguments:
        activity = queries.by_id(db.session(), arguments["activity_id"])
    if activity is None and (endpoint.startswith("activities.fund") or "funding_id" in arguments):
        return [(gettext("Funders"), url_for("activities.funders"))]
    crumbs: list[Crumb] = [(gettext("Activities"), url_for("activities.every"))]
    if activity is not None and endpoint != "activities.activity":
        crumbs.append((title_of(activity), url_for("activities.activity", activity_id=activity.id)))
    return crumbs


def find(session: Session, words: Sequence[str], limit: int) -> list[Hit]:
    """Activities by their titles, for the search of the console."""
    found = queries.with_words(session, words, desk.reach(Permission.ACTIVITY_SEE), limit)
    return [
        Hit(title_of(each), url_for("activities.activity", activity_id=each.id), hub_name(each.hub)) for each in found
    ]
