"""Reads files that strangers bring in a process of their own, bounded in memory and time.

The child gets no settings and no secrets, writes no file, and answers with one JSON document: plain
data, so that nothing it says is ever run here.
"""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import engage
from engage.core.findings import Finding, Level, Where
from engage.instruments.document import from_document, to_document
from engage.instruments.readers.open import NO_LANGUAGES, read, refused
from engage.instruments.readers.reading import Reading

MAX_ANSWER = 64_000_000
"""Bytes of the child's answer."""
_TOO_LARGE = "too_large"

logger = logging.getLogger(__name__)


def read_safely(
    path: Path, *, languages: Mapping[str, str] = NO_LANGUAGES, seconds: int = 20, megabytes: int = 512
) -> Reading:
    """What `open.read` says about the file; a crash or too much work is an error finding.

    :param seconds: of processor time, and of waiting
    :param megabytes: of address space
    """
    command = [sys.executable, "-m", __name__, str(path.resolve()), str(seconds), str(megabytes)]
    try:
        child = subprocess.run(  # noqa: S603 -- our own interpreter and module; the path is one argument
            command,
            input=json.dumps(dict(languages)).encode(),
            capture_output=True,
            timeout=seconds + 1,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _too_slow(seconds)
    if child.returncode in (-9, -24):  # SIGKILL, SIGXCPU: the limit on processor time
        return _too_slow(seconds)
    try:
        return _from_message(json.loads(child.stdout))
    except (ValueError, KeyError, TypeError):
        logger.error(
            "reading a file failed, exit %s: %s", child.returncode, child.stderr.decode(errors="replace")[-2000:]
        )
        return refused("reading_failed", "The file could not be read. It may be damaged: save it again.")


def _too_slow(seconds: int) -> Reading:
    return refused("reading_took_too_long", f"Reading the file took more than {seconds} seconds. Make it smaller.")


def _environment() -> dict[str, str]:
    """What the child needs to find this package, and nothing that the platform keeps secret."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    root = str(Path(engage.__file__).parents[1])
    return {**kept, "PYTHONPATH": root, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}


def _limit(seconds: int, megabytes: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _to_message(reading: Reading) -> dict[str, Any]:
    return {
        "instrument": to_document(reading.instrument) if reading.instrument else None,
        "unnamed_languages": list(reading.unnamed_languages),
        "findings": [
            [
                finding.level.value,
                finding.code,
                finding.message,
                finding.where.sheet,
                finding.where.row,
                finding.where.column,
            ]
            for finding in reading.findings
        ],
    }


def _from_message(message: dict[str, Any]) -> Reading:
    document = message["instrument"]
    return Reading(
        from_document(document) if document else None,
        tuple(
            Finding(Level(level), code, text, Where(sheet, row, column))
            for level, code, text, sheet, row, column in message["findings"]
        ),
        tuple(message["unnamed_languages"]),
    )


def _answer(path: Path, languages: Mapping[str, str]) -> bytes:
    too_large = refused(_TOO_LARGE, "The file takes more memory than is allowed. Make it smaller.")
    try:
        message = json.dumps(_to_message(read(path, languages=languages)), ensure_ascii=False)
        answer = message.encode("utf-8", "surrogatepass")
    except MemoryError:
        return json.dumps(_to_message(too_large)).encode()
    return answer if len(answer) <= MAX_ANSWER else json.dumps(_to_message(too_large)).encode()


def main() -> None:
    """The child: limits first, then the file."""
    path, seconds, megabytes = sys.argv[1:4]
    _limit(int(seconds), int(megabytes))
    sys.stdout.buffer.write(_answer(Path(path), json.load(sys.stdin)))


if __name__ == "__main__":
    main()
