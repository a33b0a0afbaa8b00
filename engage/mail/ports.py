"""What mails need to know of rooms above: which hub writes, and who pays for its work. Those rooms' wirings fill it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Sender:
    """The hub whose mail it is, in the language of the mail."""

    name: str
    languages: tuple[str, ...] = ()
    """In its own order; changed words are written in the first and translated from there."""
    contact: str = ""
    """Where answers to a mail go."""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What must be said of who pays."""

    words: str
    emblem: bytes = b""
    emblem_type: str = ""
    emblem_text: str = ""
    """What it shows, for those who do not see it."""


SenderOf = Callable[[Session, int, str], Sender | None]
"""(session, hub id, language); None where there is no such hub."""
NamesOf = Callable[[Session, Collection[int] | None], Mapping[int, str]]
"""(session, ids or None for all) -> names of hubs."""
StatementsOf = Callable[[Session, int | None, int | None, str], tuple[Statement, ...]]
"""(session, hub id, activity id, language): those that hold today."""


class _App(Protocol):
    extensions: dict[str, Any]


_HUBS = "engage-mail-hubs"
_STATEMENTS = "engage-mail-statements"


def hubs_are(app: _App, sender: SenderOf, names: NamesOf) -> None:
    app.extensions[_HUBS] = (sender, names)


def statements_are(app: _App, statements: StatementsOf) -> None:
    app.extensions[_STATEMENTS] = statements


def sender_of(app: _App, session: Session, hub_id: int | None, language: str) -> Sender | None:
    if hub_id is None or _HUBS not in app.extensions:
        return None
    find: SenderOf = app.extensions[_HUBS][0]
    return find(session, hub_id, language)


def names_of(app: _App, session: Session, ids: Collection[int] | None) -> Mapping[int, str]:
    if _HUBS not in app.extensions:
        return {}
    find: NamesOf = app.extensions[_HUBS][1]
    return find(session, ids)


def statements_of(
    app: _App, session: Session, hub_id: int | None, activity_id: int | None, language: str
) -> tuple[Statement, ...]:
    find: StatementsOf | None = app.extensions.get(_STATEMENTS)
    return find(session, hub_id, activity_id, language) if find else ()
