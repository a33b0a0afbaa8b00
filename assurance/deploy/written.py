"""The files of `deploy/` as an operator copies them: read as they are, and changed only as the manual says.

Each change that a proof makes (a folder of its own, a free port, a password) is named, and must be found where it is
expected: a file that says something else is not silently taken for what it was.
"""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

ROOT = Path(__file__).parents[2]


@dataclass
class Written:
    """The files of one deployment."""

    name: str
    changes: Mapping[str, str]
    """What stands there, and what stands here instead."""
    found: set[str] = field(default_factory=set)

    def text(self, file: str) -> str:
        text = (ROOT / "deploy" / self.name / file).read_text(encoding="utf-8")
        for before, after in self.changes.items():
            if before in text:
                self.found.add(before)
                text = text.replace(before, after)
        return text

    def copy(self, file: str, folder: Path) -> Path:
        path = folder / file
        path.write_text(self.text(file), encoding="utf-8")
        path.chmod(0o644)
        return path

    def settings(self, file: str = "engage.env") -> dict[str, str]:
        """What systemd reads from an `EnvironmentFile`."""
        lines = [line.strip() for line in self.text(file).splitlines()]
        return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))

    def command(self, unit: str, settings: Mapping[str, str], of: str = "ExecStart") -> list[str]:
        """What a unit runs, with its variables filled in."""
        line = next(line for line in self.text(unit).splitlines() if line.startswith(f"{of}="))
        return [Template(word).substitute(settings) for word in shlex.split(line.partition("=")[2])]

    def nowhere(self) -> set[str]:
        """Changes that no file asked for."""
        return set(self.changes) - self.found
