"""Pictures under addresses made of their content."""

import re
from collections.abc import Callable

from flask import Response, abort

from engage.core.images import ENDINGS
from engage.web.security import KEPT_FOR_EVER

_NAME = re.compile(r"([0-9a-f]{64})(\.[a-z]{3,4})")


def served(name: str, content_of: Callable[[str], tuple[bytes, str] | None]) -> Response:
    """The content under its own hash: it never changes, so it is kept for ever. 404 when it is not there.

    :param name: hash and ending, as in the address
    :param content_of: content and media type by the hash
    """
    match = _NAME.fullmatch(name)
    found = content_of(match[1]) if match else None
    if match is None or found is None or ENDINGS[found[1]] != match[2]:
        abort(404)
    response = Response(found[0], content_type=found[1])
    response.headers["Cache-Control"] = KEPT_FOR_EVER
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
