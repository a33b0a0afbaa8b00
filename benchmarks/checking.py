"""How long `engage survey check` takes on each file of the corpora, and how much memory it needs.

`python -m benchmarks.checking --help`

Each file is checked as a person would, in a process of its own, reader included. A run that was stopped goes on
where it stopped; wall time says what a person waits, processor time what the machine had to do for it.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from engage.instruments.readers.open import SUFFIXES

CORPORA = Path(os.environ.get("ENGAGE_CORPORA") or Path(__file__).parents[2] / "shared" / "data")
SECONDS, SECONDS_LARGEST, MEGABYTES = 2.0, 5.0, 150.0
LARGEST = 3
"""How many of the largest files may take longer."""


@dataclass(frozen=True, slots=True)
class Measurement:
    file: str
    size: int
    seconds: float
    processor: float
    megabytes: float
    """The most that one of the processes held: the command or the reader it starts."""
    ok: bool


def measured(path: Path, name: str) -> Measurement:
    """One check from start to end."""
    began = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "engage", "survey", "check", str(path), "--json"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    return Measurement(
        file=name,
        size=path.stat().st_size,
        seconds=round(seconds, 3),
        processor=round(usage.ru_utime + usage.ru_stime, 3),
        megabytes=round(usage.ru_maxrss / 1024, 1),
        ok=child.returncode == 0,
    )


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() in SUFFIXES)


@click.command()
@click.option("--folder", type=click.Path(exists=True, path_type=Path), default=CORPORA / "surveys", show_default=True)
@click.option(
    "--to", "store", type=click.Path(path_type=Path), default=Path("instance/checking.jsonl"), show_default=True
)
@click.option("--again", is_flag=True, help="Forget what was measured before.")
@click.option("--rows", default=15, show_default=True, help="How many of the slowest to show.")
def main(folder: Path, store: Path, again: bool, rows: int) -> None:
    """Measure every file, show the slowest, and fail when one is slower or larger than promised."""
    if again:
        store.unlink(missing_ok=True)
    store.parent.mkdir(parents=True, exist_ok=True)
    done = {line["file"]: Measurement(**line) for line in _lines(store)}
    console = Console()
    for path in track(files(folder), console=console, description="checking"):
        name = str(path.relative_to(folder))
        if name not in done:
            done[name] = measured(path, name)
            with store.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(asdict(done[name])) + "\n")
    found = list(done.values())
    console.print(_table(sorted(found, key=lambda each: -each.seconds)[:rows]))
    console.print(_summary(found))
    missed = _missed(found)
    for line in missed:
        console.print(f"[red]not kept:[/] {line}")
    if missed:
        raise SystemExit(1)


def _lines(store: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in store.read_text(encoding="utf-8").splitlines()] if store.exists() else []


def _table(found: list[Measurement]) -> Table:
    table = Table("file", "kB", "seconds", "processor", "MB", "read", title="the slowest")
    for each in found:
        figures = (f"{each.size / 1000:.0f}", f"{each.seconds:.2f}", f"{each.processor:.2f}", f"{each.megabytes:.0f}")
        table.add_row(each.file, *figures, "yes" if each.ok else "refused")
    return table


def _summary(found: list[Measurement]) -> str:
    seconds = sorted(each.seconds for each in found)
    middle, most = seconds[len(seconds) // 2], max(each.megabytes for each in found)
    return f"{len(found)} files: {middle:.2f} s in the middle, {seconds[-1]:.2f} s at most, {most:.0f} MB at most"


def _missed(found: list[Measurement]) -> list[str]:
    largest = {each.file for each in sorted(found, key=lambda each: -each.size)[:LARGEST]}
    missed = []
    for each in found:
        allowed = SECONDS_LARGEST if each.file in largest else SECONDS
        if each.seconds > allowed:
            missed.append(f"{each.file}: {each.seconds:.2f} s, {allowed:.0f} s promised")
        if each.megabytes > MEGABYTES:
            missed.append(f"{each.file}: {each.megabytes:.0f} MB, {MEGABYTES:.0f} MB promised")
    return missed


if __name__ == "__main__":
    main()
