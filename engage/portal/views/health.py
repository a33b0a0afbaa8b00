"""For whoever keeps the service running."""

import hmac

from flask import Blueprint, Response, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from engage.core.clock import utcnow
from engage.core.settings import Settings
from engage.db import clocks, migrate
from engage.db.session import db
from engage.portal import prometheus, watching
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
    """The database answers and is migrated, and our clock is that of its server."""
    try:
        clock = clocks.is_right(db.session.connection())
        migrated = migrate.current(db.engine) == migrate.head()
    except SQLAlchemyError:
        return jsonify(ok=False, database=False), 503
    ok = migrated and clock
    return jsonify(ok=ok, database=True, migrated=migrated, clock=clock), 200 if ok else 503


@bp.get("/metrics")
@permission(Permission.PUBLIC)
def metrics() -> ResponseReturnValue:
    """Numbers for Prometheus, for whoever shows the token of the settings. Without one there is no such page."""
    settings: Settings = current_app.config["ENGAGE_SETTINGS"]
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.metrics_token or not hmac.compare_digest(shown.encode(), settings.metrics_token.encode()):
        abort(404)
    found = watching.figures(db.session(), settings, utcnow())
    counts, reports = current_app.extensions["engage-counts"], current_app.extensions["engage-policy"]
    text_ = prometheus.written(found, counts.groups(), reports.each())
    return Response(text_, content_type=prometheus.CONTENT_TYPE)
