"""Gathers findings while a file is read, so that reading never stops at the first one."""

from engage.core.findings import Finding, Level, Where


class Collector:
    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def error(self, code: str, message: str, where: Where) -> None:
        self._add(Level.ERROR, code, message, where)

    def warning(self, code: str, message: str, where: Where) -> None:
        self._add(Level.WARNING, code, message, where)

    def note(self, code: str, message: str, where: Where) -> None:
        self._add(Level.NOTE, code, message, where)

    def _add(self, level: Level, code: str, message: str, where: Where) -> None:
        finding = Finding(level, code, message, where)
        if finding not in self.findings[-20:]:
            self.findings.append(finding)
