"""Small LimeSurvey files written for one test."""

import csv
import io
from pathlib import Path

from engage.instruments.domain.definition import Item
from engage.instruments.readers.limesurvey import read
from engage.instruments.readers.reading import Reading

FIRST = ("class", "type/scale", "name", "relevance", "text", "help", "language", "validation", "mandatory", "other")
Row = dict[str, str]


def q(kind: str, name: str, text: str = "Question?", **cells: str) -> Row:
    return {"class": "Q", "type/scale": kind, "name": name, "text": text, **cells}


def sq(name: str, text: str = "", scale: str = "0", **cells: str) -> Row:
    return {"class": "SQ", "type/scale": scale, "name": name, "text": text or name, **cells}


def a(name: str, text: str = "", scale: str = "0") -> Row:
    return {"class": "A", "type/scale": scale, "name": name, "text": text or name}


def table(*rows: Row) -> str:
    """The rows as LimeSurvey writes them, columns in the order they are first named."""
    header = list(dict.fromkeys((*FIRST, *(name for row in rows for name in row))))
    text = io.StringIO()
    writer = csv.DictWriter(text, header, delimiter="\t", restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({"language": "en", **row} for row in rows)
    return text.getvalue()


def survey(*rows: Row, language: str = "en", more: str = "") -> tuple[Row, ...]:
    """The rows in one group of a survey."""
    return (
        {"class": "S", "name": "language", "text": language, "language": ""},
        {"class": "S", "name": "additional_languages", "text": more, "language": ""},
        {"class": "SL", "name": "surveyls_title", "text": "Title", "language": language},
        {"class": "G", "type/scale": "G0", "name": "First group", "text": "", "language": language},
        *rows,
    )


def reading(folder: Path, *rows: Row, languages: dict[str, str] | None = None) -> Reading:
    path = folder / "survey.txt"
    path.write_text("\ufeff" + table(*rows), encoding="utf-8")
    return read(path, languages=languages or {})


def items(folder: Path, *rows: Row) -> list[Item]:
    """The items of one group with these rows."""
    found = reading(folder, *survey(*rows))
    assert found.instrument is not None, found.findings
    return list(found.instrument.items)


def codes(found: Reading) -> list[str]:
    """The codes of the findings, looks left out."""
    return [finding.code for finding in found.findings if finding.code != "looks"]
