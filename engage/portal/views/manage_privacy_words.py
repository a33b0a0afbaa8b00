"""Requests on personal data in words: their kinds and states, and what was found where."""

from collections.abc import Mapping
from typing import Any

from flask import current_app
from flask_babel import gettext, lazy_gettext

from engage.privacy.models import PrivacyRequest, RequestKind, RequestState
from engage.privacy.registry import kept

KINDS = {
    RequestKind.ACCESS: lazy_gettext("Copy"),
    RequestKind.ERASURE: lazy_gettext("Erasure"),
    RequestKind.RESTRICTION: lazy_gettext("Restricting"),
}
STATES = {
    RequestState.UNCONFIRMED: lazy_gettext("Not confirmed yet"),
    RequestState.SEARCHING: lazy_gettext("Searching"),
    RequestState.FOUND: lazy_gettext("To be decided"),
    RequestState.ERASING: lazy_gettext("Erasing"),
    RequestState.RESTRICTING: lazy_gettext("Being restricted"),
    RequestState.RESTRICTED: lazy_gettext("Restricted"),
    RequestState.ENDED: lazy_gettext("Done"),
}
REFUSALS = {
    "not_now": lazy_gettext("This was done already, or is under way. The page shows how far it is."),
    "forgotten": lazy_gettext(
        "The address of this request is not kept any more. Ask the person for it and begin anew."
    ),
    "unopened": lazy_gettext(
        "The instance has another secret key since this request was made. Ask the person for the address and begin "
        "anew."
    ),
    "last_of_the_office": lazy_gettext(
        "This is the last person of the network office. Give the role to somebody else first."
    ),
}


def by_hand() -> str:
    return gettext("It cannot be restricted here. Do it by hand where it is needed.")


def since(request: PrivacyRequest) -> str:
    """From when to when it was restricted."""
    if request.kind is not RequestKind.RESTRICTION or not request.proof:
        return ""
    dates = {name: moment[:10] for name, moment in request.proof.items()}
    if "lifted" in dates:
        return gettext("Restricted on %(restricted)s, lifted on %(lifted)s.", **dates)
    return gettext("Restricted since %(restricted)s.", **dates)


def rows(request: PrivacyRequest) -> list[dict[str, Any]]:
    """What was found where, in words."""
    rows = []
    for entry in kept(current_app):
        if entry.store in request.found:
            told = request.found[entry.store]
            words: dict[str, Any] = {"what": entry.what(gettext), "reason": entry.stays(gettext) if entry.stays else ""}
            words["can_rest"] = entry.restrict is not None
            rows.append({**told, **words, "stays_here": entry.stays is not None or "refused" in told})
    return rows


def place(place: Mapping[str, Any]) -> str:
    name = str(place["place"])
    match name.split(maxsplit=1)[0]:
        case "database":
            return gettext("Database file")
        case "write-ahead":
            return gettext("The database's log")
        case "table":
            return gettext("Every column of every table")
        case _:
            return gettext("Files in the folder “%(name)s”", name=name.removeprefix("folder "))
