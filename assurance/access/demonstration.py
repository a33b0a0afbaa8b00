"""A running demonstration of its own, kept between the runs of a step that was stopped."""

import json
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from engage.app import create_app
from engage.core.settings import Settings
from tests.browser.site import Site, start

FOLDER = Path(os.environ.get("ENGAGE_ASSURANCE_STATE", "instance/assurance")).absolute() / "access"


@dataclass
class Demonstration:
    """The site, its routes, and who can sign in to it."""

    site: Site

    @cached_property
    def app(self) -> Flask:
        """The application on the same database, in this process."""
        key = self.site.environment["ENGAGE_SECRET_KEY"]
        root = logging.getLogger()
        handlers, level = root.handlers[:], root.level
        made = create_app(Settings(data_dir=self.site.folder, base_url=self.site.address, secret_key=key))
        root.handlers, root.level = handlers, level
        return made

    @cached_property
    def passwords(self) -> dict[str, str]:
        found: dict[str, str] = json.loads((self.site.folder / "demo-accounts.json").read_text(encoding="utf-8"))
        return found

    def rule(self, address: str) -> str | None:
        """The route of an address; None where there is none, and for what another site answers."""
        parts = urlsplit(address)
        if parts.netloc and f"{parts.scheme}://{parts.netloc}" != self.site.address:
            return None
        try:
            found, _ = self.app.url_map.bind("127.0.0.1").match(parts.path, "GET", return_rule=True)
        except (HTTPException, RequestRedirect):
            return None
        return found.rule

    def rules(self) -> set[str]:
        return {one.rule for one in self.app.url_map.iter_rules() if "GET" in (one.methods or ())}


@contextmanager
def running(folder: Path = FOLDER) -> Iterator[Demonstration]:
    """Loaded the first time; the same later, until `clear` is called."""
    home = folder / "site"
    if not (home / "demo-accounts.json").exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        empty = Site(home, 0)
        empty.engage("db", "upgrade")
        empty.engage("demo", "load")
    site, server = start(home)
    try:
        yield Demonstration(site)
    finally:
        server.terminate()
        server.wait(20)


def clear(folder: Path = FOLDER) -> None:
    shutil.rmtree(folder, ignore_errors=True)
