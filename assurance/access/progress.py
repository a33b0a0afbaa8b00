"""What was seen, one line each, written at once: a run that was stopped goes on after the last whole line."""

import json
from pathlib import Path
from typing import Any


class Progress:
    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        whole = text[: text.rfind("\n") + 1]
        if whole != text:
            path.write_text(whole, encoding="utf-8")
        self.lines: list[dict[str, Any]] = [json.loads(line) for line in whole.splitlines()]
        self._known = {self._key(line) for line in self.lines}

    @staticmethod
    def _key(line: dict[str, Any]) -> tuple[str, str, str]:
        """Of forms, who sent them does not matter."""
        return line["kind"], "" if line["kind"] == "form" else line["role"], line["at"]

    def add(self, **line: Any) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.lines.append(line)
        self._known.add(self._key(line))

    def has(self, kind: str, role: str, at: str) -> bool:
        return (kind, role, at) in self._known

    def shown_by(self, role: str) -> set[str]:
        """Routes that other roles have been shown in every state."""
        return {line["rule"] for line in self.lines if line["kind"] == "page" and line["role"] != role}
