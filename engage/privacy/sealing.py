"""What a request is known by: sealed while it is worked on, and afterwards an authentication code only."""

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engage.core.refusal import Refusal

_NONCE = 12


class Unopened(Refusal):
    """Sealed with another key: the instance's secret key was changed since."""

    code = "unopened"


def _key(secret_key: str, purpose: bytes) -> bytes:
    """HKDF-SHA256 with an empty salt, one block (RFC 5869)."""
    extracted = hmac.digest(bytes(32), secret_key.encode(), "sha256")
    return hmac.digest(extracted, b"engage/1 privacy " + purpose + b"\x01", "sha256")


def normal(asked: str) -> str:
    """An address or a code as it is compared."""
    return asked.strip().casefold()


def fingerprint(secret_key: str, asked: str) -> str:
    """Who has the address or code finds the proof by it; nobody finds the address by the proof."""
    return hmac.new(_key(secret_key, b"proof"), normal(asked).encode(), "sha256").hexdigest()


def seal(secret_key: str, asked: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(secret_key, b"seal")).encrypt(nonce, asked.strip().encode(), None)


def unseal(secret_key: str, sealed: bytes) -> str:
    """:raises Unopened: when the instance's key is another"""
    try:
        return AESGCM(_key(secret_key, b"seal")).decrypt(sealed[:_NONCE], sealed[_NONCE:], None).decode()
    except InvalidTag:
        raise Unopened from None


def token(secret_key: str, request_id: int) -> str:
    """Opens the page on which a person confirms their request; stands in a mail, and nowhere else."""
    return f"{request_id:x}-{_mark(secret_key, request_id)}"


def read_token(secret_key: str, given: str) -> int | None:
    """The request's id; None for what is no token of ours."""
    number, _, mark = given.partition("-")
    try:
        request_id = int(number, 16)
    except ValueError:
        return None
    return request_id if hmac.compare_digest(mark.encode(), _mark(secret_key, request_id).encode()) else None


def _mark(secret_key: str, request_id: int) -> str:
    return hmac.new(_key(secret_key, b"link"), str(request_id).encode(), "sha256").hexdigest()[:32]
