"""What hubs keep of persons: whom they name as their contact, and who is responsible for personal data."""

from collections.abc import Sequence

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.hubs.models import Hub
from engage.privacy.finding import mentions, rid
from engage.privacy.registry import Basis, Keeps, Sought, Whose, keeps

_WHERE = ("contact_name", "contact_email", "support", "controller", "data_protection_officer", "about")


def install(app: Flask) -> None:
    """Say it to the registry."""
    keeps(app, CONTACTS)


def _hubs(session: Session, sought: Sought) -> Sequence[Hub]:
    if sought.code:
        return ()
    named = mentions(sought.address, *(getattr(Hub, name) for name in _WHERE))
    return [hub for hub in session.scalars(select(Hub).where(named)) if sought.covers(hub.id)]


def _erase(session: Session, sought: Sought) -> int:
    found = _hubs(session, sought)
    for hub in found:
        if hub.contact_email.casefold() == sought.address:
            hub.contact_name = hub.contact_phone = hub.contact_email = ""
        hub.revision += 1
    rid(found, sought.address, *_WHERE)
    return len(found)


CONTACTS = Keeps(
    "hub",
    what=lambda _: _(
        "Name, telephone number and mail address of a hub's contact and of its data protection officer, "
        "where they are those of a person"
    ),
    whose=Whose.CONTACTS,
    why=lambda _: _("So that people can ask somebody, and know who is responsible"),
    basis=Basis.TASK,
    how_long=lambda _: _("Until the hub changes it"),
    tables=("hub", "hub_step", "organisation"),
    goes_to=lambda _: _("Everybody: it stands on the hub's page"),
    find=lambda session, sought: len(_hubs(session, sought)),
    export=lambda session, sought: [
        {
            "hub": hub.slug,
            "name": hub.contact_name,
            "phone": hub.contact_phone,
            "mail": hub.contact_email,
            "data protection officer": hub.data_protection_officer,
        }
        for hub in _hubs(session, sought)
    ],
    erase=_erase,
)
