"""Every instrument that can be made of the files in the corpora, read once for all tests of a process."""

from collections.abc import Mapping
from functools import cache

from engage.instruments.domain.definition import Instrument
from engage.instruments.readers.open import read
from tests.corpora import corpora

_SUFFIXES = frozenset({".xlsx", ".xls", ".lss", ".txt", ".tsv", ".yaml"})


@cache
def readable() -> Mapping[str, Instrument]:
    """By path in the corpora: all that are read without an error. About 130, in some seconds."""
    root = corpora("surveys")
    found: dict[str, Instrument] = {}
    for path in sorted(root.rglob("*")):
        if path.suffix in _SUFFIXES:
            reading = read(path)
            if reading.ok and reading.instrument is not None:
                found[str(path.relative_to(root))] = reading.instrument
    return found
