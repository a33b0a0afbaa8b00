"""The disk runs full while people answer: nothing lost, no false success, and it goes on when there is space again.

    python -m assurance.faults.disk [--rounds 3] [--clients 4] [--megabytes 48]

A small file system in memory is the data directory (mounting one needs root). It is filled while people answer; what
is sent then must be refused with 503, a time to wait and a page; pages are still read; space is freed, and the same
server takes answers again.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from assurance.faults.standing import (
    SURVEY,
    Answer,
    People,
    ask,
    free_port,
    is_whole,
    prepare,
    receipts,
    report,
    server,
    settings,
)

MOST_SECONDS = 5.0
"""From space to the next answer taken."""
PATIENCE = 30.0
TRIES = 20
CHUNK = 1 << 16


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A file system of its own.

    :raises PermissionError: not allowed here
    """
    with tempfile.TemporaryDirectory(prefix="engage-disk-") as name:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "engage", name]
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
        if done.returncode:
            raise PermissionError(done.stderr.strip())
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", "--lazy", name], check=False)


@contextmanager
def filled(disk: Path) -> Iterator["Ballast"]:
    """No space is left in the block; there is again after it."""
    ballast = Ballast(disk / "ballast")
    ballast.grow()
    try:
        yield ballast
    finally:
        ballast.path.unlink()


@dataclass(frozen=True, slots=True)
class Ballast:
    path: Path

    def grow(self) -> None:
        """Take what space there is."""
        with self.path.open("ab", buffering=0) as file:
            size = CHUNK
            while size:
                try:
                    file.write(b"x" * size)
                except OSError:
                    size //= 16
            os.fsync(file.fileno())


@dataclass
class Told:
    """What people were told while the disk was full."""

    refused: int = 0
    with_retry_after: int = 0
    other: int = 0
    """Neither taken nor refused as it should be."""
    pages_read: int = 0
    pages_not_read: int = 0

    def of_write(self, answer: Answer) -> None:
        if answer.status == 503 and "<h1" in answer.text and "Traceback" not in answer.text:
            self.refused += 1
            self.with_retry_after += bool(answer.retry_after)
        elif answer.status != 303:
            self.other += 1

    def of_page(self, answer: Answer) -> None:
        if answer.status == 200:
            self.pages_read += 1
        else:
            self.pages_not_read += 1


def until_refused(address: str, ballast: Ballast) -> bool:
    """What the log of the database still has room for is written; then nothing."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        ballast.grow()
        if ask(f"{address}{SURVEY}", {"_action": "start"}).status == 503:
            return True
    return False


def until_taken(address: str) -> float:
    began = time.monotonic()
    while ask(f"{address}{SURVEY}", {"_action": "start"}).status != 303:
        if time.monotonic() - began > PATIENCE:
            break
        time.sleep(0.02)
    return time.monotonic() - began


def run(disk: Path, elsewhere: Path, *, rounds: int, clients: int, seconds: float) -> dict[str, object]:
    """The story, `rounds` times on one server; what came of it."""
    env = settings(disk, port=free_port())
    address = env["ENGAGE_BASE_URL"]
    prepare(env, elsewhere)
    told, again, full = Told(), [], 0
    people = People(address, clients)
    with server(env, elsewhere / "serve.log") as process:
        with people.answering():
            for _ in range(rounds):
                time.sleep(seconds)
                with filled(disk) as ballast:
                    full += until_refused(address, ballast)
                    for _ in range(TRIES):
                        told.of_write(ask(f"{address}{SURVEY}", {"_action": "start"}))
                        told.of_page(ask(f"{address}{SURVEY}"))
                        told.of_page(ask(f"{address}/en/"))
                again.append(until_taken(address))
            time.sleep(seconds)
        stayed = process.poll() is None
    compared = people.compared(receipts(env))
    unkind = {words: count for words, count in people.refused.items() if words != "503"}
    return compared | {
        "rounds": rounds,
        "times_full": full,
        "refused": told.refused + people.refused["503"],
        "without_retry_after": told.refused - told.with_retry_after,
        "answered_otherwise": told.other + sum(unkind.values()),
        "otherwise": unkind,
        "pages_read_while_full": told.pages_read,
        "pages_not_read_while_full": told.pages_not_read,
        "slowest_recovery_seconds": round(max(again), 2),
        "sound": is_whole(env),
        "kept": stayed
        and full == rounds
        and is_whole(env)
        and max(again) <= MOST_SECONDS
        and told.refused > 0
        and not any((told.refused - told.with_retry_after, told.other, told.pages_not_read, unkind))
        and not any(compared[name] for name in ("lost", "invented", "doubled"))
        and compared["acknowledged"] > 0,
    }


@click.command()
@click.option("--rounds", default=3, show_default=True)
@click.option("--clients", default=4, show_default=True)
@click.option("--megabytes", default=48, show_default=True, help="Size of the disk.")
@click.option("--seconds", default=3.0, show_default=True, help="Of answering before and after.")
def main(rounds: int, clients: int, megabytes: int, seconds: float) -> None:
    """Fill the disk under people who answer."""
    with tempfile.TemporaryDirectory(prefix="engage-disk-log-") as name, small_disk(megabytes) as disk:
        report(run(disk, Path(name), rounds=rounds, clients=clients, seconds=seconds))


if __name__ == "__main__":
    main()
