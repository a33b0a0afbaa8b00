"""A list that somebody pastes: one a line, and codes for those that bring none."""

import re
import unicodedata
from collections.abc import Collection, Iterator

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "ß": "ss"})
"""What Unicode does not take apart."""


def lines(text: str) -> Iterator[tuple[str, str]]:
    """Code ("" where none is given) and label: `label`, or `code` and `label` between which stands a tab, `|` or `;`.

    A spreadsheet's two columns arrive with a tab. Bullets and numbers of lists are left out.
    """
    for line in text.splitlines():
        code, label = _code_and_label(line)
        if label:
            yield code, label


def _code_and_label(line: str) -> tuple[str, str]:
    parts = re.split(r"\t|\s*[|;]\s*", line.strip(), maxsplit=1)
    if len(parts) == 2 and re.fullmatch(r"[^\s/]{1,60}", parts[0]) and parts[1].strip():
        return parts[0], parts[1].strip()
    return "", re.sub(r"^(?:[-–•*·]|\d{1,3}[.)]|[a-zA-Z][.)])\s+", "", line.strip())


def code_for(label: str, taken: Collection[str]) -> str:
    """A code that is not taken: the next number where all are numbers, else words of the label (`Yes, often` ->
    `yes_often`), numbered where they are taken or have no letters.
    """
    if taken and all(code.isdecimal() for code in taken):
        return str(max(map(int, taken)) + 1)
    words = unicodedata.normalize("NFKD", label.translate(_LETTERS)).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "_", words).strip("_")[:24].strip("_")
    stem = plain or "option"
    if plain and stem not in taken:
        return stem
    return next(f"{stem}_{n}" for n in range(1 if not plain else 2, 10_000) if f"{stem}_{n}" not in taken)
