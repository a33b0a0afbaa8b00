"""The composition root: the only module that wires every room."""

from collections.abc import Callable
from typing import Any

from flask import Flask, request
from flask_babel import Babel, format_date
from flask_compress import Compress
from sqlalchemy.orm import configure_mappers
from werkzeug.middleware.proxy_fix import ProxyFix

import engage.tables  # noqa: F401 -- every table is known before mappers are configured
from engage.accounts import wiring as accounts
from engage.activities import wiring as activities
from engage.core.places import find
from engage.core.settings import Settings
from engage.db import beside, storage
from engage.db import engine as database
from engage.db.session import db
from engage.events import wiring as events
from engage.handover import wiring as handover
from engage.hubs import wiring as hubs
from engage.i18n import locales
from engage.instruments import wiring as instruments_wiring
from engage.instruments.translating.work import reminders
from engage.instruments.views import console as instruments
from engage.instruments.views import desk as instruments_desk
from engage.instruments.views import pictures, surroundings
from engage.jobs import wiring as jobs
from engage.jobs.work import regularly
from engage.mail import wiring as mail
from engage.maturity import wiring as maturity
from engage.network import wiring as network
from engage.outcomes import wiring as outcomes
from engage.portal import wiring as portal_wiring
from engage.portal.views import health, reported
from engage.portal.views import public as portal
from engage.privacy import wiring as privacy
from engage.results import wiring as results_wiring
from engage.results.views import desk as results_desk
from engage.results.views import files as result_files
from engage.results.views import manage as results
from engage.surveys import wiring as surveys_wiring
from engage.surveys.pages import forget_pages
from engage.surveys.views import manage as surveys_manage
from engage.surveys.views import manage_desk as surveys_desk
from engage.surveys.views import public as surveys
from engage.surveys.views import surroundings as survey_surroundings
from engage.web import (
    clock,
    counting,
    errors,
    languages,
    links,
    logs,
    newest,
    permissions,
    policy_reports,
    security,
    static_files,
)
from engage.web.additions import installing as additions
from engage.web.building import LateRule
from engage.web.console import time_zone
from engage.web.desk import views as desk
from engage.web.kit import asset
from engage.web.numbers import NumberConverter
from engage.web.words import PathWordConverter, WordConverter


class Engage(Flask):
    """Nothing here is a coroutine: no view and no hook is looked at for that, a dozen of them at each request."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(settings: Settings | None = None, *, testing: bool = False) -> Flask:
    """The whole application.

    :raises SettingsIncomplete: when it could not be run safely
    :raises Unlabelled: when a route has no permission label
    """
    settings = settings or Settings()
    settings.require_complete()
    app = Engage("engage", static_folder="web/static", template_folder="web/templates")
    app.url_rule_class = LateRule
    _configure(app, settings, testing=testing)
    logs.configure(settings.log_level)
    _install_database(app, settings)
    _install_languages(app, settings)
    security.install(app, https=settings.https)
    errors.install(app)
    accounts.install(app)
    app.before_request(permissions.enforce)
    app.url_map.converters |= {
        "lang": languages.LanguageConverter,
        "int": NumberConverter,
        "default": WordConverter,
        "string": WordConverter,
        "path": PathWordConverter,
    }
    desk.install(app)
    for blueprint in (
        portal.bp,
        health.bp,
        reported.bp,
        surveys.bp,
        surveys_manage.bp,
        results.bp,
        result_files.bp,
        *accounts.blueprints,
    ):
        app.register_blueprint(blueprint)
    app.register_blueprint(instruments.bp)
    app.register_blueprint(instruments.translating_bp)
    app.register_blueprint(pictures.public)
    surroundings.install(app, survey_surroundings.of)
    pictures.install(app, survey_surroundings.looks_different)
    static_files.install(app)
    for room in (
        jobs,
        mail,
        privacy,
        hubs,
        activities,
        instruments_wiring,
        surveys_wiring,
        events,
        maturity,
        results_wiring,
        outcomes,
        network,
        handover,
        portal_wiring,
    ):
        room.install(app)
    for room_desk in (surveys_desk, instruments_desk, results_desk):
        room_desk.install(app)
    for blueprint in (surveys_manage.bp, results.bp, result_files.bp):
        permissions.belongs(app, blueprint.name, survey_surroundings.hubs_of_survey)
    for blueprint in (instruments.bp, instruments.translating_bp):
        permissions.belongs(app, blueprint.name, survey_surroundings.hubs_of_instrument)
    _label_static(app)
    permissions.require_labels(app)
    Compress(app)
    regularly(app, reminders())
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    app.extensions["engage-counts"] = counting.counts()
    app.extensions["engage-policy"] = policy_reports.counts()
    app.wsgi_app = counting.Counting(app.wsgi_app, app.extensions["engage-counts"])  # type: ignore[method-assign]
    return app


def _configure(app: Flask, settings: Settings, *, testing: bool) -> None:
    hosts = links.hosts_of(settings.base_url, settings.trusted_hosts)
    app.config.update(
        TESTING=testing,
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-session" if settings.https else "session",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=sorted(host.rsplit(":", 1)[0] for host in hosts),
        ENGAGE_HOSTS=hosts,
        ENGAGE_BASE_URL=settings.base_url.rstrip("/"),
        ENGAGE_HTTPS=settings.https,
        ENGAGE_DRAFT_DAYS=settings.draft_days,
        ENGAGE_UPLOAD_MEGABYTES=settings.upload_megabytes,
        ENGAGE_SETTINGS=settings,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_MIN_SIZE=1000,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
    )
    app.jinja_env.globals.update(asset=asset, absolute=links.absolute)
    app.jinja_env.filters["long_day"] = lambda moment: format_date(moment, "long")
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _install_database(app: Flask, settings: Settings) -> None:
    url = settings.sqlalchemy_url
    storage.require_writable(settings.data_dir, url)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = database.engine_options(url)
    db.init_app(app)
    with app.app_context():
        database.configure(db.engine)
        beside.attach(db.engine, settings.redis_url)
    configure_mappers()  # now, in one thread, and not with the first requests
    app.before_request(_writes_or_reads)


def _writes_or_reads() -> None:
    reads = request.method in ("GET", "HEAD", "OPTIONS")
    database.intend(database.Intent.READS if reads else database.Intent.WRITES)


def _install_languages(app: Flask, settings: Settings) -> None:
    wanted = [tag for tag in settings.languages.replace(",", " ").split() if tag in locales.PUBLIC_LANGUAGES]
    app.config["ENGAGE_PUBLIC_LANGUAGES"] = tuple(wanted) or locales.PUBLIC_LANGUAGES
    folder = str(find("translations"))
    app.config.update(
        BABEL_DEFAULT_LOCALE=locales.DEFAULT,
        BABEL_DOMAIN="public;console",
        BABEL_TRANSLATION_DIRECTORIES=f"{folder};{folder}",
    )
    Babel(app, locale_selector=languages.current_interface, timezone_selector=time_zone)
    clock.install(app)
    additions.install(app, changed=(forget_pages, newest.forget))


def _label_static(app: Flask) -> None:
    permissions.permission(permissions.Permission.PUBLIC)(app.view_functions["static"])
