"""Writes docs/reference/assurance.md and docs/reference/benchmarks.md from the rows and the figures of `assurance/`.

python -m scripts.assurance_pages
"""

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assurance.step import Step
from assurance.steps import PARTS, STEPS

ROOT = Path(__file__).parents[1]
ROWS = ROOT / "assurance" / "rows"
FIGURES = ROOT / "assurance" / "figures"
REFERENCE = ROOT / "docs" / "reference"
SECTIONS = {
    "threats": ("Threats", "What somebody could try, each with the tests that try it."),
    "faults": ("Faults", "What can break, and what must hold then."),
    "accessibility": ("Accessibility", "What people could be kept from, by success criterion of WCAG 2.2 and beyond."),
    "privacy": ("Privacy", "What the law and our word ask for."),
}
STEP_NAMES = {step.name for steps in STEPS.values() for step in steps}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what it is, and what proves it or why it does not apply."""

    row: str
    name: str
    tests: tuple[str, ...] = ()
    """`path::name` of test functions."""
    steps: tuple[str, ...] = ()
    """Names of steps of the long proof."""
    not_applicable: str = ""
    note: str = ""
    """What is left out, in a sentence."""

    @property
    def is_open(self) -> bool:
        return not (self.tests or self.steps or self.not_applicable)


def rows(section: str) -> list[Row]:
    given: list[dict[str, Any]] = yaml.safe_load((ROWS / f"{section}.yaml").read_text(encoding="utf-8"))
    return [Row(**{key: tuple(it) if isinstance(it, list) else it for key, it in one.items()}) for one in given]  # type: ignore[arg-type]


def faults_of(row: Row) -> Iterator[str]:
    """What is wrong with a row: a proof that does not exist, or two answers at once."""
    for test in row.tests:
        path, _, name = test.partition("::")
        if name not in _functions(path):
            yield f"{row.row}: there is no test {test}"
    for step in row.steps:
        if step not in STEP_NAMES:
            yield f"{row.row}: there is no step {step}"
    if row.not_applicable and (row.tests or row.steps):
        yield f"{row.row}: it cannot be proven and not apply"


@cache
def _functions(path: str) -> frozenset[str]:
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    tests = {node.name for node in nodes if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}
    targets = [target for node in nodes if isinstance(node, ast.Assign) for target in node.targets]
    stateful = {target.id for target in targets if isinstance(target, ast.Name) and target.id.startswith("Test")}
    return frozenset(tests | stateful)  # a stateful test of hypothesis is named: TestPlaces = Places.TestCase


def figures() -> dict[str, dict[str, Any]]:
    """What was measured, by the name of the step."""
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(FIGURES.glob("*.json"))}


def value(document: Mapping[str, Any], key: str) -> Any:
    """The figure under a key; dots go deeper."""
    found: Any = document
    for part in key.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def assurance_page() -> str:
    measured = figures()
    lines = [
        "# Assurance",
        "",
        "What could go wrong, and what shows that it does not. Made by `python -m scripts.assurance_pages` from",
        "`assurance/`; the long runs are `make assurance PART=faults|threats|load|access|deploy`.",
        "",
        "| | lines | proven | do not apply | open |",
        "|---|---|---|---|---|",
    ]
    known = {section: rows(section) for section in SECTIONS}
    for section, found in known.items():
        still, not_ours = sum(row.is_open for row in found), sum(bool(row.not_applicable) for row in found)
        lines.append(
            f"| {SECTIONS[section][0]} | {len(found)} | {len(found) - still - not_ours} | {not_ours} | {still} |"
        )
    for section, found in known.items():
        title, about = SECTIONS[section]
        lines += ["", f"## {title}", "", about, "", "| | what | shown by |", "|---|---|---|"]
        lines += [f"| {_cell(row.row)} | {_cell(row.name)} | {_cell(_proof(row))} |" for row in found]
    lines += ["", "## Long runs", ""]
    for part in PARTS:
        lines += [f"### `make assurance PART={part}`", "", "| step | what | figures |", "|---|---|---|"]
        lines += [_step_line(step, measured.get(step.name)) for step in STEPS[part]] + [""]
    return "\n".join(lines).rstrip() + "\n"


def benchmarks_page() -> str:
    lines = [
        "# Benchmarks",
        "",
        "Figures as they were measured, each with its command. Made by `python -m scripts.assurance_pages` from",
        "`assurance/figures/`. How they are measured and what they mean: [speed](../explanation/speed.md).",
    ]
    measured = figures()
    for step in STEPS["load"]:
        if step.name not in measured:
            continue
        found = measured[step.name]
        lines += ["", f"## {step.name.capitalize().replace('-', ' ')}", "", step.what, ""]
        lines += [f"`{found['command']}`, step `{step.name}`: {_kept(found)}; {_circumstances(found)}.", ""]
        lines += ["| figure | measured |", "|---|---|"]
        lines += [f"| {_cell(words)} | {_cell(_said(value(found['figures'], key)))} |" for key, words in step.figures]
    return "\n".join(lines) + "\n"


def _proof(row: Row) -> str:
    if row.not_applicable:
        return f"Does not apply: {row.not_applicable}"
    said = [f"`{test}`" for test in row.tests] + [f"step `{step}`" for step in row.steps]
    return "; ".join(said + ([row.note] if row.note else [])) or f"**open** {row.note}".strip()


def _step_line(step: Step, found: Mapping[str, Any] | None) -> str:
    if found is None:
        return f"| `{step.name}` | {_cell(step.what)} | not run yet |"
    said = ", ".join(f"{words} {_said(value(found['figures'], key))}" for key, words in step.figures)
    return f"| `{step.name}` | {_cell(step.what)} | {_cell(said)}; {_kept(found)}; {_circumstances(found)} |"


def _circumstances(found: Mapping[str, Any]) -> str:
    return f"{found['seconds']} s, {found['on']}, {found['machine']}"


def _kept(found: Mapping[str, Any]) -> str:
    return "kept" if found["kept"] else "**not kept**"


def _said(figure: Any) -> str:
    if isinstance(figure, bool):
        return "yes" if figure else "no"
    if isinstance(figure, float):
        return f"{figure:,.2f}".rstrip("0").rstrip(".")
    return "–" if figure is None else f"{figure:,}" if isinstance(figure, int) else str(figure)


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def main() -> None:
    (REFERENCE / "assurance.md").write_text(assurance_page(), encoding="utf-8")
    (REFERENCE / "benchmarks.md").write_text(benchmarks_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
