"""What things are called in the file: names that XLSForm takes, each of them once in the whole form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from engage.instruments.domain.definition import Instrument, Item, ItemType
from engage.instruments.readers.xlsform.own import COMPOSITES
from engage.instruments.writers.xlsform.sheet import Findings

_NAME = re.compile(r"^[^\W\d][\w.\-]*$")
_REFERENCE = re.compile(r"\$\{\s*([^{}]*?)\s*\}")
_KEPT = frozenset({"meta", "data"})
ENDS = ("from", "to")


@dataclass(slots=True)
class Naming:
    """Key of the instrument -> name in the file, for items, their parts, sections and what repeats."""

    findings: Findings
    keys: dict[str, str] = field(default_factory=dict)
    sections: list[str] = field(default_factory=list)
    """The names of sections, in order."""
    _taken: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, instrument: Instrument, findings: Findings) -> "Naming":
        """Items come first: expressions name them, so they keep their names where they can."""
        naming = cls(findings)
        for item in instrument.items:
            naming.keys[item.name] = naming._free(item.name)
        for section in instrument.sections:
            if section.repeat:
                naming.keys.setdefault(section.repeat.name, naming._free(section.repeat.name))
        for item in instrument.items:
            for key, wanted in _parts(item):
                naming.keys[key] = naming._free(wanted, f"{naming.keys[item.name]}_{wanted}")
        for section in instrument.sections:
            name = section.repeat.name if section.repeat else section.name
            naming.sections.append(naming.keys[name] if section.repeat else naming._free(name))
        return naming

    def _free(self, *wanted: str) -> str:
        """The first of the wanted names that XLSForm takes and nothing else has, else one made of the last."""
        for name in wanted:
            if _NAME.match(name) and name not in _KEPT and name.lower() not in self._taken:
                self._taken.add(name.lower())
                return name
        stem = re.sub(r"[^\w.\-]", "_", wanted[-1]) or "q"
        stem = stem if _NAME.match(stem) else f"q_{stem}"
        number, name = 1, stem
        while name.lower() in self._taken or name in _KEPT:
            number += 1
            name = f"{stem}_{number}"
        self._taken.add(name.lower())
        return name

    def text(self, text: str | None) -> str:
        """An expression or a text with every `${key}` called what it is called in the file."""
        return _REFERENCE.sub(self._there, text) if text and "${" in text else text or ""

    def _there(self, match: re.Match[str]) -> str:
        key = match[1]
        if key in self.keys:
            return f"${{{self.keys[key]}}}"
        for cut in range(len(key) - 1, 0, -1):
            if key[cut] == "/" and key[:cut] in self.keys:
                message = f"${{{key}}} is a part of an answer that other programs do not know."
                self.findings.add("part_of_an_answer", message)
                return f"${{{self.keys[key[:cut]]}{key[cut:]}}}"
        return match[0]


def _parts(item: Item) -> Iterator[tuple[str, str]]:
    """Keys of the questions that an item is asked in, and what they would be called."""
    if item.type is ItemType.DATE_RANGE:
        yield from ((f"{item.name}/{end}", f"{item.name}_{end}") for end in ENDS)
    elif item.type.value in COMPOSITES:
        yield from ((f"{item.name}/{row.code}", row.code) for row in item.rows)
    elif any(option.other for option in item.options):
        yield f"{item.name}/other", f"{item.name}_other"
