"""Reads our own format: one YAML or JSON document (docs/reference/instrument-format).

Every finding names the line, and in `column` the part by its names: `items.A3.options.about_4`.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from engage.core.findings import Finding, Level, Where
from engage.core.located import MAX_BYTES, Node, Unreadable, from_json, from_yaml, read_text
from engage.instruments.document import from_document
from engage.instruments.document_texts import called
from engage.instruments.readers.native_meaning import meaning_problems
from engage.instruments.readers.native_structure import Problem, structure_problems, unknown_lists
from engage.instruments.readers.reading import Reading
from engage.instruments.schema import violations

MAX_FINDINGS = 200
"""A file that is wrong from end to end is not explained from end to end."""


def read(path: Path) -> Reading:
    """The instrument in a `.yaml`, `.yml` or `.json` file. Never raises for what stands in the file."""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    try:
        text = read_text(data)
        node = from_json(text) if path.suffix.lower() == ".json" else from_yaml(text)
    except Unreadable as refused:
        return Reading(None, (Finding(Level.ERROR, refused.code, refused.reason, Where(row=refused.line)),))
    return read_document(node)


def read_document(node: Node) -> Reading:
    """The instrument in a document whose lines are known."""
    form = [*_repeated_keys(node), *_form(node)]
    unusable = any(problem.code != "duplicate_key" for problem in form)
    if unusable:
        return Reading(None, _findings(node, form))
    missing = list(unknown_lists(node.value))
    if missing:
        return Reading(None, _findings(node, [*form, *missing]))
    instrument = from_document(node.value)
    fit = structure_problems(node.value, instrument)
    meaning = meaning_problems(node.value, instrument)
    return Reading(instrument, _findings(node, [*form, *fit, *meaning]))


def _repeated_keys(node: Node) -> Iterator[Problem]:
    for steps, line in node.all_repeated():
        message = f"`{steps[-1]}` is given twice in the same place; the one in line {line} would count"
        yield Problem(Level.ERROR, "duplicate_key", message, steps)


def _form(node: Node) -> Iterator[Problem]:
    for violation in violations(node.value):
        yield Problem(Level.ERROR, violation.code, violation.message, violation.path)


def _findings(node: Node, problems: Iterable[Problem]) -> tuple[Finding, ...]:
    """In the order of lines, each said once."""
    found = dict.fromkeys(_finding(node, problem) for problem in problems)
    findings = sorted(found, key=lambda finding: finding.where.row or 0)
    if len(findings) <= MAX_FINDINGS:
        return tuple(findings)
    errors = [finding for finding in findings if finding.level is Level.ERROR]
    shown = (errors + [finding for finding in findings if finding.level is not Level.ERROR])[:MAX_FINDINGS]
    rest = f"there are {len(findings) - MAX_FINDINGS} more findings; mend these first"
    return (*shown, Finding(Level.NOTE, "more_findings", rest))


def _finding(node: Node, problem: Problem) -> Finding:
    where = Where(row=node.line_of(problem.steps), column=called(node.value, problem.steps) or None)
    return Finding(problem.level, problem.code, problem.message, where)
