"""A TCP proxy that breaks connections: refuses them, cuts requests in the middle, loses answers."""

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from assurance.faults.instance import free_port

_Pair = tuple[asyncio.StreamWriter, asyncio.StreamWriter]
"""Towards who connected, and towards the target."""


class Fault(Enum):
    NONE = "none"
    AWAY = "away"
    """Connections end as soon as they are made, and those that are open end now."""
    CUT_REQUEST = "cut request"
    """Of what is sent at once the last byte never arrives."""
    LOSE_ANSWER = "lose answer"
    """All that is sent arrives; not a byte of the answer comes back."""


@dataclass
class Proxy:
    """Between a port of its own and a port or a socket, from `with` to its end."""

    target: int | str
    port: int = field(default_factory=free_port)
    fault: Fault = Fault.NONE
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    def __enter__(self) -> "Proxy":
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._serve, "127.0.0.1", self.port))
        return self

    def __exit__(self, *_: object) -> None:
        self.become(Fault.AWAY)
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def become(self, fault: Fault) -> None:
        """From now on; with AWAY, also for what is open."""
        self.fault = fault
        if fault is Fault.AWAY:
            self._do(self._end_all())

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _end_all(self) -> None:
        for writer in self._open:
            writer.transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.wait(others, timeout=5) if others else None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.fault is Fault.AWAY:
            writer.transport.abort()
            return
        try:
            there = await self._connected()
        except OSError:
            writer.transport.abort()
            return
        self._open |= {writer, there[1]}
        pair = (writer, there[1])
        await asyncio.gather(self._pass(reader, pair, out=True), self._pass(there[0], pair, out=False))
        self._open -= {*pair}

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self.target, str):
            return await asyncio.open_unix_connection(self.target)
        return await asyncio.open_connection("127.0.0.1", self.target)

    async def _pass(self, reader: asyncio.StreamReader, pair: _Pair, *, out: bool) -> None:
        """Hand on what comes; a connection is over for both ends at once."""
        writer = pair[1] if out else pair[0]
        with suppress(OSError):
            while data := await reader.read(65_536):
                if out and self.fault is Fault.CUT_REQUEST:
                    writer.write(data[:-1])
                    await writer.drain()
                    break
                if not out and self.fault is Fault.LOSE_ANSWER:
                    break
                writer.write(data)
                await writer.drain()
        for each in pair:
            each.close()
