"""Codes on tickets: short, read aloud and typed without mistakes."""

import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without I, L, O and U (Crockford)."""
LENGTH = 9
"""Eight characters by chance (40 bits) and one that checks them."""
_BITS = 5
"""Of a character."""
_GROUP = 3
_VALUES = {ch: value for value, ch in enumerate(CROCKFORD)}
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_ticket() -> str:
    """A code such as 7K3M9QXPA, as it is stored."""
    chance = secrets.randbits(_BITS * (LENGTH - 1))
    start = "".join(CROCKFORD[chance >> _BITS * at & 31] for at in range(LENGTH - 1))
    return start + _check(start)


def read_ticket(text: str) -> str | None:
    """The code that somebody typed or scanned, as it is stored; None where it cannot be one.

    Small letters, blanks, dashes and look-alikes are forgiven; one wrong character, or two that changed places, are
    noticed.
    """
    letters = "".join(ch for ch in text.upper() if ch.isalnum()).translate(_LOOKALIKES)
    if len(letters) != LENGTH or any(ch not in CROCKFORD for ch in letters):
        return None
    return letters if letters[-1] == _check(letters[:-1]) else None


def spelled(ticket: str) -> str:
    """A code in groups, as it stands on paper: 7K3-M9Q-XPA."""
    return "-".join(ticket[at : at + _GROUP] for at in range(0, len(ticket), _GROUP))


def _check(start: str) -> str:
    """A weighted sum modulo the prime 31: weights that differ notice characters that changed places."""
    total = sum(weight * _VALUES[ch] for weight, ch in enumerate(start, 2))
    return CROCKFORD[total % 31]
