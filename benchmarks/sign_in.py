"""Does the time of an answer tell who has an account? `python -m benchmarks.sign_in --help`

A real server, and in pairs (in random order) addresses with an account and addresses without: wrong passwords, links to
sign in, links to choose a new password. Every try comes from another address, so that no limit answers in their
place. Also compared: status, headers and page.
"""

import http.client
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import click
from rich.console import Console
from rich.table import Table

from benchmarks import servers

PORT = 8399
PROMISE = 5.0
"""Milliseconds between the medians."""
TRIES_AN_ACCOUNT = 4
"""Fewer than any limit of an account or of a mail address."""
WARMING = 10
PAGES = {
    "wrong password": "/console/sign-in",
    "link to sign in": "/console/sign-in/link",
    "link for a new password": "/console/sign-in/forgotten",
}
PREPARE = """
import sys
from flask_security import hash_password
from engage.app import create_app
from engage.accounts import service
from engage.accounts.roles import RoleName
from engage.core.clock import utcnow
from engage.db.engine import writing
from engage.db.session import db
with create_app().app_context(), writing():
    hashed = hash_password("a password that is not tried")
    for line in sys.stdin:
        service.add_person(db.session(), line.strip(), "a password that is not tried", RoleName.ORGANISER, hub_id=None,
                           hash_password=lambda _: hashed, now=utcnow())
    db.session.commit()
"""


@dataclass(frozen=True, slots=True)
class Answer:
    milliseconds: float
    face: tuple[int, tuple[tuple[str, str], ...], str]
    """Status, headers and page, without what differs each time."""


class Visitor:
    """One connection that stays open, with the cookie and the token of the page."""

    def __init__(self, address: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self.number = 0
        self.cookie = ""
        self.tokens = {page: self._token(page) for page in PAGES.values()}

    def _token(self, page: str) -> str:
        self.connection.request("GET", page, headers={"Cookie": self.cookie} if self.cookie else {})
        response = self.connection.getresponse()
        body = response.read().decode()
        self.cookie = (response.headers["Set-Cookie"] or self.cookie).partition(";")[0]
        found = re.search(r'name="_csrf" value="([^"]+)"', body)
        assert found, body[:500]
        return found[1]

    def ask(self, page: str, email: str) -> Answer:
        self.number += 1
        body = urlencode({"_csrf": self.tokens[page], "email": email, "password": "not this one at all"})
        headers = {
            "Cookie": self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": f"10.{self.number >> 16}.{self.number >> 8 & 255}.{self.number & 255}",
        }
        began = time.perf_counter()
        self.connection.request("POST", page, body=body, headers=headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        took = (time.perf_counter() - began) * 1000
        same = re.sub(r'name="_csrf" value="[^"]+"', "", text.replace(email, ""))
        names = sorted((name, value) for name, value in response.getheaders() if name.lower() not in ("date",))
        return Answer(took, (response.status, tuple(names), same))


def addresses(page: str, tries: int) -> tuple[list[str], list[str]]:
    """Equally long, known ones and unknown ones; of one page only, so that pages share no limit."""
    numbers, name = range(-(-tries // TRIES_AN_ACCOUNT)), page.rpartition("/")[2]
    return [f"{name}.known{n:04}@example.org" for n in numbers], [f"{name}.other{n:04}@example.org" for n in numbers]


def compare(visitor: Visitor, page: str, tries: int) -> tuple[list[Answer], list[Answer]]:
    """Answers for known and for unknown addresses in pairs, so that what else the machine does hits both."""
    sides = addresses(page, tries)
    found: tuple[list[Answer], list[Answer]] = ([], [])
    for number in range(tries):
        for whose in random.sample((0, 1), 2):
            found[whose].append(visitor.ask(page, sides[whose][number // TRIES_AN_ACCOUNT]))
    return found


@click.command()
@click.option("--tries", default=200, show_default=True, help="For known and for unknown addresses, of each page.")
@click.option("--database", default="", help="Address of an empty PostgreSQL database; SQLite without it.")
@click.option("--only", type=click.Choice(list(PAGES)), multiple=True, help="These pages; all without it.")
def main(tries: int, database: str, only: tuple[str, ...]) -> None:
    """Measure, print, and exit with 1 when an answer tells who has an account."""
    table = Table("asked for", "with account", "without", "difference of medians", "same answer")
    differences: dict[str, float] = {}
    good = True
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        env = servers.settings(data, port=PORT, database=database) | {"ENGAGE_PROXY_HOPS": "1"}
        with servers.engage(data, env, port=PORT) as server:
            pages = {name: page for name, page in PAGES.items() if name in (only or PAGES)}
            lines = "\n".join(address for page in pages.values() for address in addresses(page, tries)[0])
            subprocess.run([sys.executable, "-c", PREPARE], env=env, input=lines, text=True, check=True)
            visitor = Visitor(server.address)
            for name, page in pages.items():
                for number in range(WARMING):
                    visitor.ask(page, f"nobody{number}@example.org")
                sides = compare(visitor, page, tries)
                known, unknown = (statistics.median(each.milliseconds for each in side) for side in sides)
                same = len({each.face for side in sides for each in side}) == 1
                good = good and same and abs(known - unknown) < PROMISE
                differences[name] = round(known - unknown, 2)
                table.add_row(name, f"{known:.2f} ms", f"{unknown:.2f} ms", f"{known - unknown:+.2f} ms", str(same))
    out = Console(stderr=True)
    out.print(table)
    out.print(f"{tries} tries each, at most {PROMISE} ms promised: {'kept' if good else 'BROKEN'}")
    print(json.dumps({"kept": good, "tries": tries, "milliseconds": differences}))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
