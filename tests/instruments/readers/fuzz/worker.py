"""Reads the files it is told to, one after the other, and says how each went. Runs in a process of its own.

Whatever a reader tries beside reading the file is noted: a socket, another program, a file written.
"""

import ctypes
import gc
import json
import resource
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from engage.core.findings import Level
from engage.instruments.document import to_document
from engage.instruments.domain.checks import check_in
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.journey import Circumstances, Journey
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.readers.open import read

Made = TypeVar("Made")
WHEN = Circumstances(datetime(2026, 11, 21, tzinfo=UTC))
MEGABYTES = 1_024
"""Of address space, so that a reader that grows without end ends."""
_READING = {"r", "rb", None}
_tried: list[str] = []


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: it cannot be taken away again, and sees what C code does too."""
    if event.startswith(
        ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "ftplib", "urllib")
    ):
        _tried.append(event)
    elif event == "open" and len(arguments) > 1 and arguments[1] not in _READING and isinstance(arguments[1], str):
        _tried.append(f"open {arguments[0]!r} for {arguments[1]!r}")


def peak() -> int:
    """Most bytes of memory held since `/proc/self/clear_refs` was last written to."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1_024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1_024


def tell(path: Path) -> dict[str, object]:
    """How reading went: what came out, what it cost, what else was tried."""
    _tried.clear()
    told: dict[str, object] = {"crash": ""}
    try:
        reading = _costing(told, "seconds", lambda: _read(path, told))
        if reading is not None:
            questionnaire = _costing(told, "compiled", lambda: _compiled(reading))
            _costing(told, "walked", lambda: _walk(questionnaire))
    except BaseException as error:
        last = traceback.extract_tb(error.__traceback__)[-3:]
        places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(last))
        told |= {"outcome": "crash", "crash": f"{type(error).__name__}: {str(error)[:200]} ({places})"}
    return told | {"peak": peak(), "tried": list(_tried)}


def _costing(told: dict[str, object], name: str, work: Callable[[], Made]) -> Made:
    begun = time.process_time()
    try:
        return work()
    finally:
        told[name] = time.process_time() - begun


def _read(path: Path, told: dict[str, object]) -> Instrument | None:
    """The instrument, when it can be taken in."""
    reading = read(path)
    errors = [finding.code for finding in reading.findings if finding.level is Level.ERROR]
    told |= {"outcome": "read" if reading.ok else "refused", "codes": sorted(set(errors))[:5]}
    if reading.instrument is not None:
        json.dumps(to_document(reading.instrument), ensure_ascii=False).encode("utf-8", "surrogatepass")
    return reading.instrument if reading.ok else None


def _compiled(instrument: Instrument) -> Questionnaire:
    questionnaire = Questionnaire(instrument)
    for item in instrument.items:
        for source in filter(None, (item.relevance, item.constraint, item.calculation)):
            questionnaire.expression(source)
    return questionnaire


def _walk(questionnaire: Questionnaire) -> None:
    """The way of somebody who says nothing, and of somebody who says too much; every answer checked."""
    for text in ("", "7", "a" * 2_000 + "!"):
        raw = dict.fromkeys(questionnaire.owners, text) if text else {}
        journey = Journey(questionnaire, raw, WHEN)
        for section in journey.sections():
            for asked in journey.section(section).items:
                check_in(journey, asked)


def give_back() -> None:
    """Memory of the last file goes back to the system, so that the next one is not charged with it."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warm = [Path(argument) for argument in sys.argv[1:]]
    for path in warm:  # what is loaded once is no part of what a file costs
        tell(path)
    sys.addaudithook(watch)
    say("ready")
    for line in sys.stdin:
        give_back()
        with suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
        say(json.dumps(tell(Path(line.rstrip("\n")))))


if __name__ == "__main__":
    main()
