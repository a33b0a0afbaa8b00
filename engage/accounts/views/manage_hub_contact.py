"""The guide's first step: whom people can ask about what the hub does. The hub's own page keeps it."""

from flask import current_app, url_for
from flask_babel import lazy_gettext

from engage.accounts.guide import Here, Step
from engage.hubs import queries as hubs
from engage.web.permissions import Permission

EDIT = "hubs_manage.edit"


def _done(here: Here) -> bool:
    return any(hub.contact_email or hub.contact_phone for hub in hubs.every(here.session) if hub.id == here.hub_id)


def _address(here: Here) -> str:
    slug = next((hub.slug for hub in hubs.every(here.session) if hub.id == here.hub_id), "")
    return url_for(EDIT, hub=slug) if EDIT in current_app.view_functions else ""


STEP = Step(
    name="contact",
    title=lazy_gettext("Say whom people can ask"),
    text=lazy_gettext("A telephone number or a mail address of your hub: it stands on every page of your surveys."),
    action=lazy_gettext("Write down the contact"),
    address=_address,
    done=_done,
    permission=Permission.HUB_EDIT,
    order=10,
)
