"""What jobs brings into the application."""

from datetime import timedelta
from pathlib import Path

from flask import Flask, Response

from engage.db import beside
from engage.db.session import db
from engage.jobs import files, messages, service
from engage.jobs.schedule import RegularJob
from engage.jobs.shortening import Shortening
from engage.jobs.views import manage
from engage.jobs.work import Watch, regularly, watch
from engage.web import desk
from engage.web.permissions import Permission, belongs


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and what goes into the registries of lower rooms."""
    app.register_blueprint(manage.bp)
    belongs(app, manage.bp.name, manage.hubs_of)
    if app.config["ENGAGE_SETTINGS"].redis_url:
        app.after_request(_wake)
    data_dir: Path = app.config["ENGAGE_SETTINGS"].data_dir
    if app.config["ENGAGE_SETTINGS"].sqlalchemy_url.startswith("sqlite"):
        watch(app, Watch("log", Shortening().look))
    regularly(
        app,
        RegularJob("jobs.forget", timedelta(days=1), service.forget_old, messages.OLD_JOBS),
        RegularJob(
            "jobs.files", timedelta(hours=1), lambda _, now: files.delete(files.due(data_dir, now)), messages.OLD_FILES
        ),
    )
    desk.nav(app, desk.NavItem(desk.Group.NETWORK, messages.JOBS, "jobs.index", Permission.OPERATIONS, order=80))
    desk.account_entry(app, desk.AccountEntry(messages.YOUR_WORK, "jobs.mine", order=40))
    desk.running(app, manage.going_on)
    desk.todo(app, manage.to_look_at)


def _wake(response: Response) -> Response:
    """The view has committed: what it left to do need not wait for the workers' next look."""
    server = beside.of_engine(db.engine) if beside.take_wish() else None
    if server:
        server.ring()
    return response
