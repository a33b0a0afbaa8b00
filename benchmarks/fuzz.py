"""Spoiled files, read by every reader: what comes out, how long it takes and how much memory.

    python -m benchmarks.fuzz [--files 500] [--seed 1] [--json]

Half of what is promised is that nothing happens: no crash, no hang, no network, no file written, no more than 150 MB
and 5 seconds of processor time for one file. `make test` reads 50 of these files. Files made by others are spoiled
too where the corpora lie beside the project.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.instruments.readers.fuzz.running import Reader, Result, spoiled


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="end with one JSON document")
    options = parser.parse_args()
    begun = time.monotonic()
    results = read_all(options.files, options.seed)
    sys.stdout.write(figures(results, time.monotonic() - begun))
    faulty = [result for result in results if result.faults]
    for result in faulty:
        sys.stdout.write(f"FAULT {result.name}: {'; '.join(result.faults)}\n")
    if options.json:
        sys.stdout.write(json.dumps(measured(results)) + "\n")
    sys.exit(1 if faulty else 0)


def read_all(number: int, seed: int) -> list[Result]:
    with tempfile.TemporaryDirectory() as folder, Reader(Path(folder)) as reader:
        return [reader.read(file) for file in spoiled(number, seed, corpora=True)]


def measured(results: list[Result]) -> dict[str, Any]:
    """The run for machines."""
    faulty = [result.name for result in results if result.faults]
    return {
        "kept": not faulty,
        "files": len(results),
        "faults": len(faulty),
        "faulty": faulty[:20],
        "longest_seconds": round(max(result.seconds for result in results), 2),
        "most_megabytes": round(max(result.peak for result in results) / 1e6),
        "outcomes": dict(Counter(result.outcome for result in results)),
    }


def figures(results: list[Result], seconds: float) -> str:
    """The run in a few lines."""
    outcomes = Counter(result.outcome for result in results)
    endings = Counter(Path(result.name).suffix for result in results)
    slowest = max(results, key=lambda result: result.seconds)
    largest = max(results, key=lambda result: result.peak)
    middle = statistics.median(result.seconds for result in results)
    lines = [
        f"files      {len(results)} ({', '.join(f'{ending} {count}' for ending, count in endings.most_common())})",
        f"outcomes   {', '.join(f'{name} {count}' for name, count in outcomes.most_common())}",
        f"time       median {middle * 1000:.0f} ms, longest {slowest.seconds:.2f} s of processor time ({slowest.name})",
        f"memory     most {largest.peak / 1e6:.0f} MB, the interpreter included ({largest.name})",
        f"faults     {sum(bool(result.faults) for result in results)}",
        f"whole run  {seconds:.0f} s",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
