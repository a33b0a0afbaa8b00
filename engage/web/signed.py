"""Tokens in addresses: an id and an authentication code over what it is for. Nothing of them is stored."""

import base64
import binascii
import hmac

from flask import current_app

_ID, _CODE = 8, 16
_TOKEN = 32
"""Characters of a token."""


def token(number: int, purpose: str, about: str, *, key: str = "") -> str:
    """32 characters for an address.

    :param number: the id, 63 bits
    :param about: what ends the token when it changes
    :param key: the instance's secret key; empty: of the application that runs
    """
    return base64.urlsafe_b64encode(number.to_bytes(_ID) + _code(number, purpose, about, key)).decode()


def number_of(token: str) -> int:
    """The id that a token names, true or not; 0 where it cannot be one."""
    if len(token) != _TOKEN or not token.isascii():
        return 0
    try:
        data = base64.urlsafe_b64decode(token)
    except (binascii.Error, ValueError):
        return 0
    return 0 if len(data) != _ID + _CODE or data[0] >= 0x80 else int.from_bytes(data[:_ID])


def is_true(token: str, purpose: str, about: str, *, key: str = "") -> bool:
    """Whether a token that names an id was made by us for it."""
    number = number_of(token)
    if not number:
        return False
    code = base64.urlsafe_b64decode(token)[_ID:]
    return hmac.compare_digest(code, _code(number, purpose, about, key))


def _code(number: int, purpose: str, about: str, key: str) -> bytes:
    secret = key or str(current_app.config["SECRET_KEY"])
    own = hmac.digest(secret.encode(), f"engage {purpose}".encode(), "sha256")
    return hmac.digest(own, f"{number}\n{about}".encode(), "sha256")[:_CODE]
