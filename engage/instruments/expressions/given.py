"""Answers as somebody writes them down, made ready for expressions: `{"age": 34, "people": [{"name": "Ada"}]}`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engage.instruments.expressions.program import EntryNodes

Answer = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """Answers seen from outside of lists."""

    answers: Mapping[str, Answer]
    lists: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    place: int = 1

    def list_rows(self, name: str) -> tuple[Mapping[str, str], ...]:
        return self.lists.get(name, ())

    @property
    def repeated(self) -> Mapping[str, str]:
        """Key -> list it is asked in."""
        return {key: name for name, rows in self.lists.items() for key in (name, *(key for row in rows for key in row))}

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> "Given":
        """A list of objects is a list of entries, any other list the codes chosen."""
        lists: dict[str, tuple[Mapping[str, str], ...]] = {}
        answers: dict[str, Answer] = {}
        for name, value in written.items():
            if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
                lists[name] = tuple({key: _text(answer) for key, answer in entry.items()} for entry in value)
                answers[name] = EntryNodes(str(place) for place in range(1, len(value) + 1))
                for key in dict.fromkeys(key for row in lists[name] for key in row):
                    answers[key] = EntryNodes(row[key] for row in lists[name] if key in row)
            else:
                answers[name] = tuple(map(str, value)) if isinstance(value, list) else _text(value)
        return cls(answers, lists)


def _text(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "" if value is None else str(value)
