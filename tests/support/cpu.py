"""What work costs a processor, measured so that other processes on the machine hardly matter."""

from collections.abc import Callable
from time import thread_time

TRIES = 8


def least_seconds(work: Callable[[], object], *, enough: float) -> float:
    """Processor time of this thread for the work, the least of several tries; tried no more once it is enough."""
    least = float("inf")
    for _ in range(TRIES):
        begun = thread_time()
        work()
        least = min(least, thread_time() - begun)
        if least < enough:
            break
    return least
