"""What rooms have said to the desk, kept with the application."""

from typing import Any

from flask import Flask


def kept(app: Flask, name: str) -> list[Any]:
    """The entries of one registry."""
    entries: list[Any] = app.extensions.setdefault(f"engage-desk-{name}", [])
    return entries
