"""Which topics a device supports: random numbers in a signed cookie, so that each counts once and can be taken back."""

import base64
import binascii
import hmac
import struct

from flask import current_app
from werkzeug.wrappers import Response

from engage.web import cookies

COOKIE = "topics"
DAYS = 30
"""How long the device remembers."""
MOST = 100
"""Topics that are remembered; the oldest give way."""
_ID, _CODE = 8, 16


def supported() -> tuple[int, ...]:
    """The topics that this device supports, the oldest first; none where the cookie is not ours."""
    try:
        data = base64.urlsafe_b64decode((cookies.read(COOKIE) or "").encode())
    except (binascii.Error, ValueError):
        return ()
    body, code = data[:-_CODE], data[-_CODE:]
    if len(body) % _ID or not hmac.compare_digest(code, _code(body)):
        return ()
    return struct.unpack(f">{len(body) // _ID}q", body)


def remember(response: Response, topics: tuple[int, ...]) -> None:
    """Keep them on the device; none: nothing stays there."""
    if not topics:
        cookies.delete(response, COOKIE)
        return
    newest = topics[-MOST:]
    body = struct.pack(f">{len(newest)}q", *newest)
    cookies.write(response, COOKIE, base64.urlsafe_b64encode(body + _code(body)).decode(), days=DAYS)


def _code(body: bytes) -> bytes:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(key, b"engage topics supported\n" + body, "sha256")[:_CODE]
