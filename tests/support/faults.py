"""Instances that are broken, made cheaply (one process serves, commands run in that of the tests), and their clocks."""

import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from engage.core.clock import utcnow
from tests.support.commands import run


def _command(environment: Mapping[str, str], arguments: Sequence[str]) -> str:
    done = run(*arguments, environment={name: text for name, text in environment.items() if name.startswith("ENGAGE_")})
    if done.code:
        raise RuntimeError(f"engage {' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done.stdout


IN_THIS_PROCESS: dict[str, Any] = {"workers": 1, "command": _command}


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """From now on the product's clock is so much ahead, until `monkeypatch.undo`."""
    now = utcnow
    for name, module in list(sys.modules.items()):
        if name.startswith("engage.") and getattr(module, "utcnow", None) is now:
            monkeypatch.setattr(module, "utcnow", lambda: now() + by)
