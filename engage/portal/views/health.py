"""For whoever keeps the service running."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from engage.db import migrate
from engage.db.session import db
from engage.web.permissions import Permission, permission

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@permission(Permission.PUBLIC)
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(ok=True)


@bp.get("/readyz")
@permission(Permission.PUBLIC)
def readyz() -> ResponseReturnValue:
    """The database answers and is migrated."""
    try:
        db.session.execute(text("SELECT 1"))
        migrated = migrate.current(db.engine) == migrate.head()
    except SQLAlchemyError:
        return jsonify(ok=False, database=False), 503
    return jsonify(ok=migrated, database=True, migrated=migrated), 200 if migrated else 503
