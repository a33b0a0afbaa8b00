"""Pages inside pages: only our own, only where a view says so. All others frame nothing and are framed by nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Response, make_response

from engage.web.security import CSP

F = TypeVar("F", bound=Callable[..., Any])

FRAMED = {
    "Content-Security-Policy": CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
    "X-Frame-Options": "SAMEORIGIN",
}
FRAMING = f"{CSP}; frame-src 'self'"


def framed(body: str) -> Response:
    """A page that pages of this site may show in a frame: a preview."""
    return Response(body, headers=FRAMED, mimetype="text/html")


def framing(view: F) -> F:
    """Mark a view whose pages show a preview inside them."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        response = make_response(view(*args, **kwargs))
        response.headers["Content-Security-Policy"] = FRAMING
        return response

    return wrapped  # type: ignore[return-value]
