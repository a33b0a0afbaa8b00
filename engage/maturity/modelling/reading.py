"""Reads a model from its file: YAML or JSON, findings by line, nothing stored."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

from engage.core.findings import Finding, Level, Where
from engage.core.located import Node, Steps, Unreadable, from_json, from_yaml, read_text
from engage.instruments.schema import violations
from engage.maturity.domain.document import from_document
from engage.maturity.domain.model import MaturityModel
from engage.maturity.modelling.meaning import problems

MOST_FINDINGS = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file."""

    model: MaturityModel | None
    """None when it has an error."""
    document: Mapping[str, Any]
    """As it is kept; empty when it has an error."""
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        return self.model is not None


@cache
def schema() -> Mapping[str, Any]:
    """`maturity-model.schema.json` (JSON Schema 2020-12)."""
    loaded: Mapping[str, Any] = json.loads((files(__package__) / "maturity-model.schema.json").read_text("utf-8"))
    return loaded


def read(data: bytes | str, name: str) -> Reading:
    """The model in a file. Never raises for what stands in it.

    :param name: of the file: one that ends in .json is JSON, any other YAML
    """
    given = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    try:
        text = read_text(given)
        node = from_json(text) if name.lower().endswith(".json") else from_yaml(text)
    except Unreadable as refused:
        finding = Finding(Level.ERROR, refused.code, refused.reason, Where(row=refused.line))
        return Reading(None, {}, (finding,))
    found = [
        _finding(node, Level.ERROR, path, "duplicate_key", "this stands here twice; write it once", line)
        for path, line in node.all_repeated()
    ]
    wrong = [
        _finding(node, Level.ERROR, each.path, each.code, each.message)
        for each in islice(violations(node.value, schema()), MOST_FINDINGS)
    ]
    if wrong:
        return Reading(None, {}, _in_order([*found, *wrong]))
    found += [_finding(node, *each) for each in problems(node.value)]
    if any(each.level is Level.ERROR for each in found):
        return Reading(None, {}, _in_order(found))
    return Reading(from_document(node.value), node.value, _in_order(found))


def _finding(node: Node, level: Level, path: Steps, code: str, message: str, line: int | None = None) -> Finding:
    where = Where(row=line or node.line_of(path), column=".".join(map(str, path)) or None)
    return Finding(level, code, message, where)


def _in_order(found: list[Finding]) -> tuple[Finding, ...]:
    """By line; errors are never crowded out."""
    first = sorted(found, key=lambda each: each.level is not Level.ERROR)[:MOST_FINDINGS]
    return tuple(sorted(first, key=lambda each: each.where.row or 0))
