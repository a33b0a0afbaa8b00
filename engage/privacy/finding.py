"""Looking for an address inside of texts and documents, and taking it out."""

import json
import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Text, cast, func, or_
from sqlalchemy.orm import Session

MARK = "…"
"""What stands in a text where an address was taken out."""


def spellings(sought: str) -> tuple[str, ...]:
    """A text as it is, and as JSON writes it inside of a document; each once, in lower case."""
    plain = sought.casefold()
    return tuple(dict.fromkeys((plain, json.dumps(plain)[1:-1])))


def mentions(sought: str, *columns: Any) -> ColumnElement[bool]:
    """Whether any of these columns (text or JSON) holds a text, capital letters or not."""
    return or_(
        *(
            func.lower(cast(column, Text)).contains(spelling, autoescape=True)
            for column in columns
            for spelling in spellings(sought)
        )
    )


def without(value: Any, sought: str) -> Any:
    """A text, or all texts of a JSON value, without what is sought."""
    if isinstance(value, str):
        return re.sub(re.escape(sought), MARK, value, flags=re.IGNORECASE)
    if isinstance(value, list):
        return [without(each, sought) for each in value]
    if isinstance(value, dict):
        return {key: without(each, sought) for key, each in value.items()}
    return value


def rid(rows: Iterable[Any], sought: str, *names: str) -> int:
    """Take it out of these attributes of some rows; how many rows changed."""
    count = 0
    for row in rows:
        before = {name: getattr(row, name) for name in names}
        after = {name: without(value, sought) for name, value in before.items()}
        changed = [name for name in names if after[name] != before[name]]
        for name in changed:
            setattr(row, name, after[name])
        count += bool(changed)
    return count


def holds(session: Session, column: Any, needle: bytes) -> ColumnElement[bool]:
    """Whether a binary column holds these bytes."""
    if session.get_bind().dialect.name == "postgresql":
        return cast(func.pg_catalog.position(column, needle) > 0, Boolean)
    return cast(func.instr(column, needle) > 0, Boolean)
