"""Codes on sheets of paper: they stand for a member, and say nothing of who it is.

Nothing is stored: a code follows from the member and the instance's secret key, and ends with the personal link.
"""

import hashlib
from collections.abc import Iterable

from engage.maturity.models_panel import Member
from engage.web import signed

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without I, L, O and U (Crockford)."""
_LENGTH, _GROUP = 8, 4
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def code(member: Member) -> str:
    """As it stands on paper: 7K3M-9QXP."""
    secret = signed.token(member.id, "rating sheet", str(member.generation))
    number = int.from_bytes(hashlib.sha256(secret.encode()).digest())
    signs = "".join(_SIGNS[number >> (5 * at) & 31] for at in range(_LENGTH))
    return f"{signs[:_GROUP]}-{signs[_GROUP:]}"


def read(typed: str) -> str:
    """What somebody typed, as it stands on paper; blanks, small letters and look-alikes are forgiven. Empty where it
    cannot be a code."""
    signs = "".join(each for each in typed.upper() if each.isalnum()).translate(_LOOKALIKES)
    if len(signs) != _LENGTH or any(each not in _SIGNS for each in signs):
        return ""
    return f"{signs[:_GROUP]}-{signs[_GROUP:]}"


def member_of(typed: str, members: Iterable[Member]) -> Member | None:
    """Whose sheet it is."""
    wanted = read(typed)
    return next((each for each in members if wanted and code(each) == wanted), None)
