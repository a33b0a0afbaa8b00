"""`engage serve`, `engage doctor`, `engage routes`."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from importlib import import_module

import click

from engage.core.console import application, print_json, refuse
from engage.core.refusal import Refusal
from engage.core.settings import Settings, SettingsIncomplete, unknown_names

SERVED = "engage.served"
MOST_OPEN = 4096
"""Requests that one process holds while they arrive: slow senders must be many before others wait."""
MILLISECONDS_FOR_A_HEAD = 10_000


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True)
def serve(host: str, port: int, workers: int) -> None:
    """Serve the product. With the embedded database the worker runs along."""
    from engage.db import migrate
    from engage.db.commands import make_sound_engine
    from engage.portal.worker_process import WorkerProcess

    settings = Settings()
    settings.require_complete()
    engine = make_sound_engine()
    if migrate.current(engine) != migrate.head():
        refuse("The database is not migrated. Run: engage db upgrade")
    engine.dispose()
    from engage.web import counting, policy_reports

    counting.share()
    policy_reports.share()
    app = import_module(SERVED).app  # loaded once, before the processes that share it
    from engage.jobs.commands import run_along

    embedded = settings.sqlalchemy_url.startswith("sqlite")
    worker = WorkerProcess(partial(run_along, app)) if embedded else None
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    server = Granian(
        f"{SERVED}:answer",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        workers=workers,
        backlog=1024,
        backpressure=MOST_OPEN,
        http1_settings=HTTP1Settings(header_read_timeout=MILLISECONDS_FOR_A_HEAD),
        websockets=False,
        log_enabled=True,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    )
    click.echo(f"Serving on http://{host}:{port}", err=True)
    try:
        server.serve()
    finally:
        if worker:
            worker.end()


@click.command()
@click.option("--json", "as_json", is_flag=True)
def routes(as_json: bool) -> None:
    """Every rule with its methods and permission label."""
    from engage.web.permissions import label_of

    app = application()
    found = [
        {
            "rule": rule.rule.replace("<lang:lang>", "<lang>"),
            "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
            "permission": str(label_of(app, rule.endpoint)),
        }
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    ]
    if as_json:
        print_json(found)
        return
    for entry in found:
        click.echo(f"{entry['rule']:60} {','.join(entry['methods']):12} {entry['permission']}")


LONGEST_WAIT = timedelta(minutes=15)
"""After that nobody does what is asked for."""


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    ok: bool
    message: str


@click.command()
@click.option("--json", "as_json", is_flag=True)
def doctor(as_json: bool) -> None:
    """Check settings, database, migrations, mail, clock, disk: one line each."""
    checks = list(_checks())
    if as_json:
        print_json(
            {
                "ok": all(check.ok for check in checks),
                "checks": [{"name": c.name, "ok": c.ok, "message": c.message} for c in checks],
            }
        )
    else:
        for check in checks:
            click.echo(f"{'ok  ' if check.ok else 'FAIL'} {check.name}: {check.message}")
    if not all(check.ok for check in checks):
        raise click.exceptions.Exit(1)


def _checks() -> Iterator[Check]:
    for name, check in CHECKS.items():
        try:
            ok, message = check()
        except Refusal as refusal:
            ok, message = False, str(refusal)
        except Exception as error:  # a check that breaks is a finding, not the end
            ok, message = False, f"{type(error).__name__}: {error}".splitlines()[0]
        yield Check(name, ok, message)


def _settings() -> tuple[bool, str]:
    unknown = unknown_names()
    if unknown:
        return False, f"not a setting: {', '.join(unknown)}. See docs/reference/settings.md"
    try:
        Settings().require_complete()
    except SettingsIncomplete as refusal:
        return False, str(refusal)
    return True, "complete"


def _sqlite() -> tuple[bool, str]:
    from engage.db.engine import sqlite_is_safe, sqlite_module

    module = sqlite_module()
    name = f"{module.__name__} with SQLite {module.sqlite_version}"
    if sqlite_is_safe():
        return True, name
    return False, f"{name} can lose committed writes (before 3.51.3). Install pysqlite3 or use PostgreSQL."


def _database() -> tuple[bool, str]:
    from sqlalchemy import text

    from engage.db.commands import make_sound_engine

    engine = make_sound_engine()
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        if engine.dialect.name == "sqlite":
            mode = connection.execute(text("PRAGMA journal_mode")).scalar()
            synchronous = connection.execute(text("PRAGMA synchronous")).scalar()
            return mode == "wal" and synchronous == 2, f"sqlite, journal {mode}, synchronous {synchronous}"
    return True, engine.dialect.name


def _migrations() -> tuple[bool, str]:
    from engage.db import migrate
    from engage.db.commands import make_engine

    at, newest = migrate.current(make_engine()), migrate.head()
    return at == newest, f"at {at or 'nothing'}, newest {newest}" + ("" if at == newest else ". Run: engage db upgrade")


def _jobs() -> tuple[bool, str]:
    from sqlalchemy.orm import Session

    from engage.core.clock import utcnow
    from engage.db.commands import make_engine
    from engage.jobs import queries

    now = utcnow()
    engine = make_engine()
    with Session(engine) as session:
        since, failed = queries.overdue_since(session, now), queries.failed(session)
    engine.dispose()
    if since is not None and now - since > LONGEST_WAIT:
        return False, f"work waits since {since:%Y-%m-%d %H:%M} UTC: no worker runs. Start: engage worker"
    return True, f"{failed} failed; see Jobs in the console" if failed else "nothing waits for long, nothing failed"


def _kit() -> tuple[bool, str]:
    from engage.web.kit import asset

    return True, asset("public.css")


def _mail() -> tuple[bool, str]:
    from engage.mail.checking import check

    return check(Settings())


def _beside() -> tuple[bool, str]:
    from engage.db.beside import Beside

    url = Settings().redis_url
    if not url:
        return True, "no Valkey or Redis: workers look each second, tries are counted in the database"
    if Beside(url).answers():
        return True, "Valkey or Redis answers"
    return False, "Valkey or Redis does not answer: mails leave up to a second later, and nothing is lost"


def _clock() -> tuple[bool, str]:
    from engage.core.clock import utcnow
    from engage.db import clocks
    from engage.db.commands import make_engine

    with make_engine().connect() as connection:
        off = round(clocks.apart(connection).total_seconds())
        right = clocks.is_right(connection)
    now = utcnow()
    if not right:
        return False, f"{now:%Y-%m-%d %H:%M} UTC is {off} seconds off the database server's. Set both by NTP."
    return now.year >= 2026, f"{now:%Y-%m-%d %H:%M} UTC"


def _disk() -> tuple[bool, str]:
    folder = Settings().data_dir
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free // 2**20
    return free > 200, f"{free} MB free for {folder}"


CHECKS: dict[str, Callable[[], tuple[bool, str]]] = {
    "settings": _settings,
    "sqlite": _sqlite,
    "database": _database,
    "migrations": _migrations,
    "jobs": _jobs,
    "kit": _kit,
    "mail": _mail,
    "beside": _beside,
    "clock": _clock,
    "disk": _disk,
}
