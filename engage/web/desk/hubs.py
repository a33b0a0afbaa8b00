"""The hub that somebody of several hubs works for now: chosen in the header, kept in their session."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app, g, session

from engage.web import permissions
from engage.web.permissions import Hubs, Permission

_KEY = "engage-desk-switcher"
_CHOSEN = "hub"


@dataclass(frozen=True, slots=True)
class HubChoice:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class _Switcher:
    choices: Callable[[], Sequence[HubChoice]]
    parts: Callable[[int], frozenset[int]]


def switcher(app: Flask, choices: Callable[[], Sequence[HubChoice]], parts: Callable[[int], frozenset[int]]) -> None:
    """Say which hubs who is signed in works for, and which hubs are parts of one (itself too)."""
    app.extensions[_KEY] = _Switcher(choices, parts)


def choices() -> Sequence[HubChoice]:
    """The hubs to choose among; none for somebody who has one."""
    if "hub_choices" not in g:
        known: _Switcher | None = current_app.extensions.get(_KEY)
        found = known.choices() if known else ()
        g.hub_choices = found if len(found) > 1 else ()
    offered: Sequence[HubChoice] = g.hub_choices
    return offered


def current_hub() -> HubChoice | None:
    """The hub chosen in the header; None for all of them."""
    chosen = session.get(_CHOSEN)
    if chosen is None:
        return None
    return next((choice for choice in choices() if choice.id == chosen), None)


def choose(hub_id: int | None) -> HubChoice | None:
    """Narrow the lists to a hub, or (None, or one that is not for this person) widen them again."""
    if any(choice.id == hub_id for choice in choices()):
        session[_CHOSEN] = hub_id
    else:
        session.pop(_CHOSEN, None)
    return current_hub()


def reach(label: Permission) -> Hubs:
    """The hubs for which who asks holds a permission, narrowed to the one chosen in the header; None for all."""
    whole, chosen = permissions.reach(label), current_hub()
    if chosen is None:
        return whole
    known: _Switcher = current_app.extensions[_KEY]
    kept: dict[int, frozenset[int]] = g.setdefault("hub_parts", {})
    if chosen.id not in kept:
        kept[chosen.id] = known.parts(chosen.id)
    return kept[chosen.id] if whole is None else whole & kept[chosen.id]
