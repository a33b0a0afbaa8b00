"""Forms written as Markdown tables, and what reading them gives."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from engage.core.findings import Finding, Level
from engage.instruments.domain.definition import Instrument
from engage.instruments.readers.reading import Reading
from engage.instruments.readers.xlsform import read


def form(text: str, languages: Mapping[str, str] | None = None) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.md"
        path.write_text(text.strip(), encoding="utf-8")
        return read(path, languages=languages or {"default": "en"})


def instrument(text: str, languages: Mapping[str, str] | None = None) -> Instrument:
    """The instrument of a form that must read without an error."""
    reading = form(text, languages)
    assert reading.instrument is not None
    assert reading.ok, errors(reading)
    return reading.instrument


def errors(reading: Reading) -> list[Finding]:
    return [finding for finding in reading.findings if finding.level is Level.ERROR]


def codes(reading: Reading, level: Level | None = None) -> set[str]:
    return {finding.code for finding in reading.findings if level in (None, finding.level)}


def places(reading: Reading, code: str) -> list[tuple[int | None, str | None]]:
    return [(f.where.row, f.where.column) for f in reading.findings if f.code == code]
