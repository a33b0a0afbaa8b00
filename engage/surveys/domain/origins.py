"""Which sites may show a survey inside their own pages: an allow-list of origins, for `frame-ancestors`."""

import re
from urllib.parse import urlsplit

from engage.core.refusal import Refusal

MOST = 20
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_OWN_COMPUTER = frozenset({"localhost", "127.0.0.1"})
"""A page that is being built runs here, without https."""


class WrongOrigin(Refusal):
    """A line that names no single site. `args`: the line, and what is wrong with it."""

    code = "wrong_origin"

    @property
    def line(self) -> str:
        return str(self.args[0])

    @property
    def reason(self) -> str:
        return str(self.args[1])


class TooManyOrigins(Refusal):
    code = "too_many_origins"


def read(typed: str) -> list[str]:
    """The origins of some lines, each once, in their order.

    A whole address is taken for its origin. Nothing stands for several sites: a wildcard would let whoever may write
    on any subdomain frame the survey.

    :raises WrongOrigin: `reason` is "wildcard", "https" or "address"
    :raises TooManyOrigins: above twenty
    """
    found = list(dict.fromkeys(origin(line) for line in typed.replace(",", "\n").split()))
    if len(found) > MOST:
        raise TooManyOrigins
    return found


def origin(line: str) -> str:
    """`https://www.example.org/page` -> `https://www.example.org`; names in other scripts as browsers send them.

    :raises WrongOrigin: likewise
    """
    if "*" in line:
        raise WrongOrigin(line, "wildcard")
    try:
        parts = urlsplit(line if "://" in line else f"https://{line}")
        port, host = parts.port, (parts.hostname or "").rstrip(".").encode("idna").decode().lower()
    except (ValueError, UnicodeError):
        raise WrongOrigin(line, "address") from None
    own = host in _OWN_COMPUTER
    if parts.scheme not in ("https", "http") or parts.username or not (own or _HOST.fullmatch(host)):
        raise WrongOrigin(line, "address")
    if parts.scheme == "http" and not own:
        raise WrongOrigin(line, "https")
    usual = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")
