"""What is sent to a driver, and what comes back."""

from dataclasses import dataclass
from itertools import count
from typing import Any

_NUMBERS = count(1)


class Statement:
    """One statement, its parameters by their places; under its name a server may keep it prepared."""

    def __init__(self, sql: str) -> None:
        self.sql, self.encoded = sql, sql.encode()
        self.name = b"straight_%d" % next(_NUMBERS)


@dataclass(frozen=True, slots=True)
class Answer:
    rows: list[tuple[Any, ...]]
    changed: int
    """How many rows were."""
