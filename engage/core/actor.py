"""Who does something."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """An account, or (without one) the product itself or its command line."""

    id: int | None = None
    name: str = ""
    """The account's address at the time."""


PRODUCT = Actor(None, "engage")
