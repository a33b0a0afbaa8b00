"""What the worker does for the embedded database: it keeps its log short."""

import threading
import time

from flask import Flask

from engage.db import log
from engage.db.session import db


class Shortening:
    """A look each second costs nothing; every ten seconds the log's length is asked for."""

    def __init__(self) -> None:
        self._again = 0.0

    def look(self, app: Flask, _stop: threading.Event) -> int:
        if time.monotonic() >= self._again:
            with app.app_context():
                log.shorten(db.engine)
            self._again = time.monotonic() + log.SECONDS_BETWEEN
        return 0
