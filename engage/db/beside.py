"""Valkey or Redis beside the database: for what may be forgotten at any moment, and for nothing else.

Two things are kept there where `ENGAGE_REDIS_URL` is set: a bell that wakes workers, and counts of tries. While it is
away nobody waits for it: workers look each second as ever, and tries are counted in SQL. The client is imported when
it is first needed.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

T = TypeVar("T")
log = logging.getLogger("engage.beside")

BELL = "engage:work"
"""The channel. What is said there means nothing: whoever hears it looks into the database."""
SECONDS_TO_ANSWER = 0.25
SECONDS_LEFT_ALONE = 5.0
"""After it did not answer: a request waits for it once, not each time."""
SECONDS_BETWEEN_BEATS = 2.0

Counted = tuple[str, int]
"""A key, and the seconds after which it may be forgotten."""


class Beside:
    """One server beside the database. No method raises because it is away."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._client: Any = None
        self._again_at = 0.0

    def ring(self) -> None:
        """Wake the workers: there is something to do, and it is committed."""
        self._ask(lambda client: client.publish(BELL, b""))

    def count(self, each: Sequence[Counted]) -> list[int] | None:
        """Count once more under each key; how many there are now. None: it is away."""

        def send(client: Any) -> list[int]:
            pipeline = client.pipeline(transaction=False)
            for key, seconds in each:
                pipeline.incr(key)
                pipeline.expire(key, seconds)
            return [int(number) for number in pipeline.execute()[::2]]

        return self._ask(send)

    def forget(self, keys: Sequence[str]) -> None:
        self._ask(lambda client: client.delete(*keys))

    def answers(self) -> bool:
        return bool(self._ask(lambda client: client.ping()))

    def listen(self, heard: Callable[[], None], stop: threading.Event) -> None:
        """Call `heard` at each ring until `stop` is set; comes back by itself after the server was away."""
        while not stop.is_set():
            try:
                self._hear(heard, stop)
            except self._errors() as error:
                log.warning("nothing rings", extra={"event": "beside", "error": type(error).__name__})
                stop.wait(SECONDS_LEFT_ALONE)

    def _hear(self, heard: Callable[[], None], stop: threading.Event) -> None:
        client = _connect(self.url)
        try:
            with client.pubsub(ignore_subscribe_messages=True) as bell:
                bell.subscribe(BELL)
                heard()  # what was rung while nobody listened
                while not stop.is_set():
                    if bell.get_message(timeout=SECONDS_BETWEEN_BEATS) is not None:
                        heard()
        finally:
            client.close()

    def _ask(self, what: Callable[[Any], T]) -> T | None:
        """None while it is away."""
        if time.monotonic() < self._again_at:
            return None
        try:
            if self._client is None:
                self._client = _connect(self.url)
            return what(self._client)
        except self._errors() as error:
            self._again_at = time.monotonic() + SECONDS_LEFT_ALONE
            log.warning("not beside us", extra={"event": "beside", "error": type(error).__name__})
            return None

    @staticmethod
    def _errors() -> tuple[type[Exception], ...]:
        from redis import RedisError

        return RedisError, OSError


def _connect(url: str) -> Any:
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return Redis.from_url(
        url,
        socket_timeout=SECONDS_TO_ANSWER,
        socket_connect_timeout=SECONDS_TO_ANSWER,
        retry=Retry(NoBackoff(), 1),  # a connection that lay idle may be gone: one more try, at once
    )


# -- whether workers shall be woken

_work: ContextVar[bool] = ContextVar("work", default=False)


def work_waits() -> None:
    """What runs now puts something before the workers. They are woken once it is committed."""
    _work.set(True)


def take_wish() -> bool:
    """Whether they shall be woken; asked once for each request or run."""
    found = _work.get()
    if found:
        _work.set(False)
    return found


# -- which server stands beside which database

_beside: WeakKeyDictionary[Engine, Beside] = WeakKeyDictionary()


def attach(engine: Engine, url: str) -> None:
    """Have a server beside this database; nothing without an address."""
    if url:
        _beside[engine] = Beside(url)


def of_engine(engine: Engine) -> Beside | None:
    return _beside.get(engine)


def of(session: Session) -> Beside | None:
    """What stands beside the session's database, if anything."""
    bind = session.get_bind()
    return of_engine(bind.engine if isinstance(bind, Connection) else bind)
