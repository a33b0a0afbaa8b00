"""The random order of a draw: from a public seed, so that anybody can work it out again."""

from collections.abc import Iterable
from hashlib import sha256


def random_number(seed: str, party: str) -> str:
    """The number of one party: SHA-256 of "seed:party" in UTF-8, written in hexadecimal.

    Nobody can steer it: whoever announces the seed's source before it is known cannot choose the seed, and a single
    letter more or less in either part gives a number that has nothing to do with the other.
    """
    return sha256(f"{seed}:{party}".encode()).hexdigest()


def in_random_order(seed: str, parties: Iterable[str]) -> list[str]:
    """All parties, the smallest number first, whatever the order in which they came in."""
    return sorted(parties, key=lambda party: (random_number(seed, party), party))
