"""Whoever shows hubs on pages of their own is told when one has changed: a port that rooms above fill."""

from collections.abc import Callable, Collection

from flask import Flask, current_app
from sqlalchemy.orm import Session

Listener = Callable[[Session, Collection[int]], None]
"""(session, ids of hubs) in the transaction of the change."""
_KEY = "engage-hub-changes"


def listen(app: Flask, listener: Listener) -> None:
    app.extensions.setdefault(_KEY, []).append(listener)


def tell(session: Session, hubs: Collection[int]) -> None:
    """These hubs have changed; call it before the commit."""
    session.flush()
    for listener in current_app.extensions.get(_KEY, ()):
        listener(session, hubs)
