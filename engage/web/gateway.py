"""Between granian and the application: a request goes in once all of it has arrived.

The application answers one request at a time. If it waited for a slow sender itself, two slow senders would keep
everybody out; so what is sent is gathered here, for hundreds side by side, and a form of which only a part arrived is
never taken for a whole one. Likewise an answer that is made piece by piece waits for its reader here.
"""

import asyncio
import io
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextvars import Context, copy_context
from typing import Any, Protocol

from engage.web.security import HEADERS, LARGEST_FORM

log = logging.getLogger("engage.gateway")
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Fields = list[tuple[str, str]]

PATIENCE = 20.0
"""Seconds that anybody may take to send a request, or to take the next piece of an answer."""
BYTES_A_SECOND = 20_000
"""What is larger has more time: as long as it takes at this speed."""
LARGEST = 64 * 2**20
"""Bytes of any request; most pages take far less (`engage.web.security`)."""
HELD = 256 * 2**20
"""Bytes of all requests with files together that have arrived in part in one process."""
AT_ONCE = 2**20
"""An answer up to so many bytes is given to the server as a whole."""
WITHOUT_BODY = (204, 304)
REFUSED = [*HEADERS.items(), ("Cache-Control", "no-store"), ("Connection", "close"), ("Content-Length", "0")]


class Headers(Protocol):
    def items(self) -> list[tuple[str, str]]: ...


class Scope(Protocol):
    """What granian says of a request (RSGI)."""

    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None
    headers: Headers


class Pieces(Protocol):
    def send_bytes(self, data: bytes) -> Awaitable[None]: ...


class Connection(Protocol):
    """What granian takes an answer with (RSGI)."""

    def __call__(self) -> Awaitable[bytes]:
        """All that comes, in one go."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_bytes(self, status: int, headers: Fields, body: bytes) -> None: ...
    def response_stream(self, status: int, headers: Fields) -> Pieces: ...


class NotTaken(Exception):
    """A request that does not reach the application; nobody reads more of it than its status."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


def over(app: Wsgi) -> Callable[[Scope, Connection], Awaitable[None]]:
    """The application as granian calls it."""
    receiving = Receiving()

    async def answer(scope: Scope, connection: Connection) -> None:
        try:
            environ = environment(scope)
            body = await receiving.whole(environ, connection)
        except NotTaken as refused:
            connection.response_bytes(refused.status, [*REFUSED], b"")
            return
        environ["wsgi.input"] = io.BytesIO(body)
        await _answered(app, environ, connection)

    return answer


def environment(scope: Scope) -> dict[str, Any]:
    """A request as WSGI has it.

    :raises NotTaken: when it names no host, and for a body whose length is not said. Browsers say both always; where
        two lengths are possible, a proxy may have read another one.
    """
    server, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),  # decoded once, by the server
        "QUERY_STRING": scope.query_string,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        key = _key(name)
        if not key:
            continue
        joined = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joined}{value}" if key in environ else value
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    if "HTTP_HOST" not in environ:
        raise NotTaken(400)
    if "HTTP_TRANSFER_ENCODING" in environ:
        raise NotTaken(411)
    for key in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if f"HTTP_{key}" in environ:
            environ[key] = environ.pop(f"HTTP_{key}")
    return environ


def _key(name: str) -> str:
    """What WSGI calls a header; nothing for one that would look like another, which a proxy may have set."""
    return KNOWN.get(name) or ("" if "_" in name else _spelled(name))


def _spelled(name: str) -> str:
    return "HTTP_" + name.upper().replace("-", "_")


SENT_BY_BROWSERS = """
accept accept-encoding accept-language cache-control connection content-length content-type cookie host origin priority
referer sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-user
upgrade-insecure-requests user-agent x-forwarded-for x-forwarded-proto
"""
KNOWN = {name: _spelled(name) for name in SENT_BY_BROWSERS.split()}
"""Worked out once."""


class Receiving:
    """The bodies that are on their way to one process."""

    def __init__(self) -> None:
        self.held = 0

    async def whole(self, environ: Mapping[str, Any], connection: Connection) -> bytes:
        """All that the sender said would come; nothing of a form so large that the application refuses it unread.

        :raises NotTaken: when it is too large, too slow or ends too soon
        """
        said = environ.get("CONTENT_LENGTH", "0")
        if not said.isascii() or not said.isdigit():
            raise NotTaken(400)
        length = int(said[:20])
        with_files = environ.get("CONTENT_TYPE", "").lower().startswith("multipart/form-data")
        if not length or (length > LARGEST_FORM and not with_files):
            return b""
        if length > LARGEST:
            raise NotTaken(413)
        try:
            async with asyncio.timeout(PATIENCE + length / BYTES_A_SECOND):
                body = await (self._gathered(connection) if length > LARGEST_FORM else _form(connection))
        except TimeoutError:
            raise NotTaken(408) from None
        if len(body) != length:
            raise NotTaken(400)
        return body

    async def _gathered(self, connection: Connection) -> bytes:
        pieces: list[bytes] = []
        try:
            async for piece in connection:
                pieces.append(piece)
                self.held += len(piece)
                if self.held > HELD:
                    raise NotTaken(503)
            return b"".join(pieces)
        finally:
            self.held -= sum(len(piece) for piece in pieces)


async def _form(connection: Connection) -> bytes:
    """All of a form; nothing of one that broke off, which the server tells as an error."""
    try:
        return await connection()
    except Exception:
        return b""


async def _answered(app: Wsgi, environ: dict[str, Any], connection: Connection) -> None:
    """In a context of its own: the pieces of an answer may come while others are answered."""
    status, headers = 500, Fields()

    def start(line: str, fields: Fields, _error: Any = None) -> None:
        nonlocal status, headers
        status, headers = int(line[:3]), fields

    context = copy_context()
    made = context.run(app, environ, start)
    try:
        if status in WITHOUT_BODY or _is_small(headers):
            connection.response_bytes(status, headers, context.run(b"".join, made))
        else:
            await _in_pieces(connection.response_stream(status, headers), context, context.run(iter, made))
    finally:
        close = getattr(made, "close", None)
        if close is not None:
            context.run(close)


def _is_small(headers: Fields) -> bool:
    length = next((value for name, value in headers if name.lower() == "content-length"), None)
    return length is not None and int(length) <= AT_ONCE


class BrokenOff(Exception):
    """An answer that ended before its end. The server ends the connection, and prints no more than this name."""


async def _in_pieces(reader: Pieces, context: Context, made: Iterator[bytes]) -> None:
    """:raises BrokenOff: when the reader does not take the next piece in time, or the next cannot be made"""
    try:
        while (piece := context.run(next, made, None)) is not None:
            async with asyncio.timeout(PATIENCE):
                await reader.send_bytes(piece)
    except Exception as error:
        log.warning("answer broke off", exc_info=error, extra={"event": "broken-off"})
        raise BrokenOff from None
