"""The navigation of the console: entries that rooms register, grouped, for who may use them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext

from engage.web.desk.registry import kept
from engage.web.permissions import Permission, may_somewhere


class Group(StrEnum):
    """In the order of the page."""

    LISTENING = "listening"
    ACTIVITIES = "activities"
    HUB = "hub"
    NETWORK = "network"


NAMES = {
    Group.LISTENING: lazy_gettext("Listening"),
    Group.ACTIVITIES: lazy_gettext("Activities"),
    Group.HUB: lazy_gettext("Hub"),
    Group.NETWORK: lazy_gettext("Network"),
}


@dataclass(frozen=True, slots=True)
class NavItem:
    group: Group
    label: Any
    """A lazy translation."""
    endpoint: str
    """Of a page that names nothing: its address takes no arguments."""
    permission: Permission
    order: int = 50


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """In the menu under the person's name."""

    label: Any
    endpoint: str
    order: int = 50


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    address: str
    current: str
    """What `aria-current` says: "page", "true" for a page below it, else empty."""


def nav(app: Flask, item: NavItem) -> None:
    kept(app, "nav").append(item)


def account_entry(app: Flask, entry: AccountEntry) -> None:
    kept(app, "account").append(entry)


def offered() -> list[NavItem]:
    """The entries that who asks may use, in order."""
    groups = list(Group)
    found: list[NavItem] = [
        item
        for item in kept(current_app, "nav")
        if item.permission is Permission.SIGNED_IN or may_somewhere(item.permission)
    ]
    return sorted(found, key=lambda item: (groups.index(item.group), item.order, item.endpoint))


def nearest(items: Sequence[NavItem]) -> NavItem | None:
    """The entry that this page belongs to when nothing says more: itself, else the first of its blueprint."""
    here = [item for item in items if item.endpoint == request.endpoint]
    beside = [item for item in items if item.endpoint.rpartition(".")[0] == request.blueprint]
    return next(iter([*here, *beside]), None)


def grouped(items: Sequence[NavItem], above: Sequence[str]) -> list[tuple[str, list[Link]]]:
    """The navigation as the page shows it.

    :param above: addresses of what lies above the page, the nearest last; the deepest entry among them is marked
    """
    addresses = {url_for(item.endpoint): item for item in items}
    marked = next((addresses[address] for address in reversed(above) if address in addresses), None)
    found: dict[Group, list[Link]] = {}
    for item in items:
        if item.endpoint == request.endpoint:
            current = "page"
        else:
            current = "true" if item is marked and not _is_entry(items) else ""
        found.setdefault(item.group, []).append(Link(str(item.label), url_for(item.endpoint), current))
    return [(str(NAMES[group]), links) for group, links in found.items()]


def _is_entry(items: Sequence[NavItem]) -> bool:
    return any(item.endpoint == request.endpoint for item in items)


def account_links() -> list[Link]:
    entries: list[AccountEntry] = sorted(kept(current_app, "account"), key=lambda entry: entry.order)
    return [
        Link(str(entry.label), url_for(entry.endpoint), "page" if entry.endpoint == request.endpoint else "")
        for entry in entries
    ]
