"""Nothing is sent to who makes the product: only two modules can open a connection, to what the operator configured."""

import ast
from collections.abc import Iterator
from pathlib import Path

import engage

ROOT = Path(engage.__file__).parent
CONNECTING = {
    "aiohttp",
    "ftplib",
    "http.client",
    "httpx",
    "imaplib",
    "poplib",
    "redis",
    "requests",
    "smtplib",
    "socket",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "websockets",
    "xmlrpc",
}
ALLOWED = {
    "db/beside.py": {"redis"},
    "mail/transports.py": {"smtplib", "socket"},
}
"""The database's own driver opens the third kind of connection, to ENGAGE_DATABASE_URL."""


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def _can_connect(name: str) -> set[str]:
    return {known for known in CONNECTING if name == known or name.startswith(f"{known}.")}


def test_only_the_mail_transport_and_the_server_beside_the_database_open_connections() -> None:
    found: dict[str, set[str]] = {}
    for file in ROOT.rglob("*.py"):
        names = {known for name in _imported(file) for known in _can_connect(name)}
        if names:
            found[file.relative_to(ROOT).as_posix()] = names

    assert found == ALLOWED
