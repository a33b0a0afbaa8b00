"""How many SQL statements each page of a journey makes, with everything compiled already."""

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urldefrag, urlencode

from flask.testing import FlaskClient
from sqlalchemy import event

from benchmarks.respondents import SURVEY, answers, token
from engage.db.sent import Answer

FRAMES = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")
"""Statements that open, close or set up a transaction: counted apart."""


def count(env: Mapping[str, str]) -> list[tuple[str, int, int]]:
    """(page, statements, statements around them) of the second of two journeys."""
    os.environ.update({name: value for name, value in env.items() if name.startswith("ENGAGE_")})
    from engage.app import create_app
    from engage.db.session import db

    app = create_app()
    seen: list[str] = []
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            db.engine.dispose()
            event.listen(db.engine, "connect", lambda connection, _: connection.set_trace_callback(seen.append))
        else:
            event.listen(db.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
            _note_straight(seen)
    base = env["ENGAGE_BASE_URL"]
    _journey(app.test_client(), base, seen)
    return _journey(app.test_client(), base, seen)


def _note_straight(seen: list[str]) -> None:
    """Statements that SQLAlchemy does not see."""
    from engage.db import one_go

    usual = one_go.send

    def noted(driver: Any, kept: Any, wanted: Any, **given: Any) -> list[Answer]:
        seen.extend(statement.sql for statement, _ in wanted)
        return usual(driver, kept, wanted, **given)

    one_go.send = noted


def _journey(client: FlaskClient, base: str, seen: list[str]) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []

    def ask(method: str, path: str, body: str | None = None) -> tuple[str, str]:
        seen.clear()
        answer = client.open(
            path, method=method, base_url=base, data=body, content_type="application/x-www-form-urlencoded"
        )
        around = sum(statement.lstrip().upper().startswith(FRAMES) for statement in seen)
        found.append((f"{method} {path.removeprefix(SURVEY) or '/'}", len(seen) - around, around))
        return answer.location or "", answer.get_data(as_text=True)

    ask("GET", SURVEY)
    path, _ = ask("POST", SURVEY, urlencode({"_age": "yes", "_consent": "yes", "_length": "full"}))
    while True:
        _, page = ask("GET", path)
        if path.endswith("/done"):
            return found
        given = {} if path.endswith("/review") else answers(page)
        action = "submit" if path.endswith("/review") else "next"
        path, _ = ask("POST", path, urlencode({"_action": action, "_csrf": token(page), **given}))
        path = urldefrag(path).url
