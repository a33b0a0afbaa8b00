"""Brings added interface languages into a running process.

Every process looks at the revisions every few seconds, with one small statement outside the request's transaction;
the requests between pay for a look at the clock. When something changed, the catalogues are made anew and whoever
keeps finished pages is told.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, current_app
from flask_babel import get_domain
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from engage.db import engine as database
from engage.db.session import db
from engage.web.additions import service
from engage.web.additions.messages import translations_of
from engage.web.additions.models import InterfaceLanguage

SECONDS = 5.0
_KEY = "engage-additions"


@dataclass
class _State:
    shipped: tuple[str, ...]
    changed: tuple[Callable[[], None], ...]
    known: dict[str, int] = field(default_factory=dict)
    """The languages in use, with their revisions."""
    next_look: float = 0.0


def install(app: Flask, *, changed: tuple[Callable[[], None], ...] = ()) -> None:
    """Call after the languages of the instance are set. `changed`: what forgets pages that were made before."""
    app.extensions[_KEY] = _State(tuple(app.config["ENGAGE_PUBLIC_LANGUAGES"]), changed)
    app.before_request(_look)


def _look() -> None:
    state: _State = current_app.extensions[_KEY]
    now = time.monotonic()
    if now >= state.next_look:
        state.next_look = now + SECONDS
        refresh()


def refresh() -> None:
    """Look now: after a change in this process, which must show at once."""
    state: _State = current_app.extensions[_KEY]
    engine: Engine = db.engine
    try:
        with database.writing(False), Session(engine) as session:
            statement = select(InterfaceLanguage.language, InterfaceLanguage.revision)
            rows = session.execute(statement.where(InterfaceLanguage.offered_at.is_not(None)))
            offered = {language: revision for language, revision in rows if language not in state.shipped}
            if offered == state.known:
                return
            texts = {language: service.texts(session, language) for language in offered}
    except DBAPIError:
        return  # no table yet, or no database now: the shipped languages stay
    for language, forms in texts.items():
        get_domain().cache[language.replace("-", "_"), "public"] = translations_of(language, forms)
    state.known = offered
    current_app.config["ENGAGE_PUBLIC_LANGUAGES"] = (*state.shipped, *sorted(offered))
    for forget in state.changed:
        forget()
