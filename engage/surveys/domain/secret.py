"""The one secret of a respondent.

Everything that belongs to one respondent hangs on 128 random bits S that only the respondent has: the cookie
holds them, the resume code spells them. HKDF-SHA256 (RFC 5869) derives the draft's id, its AES-256-GCM key
(NIST SP 800-38D) and the receipt; from none of these can S or another be found. Nothing depends on the
product's own secret key, so that key can be changed without anybody losing a draft or a receipt.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engage.core.refusal import Refusal

SIZE = 16
RECEIPT_SIZE = 10
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without I, L, O and U (Crockford), so that a code can be read aloud and typed from paper."""
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


class Unreadable(Refusal):
    """The code or the draft is not what it should be."""

    code = "unreadable"


@dataclass(frozen=True, slots=True)
class Keys:
    """What S gives."""

    draft_id: bytes
    draft_key: bytes
    file_key: bytes
    """Of the files of the draft."""
    receipt: bytes
    form: bytes
    """Binds the form token to the respondent."""
    seed: str
    """Orders what is shown in random order."""

    @property
    def receipt_hash(self) -> bytes:
        return receipt_hash(self.receipt)


def new_secret() -> bytes:
    return secrets.token_bytes(SIZE)


@lru_cache(maxsize=4096)
def keys(secret: bytes) -> Keys:
    """Derive everything from S. Shape: 16 bytes in; ids and keys of 16, 32, 32, 10, 16 and 16 bytes out."""
    return Keys(
        draft_id=_hkdf(secret, b"draft id", 16),
        draft_key=_hkdf(secret, b"draft key", 32),
        file_key=_hkdf(secret, b"file key", 32),
        receipt=_hkdf(secret, b"receipt", RECEIPT_SIZE),
        form=_hkdf(secret, b"form", 16),
        seed=_hkdf(secret, b"order", 16).hex(),
    )


def _hkdf(secret: bytes, purpose: bytes, length: int) -> bytes:
    """HKDF with an empty salt, one block: RFC 5869 sections 2.2 and 2.3 for lengths up to 32 bytes."""
    extracted = hmac.digest(bytes(32), secret, "sha256")
    return hmac.digest(extracted, b"engage/1 " + purpose + b"\x01", "sha256")[:length]


def receipt_hash(receipt: bytes) -> bytes:
    return hashlib.sha256(b"engage receipt" + receipt).digest()


def to_code(data: bytes, group: int = 4) -> str:
    """Crockford base 32 in groups: `7K3M-9QXP-…`."""
    bits = len(data) * 8
    length = -(-bits // 5)
    number = int.from_bytes(data) << (length * 5 - bits)
    letters = "".join(CROCKFORD[(number >> (5 * i)) & 31] for i in range(length - 1, -1, -1))
    return "-".join(letters[i : i + group] for i in range(0, length, group))


def from_code(code: str, size: int) -> bytes:
    """The bytes a code spells; small letters, blanks and look-alikes are forgiven.

    :raises Unreadable: when it cannot be such a code
    """
    letters = "".join(ch for ch in code.upper() if ch.isalnum()).translate(_LOOKALIKES)
    bits = size * 8
    length = -(-bits // 5)
    if len(letters) != length or any(ch not in CROCKFORD for ch in letters):
        raise Unreadable
    number = 0
    for ch in letters:
        number = number << 5 | CROCKFORD.index(ch)
    spare = length * 5 - bits
    if number & ((1 << spare) - 1):
        raise Unreadable
    return (number >> spare).to_bytes(size)


def to_cookie(secret: bytes) -> str:
    return base64.urlsafe_b64encode(secret).decode().rstrip("=")


def from_cookie(value: str) -> bytes:
    """:raises Unreadable: when it is not a cookie of ours"""
    try:
        secret = base64.urlsafe_b64decode(value + "==")
    except (binascii.Error, ValueError):
        raise Unreadable from None
    if len(secret) != SIZE:
        raise Unreadable
    return secret


def seal(content: Mapping[str, Any], key: bytes, context: bytes) -> bytes:
    """Encrypt a draft: a fresh 96-bit nonce, then AES-GCM; `context` is authenticated, not hidden."""
    return seal_bytes(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), key, context)


def seal_bytes(plain: bytes, key: bytes, context: bytes) -> bytes:
    """The same for a file."""
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def unseal(sealed: bytes, key: bytes, context: bytes) -> dict[str, Any]:
    """:raises Unreadable: when key, context and ciphertext do not belong together"""
    content: dict[str, Any] = json.loads(unseal_bytes(sealed, key, context))
    return content


def unseal_bytes(sealed: bytes, key: bytes, context: bytes) -> bytes:
    """:raises Unreadable: likewise"""
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], context)
    except (InvalidTag, ValueError):  # the latter: too short to hold even a nonce
        raise Unreadable from None
