"""Pictures of hubs and activities, for everybody."""

from functools import partial

from flask import Blueprint
from flask.typing import ResponseReturnValue

from engage.db.session import db
from engage.hubs import images
from engage.web.permissions import Permission, permission
from engage.web.pictures import served

bp = Blueprint("images", __name__)


@bp.get("/images/<name>")
@permission(Permission.PUBLIC)
def image(name: str) -> ResponseReturnValue:
    return served(name, partial(images.content_of, db.session()))
