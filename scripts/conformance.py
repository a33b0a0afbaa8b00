"""Writes docs/reference/conformance.md: what becomes of the cases that others made.

    python -m scripts.conformance          write the page
    python -m scripts.conformance check    fail when it is not what it would be now

Needs the corpora (tests/corpora.py). Each section is a module in tests/conformance with TITLE, INTRODUCTION and
`outcomes() -> list[Row]`; the tests judge the same rows.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import ModuleType

from tests.conformance import (
    limesurvey_expressions,
    limesurvey_files,
    lstsv_pairs,
    markdown_cases,
    versions,
    workbooks,
    xpath_cases,
)
from tests.conformance.rows import Row, Verdict, unexpected

FEW = 12
"""Cases that are listed one by one."""
PAGE = Path(__file__).parents[1] / "docs" / "reference" / "conformance.md"
SECTIONS: tuple[ModuleType, ...] = (
    *(markdown_cases, workbooks, xpath_cases),
    *(limesurvey_files, limesurvey_expressions, lstsv_pairs, versions),
)
HEAD = """# Conformance

What becomes of forms and cases that others made, when Engage reads them. This page is written by `make conformance`;
the same rows are judged in the tests, which fail when a case turns out otherwise than it stands here. Nothing is left
out of the counts: what differs is listed with its reason below each table.
"""


def page() -> str:
    """The page as it would be now. Fails when a case turns out otherwise than expected."""
    parts = [HEAD]
    for section in SECTIONS:
        parts.append(_section(section, rows_of(section)))
    return "\n".join(parts)


@cache
def rows_of(section: ModuleType) -> tuple[Row, ...]:
    """The outcomes of a section, worked out once."""
    return tuple(section.outcomes())


def _section(section: ModuleType, rows: Sequence[Row]) -> str:
    wrong = unexpected(rows)
    if wrong:
        listed = "\n".join(f"{row.case}: {row.verdict} {row.note}" for row in wrong)
        raise SystemExit(f"{section.TITLE}: these cases are not as expected:\n{listed}")
    verdicts = [verdict for verdict in Verdict if any(row.verdict is verdict for row in rows)]
    counts = Counter((row.group, row.verdict) for row in rows)
    lines = [f"## {section.TITLE}", "", section.INTRODUCTION, ""]
    lines += _table(
        ["group", *verdicts, "cases"],
        [
            [group, *(str(counts[group, verdict] or "") for verdict in verdicts), str(_total(counts, group))]
            for group in dict.fromkeys(row.group for row in rows)
        ]
        + [["**all**", *(str(sum(row.verdict is verdict for row in rows)) for verdict in verdicts), str(len(rows))]],
    )
    lines += _reasons(rows)
    return "\n".join(lines)


def _total(counts: Counter[tuple[str, Verdict]], group: str) -> int:
    return sum(count for (name, _), count in counts.items() if name == group)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [_line(head), _line(["---", *("---:" for _ in head[1:])]), *(_line(row) for row in rows), ""]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _reasons(rows: Sequence[Row]) -> list[str]:
    """Known differences one by one; features that are not offered, and reasons of refusals, counted."""
    lines: list[str] = []
    named = Counter(row.note for row in rows if row.verdict is Verdict.NAMED and row.note)
    if named:
        lines += ["Not offered, and named in the refusal:", ""]
        lines += [f"- {note}: {count}" for note, count in sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))]
        lines.append("")
    refused = [row for row in rows if row.verdict is Verdict.REFUSED and row.note]
    if refused:
        lines += ["Refused, by the code of the finding:", ""]
        lines += [_refused(note, [row.case for row in refused if row.note == note]) for note in _notes(refused)]
        lines.append("")
    different = [row for row in rows if row.verdict is Verdict.DIFFERS]
    if different:
        lines += ["Known differences:", ""]
        lines += [f"- `{row.case}`: {row.note}" for row in different]
        lines.append("")
    return lines


def _notes(rows: Sequence[Row]) -> list[str]:
    return sorted({row.note for row in rows})


def _refused(note: str, cases: Sequence[str]) -> str:
    """How many for one reason, and which, while that can be read."""
    listed = f": {', '.join(f'`{case}`' for case in cases)}" if len(cases) <= FEW else ""
    return f"- {note} ({len(cases)}){listed}"


def main() -> None:
    text = page()
    if sys.argv[1:] == ["check"]:
        if PAGE.read_text(encoding="utf-8") != text:
            raise SystemExit(f"{PAGE.name} is not up to date: run make conformance")
        return
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}: {text.count(chr(10))} lines\n")


if __name__ == "__main__":
    main()
