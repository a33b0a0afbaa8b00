"""What the running application made and keeps, by name: finished pages and files that many ask for."""

from typing import Any

from flask import current_app

from engage.web.kept import Cache

_KEY = "engage-newest"


def newest(name: str, size: int) -> Cache[Any, Any]:
    """The last `size` things of a name. What a thing depends on belongs into its key."""
    kept: dict[str, Cache[Any, Any]] = current_app.extensions.setdefault(_KEY, {})
    return kept.setdefault(name, Cache(size))


def forget() -> None:
    """The product's own words have changed in some language: everything is made anew."""
    for each in current_app.extensions.get(_KEY, {}).values():
        each.clear()
