"""The ledger: what clients tried, and what they were told, each line written after the answer was read.

    acknowledged ⊆ stored ⊆ tried, each key exactly once, with what was sent

What has no answer may be stored or not, once.
"""

import hashlib
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

TRIED, ACKNOWLEDGED, UNKNOWN = "tried", "acknowledged", "unknown"


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that somebody wants stored once."""

    kind: str
    """`response` or `registration`."""
    name: str


@dataclass(frozen=True, slots=True)
class Stood:
    """What the ledger says of all keys."""

    tried: Mapping[Key, str]
    """With the digest of what was sent."""
    acknowledged: Mapping[Key, float]
    """With the moment (monotonic seconds) at which the answer had been read."""


class Ledger:
    """A file that only grows; for any number of threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        path.touch()

    def write(self, what: str, key: Key, *, status: int = 0, sent: str = "") -> None:
        line = {"what": what, "at": time.monotonic(), "kind": key.kind, "key": key.name, "status": status}
        if sent:
            line["sent"] = digest(sent)
        with self._lock, self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def acknowledged(self) -> int:
        return sum(line["what"] == ACKNOWLEDGED for line in self._lines())

    def stood(self) -> Stood:
        tried: dict[Key, str] = {}
        acknowledged: dict[Key, float] = {}
        for line in self._lines():
            key = Key(line["kind"], line["key"])
            if line["what"] == TRIED:
                tried[key] = line["sent"]
            elif line["what"] == ACKNOWLEDGED:
                acknowledged.setdefault(key, line["at"])
        return Stood(tried, acknowledged)

    def _lines(self) -> Iterator[dict[str, Any]]:
        with self._lock, self.path.open(encoding="utf-8") as file:
            lines = file.readlines()
        yield from map(json.loads, lines)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a run."""

    tried: int
    acknowledged: int
    stored: int
    lost: int
    """Acknowledged, and not there."""
    doubled: int
    """There more than once."""
    invented: int
    """There, and nobody sent it."""
    changed: int
    """There, with something else in it than was sent."""
    unknown: int
    """Without an answer to the end."""
    unknown_stored: int
    """Of these, stored all the same."""

    @property
    def kept(self) -> bool:
        return self.acknowledged > 0 and not (self.lost or self.doubled or self.invented or self.changed)

    def document(self) -> dict[str, Any]:
        return asdict(self)


def check(stood: Stood, stored: Sequence[tuple[Key, str]], *, until: float | None = None) -> Verdict:
    """Compare the ledger with what was read back.

    :param stored: each stored thing as often as it is there, with what stands in it
    :param until: only what was acknowledged before this moment must be there (a copy or a backup of then)
    """
    there = Counter(key for key, _ in stored)
    acknowledged = {key for key, at in stood.acknowledged.items() if until is None or at <= until}
    unknown = stood.tried.keys() - stood.acknowledged.keys()
    return Verdict(
        tried=len(stood.tried),
        acknowledged=len(acknowledged),
        stored=len(stored),
        lost=len(acknowledged - there.keys()),
        doubled=sum(count > 1 for count in there.values()),
        invented=len(there.keys() - stood.tried.keys()),
        changed=sum(key in stood.tried and stood.tried[key] != digest(text) for key, text in stored),
        unknown=len(unknown),
        unknown_stored=len(unknown & there.keys()),
    )
