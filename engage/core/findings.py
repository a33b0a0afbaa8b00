"""What a reader has to say about a file that somebody brings: where, how bad, and what to do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    ERROR = "error"
    """Cannot be taken in as it is."""
    WARNING = "warning"
    """Taken in, but something of it is lost or changed."""
    NOTE = "note"
    """Taken in whole; worth knowing."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the file: a cell of a sheet, or a line of a text (then `sheet` is None)."""

    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = [self.sheet, f"row {self.row}" if self.row else None, self.column]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Finding:
    level: Level
    code: str
    message: str
    where: Where = Where()


def finding_document(finding: Finding) -> dict[str, Any]:
    """As `--json` prints it and the database keeps it."""
    where = {"sheet": finding.where.sheet, "row": finding.where.row, "column": finding.where.column}
    return {"level": finding.level.value, "code": finding.code, "message": finding.message, "where": where}
