"""Sheets under construction: rows of cells by header."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engage.core.findings import Finding, Level, Where
from engage.i18n.locales import endonym
from engage.i18n.text import LocalizedText, TextState

Cells = dict[str, str]
MAX_CELL = 32_767
"""Characters in a cell: Excel's own limit."""


@dataclass(slots=True)
class Draft:
    """One sheet: its headers in the order in which they are first used."""

    name: str
    headers: dict[str, None] = field(default_factory=dict)
    rows: list[Cells] = field(default_factory=list)

    def add(self, cells: Mapping[str, str]) -> None:
        kept = {header: text for header, text in cells.items() if text}
        self.headers |= dict.fromkeys(kept)
        self.rows.append(kept)


@dataclass(slots=True)
class Findings:
    """What an XLSForm cannot say of the instrument."""

    found: dict[tuple[str, str], Finding] = field(default_factory=dict)

    def add(self, code: str, message: str) -> None:
        self.found.setdefault((code, message), Finding(Level.WARNING, code, message, Where()))

    def of(self) -> tuple[Finding, ...]:
        return tuple(self.found.values())


@dataclass(frozen=True, slots=True)
class Languages:
    """Columns by language: `label::Deutsch (de)`."""

    tags: tuple[str, ...]
    findings: Findings

    @staticmethod
    def name(tag: str) -> str:
        return f"{endonym(tag)} ({tag})"

    def header(self, field: str, tag: str) -> str:
        return f"{field}::{self.name(tag)}"

    def cells(self, field: str, text: LocalizedText | None) -> Cells:
        """A text in all its languages; a state that is not the usual one gets lost, and that is said."""
        if text is None:
            return {}
        kept: Cells = {}
        for tag, translation in text:
            if tag not in self.tags:
                message = f"There are texts in {tag}, which the instrument is not offered in."
                self.findings.add("language_left_out", message)
                continue
            if translation.text and tag != text.source_language and translation.state is not TextState.APPROVED:
                message = f"An XLSForm does not say how far translations have come ({tag})."
                self.findings.add("translation_state", message)
            kept[self.header(field, tag)] = translation.text
        return kept

    def pictures(self, names: Mapping[str, str]) -> Cells:
        return {self.header("media::image", tag): name for tag, name in names.items() if tag in self.tags}


def joined(parts: Iterable[str]) -> str:
    return " ".join(parts)
