"""The `engage` command in this process (a new one takes a second to start); what it opens is closed again."""

import contextlib
import io
import logging
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from engage.cli import main
from engage.core.settings import Settings


@dataclass(frozen=True)
class Done:
    code: object
    stdout: str
    stderr: str


def run(*arguments: str | Path, environment: Mapping[str, str], typed: str = "") -> Done:
    """What the command says, with these settings and no others; `typed` is what it reads from standard input."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="", write_through=True) for _ in range(2))
    root = logging.getLogger()
    kept = root.handlers[:], root.level
    with pytest.MonkeyPatch.context() as patch, _every_engine_closed():
        for setting in Settings.model_fields:
            patch.delenv(f"ENGAGE_{setting.upper()}", raising=False)
        for name, value in environment.items():
            if os.environ.get(name) != value:
                patch.setenv(name, value)
        patch.setattr(sys, "argv", ["engage", *map(str, arguments)])
        patch.setattr(sys, "stdin", io.StringIO(typed))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main()
                code: object = 0
            except SystemExit as ended:
                code = ended.code
    root.handlers, root.level = kept
    return Done(code, _said(out), _said(err))


def _said(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


@contextlib.contextmanager
def _every_engine_closed() -> Iterator[None]:
    """A process that ends closes its connections; here they are closed by hand."""
    used: list[Engine] = []

    def remember(connection: Connection) -> None:
        if connection.engine not in used:
            used.append(connection.engine)

    event.listen(Engine, "engine_connect", remember)
    try:
        yield
    finally:
        event.remove(Engine, "engine_connect", remember)
        for engine in used:
            engine.dispose()
