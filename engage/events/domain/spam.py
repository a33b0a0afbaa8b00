"""Forms that a program filled in: found without asking anybody else, and without hindering people.

Each form carries when it was made and a random part, signed. Whoever is faster than people can be is asked to press
the button again; so is whoever fills in a field that people do not see. Nothing typed is lost, and the second press
counts. The random part also says that a form sent twice is one registration.
"""

import base64
import binascii
import hmac
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

LEAST = timedelta(seconds=3)
"""Between a page and its first form. A keyboard, a switch or a screen reader takes longer; so does anybody."""
HONEYPOT = "_leave_empty"
"""A field that people neither see nor hear, and that no browser fills in by itself."""
_RANDOM, _TIME, _CODE = 10, 5, 15
_SIZE = _RANDOM + _TIME + _CODE


class Verdict(StrEnum):
    FINE = "fine"
    TOO_FAST = "too_fast"
    HONEYPOT = "honeypot"
    NOT_OURS = "not_ours"
    """No stamp, or one of another form."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a form carries."""

    made_at: datetime
    random: bytes

    def registration_id(self, key: str, event_id: int) -> int:
        """The id of the registration that this form makes: the same however often it is sent, and nobody's guess."""
        digest = hmac.digest(key.encode(), b"engage form's registration\n%d\n" % event_id + self.random, "sha256")
        return int.from_bytes(digest[:8]) >> 1 or 1


def new_stamp(key: str, event_id: int, now: datetime) -> str:
    """A stamp for a form that is shown now.

    :param key: the instance's secret key
    """
    body = os.urandom(_RANDOM) + int(now.timestamp()).to_bytes(_TIME)
    return base64.urlsafe_b64encode(body + _code(key, event_id, body)).decode()


def read_stamp(text: str, key: str, event_id: int) -> Stamp | None:
    """The stamp of a form of this event; None for anything else."""
    try:
        data = base64.urlsafe_b64decode(text) if text.isascii() else b""
    except (binascii.Error, ValueError):
        return None
    if len(data) != _SIZE:
        return None
    body, code = data[:-_CODE], data[-_CODE:]
    if not hmac.compare_digest(code, _code(key, event_id, body)):
        return None
    made_at = datetime.fromtimestamp(int.from_bytes(body[_RANDOM:]), UTC)
    return Stamp(made_at, body[:_RANDOM])


def verdict(stamp: Stamp | None, honeypot: str, now: datetime) -> Verdict:
    """What to make of a form."""
    if stamp is None:
        return Verdict.NOT_OURS
    if honeypot:
        return Verdict.HONEYPOT
    return Verdict.TOO_FAST if now - stamp.made_at < LEAST else Verdict.FINE


def _code(key: str, event_id: int, body: bytes) -> bytes:
    return hmac.digest(key.encode(), b"engage registration form\n%d\n" % event_id + body, "sha256")[:_CODE]
