"""Numbers in addresses: one that no row can have is not found, and never a fault of ours."""

from typing import Any

from flask import Flask, abort

LARGEST = 2**63 - 1
"""Of what a database counts with."""


def install(app: Flask, *blueprints: str) -> None:
    """:param blueprints: whose addresses are looked at before anything else"""
    for name in blueprints:
        app.url_value_preprocessors[name].append(_look)


def _look(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if any(isinstance(value, int) and value > LARGEST for value in (values or {}).values()):
        abort(404)
