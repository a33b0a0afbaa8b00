"""Everything that reading has to say, each thing once."""

from collections import Counter

from engage.core.findings import Finding, Level, Where


class Notes:
    """Collects findings in the order they are made; what only concerns looks is told in one sentence."""

    def __init__(self) -> None:
        self._findings: dict[Finding, None] = {}
        self._looks: Counter[str] = Counter()

    def error(self, code: str, message: str, where: Where) -> None:
        self._findings[Finding(Level.ERROR, code, message, where)] = None

    def warning(self, code: str, message: str, where: Where) -> None:
        self._findings[Finding(Level.WARNING, code, message, where)] = None

    def note(self, code: str, message: str, where: Where) -> None:
        self._findings[Finding(Level.NOTE, code, message, where)] = None

    def looks(self, setting: str) -> None:
        self._looks[setting] += 1

    def findings(self) -> tuple[Finding, ...]:
        found = tuple(self._findings)
        if not self._looks:
            return found
        settings = ", ".join(f"{name} ({count})" for name, count in sorted(self._looks.items()))
        message = f"How questions look is decided by Engage. Left aside, with the number of questions: {settings}."
        return (*found, Finding(Level.NOTE, "looks", message))


def at(where: Where, column: str) -> Where:
    """The place of one column of a row."""
    return Where(where.sheet, where.row, ", ".join(part for part in (where.column, column) if part))
