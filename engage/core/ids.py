"""Identifiers that say nothing: no order, no count, no time."""

import secrets


def random_id() -> int:
    """A random 63-bit primary key, never 0; fits a signed BIGINT on every database."""
    return secrets.randbits(63) or 1
