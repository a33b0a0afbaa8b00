"""SQL statements of every public page of the demonstration. `python -m benchmarks.public_statements --help`

From the front page and the survey's first page along all links in English. Of pages of one route the one with most
counts. Each page is read once, and then twice: of these two the one with fewer statements counts, since a process looks
every five seconds which languages there are, and makes some pages anew each minute. What opens, closes or sets up a
transaction is left out.
"""

import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from html import unescape
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import event
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from benchmarks import servers
from benchmarks.respondents import SURVEY
from benchmarks.statements import FRAMES

PORT = 8499
MOST = 6
FIRST = ("/en/", SURVEY)
_LINK = re.compile(r'(?:href|src)="(/en(?:/[^"#]*)?)"')


@click.command()
@click.option("--each", default=3, show_default=True, help="Pages of one route.")
def main(each: int) -> None:
    """Count; exit 1 when a public page asks more than it may."""
    with tempfile.TemporaryDirectory(prefix="engage-statements-") as folder:
        env = servers.settings(Path(folder), port=PORT, database=f"sqlite:///{folder}/engage.db")
        servers.demonstration(env)
        os.environ.update({name: value for name, value in env.items() if name.startswith("ENGAGE_")})
        from engage.app import create_app

        found = counted(create_app(), env["ENGAGE_BASE_URL"], each)
    beyond = {route: number for route, number in sorted(found.items()) if number > MOST}
    document = {"routes": len(found), "most": max(found.values()), "beyond": len(beyond), "promised": MOST}
    sys.stdout.write(json.dumps(document | {"routes_beyond": beyond, "kept": not beyond}) + "\n")
    sys.exit(1 if beyond else 0)


def counted(app: Flask, base: str, each: int, first: Sequence[str] = FIRST) -> dict[str, int]:
    """The statements of the page with most of each route.

    :param first: pages from whose links all others are found
    """
    from engage.db.session import db

    said: list[str] = []
    with app.app_context():
        db.engine.dispose()
        event.listen(db.engine, "connect", lambda connection, _: connection.set_trace_callback(said.append))
    client, read, found = app.test_client(), Counter[str](), dict[str, int]()

    def statements(path: str) -> int:
        said.clear()
        client.get(path, base_url=base)
        return sum(not statement.lstrip().upper().startswith(FRAMES) for statement in said)

    paths = list(first)
    for path in paths:
        route = _route(app, path)
        if not route or read[route] >= each:
            continue
        page = client.get(path, base_url=base)
        if page.status_code != 200:
            continue
        read[route] += 1
        found[route] = max(found.get(route, 0), min(statements(path), statements(path)))
        if page.mimetype == "text/html":
            links = (unescape(link) for link in _LINK.findall(page.get_data(as_text=True)))
            paths += [link for link in dict.fromkeys(links) if link not in paths]
    return found


def _route(app: Flask, path: str) -> str:
    try:
        return str(app.url_map.bind("localhost").match(path.partition("?")[0])[0])
    except (HTTPException, RequestRedirect):
        return ""


if __name__ == "__main__":
    main()
