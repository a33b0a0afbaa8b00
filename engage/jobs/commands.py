"""`engage worker`: runs jobs until it is told to stop."""

import os
import signal
import threading

import click
from flask import Flask

from engage.core.console import application
from engage.jobs.worker import run_once, work


@click.command()
@click.option("--once", is_flag=True, help="Run what is due now and end.")
@click.option("--along", is_flag=True, hidden=True, help="End when the server that started it has ended.")
def worker(once: bool, along: bool) -> None:
    """Run jobs: mails, exports, deletion of what is past its time, and whatever else was asked for."""

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    app: Flask = application()
    if once:
        click.echo(f"Ran {run_once(app, stop)} jobs.")
        return
    if along:
        threading.Thread(target=_watch, args=(os.getppid(), stop), name="server", daemon=True).start()
    work(app, stop)


def _watch(parent: int, stop: threading.Event) -> None:
    while os.getppid() == parent and not stop.wait(2):
        pass
    stop.set()
