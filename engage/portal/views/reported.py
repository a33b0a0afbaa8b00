"""What programs tell the site: reports of browsers; and where people tell that something is not safe."""

import logging
from datetime import timedelta

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from engage.core.clock import utcnow
from engage.core.settings import Settings
from engage.db.session import db
from engage.hubs import queries as hubs
from engage.web import policy_reports
from engage.web.links import absolute
from engage.web.permissions import Permission, permission

bp = Blueprint("reported", __name__)
log = logging.getLogger("engage.policy")
VALID = timedelta(days=180)


@bp.post(policy_reports.ADDRESS)
@permission(Permission.PUBLIC)
def policy() -> ResponseReturnValue:
    """Count what a browser reports. Without a form's token: nothing is stored, and the answer is always the same."""
    request.max_content_length = policy_reports.LARGEST
    try:
        reports = policy_reports.read(request.get_data(cache=False))
    except HTTPException:
        reports = []
    counts = current_app.extensions["engage-policy"]
    for report in reports:
        counts.add(report)
        if counts.may_tell():
            log.warning(
                "policy broken",
                extra={"event": "policy", "error": report.directive, "rule": _rule(report.path)},
            )
    return "", 204


def _rule(path: str) -> str:
    """The route of a path: nothing of the path itself, which may hold a token."""
    try:
        rule, _ = current_app.url_map.bind("localhost").match(path, method="GET", return_rule=True)
    except HTTPException:
        return "none"
    return str(rule)


@bp.get("/.well-known/security.txt")
@permission(Permission.PUBLIC)
def security() -> ResponseReturnValue:
    """Where to tell that something is not safe (RFC 9116)."""
    settings: Settings = current_app.config["ENGAGE_SETTINGS"]
    expires = (utcnow() + VALID).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {_contact(settings)}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {absolute('/.well-known/security.txt')}",
    )
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8", headers=headers)


def _contact(settings: Settings) -> str:
    """What the operator set, else a hub that is listed with an address, else the page that names who is responsible."""
    if settings.security_contact:
        return settings.security_contact
    listed = (hub.contact_email for hub in hubs.every(db.session()) if hub.published_at is not None)
    address = next((found for found in listed if found), "")
    return f"mailto:{address}" if address else absolute("/en/privacy")
