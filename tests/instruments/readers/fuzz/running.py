"""Makes spoiled files from a seed and has a process of its own read them."""

import json
import os
import random
import select
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from tests.corpora import ROOT
from tests.instruments.readers.fuzz import bombs, mutations, seeds

REPOSITORY = Path(__file__).parents[4]
PATIENCE = 60
"""Seconds to wait for one file before its reader counts as hanging; what is promised is processor time."""
SECONDS = 5.0
"""Of processor time for one file."""
MEMORY = 150_000_000
"""Bytes the whole process may hold while it reads one file."""
WALK = 1.0
"""Seconds of processor time for three ways through what was read, every answer checked."""


@dataclass(frozen=True, slots=True)
class Spoiled:
    """One file: its name says how it was made."""

    name: str
    ending: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Result:
    name: str
    outcome: str
    """read, refused, crash or hang"""
    seconds: float = 0.0
    walked: float = 0.0
    peak: int = 0
    crash: str = ""
    codes: tuple[str, ...] = ()
    tried: tuple[str, ...] = field(default=())

    @property
    def faults(self) -> list[str]:
        """What must not happen, whatever stands in a file."""
        faults = []
        if self.outcome in ("crash", "hang"):
            faults.append(f"{self.outcome} {self.crash}")
        if self.seconds > SECONDS:
            faults.append(f"{self.seconds:.1f} s of processor time")
        if self.walked > WALK:
            faults.append(f"{self.walked:.1f} s for the first way through")
        if self.peak > MEMORY:
            faults.append(f"{self.peak / 1e6:.0f} MB")
        return [*faults, *(f"tried {each}" for each in self.tried)]


def spoiled(number: int, seed: int = 1, *, corpora: bool = False) -> Iterator[Spoiled]:
    """So many files, the same for one seed always: bombs and spoiled files in turn.

    :param corpora: spoil files made by others too, where they lie beside the project
    """
    healthy = list(seeds.healthy().items())
    if corpora:
        healthy += _others()
    made = bombs.BOMBS[:: max(1, 2 * len(bombs.BOMBS) // number)]
    for index in range(number):
        rng = random.Random(f"{seed}/{index}")
        if index % 2 == 0 and index // 2 < len(made):
            make = made[index // 2]
            yield Spoiled(f"{index:03}-{make.__name__}", *make())
        else:
            yield _one(index, rng, healthy)


def _others() -> list[tuple[str, bytes]]:
    folder = ROOT / "surveys"
    files = [
        file for file in sorted(folder.rglob("*")) if file.suffix in seeds.healthy() and file.stat().st_size < 800_000
    ]
    return [(file.suffix, file.read_bytes()) for file in files]


def _one(index: int, rng: random.Random, healthy: list[tuple[str, bytes]]) -> Spoiled:
    kind = rng.choice(("bytes", "text", "table", "lime", "document"))
    if kind == "table":
        content = seeds.sheets()
        ways = rng.sample(mutations.TABLES, k=rng.choice((1, 2)))
        for spoil in ways:
            spoil(rng, content)
        ending, write = rng.choice(((".csv", seeds.as_csv), (".md", seeds.as_markdown), (".xlsx", _as_xlsx)))
        return Spoiled(_named(index, ways), ending, write(content))
    if kind == "lime":
        tables = seeds.lime_tables()
        ways = rng.sample(mutations.LIMES, k=rng.choice((1, 2)))
        for spoil in ways:
            spoil(rng, tables)
        return Spoiled(_named(index, ways), ".lss", seeds.as_lss(tables))
    if kind == "document":
        document = json.loads(seeds.document())
        ways = rng.sample(mutations.DOCUMENTS, k=rng.choice((1, 2)))
        for spoil in ways:
            spoil(rng, document)
        ending, write = rng.choice(((".json", mutations.as_json), (".yaml", mutations.as_yaml)))
        return Spoiled(_named(index, ways), ending, write(document))
    texts = [(ending, data) for ending, data in healthy if not ending.startswith(".xls")]
    ending, data = rng.choice(texts if kind == "text" else healthy)
    spoils = rng.sample(mutations.TEXTS if kind == "text" else mutations.BYTES, k=rng.choice((1, 2)))
    for change in spoils:
        data = change(rng, data) or b"x"
    return Spoiled(_named(index, spoils), ending, data)


def _as_xlsx(content: seeds.Sheets) -> bytes:
    """Excel takes no control characters; the text formats do."""
    kept = {name: [[_allowed(cell) for cell in row] for row in rows] for name, rows in content.items()}
    return seeds.as_xlsx(kept)


def _allowed(cell: object) -> object:
    return ILLEGAL_CHARACTERS_RE.sub("?", cell)[:32_000] if isinstance(cell, str) else cell


def _named(index: int, ways: Iterable[Callable[..., object]]) -> str:
    return f"{index:03}-" + "-".join(way.__name__ for way in ways)


class Reader:
    """A process that reads files; a new one takes over where one hangs or dies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._child: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def read(self, file: Spoiled) -> Result:
        path = self.folder / f"{file.name}{file.ending}"
        path.write_bytes(file.data)
        try:
            return self._read(path)
        finally:
            path.unlink()

    def _read(self, path: Path) -> Result:
        child = self._child or self._start()
        assert child.stdin is not None
        with suppress(BrokenPipeError):
            child.stdin.write(f"{path}\n")
            child.stdin.flush()
        line = self._line(child)
        if line is None:
            self._stop()
            return Result(path.name, "hang", crash=f"for {PATIENCE} s")
        if not line:
            code = child.wait()
            self._stop()
            return Result(path.name, "crash", crash=f"the process ended with {code}")
        told = json.loads(line)
        return Result(
            name=path.name,
            outcome=told["outcome"],
            seconds=told["seconds"] + told.get("compiled", 0.0),
            walked=told.get("walked", 0.0),
            peak=told["peak"],
            crash=told["crash"],
            codes=tuple(told.get("codes", ())),
            tried=tuple(told["tried"]),
        )

    def _start(self) -> subprocess.Popen[str]:
        warm = []
        for ending, data in seeds.healthy().items():
            path = self.folder / f"healthy{ending}"
            path.write_bytes(data)
            warm.append(str(path))
        command = [sys.executable, "-m", "tests.instruments.readers.fuzz.worker", *warm]
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"}
        environment |= {"OPENBLAS_NUM_THREADS": "1"}
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=REPOSITORY
        )
        ready = self._line(self._child)
        assert ready == "ready\n", f"the reader did not start: {ready!r}"
        return self._child

    def _line(self, child: subprocess.Popen[str]) -> str | None:
        """What the child says next; nothing when it has ended, None when it says nothing in time."""
        assert child.stdout is not None
        ready, _, _ = select.select([child.stdout], [], [], PATIENCE)
        return child.stdout.readline() if ready else None

    def _stop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for stream in (self._child.stdin, self._child.stdout):
                if stream is not None:
                    with suppress(BrokenPipeError):
                        stream.close()
            self._child = None
