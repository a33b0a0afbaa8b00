"""Personal links, and the codes that stand on letters. Of a link nothing is stored, of a code what it is known by."""

import hmac
import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.surveys.domain.secret import Unreadable, from_code, to_code
from engage.surveys.models_reach import Participant
from engage.web import signed

_PURPOSE = "survey invitation"
_CODE_BYTES = 5
"""40 bits, 8 letters: guessed at only through a page that counts tries."""


def token(participant: Participant, *, key: str = "") -> str:
    """What stands in the address: 32 characters.

    :param key: the instance's secret key; empty: of the application that runs
    """
    return signed.token(participant.id, _PURPOSE, str(participant.generation), key=key)


def by_token(session: Session, token: str) -> Participant | None:
    """Whose link it is; None for one that is not ours, or was ended."""
    number = signed.number_of(token)
    found = session.get(Participant, number) if number else None
    if found is None or not signed.is_true(token, _PURPOSE, str(found.generation)):
        return None
    return found


def address(token: str, *, language: str, base: str) -> str:
    """The absolute address of an invitation."""
    return f"{base.rstrip('/')}/{language}/invitations/{token}"


def new_code() -> bytes:
    return secrets.token_bytes(_CODE_BYTES)


def spelt(code: bytes) -> str:
    """As it is printed: `7K3M-9QXP`."""
    return to_code(code)


def code_hash(code: bytes, key: str) -> bytes:
    """What a code is known by again; by whoever has the table alone it cannot be found out."""
    own = hmac.digest(key.encode(), b"engage letter code", "sha256")
    return hmac.digest(own, code, "sha256")


def by_code(session: Session, typed: str, key: str) -> Participant | None:
    """Whose letter it is. Small letters, blanks and look-alikes are forgiven."""
    try:
        wanted = code_hash(from_code(typed, _CODE_BYTES), key)
    except Unreadable:
        return None
    return session.scalar(select(Participant).where(Participant.code_hash == wanted))
