"""Breadcrumbs: what lies above a page of the console."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Flask, current_app, request, url_for

from engage.web.desk.navigation import NavItem, nearest

Crumb = tuple[Any, str | None]
"""What it is called, and its address; no address for the page itself."""
Above = Callable[[str, Mapping[str, Any], Mapping[str, Any]], Sequence[Crumb]]
"""(endpoint, arguments of the address, what the view gave to its template) -> what lies above the page."""
_KEY = "engage-desk-trails"


def trail(app: Flask, blueprint: str, above: Above) -> None:
    """Say what lies above the pages of a blueprint."""
    app.extensions.setdefault(_KEY, {})[blueprint] = above


def above_here(given: Sequence[Crumb] | None, values: Mapping[str, Any], items: Sequence[NavItem]) -> list[Crumb]:
    """What the view said, else what its blueprint says, else the entry of the navigation that the page belongs to."""
    if given is not None:
        return list(given)
    known: Above | None = current_app.extensions.get(_KEY, {}).get(request.blueprint)
    if known is not None:
        return list(known(request.endpoint or "", request.view_args or {}, values))
    item = nearest(items)
    if item is None or item.endpoint == request.endpoint:
        return []
    return [(item.label, url_for(item.endpoint))]
