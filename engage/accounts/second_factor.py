"""The second step of signing in: codes of six figures that an app makes (RFC 6238), and codes that take their place.

The secret is kept sealed with a key derived from the instance's. Each code opens once, also within its half minute;
the clock of a phone may be one step off. Recovery codes have 80 random bits and are kept as digests.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from passlib.exc import TokenError
from passlib.totp import TOTP
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from engage.accounts.models import Person, RecoveryCode
from engage.accounts.roles import NEEDS_SECOND_FACTOR
from engage.core.refusal import Refusal

ISSUER = "Engage"
CODES = 10
STEP = 30
SEALED_FOR = 3600
"""Seconds in which a secret that was shown can be switched on."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no look-alikes."""
_LOOK_ALIKES = str.maketrans("OIL", "011")
_NONCE = 12


class WrongCode(Refusal):
    """Not the code of now, or one that was used."""

    code = "wrong_code"


# -- who needs one


def needed(person: Person) -> bool:
    """Whether somebody's roles ask for a second step."""
    return not NEEDS_SECOND_FACTOR.isdisjoint(role.name for role in person.roles)


def has(person: Person) -> bool:
    return person.totp_secret is not None


# -- secrets


def new_secret() -> str:
    """160 random bits, base 32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def address(secret: str, account: str) -> str:
    """What the picture says to the app."""
    return TOTP(key=secret, format="base32").to_uri(label=account, issuer=ISSUER)


def picture(text: str) -> str:
    """A QR code as SVG, without style attributes."""
    import segno

    out = BytesIO()
    segno.make(text, error="m", micro=False).save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        scale=5,
        border=4,
        dark="#000",
        light="#fff",
        omitsize=False,
        svgclass="eng-qr",
        lineclass=None,
    )
    return out.getvalue().decode()


def seal(secret: str, person_id: int, *, key: str, about: str = "") -> str:
    """Keep a secret so that only this instance reads it, for this person only."""
    nonce = secrets.token_bytes(_NONCE)
    data = AESGCM(_sealing_key(key)).encrypt(nonce, secret.encode(), f"{person_id} {about}".encode())
    return base64.urlsafe_b64encode(nonce + data).decode()


def unseal(sealed: str, person_id: int, *, key: str, about: str = "") -> str | None:
    """The opposite; None when it was not sealed by this instance for this person."""
    try:
        data = base64.urlsafe_b64decode(sealed)
        plain = AESGCM(_sealing_key(key)).decrypt(data[:_NONCE], data[_NONCE:], f"{person_id} {about}".encode())
    except (ValueError, InvalidTag):
        return None
    return plain.decode()


def _sealing_key(key: str) -> bytes:
    return hmac.digest(key.encode(), b"engage second factor", "sha256")


def seal_for_form(secret: str, person_id: int, *, key: str, now: datetime) -> str:
    """A secret that is being set up travels with its form, sealed, so that looking at the page changes nothing."""
    return seal(f"{int(now.timestamp())} {secret}", person_id, key=key, about="form")


def unseal_from_form(sealed: str, person_id: int, *, key: str, now: datetime) -> str | None:
    """None when it is not ours, or too old."""
    plain = unseal(sealed, person_id, key=key, about="form")
    made_at, _, secret = (plain or "").partition(" ")
    return secret if plain and 0 <= now.timestamp() - int(made_at) <= SEALED_FOR else None


def counter_of(secret: str, code: str, *, after: int, now: datetime) -> int:
    """The number of the half minute that a code stands for.

    :param after: the newest one that was accepted
    :raises WrongCode: when it stands for none within one step of now, or for one that is not newer
    """
    try:
        match = TOTP(key=secret, format="base32").match(code, time=now, window=STEP, last_counter=after or None)
    except (TokenError, ValueError) as error:
        raise WrongCode from error
    return match.counter


# -- use cases


def turn_on(session: Session, person: Person, secret: str, code: str, *, key: str, now: datetime) -> list[str]:
    """Switch the second step on, with a code as proof that the app knows the secret.

    :returns: the recovery codes, to be shown once
    :raises WrongCode: when the code does not belong to the secret
    """
    person.totp_counter = counter_of(secret, code, after=0, now=now)
    person.totp_secret = seal(secret, person.id, key=key)
    return new_recovery_codes(session, person)


def turn_off(session: Session, person: Person) -> None:
    person.totp_secret = None
    person.totp_counter = 0
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))


def accept(session: Session, person: Person, code: str, *, key: str, now: datetime) -> None:
    """Take a code of the app; each only once, whoever is faster.

    :raises WrongCode: when it is not the right one
    """
    secret = unseal(person.totp_secret or "", person.id, key=key)
    if secret is None:
        raise WrongCode
    counter = counter_of(secret, code, after=person.totp_counter, now=now)
    older = (Person.id == person.id, Person.totp_counter < counter)
    if not session.execute(update(Person).where(*older).values(totp_counter=counter).returning(Person.id)).all():
        raise WrongCode


def new_recovery_codes(session: Session, person: Person) -> list[str]:
    """Ten new codes; the former ones are worth nothing from now on."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(16)) for _ in range(CODES)]
    session.add_all(RecoveryCode(person_id=person.id, digest=_digest(person.id, code)) for code in codes)
    session.flush()
    return ["-".join(_fours(code)) for code in codes]


def accept_recovery(session: Session, person: Person, code: str, *, now: datetime) -> int:
    """Take a recovery code.

    :returns: how many are left
    :raises WrongCode: when it is none, or was used
    """
    plain = "".join(ch for ch in code.upper().translate(_LOOK_ALIKES) if ch.isalnum())
    mine = (RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None))
    found = update(RecoveryCode).where(*mine, RecoveryCode.digest == _digest(person.id, plain))
    if not session.execute(found.values(used_at=now).returning(RecoveryCode.id)).all():
        raise WrongCode
    return left(session, person)


def left(session: Session, person: Person) -> int:
    """How many recovery codes are left."""
    mine = (RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*mine)) or 0


def _digest(person_id: int, code: str) -> str:
    return hashlib.sha256(f"{person_id} {code}".encode()).hexdigest()


def _fours(text: str) -> Iterable[str]:
    return (text[at : at + 4] for at in range(0, len(text), 4))
