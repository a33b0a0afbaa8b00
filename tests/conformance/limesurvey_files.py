"""LimeSurvey's surveys as whole files: what becomes of every question in them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from engage.instruments.readers.limesurvey.kinds import KINDS
from engage.instruments.readers.limesurvey.lss import read_lss
from engage.instruments.readers.limesurvey.model import Question
from engage.instruments.readers.limesurvey.tsv import read_tsv
from engage.instruments.readers.open import read
from engage.instruments.readers.reading import Reading
from tests.conformance.rows import Row, Verdict, judged
from tests.corpora import corpora


def _table() -> str:
    lines = ["| type | in LimeSurvey | here | what changes |", "| --- | --- | --- | --- |"]
    for letter, kind in KINDS.items():
        shown = "\\|" if letter == "|" else letter
        lines.append(f"| `{shown}` | {kind.name} | {kind.becomes} | {kind.changed} |")
    return "\n".join(lines)


TITLE = "LimeSurvey: surveys"
INTRODUCTION = (
    "LimeSurvey's own tests and demonstrations, surveys made by its versions 2.0 to 6 (database 164 to 498), and the "
    "survey of research software engineers of 2018. A question is read when it becomes an item; a question that is "
    f"left out is named in a finding with its reason.\n\nWhat becomes of LimeSurvey's question types:\n\n{_table()}\n\n"
    "Questions of the surveys by type:"
)
ALLOWED: Mapping[str, str] = {}


def files() -> list[Path]:
    """Every survey of LimeSurvey that lies beside the project."""
    tables = [*corpora("surveys", "rse-2018").glob("*.txt"), *corpora("surveys", "xlsform2lstsv", "tsv").glob("*.tsv")]
    return [*sorted(corpora("surveys", "limesurvey").rglob("*.lss")), *sorted(tables)]


def outcomes() -> list[Row]:
    rows = [row for path in files() for row in _of_file(path)]
    groups = ["whole files", *(_group(letter) for letter in KINDS)]
    return sorted(rows, key=lambda row: groups.index(row.group) if row.group in groups else len(groups))


def _group(letter: str) -> str:
    return f"`{letter}` {KINDS[letter].name}" if letter in KINDS else f"`{letter}`"


def _of_file(path: Path) -> Iterator[Row]:
    reading = read(path)
    yield judged("whole files", path.name, Verdict.READ if reading.ok else Verdict.FAILS, ALLOWED)
    survey = read_lss(path) if path.suffix == ".lss" else read_tsv(path)
    for question in survey.questions:
        found, note = _outcome(question, reading)
        yield judged(_group(question.type), f"{path.name} {question.code}", found, ALLOWED, note)


def _outcome(question: Question, reading: Reading) -> tuple[Verdict, str]:
    instrument = reading.instrument
    names = {item.name for item in instrument.items} | set(instrument.names.values()) if instrument else set()
    if question.code in names:
        return Verdict.READ, ""
    named = [finding.code for finding in reading.findings if f"{question.code} " in finding.message]
    return (Verdict.NAMED, named[0].replace("_", " ")) if named else (Verdict.FAILS, "")
