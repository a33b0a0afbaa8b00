"""Protection of citizens' forms against requests forged by other sites.

No session: a token is bound to a value that came in a cookie with the form (the respondent's own secret, or a
random one), and has no time limit, so that a page left open overnight still saves. The token is masked anew on
every page, so that compressed pages do not give it away (BREACH). On top, a request that the browser itself
calls cross-site is refused.
"""

import base64
import binascii
import hmac
import os
from functools import lru_cache
from urllib.parse import urlsplit

from flask import abort, current_app, request

FIELD = "_csrf"
SIZE = 16


def token(bound_to: bytes) -> str:
    """A fresh mask and the masked token, base 64."""
    mask = os.urandom(SIZE)
    return base64.urlsafe_b64encode(mask + _xor(mask, _plain(bound_to))).decode()


def _xor(one: bytes, other: bytes) -> bytes:
    return (int.from_bytes(one) ^ int.from_bytes(other)).to_bytes(SIZE)


@lru_cache(maxsize=4096)
def _plain(bound_to: bytes) -> bytes:
    return hmac.digest(bound_to, b"engage form token", "sha256")[:SIZE]


def is_ours(value: str, bound_to: bytes) -> bool:
    try:
        data = base64.urlsafe_b64decode(value)
    except (binascii.Error, ValueError):
        return False
    if len(data) != 2 * SIZE:
        return False
    return hmac.compare_digest(_xor(data[:SIZE], data[SIZE:]), _plain(bound_to))


def refuse_cross_site() -> None:
    """400 when the browser says that another site made this request."""
    if is_cross_site():
        abort(400)


def is_cross_site() -> bool:
    """Whether the browser says that another site made this request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc not in _own_hosts()


def _own_hosts() -> set[str]:
    hosts: set[str] = current_app.config["ENGAGE_HOSTS"]
    return hosts


def require(bound_to: bytes) -> None:
    """400 unless the form came from us to this very visitor."""
    refuse_cross_site()
    if not is_ours(request.form.get(FIELD, ""), bound_to):
        abort(400)
