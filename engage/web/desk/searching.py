"""One search over everything in the console: rooms say how their things are found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Session

from engage.db.folding import contains, fold
from engage.web.desk.registry import kept
from engage.web.permissions import Permission, may_somewhere

LONGEST = 100
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    address: str
    about: str = ""
    """A line beside the title: of which hub, in what state."""


Find = Callable[[Session, Sequence[str], int], Sequence[Hit]]
"""(session, words, most) -> what has all the words, within the reach of who asks, the best first."""


@dataclass(frozen=True, slots=True)
class Search:
    name: str
    label: Any
    find: Find
    permission: Permission
    order: int = 50


@dataclass(frozen=True, slots=True)
class Found:
    name: str
    label: str
    hits: Sequence[Hit]
    more: bool


def search(app: Flask, kind: Search) -> None:
    kept(app, "search").append(kind)


def clean(asked: str) -> str:
    """What was typed, without what no database takes, and not longer than anybody types."""
    return " ".join("".join(ch if ch.isprintable() else " " for ch in asked[:LONGEST]).split())


def words_in(asked: str) -> tuple[str, ...]:
    """The words to look for, folded."""
    return tuple((fold(clean(asked)) or "").split()[:MOST_WORDS])


def matches(words: Sequence[str], *columns: Any) -> ColumnElement[bool]:
    """Every word stands in one of the columns, whatever its case and accents."""
    return and_(*(or_(*(contains(column, word) for column in columns)) for word in words))


def everywhere(session: Session, asked: str, most: int = 8) -> list[Found]:
    """What was found, by kind; kinds without a hit are left out."""
    words = words_in(asked)
    found = []
    for kind in sorted(kept(current_app, "search"), key=lambda kind: (kind.order, kind.name)):
        if not words or not (kind.permission is Permission.SIGNED_IN or may_somewhere(kind.permission)):
            continue
        hits = kind.find(session, words, most + 1)
        if hits:
            found.append(Found(kind.name, str(kind.label), hits[:most], len(hits) > most))
    return found
