"""What a process made and keeps, as long as there is room."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Cache(Generic[K, V]):
    """The newest `size` things made, by key."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._made: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K, make: Callable[[], V]) -> V:
        found = self._made.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def peek(self, key: K) -> V | None:
        """What is kept, made by nobody now."""
        return self._made.get(key)

    def put(self, key: K, made: V) -> None:
        with self._lock:
            self._made[key] = made
            if len(self._made) > self._size:
                self._made.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._made.clear()
