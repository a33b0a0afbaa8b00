"""What the pages of needs share: the blueprint, and whose people somebody sees there."""

from collections.abc import Sequence

from flask import Blueprint
from flask_security import current_user

from engage.accounts import sight
from engage.accounts.models import Person
from engage.db.session import db
from engage.events import queries
from engage.events.models import Event, Site
from engage.web import permissions
from engage.web.console import use_language
from engage.web.permissions import Permission

bp = Blueprint("manage_needs", __name__, template_folder="../templates", url_prefix="/console/events")
bp.before_request(use_language)


def myself() -> Person:
    found: Person = current_user._get_current_object()
    return found


def sites_read(event: Event) -> Sequence[Site]:
    """The sites whose single needs who asks reads: those of the hubs they work for, all for the hubs that own it."""
    return queries.sites_seen(db.session(), event, sight.hubs_of(db.session(), myself()))


def sites_counted(event: Event) -> Sequence[Site]:
    """The sites whose people who asks may count."""
    return queries.sites_seen(db.session(), event, permissions.reach(Permission.EVENT_PEOPLE))


def organises() -> bool:
    """Whether who asks sees the numbers of the event beside."""
    return permissions.may(Permission.EVENT_PEOPLE)
