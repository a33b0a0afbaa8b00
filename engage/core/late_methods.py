"""Methods of dataclasses that are made when they are first called.

Python writes and compiles the source of six methods for each dataclass as it is defined. For our nine hundred that is a
third of the time that a start takes, and a process calls few of them (docs/explanation/speed-of-starting.md). A class
that was defined `within` here does the same as any other, and has the method itself after the first call.
"""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

MAKER = "_create_fn"
"""What makes a method of a dataclass in Python 3.11 and 3.12; where there is none, methods are made at once."""


@contextmanager
def within() -> Iterator[None]:
    """What is imported here has dataclasses whose methods are made late."""
    maker = getattr(dataclasses, MAKER, None)
    if maker is None:
        yield
        return
    setattr(dataclasses, MAKER, partial(_late, maker))
    try:
        yield
    finally:
        setattr(dataclasses, MAKER, maker)


def _late(maker: Callable[..., Callable[..., Any]], name: str, *source: Any, **surroundings: Any) -> Callable[..., Any]:
    made: Callable[..., Any] | None = None

    def method(self: Any, /, *given: Any, **named: Any) -> Any:
        nonlocal made
        if made is None:
            made = maker(name, *source, **surroundings)
            made.__qualname__ = method.__qualname__
            for known in type(self).__mro__:
                if known.__dict__.get(name) is method:
                    setattr(known, name, made)
        return made(self, *given, **named)

    method.__name__ = name
    return method
