"""`engage worker`: runs jobs until it is told to stop."""

import os
import signal
import threading

import click
from flask import Flask

from engage.core.console import application
from engage.core.settings import Settings
from engage.db.storage import require_sound
from engage.jobs.worker import run_once, work


@click.command()
@click.option("--once", is_flag=True, help="Run what is due now and end.")
@click.option("--along", is_flag=True, hidden=True, help="End when the server that started it has ended.")
def worker(once: bool, along: bool) -> None:
    """Run jobs: mails, exports, deletion of what is past its time, and whatever else was asked for."""
    stop = _told_to_stop()
    if not along:  # the server that started it has looked
        require_sound(Settings().sqlalchemy_url)
    app: Flask = application()
    if once:
        click.echo(f"Ran {run_once(app, stop)} jobs.")
        return
    _work(app, stop, along=along)


def run_along(app: Flask) -> None:
    """The worker beside a server, in a process that has loaded the application."""
    _work(app, _told_to_stop(), along=True)


def _told_to_stop() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _work(app: Flask, stop: threading.Event, *, along: bool) -> None:
    if along:
        threading.Thread(target=_watch, args=(os.getppid(), stop), name="server", daemon=True).start()
    work(app, stop)


def _watch(parent: int, stop: threading.Event) -> None:
    while os.getppid() == parent and not stop.wait(2):
        pass
    stop.set()
