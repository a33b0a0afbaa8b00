"""What an instrument is used for, as far as its own pages show it: a port that the room above fills.

An instrument knows no survey. Its pages still carry a title, a way back and a link to a preview.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, abort, current_app

_KEY = "engage-instrument-surroundings"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where an instrument stands. Addresses are None for those who may not open them."""

    title: str
    back: str | None
    """The page of what it is used for."""
    preview: Callable[[str, str], str | None]
    """The address of a section as citizens would see it, by language and slug; slug "" for the first."""
    gate: str = "approved"
    """Which translations may be shown: approved, reviewed or none."""
    settings: str | None = None
    """Where the gate is set."""
    open_comments: Callable[[], Mapping[str, int]] = dict
    """How many open comments testers left, by item name; "" for the whole."""
    whole: bool = True
    """Whether who asks may change all of it; a hub that fields one country changes the edition of that country."""
    comments: Callable[[str], str | None] = lambda _item: None
    """The address of the comments on one item."""


Finder = Callable[[int], Surroundings | None]


def install(app: Flask, find: Finder) -> None:
    """One finder for each room that uses instruments."""
    app.extensions.setdefault(_KEY, []).append(find)


def of(instrument_id: int) -> Surroundings:
    """Aborts with 404 when nothing uses the instrument, or nobody may see it."""
    finders: list[Finder] = current_app.extensions[_KEY]
    found = next((here for find in finders if (here := find(instrument_id)) is not None), None)
    if found is None:
        abort(404)
    return found
