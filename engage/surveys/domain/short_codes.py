"""Codes of short addresses: typed from a poster, on a small phone, by somebody in a hurry."""

from collections.abc import Callable, Sequence

from engage.core.refusal import Refusal

ALPHABET = "0123456789BCDFGHJKMNPQRSTVWXYZ"
"""Base 32 of Crockford without its vowels (A, E), so that no word comes about by chance."""
LENGTH = 5
"""24 million codes."""
SHORTEST, LONGEST = 4, 8
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = " -.\u2010\u2011\u2013\u00a0"


class NoCode(Refusal):
    """What was typed cannot be a code."""

    code = "no_code"


def new_code(choose: Callable[[Sequence[str]], str]) -> str:
    """A code of five signs.

    :param choose: takes one of the signs by chance, for example `secrets.choice`
    """
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def read(typed: str) -> str:
    """The code that was meant: small letters, look-alikes (O, I, L) and blanks or dashes between are forgiven.

    :raises NoCode: when it cannot be a code
    """
    code = "".join(sign for sign in typed.strip().rstrip("/").upper() if sign not in _BETWEEN).translate(_LOOKALIKES)
    if not SHORTEST <= len(code) <= LONGEST or any(sign not in ALPHABET for sign in code):
        raise NoCode
    return code
