"""Statements compiled once for all databases of a test process: each engine would compile them anew.

What SQL a statement becomes depends on the kind of the database and its version, not on which one it is.
"""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

MOST = 5_000
_compiled: LRUCache[Any, Any] = LRUCache(MOST)


def _same(one: DefaultDialect, other: object) -> bool:
    return type(one) is type(other) and one.server_version_info == getattr(other, "server_version_info", None)


def _hash(one: DefaultDialect) -> int:
    return hash(type(one))


def keep() -> None:
    """From now on, in this process."""
    DefaultDialect.__eq__ = _same  # type: ignore[method-assign,assignment]
    DefaultDialect.__hash__ = _hash  # type: ignore[method-assign,assignment]
    Engine._compiled_cache = property(lambda engine: _compiled, lambda engine, own: None)  # type: ignore[assignment]
