"""Pictures of hubs and activities, for everybody."""

import re

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue

from engage.core.images import ENDINGS
from engage.db.session import db
from engage.hubs import images
from engage.web.permissions import Permission, permission
from engage.web.security import KEPT_FOR_EVER

bp = Blueprint("images", __name__)


@bp.get("/images/<name>")
@permission(Permission.PUBLIC)
def image(name: str) -> ResponseReturnValue:
    """The content under its own hash: it never changes, so it is kept for ever."""
    match = re.fullmatch(r"([0-9a-f]{64})(\.[a-z]{3,4})", name)
    found = images.content_of(db.session(), match[1]) if match else None
    if match is None or found is None or ENDINGS[found[1]] != match[2]:
        abort(404)
    response = Response(found[0], content_type=found[1])
    response.headers["Cache-Control"] = KEPT_FOR_EVER
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
