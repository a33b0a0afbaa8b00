"""`engage worker`: runs jobs until it is told to stop."""

import signal
import threading

import click

from engage.core.console import application

SECONDS_BETWEEN = 60


@click.command()
@click.option("--once", is_flag=True, help="Run what is due now and end.")
def worker(once: bool) -> None:
    """Run jobs: deletion of drafts that nobody came back to, and what later releases add."""

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    app = application()
    if once:
        click.echo(f"Ran {run_once(app)} jobs.")
        return
    work(app, stop)


def run_once(app: object) -> int:
    from flask import Flask

    from engage.core.clock import utcnow
    from engage.db.engine import writing
    from engage.db.session import db
    from engage.jobs.schedule import run_due

    assert isinstance(app, Flask)
    with app.app_context(), writing():
        return run_due(db.session(), app.extensions["engage-jobs"], utcnow())


def work(app: object, stop: threading.Event) -> None:
    """Look for due jobs once a minute until `stop` is set."""
    while not stop.is_set():
        run_once(app)
        stop.wait(SECONDS_BETWEEN)
